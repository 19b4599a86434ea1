"""Every mistake is one line: file:line:column: key: what, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from longtail_sim.events import event_kinds

Complain = Callable[..., list[str]]

ONE_LINERS = [
    # keys
    ("duration: 5", "s.yaml:1:1: duration: unknown key 'duration'; did you mean 'duration_s'?"),
    (
        "zzz: 5",
        "s.yaml:1:1: zzz: unknown key 'zzz'; the keys here are decision_interval_s, demand, drivers, duration_s, "
        "events, expect, fleet, name, network, pedestrians, sources, story, tags, title, vary",
    ),
    (
        "demand: {turns: {zzz: 5}}",
        "s.yaml:1:18: demand.turns.zzz: unknown key 'zzz'; the keys here are left, right",
    ),
    ("fleet: {shar: 0.1}", "s.yaml:1:9: fleet.shar: unknown key 'shar'; did you mean 'share'?"),
    (
        "network:\n  grid:\n    colums: 3",
        "s.yaml:3:5: network.grid.colums: unknown key 'colums'; did you mean 'columns'?",
    ),
    (
        "network: {junctions: {at: {'0,0': {contrl: signal}}}}",
        "s.yaml:1:36: network.junctions.at.0,0.contrl: unknown key 'contrl'; did you mean 'control'?",
    ),
    (
        "events:\n  - kind: power_outage\n    at: 3",
        "s.yaml:3:5: events[0].at: unknown key 'at'; did you mean 'at_s'?",
    ),
    (
        "events: [{kind: power_outage, where: {district: {share_of_junctions: 1, center: [0, 0]}}}]",
        "s.yaml:1:73: events[0].where.district.center: unknown key 'center'; did you mean 'centre'?",
    ),
    ("title: a\ntitle: b", "s.yaml:2:1: title: duplicate key 'title' (first at line 1)"),
    ("fleet: {share: 0, share: 1}", "s.yaml:1:19: fleet.share: duplicate key 'share' (first at line 1)"),
    (
        "1: 2",
        "s.yaml:1:1: 1: unknown key '1'; the keys here are decision_interval_s, demand, drivers, duration_s, "
        "events, expect, fleet, name, network, pedestrians, sources, story, tags, title, vary",
    ),
    (
        "expect: [{metric: harm_ratio, at_most: 1}]",
        "s.yaml:1:10: expect[0].agent: the key 'agent' is missing",
    ),
    # values
    ("fleet: {share: 10%}", "s.yaml:1:16: fleet.share: must be a number, a share such as 0.1; got '10%'"),
    ("fleet: {share: true}", "s.yaml:1:16: fleet.share: must be a number, a share such as 0.1; got true"),
    ("fleet: {share: '0.1'}", "s.yaml:1:16: fleet.share: must be a number, a share such as 0.1; got '0.1'"),
    ("fleet: {share: [1]}", "s.yaml:1:16: fleet.share: must be a number, a share such as 0.1; got [1]"),
    ("duration_s: 5 min", "s.yaml:1:13: duration_s: must be a number in seconds, such as 300; got '5 min'"),
    (
        "drivers: {standstill_gap_m: long}",
        "s.yaml:1:29: drivers.standstill_gap_m: must be a number in metres, such as 150; got 'long'",
    ),
    (
        "network: {grid: {speed_limit_mps: fast}}",
        "s.yaml:1:35: network.grid.speed_limit_mps: must be a number in metres per second, such as 11.2; got 'fast'",
    ),
    (
        "events: [{kind: officer, at_s: {uniform: [1 min, 300]}}]",
        "s.yaml:1:43: events[0].at_s.uniform[0]: must be a number in seconds, such as 300; got '1 min'",
    ),
    ("drivers: {spread: a}", "s.yaml:1:19: drivers.spread: must be a number; got 'a'"),
    ("fleet: {share: 1.1}", "s.yaml:1:16: fleet.share: must be between 0 and 1; got 1.1"),
    ("fleet:", "s.yaml:1:7: fleet: must be a mapping of keys to values; got nothing"),
    ("fleet: 3", "s.yaml:1:8: fleet: must be a mapping of keys to values; got 3"),
    ("events: {}", "s.yaml:1:1: events: must be a list; got {}"),
    ("title: 12", "s.yaml:1:8: title: must be text; got 12"),
    ("duration_s: -1", "s.yaml:1:13: duration_s: must be at least 1; got -1"),
    ("duration_s: 1e6", "s.yaml:1:13: duration_s: must be at most 86400; got 1000000.0"),
    ("duration_s: .nan", "s.yaml:1:13: duration_s: .nan is not a finite number"),
    ("duration_s: -.inf", "s.yaml:1:13: duration_s: -.inf is not a finite number"),
    ("duration_s: NaN", "s.yaml:1:13: duration_s: must be a number in seconds, such as 300; got 'NaN'"),
    ("duration_s: 1e999", "s.yaml:1:13: duration_s: 1e999 is too large a number"),
    ("fleet: {sae_level: 6}", "s.yaml:1:20: fleet.sae_level: SAE levels are 0 to 5; got 6"),
    ("fleet: {sae_level: 4.5}", "s.yaml:1:20: fleet.sae_level: must be a whole number; got 4.5"),
    ("decision_interval_s: 0.25", "s.yaml:1:22: decision_interval_s: must be a multiple of 0.1 s; got 0.25"),
    ("drivers: {errors: {enabled: no}}", "s.yaml:1:29: drivers.errors.enabled: must be true or false; got 'no'"),
    (
        "fleet: {remote_assistance: {agents: 2.5}}",
        "s.yaml:1:37: fleet.remote_assistance.agents: must be a whole number; got 2.5",
    ),
    ("network: {grid: {block_m: -5}}", "s.yaml:1:27: network.grid.block_m: must be greater than 10; got -5"),
    (
        "network: {grid: {one_way: alternat}}",
        "s.yaml:1:27: network.grid.one_way: must be 'none' or 'alternate'; got 'alternat'; did you mean 'alternate'?",
    ),
    (
        "demand: {turns: {left: 0.6, right: 0.6}}",
        "s.yaml:1:10: demand.turns: left and right together must not exceed 1",
    ),
    (
        "demand: {profile: [{at_s: 5, factor: 1}, {at_s: 5, factor: 2}]}",
        "s.yaml:1:1: demand: profile: every at_s must be later than the one before it",
    ),
    (
        "drivers: {dark_signal: {follow: {uniform: [0.1, 0.8]}}}",
        "s.yaml:1:11: drivers.dark_signal: priority_major, follow and unaware together must not exceed 1",
    ),
    ("expect: [{agent: a, metric: m}]", "s.yaml:1:10: expect[0]: give at_least, at_most or both"),
    (
        "demand: {vehicles_per_hour: 200000}\nduration_s: 86400",
        "s.yaml:1:1: up to 4800000 vehicles would arrive; at most 500000 are possible, so lower "
        "demand.vehicles_per_hour, its profile, or duration_s",
    ),
    # distributions
    (
        "fleet: {share: {uniform: [0, 2]}}",
        "s.yaml:1:9: fleet.share: must stay between 0 and 1; this distribution has 2",
    ),
    (
        "fleet: {share: {unifrom: [0, 1]}}",
        "s.yaml:1:9: fleet.share: not a distribution; write exactly one of {uniform: ...}, {normal: ...}, "
        "{lognormal: ...}, {triangular: ...}, {choice: ...}, {poisson: ...}; got {'unifrom': [0, 1]}; "
        "did you mean 'uniform'?",
    ),
    (
        "fleet: {share: {uniform: [0, 1], from: 3}}",
        "s.yaml:1:34: fleet.share.from: unknown key 'from'; the keys here are uniform",
    ),
    ("fleet: {share: {uniform: [0]}}", "s.yaml:1:17: fleet.share.uniform[1]: entry 2 is missing"),
    (
        "duration_s: {uniform: [1, 2]}",
        "s.yaml:1:1: duration_s: takes a plain number, not a distribution",
    ),
    (
        "network: {grid: {columns: {choice: [2, 3]}}}",
        "s.yaml:1:18: network.grid.columns: takes a plain number, not a distribution",
    ),
    (
        "fleet: {remote_assistance: {service_s: {uniform: [1, 2]}}}",
        "s.yaml:1:29: fleet.remote_assistance.service_s: only a number or {lognormal: {mean: ..., cv: ...}} is "
        "possible here; got {'uniform': [1, 2]}",
    ),
    # events and names
    (
        "events:\n  - kind: power_outag",
        "s.yaml:2:11: events[0].kind: unknown kind of event 'power_outag'; did you mean 'power_outage'?",
    ),
    (
        "events: [{at_s: 3}]",
        f"s.yaml:1:10: events[0]: an event needs a kind: {', '.join(event_kinds())}",
    ),
    ("events: [3]", "s.yaml:1:10: events[0]: must be a mapping with a kind, such as {kind: signal_outage}"),
    (
        "events:\n  - kind: signal_outage\n    where: {junction: Stret 1 & Avenue 2}",
        "s.yaml:3:5: events[0].where: the map has no junction 'Stret 1 & Avenue 2'; "
        "did you mean 'Street 1 & Avenue 2'?",
    ),
    (
        "events: [{kind: link_loss, where: everywher}]",
        "s.yaml:1:35: events[0].where: must be 'everywhere'; got 'everywher'; did you mean 'everywhere'?",
    ),
    (
        "events: [{kind: link_loss, where: {radius_m: 5, centre: [1, 2]}}]",
        "s.yaml:1:61: events[0].where.centre[1]: must be between 0 and 1; got 2",
    ),
    # YAML
    (
        "title: !!python/object:os.system x",
        "s.yaml:1:8: title: tags such as !!python/object:os.system are not allowed; write the value without",
    ),
    (
        "a: b: c",
        "s.yaml:1:5: not valid YAML: mapping values are not allowed in this context; check the indentation",
    ),
    ("a: [1", "s.yaml:2:1: not valid YAML: did not find expected ',' or ']'"),
    ("a: *x", "s.yaml:1:4: there is no anchor &x before this alias"),
    ("<<: {title: a}", "s.yaml:1:1: merge keys (<<) are not supported; use extends, or write the keys out"),
    ("? [a]\n: b", "s.yaml:1:3: a key must be a plain word"),
    ("---\ntitle: a\n---\ntitle: b", "s.yaml:3:1: a second document begins here; keep one in a file"),
    ("- 1", "s.yaml:1:1: a scenario is a mapping of keys to values, not a list or a single value"),
    ("", "s.yaml: the file is empty; a scenario needs at least a name"),
    ("# nothing\n", "s.yaml: the file is empty; a scenario needs at least a name"),
]


@pytest.mark.parametrize(("text", "line"), ONE_LINERS, ids=[text[:40] for text, _ in ONE_LINERS])
def test_one_mistake_is_one_line(text: str, line: str, complain: Complain) -> None:
    assert complain(text) == [line]


def test_all_mistakes_at_once_in_the_order_of_the_file(complain: Complain) -> None:
    lines = complain(
        "duration_s: .nan\nnetwork: {grid: {rows: -1}}\nfleet:\n  share: 2\n  share: 3\n"
        "events:\n  - {kind: officer, cnt: 1}\n"
        "  - {kind: flod}\nfleat: 1"
    )
    assert [line.split(": ")[:2] for line in lines] == [
        ["s.yaml:1:13", "duration_s"],
        ["s.yaml:2:24", "network.grid.rows"],
        ["s.yaml:4:10", "fleet.share"],
        ["s.yaml:5:3", "fleet.share"],
        ["s.yaml:7:21", "events[0].cnt"],
        ["s.yaml:8:12", "events[1].kind"],
        ["s.yaml:9:1", "fleat"],
    ]


def test_endless_mistakes_are_cut(complain: Complain) -> None:
    lines = complain("\n".join(f"key{number}: 1" for number in range(500)))
    assert len(lines) == 41
    assert lines[-1].startswith("... and ")
