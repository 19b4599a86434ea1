"""The file of a new scenario."""

from __future__ import annotations

import os
import re
from pathlib import Path

from longtail_sim.cli.files import check_writable, write_text
from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import list_scenarios
from longtail_sim.scenario.library import shipped_folder

TEXT = """\
# yaml-language-server: $schema={schema}
# longtail scenarios check {name}.yaml     finds mistakes
# longtail scenarios preview {name}.yaml   draws it
# longtail run {name}.yaml                 runs it
name: {name}
title: Two signals fail at the same time
story: >
  Say in a few sentences what happens and why it matters.
sources:
  - "Where each number comes from, or the word assumption."
duration_s: 900
network:
  grid: {{columns: 3, rows: 3, block_m: 150, lanes: 1, speed_limit_mps: 11.2}}
  streets:
    - {{axis: row, index: 1, name: Main, major: true}}
    - {{axis: column, index: 1, name: Centre}}
  signals: {{cycle_s: 60, yellow_s: 3.5, all_red_s: 1.5}}
demand:
  vehicles_per_hour: 2400
fleet:
  share: 0.1
  remote_assistance: {{agents: 2}}
events:
  - kind: signal_outage
    at_s: {{uniform: [120, 300]}}   # any number may be a distribution; the seed decides
    where: {{junction: Main & Centre}}
  - kind: signal_outage
    at_s: 240                       # or when: gridlock, in place of a time
    where: {{junction: Street 1 & Avenue 1}}   # streets without a name are counted from the south-west
    duration_s: 300
expect:
  - {{agent: rule_based, metric: others_delay_ratio, at_most: 1.1}}
"""


def new_scenario(name: str, folder: Path) -> Path:
    """Write ``folder/name.yaml``, a scenario that runs at once, and return its path.

    Raises:
        ScenarioError: a name that cannot be used or is taken, or a file that exists.
        ResultsError: the file cannot be written.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,99}", name):
        raise ScenarioError(
            f"'{name[:60]}' cannot be the name of a scenario; use letters, digits, _ and -, a letter first."
        )
    if name in list_scenarios():
        raise ScenarioError(f"there is a shipped scenario '{name}' already; choose another name.")
    path = folder / f"{name}.yaml"
    if path.exists():
        raise ScenarioError(f"{path} exists already; choose another name or delete it first.")
    check_writable(path)
    write_text(path, TEXT.format(name=name, schema=_schema_seen_from(folder)))
    return path


def _schema_seen_from(folder: Path) -> str:
    """Return where an editor finds the schema: a relative path within the library, an address elsewhere."""
    library = shipped_folder()
    schema = library.parent / "schema" / "scenario.json"
    if folder.resolve().is_relative_to(library):
        return Path(os.path.relpath(schema, folder.resolve())).as_posix()
    return schema.as_uri()
