"""The verdicts as JUnit XML, which every build server shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from longtail_sim.bench import Line
from longtail_sim.report.cases import Case, Failure, Material

# What XML 1.0 cannot hold, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(material: Material) -> str:
    """Return a test suite for every scenario and level, with a test case for every agent.

    ``passes`` is a test that passed, ``fails`` a failure, ``undecided`` a skipped test, and an agent of which not every
    run got to its end an error.
    """
    root = Xml.Element("testsuites", name=_clean(str(material.results.suite["name"])))
    for case in material.cases:
        _suite(root, case, material.failures)
    _count(root)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, case: Case, failures: Sequence[Failure]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=_clean(f"{case.name}, level {case.level}"))
    for line in case.lines:
        about = {"classname": _clean(f"{case.name}.level{case.level}"), "name": _clean(line.agent)}
        _judge(Xml.SubElement(suite, "testcase", about), line, failures)
    _count(suite)


def _judge(test: Xml.Element, line: Line, failures: Sequence[Failure]) -> None:
    reasons = [] if line.summary is None else list(line.summary.verdict.reasons)
    broken = {word: number for word, number in line.statuses.items() if word != "finished"}
    if broken or line.summary is None:
        said = ", ".join(f"{number} runs: {word.replace('_', ' ')}" for word, number in broken.items())
        mine = [failure for failure in failures if _belongs(failure, line)]
        lines = [f"seed {failure.run.seed}: {failure.status}: {failure.message}" for failure in mine]
        _say(test, "error", said or "no seed on which both the agent and its twin got to the end", [*lines, *reasons])
    elif line.summary.verdict.word == "fails":
        _say(test, "failure", "fails", reasons)
    elif line.summary.verdict.word == "undecided":
        _say(test, "skipped", "undecided", reasons)
    else:
        Xml.SubElement(test, "system-out").text = _clean("\n".join(reasons))


def _belongs(failure: Failure, line: Line) -> bool:
    run = failure.run
    return (run.scenario, run.level, run.agent) == (line.scenario, line.level, line.agent)


def _say(test: Xml.Element, tag: str, word: str, lines: Sequence[str]) -> None:
    message = f"{word}: {' '.join(lines)}" if lines else word
    Xml.SubElement(test, tag, message=_clean(message)).text = _clean("\n".join(lines))


def _count(element: Xml.Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))


def _clean(text: str) -> str:
    return _NO_XML.sub("�", text)
