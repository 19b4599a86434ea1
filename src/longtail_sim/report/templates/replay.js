// Replays: decode what report/replay.py wrote, draw it, let people play it and look at one vehicle.

const WALKER = 9, TRUCK = 1, BUS = 2, OBSTACLE = 20; // + the kind of what is in the road
const FLASHING = 4; // is added to a colour that flashes
const MOST_DECISIONS = 200; // in the list of a vehicle
const CRASHED = 1, BRAKING = 2, ASKING = 4;
const DARK = 3, OFFICER = 4;
const LOOKS = ["person", "fleet", "by-person", "awaiting", "takeover", "driven", "minimal-risk"];
const LEGEND = [
  ["person drives", "person"], ["fleet car drives", "fleet"], ["waits for remote help", "awaiting"],
  ["asks its driver", "takeover"], ["gave up, stands in lane", "minimal-risk"], ["driven away by a person", "driven"],
  ["contact", "contact"], ["in the road: closure, van, person …", "obstacle"], ["signal without power", "dark-signal"], ["officer directs traffic", "officer"],
];

async function decode(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(stream).arrayBuffer();
  const length = new DataView(content).getUint32(0, true);
  const film = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 4, length)));
  const rows = film.tracks.reduce((sum, track) => sum + track[2], 0);
  let at = 4 + length;
  const take = (Kind, count) => {
    const size = count * Kind.BYTES_PER_ELEMENT;
    const column = new Kind(content.slice(at, at + size)); // a copy begins at 0, as typed arrays want it
    at += size;
    return column;
  };
  film.x = take(Int16Array, rows);
  film.y = take(Int16Array, rows);
  film.heading = take(Uint8Array, rows);
  for (const name of film.states) film[name] = take(Uint8Array, rows);
  film.reason = take(Uint16Array, rows);
  film.signals = take(Uint8Array, film.pictures * film.junctions * 3);
  const columns = [film.x, film.y, film.heading, film.reason, ...film.states.map((name) => film[name])];
  let first = 0;
  film.tracks = film.tracks.map(([key, begin, count, kind, fleet, length_dm, width_dm]) => {
    for (const column of columns) for (let row = first + 1; row < first + count; row++) column[row] += column[row - 1];
    first += count;
    return { key, begin, count, kind, fleet, length: length_dm / 10, width: width_dm / 10, first: first - count };
  });
  const wide = film.junctions * 3;
  for (let i = wide; i < film.signals.length; i++) film.signals[i] += film.signals[i - wide];
  return film;
}

class Replay {
  constructor(box, film) {
    this.film = film;
    this.box = box;
    this.canvas = box.querySelector("canvas");
    this.slider = box.querySelector("input");
    this.card = box.querySelector(".card");
    this.hint = box.querySelector(".hint");
    this.trace = box.querySelector(".trace");
    this.nows = [...(box.closest("section")?.querySelectorAll("line.now") ?? [])];
    this.moment = 0; // in pictures, with a fraction
    this.picked = null; // key of a road user
    this.playing = false;
    this.zoom = 1;
    this.centre = [(film.view[0] + film.view[2]) / 2, (film.view[1] + film.view[3]) / 2];
    box.dataset.begun = "yes"; // shows the canvas
    this.slider.max = film.pictures - 1;
    const [west, south, east, north] = film.view;
    this.canvas.style.aspectRatio = Math.min(Math.max((east - west) / (north - south), 0.8), 2);
    for (const part of box.querySelectorAll(".controls, .side")) part.hidden = false;
    this.makeLegend();
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    themeChanged.add(() => { this.colours = null; this.draw(); });
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    this.fit();
  }

  makeLegend() {
    const legend = this.box.querySelector(".legend");
    for (const [words, look] of LEGEND) {
      const entry = document.createElement("span"), swatch = document.createElement("i");
      swatch.className = look;
      entry.append(swatch, words);
      legend.append(entry);
    }
  }

  listen() {
    const doings = {
      play: () => this.play(!this.playing), in: () => this.zoomBy(1.5), out: () => this.zoomBy(1 / 1.5),
      all: () => this.whole(), longest: () => this.pickLongest(), next: () => this.pickNext(),
    };
    for (const button of this.box.querySelectorAll("[data-do]")) button.addEventListener("click", doings[button.dataset.do]);
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    const keys = {
      " ": doings.play, ArrowRight: () => this.show(Math.round(this.moment) + 2), ArrowLeft: () => this.show(Math.round(this.moment) - 2),
      Home: () => this.show(0), End: () => this.show(this.film.pictures - 1), "+": doings.in, "=": doings.in, "-": doings.out,
      n: doings.next, l: doings.longest, r: doings.all, Escape: () => this.pick(null),
    };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    this.listenToPointer();
  }

