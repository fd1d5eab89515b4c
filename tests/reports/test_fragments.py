"""Pieces of reports: findings in words, cards, tables and charts."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from drawn_reports import HOSTILE, Read, marked, standings
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions import Standing, decide
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.reports.fragments import card, chart, findings, table
from thidua_scoring.tabular import plain_text

SAID = {
    ("council", "vi"): "Trong 3 đơn vị, 2 đơn vị hoàn thành xuất sắc nhiệm vụ, 1 đơn vị hoàn thành nhiệm vụ; "
    "dẫn đầu là Xã Hai.",
    ("council", "en"): "Of 3 units, 2 are in “Hoàn thành xuất sắc nhiệm vụ”, 1 is in “Hoàn thành nhiệm vụ”; "
    "leading: Xã Hai.",
    ("public", "vi"): "Trong 3 đơn vị, 2 đơn vị hoàn thành xuất sắc nhiệm vụ, 1 đơn vị hoàn thành nhiệm vụ.",
}


@pytest.mark.parametrize(("audience", "lang"), SAID)
def test_findings_say_how_many_are_in_which_class_and_who_leads(audience: str, lang: Any) -> None:
    assert findings(marked([91, 95, 60]), audience=audience, lang=lang) == SAID[audience, lang]


def test_all_who_lead_are_named() -> None:
    said = findings(marked([95, 95, 60]), audience="council")
    assert said.endswith("; dẫn đầu là Xã Một và Xã Hai.")


@given(standings(HOSTILE))
@settings(max_examples=40, deadline=None)
def test_findings_count_every_unit_once(standing: Standing) -> None:
    said = findings(standing, audience="public", lang="vi").removeprefix("Trong ")
    first, *counts = [int(word) for word in said.split() if word.isdecimal()]
    assert first == len(standing)
    assert sum(counts) == len(standing) or not standing.board.ruleset.written.classes


@given(standings(HOSTILE), st.sampled_from(["public", "unit", "council"]), st.sampled_from(["vi", "en"]))
@settings(max_examples=30, deadline=None)
def test_pieces_name_the_unit_and_run_nothing(standing: Standing, audience: str, lang: Any) -> None:
    unit = standing.board.evidence.units[0]
    name = " ".join(plain_text(unit.name or unit.id).split())
    for text in (
        card(standing, unit.id, audience=audience, lang=lang),
        table(standing, audience=audience, unit=unit.id, lang=lang),
    ):
        read = Read.of(text)
        assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in read.elements}
        assert name in " ".join("".join(f"{each} " for each in read.texts).split())


def test_a_card_holds_its_own_unit_alone() -> None:
    text = card(marked([95, 80, 60]), "b", audience="unit")
    assert "Xã Hai" in text
    assert "Xã Một" not in text
    assert "80" in text


@given(standings(HOSTILE))
@settings(max_examples=20, deadline=None)
def test_the_public_chart_counts_every_unit_once(standing: Standing) -> None:
    drawn = fromstring(chart(standing, audience="public"))
    texts = [each.text or "" for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(map(int, texts[1::2])) == len(standing)


@pytest.mark.parametrize(("audience", "unit"), [("unit", "b"), ("council", None), ("council", "b")])
def test_other_charts_are_svg_of_points(audience: str, unit: str | None) -> None:
    drawn = chart(marked([95, 80, 60]), audience=audience, unit=unit)
    assert fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    if unit is not None:
        assert "Xã Hai" in drawn


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("audience", ["public", "council"])
def test_a_chart_of_no_units_is_empty(audience: str) -> None:
    board = marked([95, 80, 60]).board
    rules = board.ruleset
    standing = decide(rules.score(Evidence.from_columns([], {"A.m": []}, rules.formulas)))
    drawn = fromstring(chart(standing, audience=audience))
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}rect")) or audience == "public"
