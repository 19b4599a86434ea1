"""Verdicts for a build server."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as Xml

from longtail_sim.report import Material, as_junit

from .conftest import HOSTILE, WORDS


def test_every_scenario_and_agent_is_a_test_case_with_its_verdict(material: Material) -> None:
    root = Xml.fromstring(as_junit(material))
    cases = list(root.iter("testcase"))
    assert len(cases) == 6
    assert {case.get("name") for case in cases} == {"rule_based", "fails.py", HOSTILE}
    counted = {tag: sum(case.find(tag) is not None for case in cases) for tag in ("failure", "error", "skipped")}
    assert root.attrib == {
        "name": "small",
        "tests": "6",
        "failures": str(counted["failure"]),
        "errors": str(counted["error"]),
        "skipped": str(counted["skipped"]),
    }
    word_of = {"failure": "fails", "skipped": "undecided", "system-out": "passes"}
    lines = [line for case in material.cases for line in case.lines]
    for case, line in zip(cases, lines, strict=True):
        if line.summary is None:
            assert WORDS in (case.findtext("error") or "")
        else:
            assert word_of[case[0].tag] == line.summary.verdict.word


def test_what_xml_cannot_hold_is_replaced(material: Material) -> None:
    failure = replace(material.failures[0], message="bell \x07, lone \ud800, ]]> & <")
    text = as_junit(replace(material, failures=(failure,)))
    assert "bell �, lone �, ]]> & <" in "".join(Xml.fromstring(text.encode()).itertext())