  listenToPointer() {
    let from = null, moved = false;
    this.canvas.addEventListener("pointerdown", (event) => { from = [event.offsetX, event.offsetY]; moved = false; });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons) return;
      const [dx, dy] = [event.offsetX - from[0], event.offsetY - from[1]];
      if (!moved && Math.hypot(dx, dy) < 5) return;
      moved = true;
      from = [event.offsetX, event.offsetY];
      this.centre = [this.centre[0] - dx / this.scale, this.centre[1] + dy / this.scale];
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (from && !moved) this.pick(this.nearest(event.offsetX, event.offsetY));
      from = null;
    });
  }

  // ---------------------------------------------------------------- time

  play(on) {
    if (on && this.moment >= this.film.pictures - 1) this.moment = 0;
    this.playing = on;
    const button = this.box.querySelector("[data-do=play]");
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(on));
    if (on) {
      this.before = performance.now();
      requestAnimationFrame((now) => this.tick(now));
    }
  }

  tick(now) {
    if (!this.playing) return;
    const speed = Number(this.box.querySelector("select").value);
    const seconds = Math.min((now - this.before) / 1000, 0.25);
    this.before = now;
    this.show(this.moment + (seconds * speed) / this.film.every_s);
    if (this.moment >= this.film.pictures - 1) this.play(false);
    else requestAnimationFrame((later) => this.tick(later));
  }

  show(moment) {
    this.moment = Math.min(Math.max(moment, 0), this.film.pictures - 1);
    this.slider.value = Math.floor(this.moment);
    const words = clock(this.film.start_s + this.moment * this.film.every_s);
    this.box.querySelector(".time").textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    for (const line of this.nows) {
      const x = Number(line.dataset.begin) + (this.film.start_s + this.moment * this.film.every_s) * Number(line.dataset.scale);
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }
    this.draw();
    this.tell();
  }

  // On paper: the last moment, the whole view, light colours.
  print(on) {
    if (on === Boolean(this.printing)) return;
    this.printing = on;
    this.colours = null;
    if (on) {
      this.play(false);
      this.kept = [this.moment, this.zoom, this.centre, this.picked];
      this.picked = null;
      this.whole();
      this.show(this.film.pictures - 1);
    } else {
      const [moment, zoom, centre, picked] = this.kept;
      Object.assign(this, { zoom, centre, picked });
      this.show(moment);
    }
  }

  // ---------------------------------------------------------------- who is where

  present() {
    const picture = Math.floor(this.moment);
    return this.film.tracks.filter((track) => picture >= track.begin && picture < track.begin + track.count);
  }

  row(track) { return track.first + Math.floor(this.moment) - track.begin; }

  pose(track) {
    const film = this.film, row = this.row(track), share = this.moment - Math.floor(this.moment);
    const next = row + 1 < track.first + track.count ? row + 1 : row;
    const turn = ((film.heading[next] - film.heading[row] + 384) % 256) - 128;
    return [
      film.x[row] + (film.x[next] - film.x[row]) * share,
      film.y[row] + (film.y[next] - film.y[row]) * share,
      ((film.heading[row] + turn * share) / 128) * Math.PI,
    ];
  }

  speed(track) {
    const film = this.film, row = this.row(track);
    if (row === track.first) return null;
    return (Math.hypot(film.x[row] - film.x[row - 1], film.y[row] - film.y[row - 1]) * film.unit_m) / film.every_s;
  }

  standing(track) {
    const film = this.film;
    let row = this.row(track);
    const last = row;
    while (row > track.first && film.x[row - 1] === film.x[last] && film.y[row - 1] === film.y[last]) row--;
    return (last - row) * film.every_s;
  }

  standsFromTheStart(track, standing) {
    return track.begin === 0 && standing >= Math.floor(this.moment) * this.film.every_s;
  }

  nearest(px, py) {
    let best = null, least = 18;
    for (const track of this.present()) {
      const [x, y] = this.pose(track), distance = Math.hypot(this.right(x) - px, this.down(y) - py);
      if (distance < least) [best, least] = [track.key, distance];
    }
    return best;
  }

  pick(key) {
    this.picked = key;
    this.draw();
    this.tell();
    this.listDecisions();
  }

  pickLongest() {
    const fleet = this.present().filter((track) => track.fleet);
    fleet.sort((a, b) => this.standing(b) - this.standing(a) || a.key - b.key);
    this.pick(fleet.length ? fleet[0].key : null);
  }

  pickNext() {
    const keys = this.present().filter((track) => track.fleet).map((track) => track.key).sort((a, b) => a - b);
    this.pick(keys.find((key) => this.picked === null || key > this.picked) ?? keys[0] ?? null);
  }

  tell() {
    const facts = this.picked === null ? [] : this.facts();
    this.card.hidden = !facts.length;
    this.hint.hidden = Boolean(facts.length);
    this.card.replaceChildren(...facts.flatMap(([name, words, look]) => {
      const term = document.createElement("dt"), said = document.createElement("dd");
      term.textContent = name;
      said.textContent = words;
      if (look) said.className = look;
      return [term, said];
    }));
    this.markDecision();
  }

  // What the picked car of the fleet decided and why, whenever that changed; a press leads to the moment.
  decisions() {
    const film = this.film, found = [];
    for (const track of film.tracks.filter((one) => one.key === this.picked && one.fleet)) {
      let before = "";
      for (let row = track.first; row < track.first + track.count; row++) {
        const words = `${film.words.action[film.action[row]]}: ${film.reasons[film.reason[row]] || film.words.state[film.state[row]]}`;
        if (words !== before) found.push([track.begin + row - track.first, words]);
        before = words;
      }
    }
    return found;
  }

  listDecisions() {
    const found = this.picked === null ? [] : this.decisions();
    this.trace.hidden = !found.length;
    this.trace.querySelector("ol").replaceChildren(...found.slice(0, MOST_DECISIONS).map(([moment, words]) => {
      const entry = document.createElement("li"), button = document.createElement("button"), time = document.createElement("span");
      time.textContent = clock(this.film.start_s + moment * this.film.every_s).replace(" min", "");
      button.type = "button";
      button.dataset.moment = moment;
      button.append(time, words);
      button.addEventListener("click", () => this.show(moment));
      entry.append(button);
      return entry;
    }));
    this.markDecision();
  }

  markDecision() {
    const list = this.trace.querySelector("ol"), buttons = [...list.querySelectorAll("button")];
    const now = buttons.findLast((button) => Number(button.dataset.moment) <= this.moment);
    if (now === this.marked && now?.hasAttribute("aria-current")) return;
    this.marked = now;
    for (const button of buttons) button.toggleAttribute("aria-current", button === now);
    if (now) list.scrollTop = now.offsetTop - list.clientHeight / 2;
  }

  facts() {
    const track = this.present().find((candidate) => candidate.key === this.picked);
    if (!track) return [["Vehicle", `${this.picked} has left the streets shown`]];
    const film = this.film, row = this.row(track), words = film.words, speed = this.speed(track), standing = this.standing(track);
    const since = this.standsFromTheStart(track, standing) ? "at least " : "";
    const motion = standing >= 1 ? `stands for ${since}${clock(standing)}` : speed === null ? "has just come" : `${speed.toFixed(1)} m/s`;
    if (track.kind >= OBSTACLE) return [["In the road", words.obstacle[track.kind - OBSTACLE]], ["Moves", motion]];
    if (track.kind === WALKER) return [["On foot", `person ${-1 - track.key}`], ["Moves", motion]];
    const kind = track.kind === TRUCK ? "truck" : track.kind === BUS ? "bus" : "car";
    const found = [["Vehicle", `${track.fleet ? "fleet " : ""}${kind} ${track.key}`], ["Moves", motion]];
    if (film.flags[row] & CRASHED) found.push(["Contact", "stands after a contact"]);
    if (track.fleet) found.push(["State", words.state[film.state[row]] + (film.flags[row] & ASKING ? ", waits for an answer" : "")]);
    found.push(["Signal is", words.signal[film.signal[row]]], ["Takes it for", words.signal[film.belief[row]], film.mistakes[row] || film.belief[row] !== film.signal[row] ? "apart" : ""]);
    const wrong = Object.entries(words.mistake).filter(([bit]) => film.mistakes[row] & Number(bit)).map(([, said]) => said);
    if (wrong.length) found.push(["Mistaken", wrong.join("; "), "apart"]);
    if (track.fleet) found.push(["Decision", words.action[film.action[row]]], ["Reason", film.reasons[film.reason[row]] || "none given"]);
    return found;
  }

  // ---------------------------------------------------------------- view

  fit() {
    const wide = this.canvas.clientWidth, high = this.canvas.clientHeight, dots = devicePixelRatio || 1;
    if (!wide || !high) return;
    this.canvas.width = Math.round(wide * dots);
    this.canvas.height = Math.round(high * dots);
    this.dots = dots;
    this.draw();
  }

  get scale() {
    const [west, south, east, north] = this.film.view, { clientWidth, clientHeight } = this.canvas;
    return 0.96 * this.zoom * Math.min(clientWidth / (east - west), clientHeight / (north - south));
  }

  right(x) { return this.canvas.clientWidth / 2 + (x - this.centre[0]) * this.scale; }
  down(y) { return this.canvas.clientHeight / 2 - (y - this.centre[1]) * this.scale; }

  zoomBy(factor) {
    this.zoom = Math.min(Math.max(this.zoom * factor, 0.5), 40);
    const track = this.present().find((candidate) => candidate.key === this.picked);
    if (track) this.centre = this.pose(track).slice(0, 2);
    this.draw();
  }

  whole() {
    const view = this.film.view;
    this.zoom = 1;
    this.centre = [(view[0] + view[2]) / 2, (view[1] + view[3]) / 2];
    this.draw();
  }

  // ---------------------------------------------------------------- drawing

  paint(name) {
    if (!this.colours) {
      const style = getComputedStyle(this.box);
      this.colours = (wanted) => style.getPropertyValue(this.printing ? `--print-${wanted}` : `--${wanted}`).trim() || style.getPropertyValue(`--${wanted}`).trim();
      this.known = {};
    }
    return (this.known[name] ??= this.colours(name));
  }

  draw() {
    if (!this.dots) return;
    const pen = this.canvas.getContext("2d");
    pen.setTransform(this.dots, 0, 0, this.dots, 0, 0);
    pen.fillStyle = this.paint("land");
    pen.fillRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    pen.fillStyle = pen.strokeStyle = this.paint("asphalt");
    for (const polygon of [...this.film.streets.carriageways, ...this.film.streets.junctions]) this.polygon(pen, polygon);
    this.drawSignals(pen);
    let picked = null;
    for (const track of this.present()) {
      this.drawTrack(pen, track);
      if (track.key === this.picked) picked = track;
    }
    this.drawNames(pen);
    if (picked) this.drawRing(pen, picked);
    this.box.dataset.drawn = "yes";
  }

  polygon(pen, flat) {
    pen.beginPath();
    for (let i = 0; i < flat.length; i += 2) pen.lineTo(this.right(flat[i]), this.down(flat[i + 1]));
    pen.closePath();
    pen.fill();
    pen.stroke(); // closes hairlines between neighbours
  }

  // Each street's name at the first place of the street that is in view.
  drawNames(pen) {
    const { roads, places } = this.film.streets, { clientWidth, clientHeight } = this.canvas, beyond = 45 / this.film.unit_m;
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.lineJoin = "round";
    pen.strokeStyle = this.paint("land");
    pen.fillStyle = this.paint("street-name");
    for (const [name, first, last] of roads) {
      const [x1, y1, x2, y2] = [places[2 * first], places[2 * first + 1], places[2 * last], places[2 * last + 1]];
      const length = Math.hypot(x2 - x1, y2 - y1) || 1, ux = (x2 - x1) / length, uy = (y2 - y1) / length;
      for (let along = -beyond; along <= length + beyond; along += beyond / 3) {
        const px = this.right(x1 + ux * along), py = this.down(y1 + uy * along);
        if (px < 26 || py < 26 || px > clientWidth - 26 || py > clientHeight - 26) continue;
        let angle = -Math.atan2(uy, ux);
        if (Math.abs(angle) > Math.PI / 2 + 0.01) angle += Math.PI;
        pen.save();
        pen.translate(px, py);
        pen.rotate(angle);
        pen.strokeText(name, 0, 0);
        pen.fillText(name, 0, 0);
        pen.restore();
        break;
      }
    }
  }

  drawSignals(pen) {
    const film = this.film, streets = film.streets, start = Math.floor(this.moment) * film.junctions * 3;
    pen.lineCap = "butt";
    pen.lineWidth = Math.max(1.6, (0.9 / film.unit_m) * this.scale);
    streets.stop_lines.forEach((flat, i) => {
      const at = start + streets.stop_line_junction[i] * 3, control = film.signals[at];
      const colour = film.signals[at + 1 + streets.stop_line_axis[i]];
      const dark = control === DARK;
      const lit = ["sign", "green", "yellow", "red"][colour % FLASHING];
      pen.strokeStyle = this.paint(dark ? "dark-signal" : control > 0 && control !== OFFICER ? "sign" : lit);
      pen.setLineDash(dark ? [2, 2] : colour > FLASHING ? [4, 2] : []);
      pen.beginPath();
      pen.moveTo(this.right(flat[0]), this.down(flat[1]));
      pen.lineTo(this.right(flat[2]), this.down(flat[3]));
      pen.stroke();
    });
    pen.setLineDash([]);
    for (let junction = 0; junction < film.junctions; junction++) {
      const control = film.signals[start + junction * 3];
      if (control === DARK) this.drawDark(pen, junction);
      if (control === OFFICER) this.drawOfficer(pen, junction);
    }
  }

  junctionMark(junction) {
    const places = this.film.streets.places, half = Math.min(Math.max((3 / this.film.unit_m) * this.scale, 3), 9);
    return [this.right(places[2 * junction]), this.down(places[2 * junction + 1]), half];
  }

  drawOfficer(pen, junction) {
    const [x, y, half] = this.junctionMark(junction);
    pen.fillStyle = this.paint("link");
    pen.strokeStyle = this.paint("land");
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.arc(x, y, half, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }

  drawDark(pen, junction) {
    const [x, y, half] = this.junctionMark(junction);
    pen.strokeStyle = this.paint("dark-signal");
    pen.lineWidth = 1.8;
    pen.beginPath();
    pen.moveTo(x - half, y - half); pen.lineTo(x + half, y + half);
    pen.moveTo(x + half, y - half); pen.lineTo(x - half, y + half);
    pen.stroke();
  }

  drawTrack(pen, track) {
    const [x, y, heading] = this.pose(track), row = this.row(track), film = this.film;
    const px = this.right(x), py = this.down(y);
    if (px < -20 || py < -20 || px > this.canvas.clientWidth + 20 || py > this.canvas.clientHeight + 20) return;
    const factor = this.scale / film.unit_m, thing = track.kind >= OBSTACLE, walker = track.kind === WALKER, crashed = film.flags[row] & CRASHED;
    const long = Math.max(track.length * factor, walker ? 2 : 5), wide = Math.max(track.width * factor, walker ? 2 : 2.6);
    pen.save();
    pen.translate(px, py);
    pen.rotate(-heading);
    pen.fillStyle = this.paint(crashed ? "contact" : thing ? "obstacle" : walker ? "walker" : LOOKS[film.look[row]]);
    pen.fillRect(-long / 2, -wide / 2, long, wide);
    if (factor > 1.2 && !walker) {
      pen.strokeStyle = this.paint("outline");
      pen.lineWidth = 0.8;
      pen.strokeRect(-long / 2, -wide / 2, long, wide);
      if (film.flags[row] & BRAKING) { pen.fillStyle = this.paint("red"); pen.fillRect(-long / 2, -wide / 2, Math.max(1, long * 0.08), wide); }
    }
    pen.restore();
    if (crashed || film.look[row] === 3 || film.look[row] === 6) this.drawMark(pen, px, py, crashed ? "×" : film.look[row] === 3 ? "?" : "!");
  }

  drawMark(pen, px, py, sign) {
    pen.font = "bold 11px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.strokeStyle = this.paint("land");
    pen.fillStyle = this.paint("text");
    pen.strokeText(sign, px, py - 9);
    pen.fillText(sign, px, py - 9);
  }

  drawRing(pen, track) {
    const [x, y] = this.pose(track);
    pen.strokeStyle = this.paint("text");
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(this.right(x), this.down(y), Math.max(10, (4 / this.film.unit_m) * this.scale), 0, 2 * Math.PI);
    pen.stroke();
  }
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

async function begin(box) {
  try {
    const replay = new Replay(box, await decode(box.querySelector(".film").textContent));
    replay.show(0);
  } catch (problem) {
    const words = document.createElement("p");
    words.className = "warning";
    words.textContent = `The replay cannot be shown in this browser: ${problem.message}`;
    box.prepend(words);
  }
}

// A replay in a folded situation is read when that is unfolded.
async function startReplays() {
  for (const box of document.querySelectorAll("[data-replay]")) {
    const details = box.closest("details:not([open])");
    if (!details) await begin(box);
    else details.addEventListener("toggle", () => begin(box), { once: true });
  }
  document.documentElement.dataset.ready = "yes";
}

startReplays();
