"use strict";
// Light or dark: as the system says, until somebody presses the button.

const themeChanged = new Set(); // called when colours change

(function theme() {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  function show() {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Change to light colours" : "Change to dark colours");
    for (const call of themeChanged) call();
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
})();

// A situation that a link leads to is unfolded; one button unfolds all.
(function situations() {
  const folded = [...document.querySelectorAll(".case > details")];
  function reveal() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const details = target && target.closest(".case > details");
    if (!details || details.open) return;
    details.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.querySelectorAll(".glance a").forEach((link) => link.addEventListener("click", () => setTimeout(reveal)));
  reveal();
  const button = document.getElementById("unfold");
  if (!button) return;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    for (const details of folded) details.open = open;
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Fold all" : "Unfold all";
  });
})();

// Many situations: show those only in which something happened that one looks for.
(function filter() {
  const choice = document.getElementById("filter");
  if (!choice) return;
  choice.closest(".filter").hidden = false;
  choice.addEventListener("change", () => {
    const rows = [...document.querySelectorAll(".glance tbody tr")];
    for (const row of rows) {
      const words = row.dataset.words.split(" ");
      row.hidden = Boolean(choice.value) && !(choice.value === "differs" ? words.length > 1 : words.includes(choice.value));
    }
    const left = rows.filter((row) => !row.hidden).length;
    document.getElementById("filtered").textContent = choice.value ? `${left} of ${rows.length}` : "";
  });
})();
