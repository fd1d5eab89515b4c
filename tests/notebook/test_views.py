"""Results show themselves: complete, in both languages, bounded, and harmless whatever names hold."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from boards import HOSTILE, Drawn, Read, boards
from hypothesis import given, settings

from thidua_scoring import decide, load_ruleset
from thidua_scoring.errors import Lang
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.numbers import show, write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import plain_text

LANGS: tuple[Lang, Lang] = ("vi", "en")
TAGS = {"div", "style", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def views(board: Scoreboard) -> list[Any]:
    standing = decide(board)
    unit = next(iter(board))
    criterion = next(iter(unit.criteria.values()))
    id_ = unit.unit.id
    both = [board.explain(id_), board.explain(id_, criterion.id)]
    return [board, unit, criterion, *both, standing, standing[id_]]


@settings(max_examples=15, deadline=None)
@given(boards(HOSTILE))
def test_no_name_becomes_markup_or_steers_the_reader(drawn: Drawn) -> None:
    sheet, board = drawn.sheet, drawn.board
    for view in views(board):
        for lang in LANGS:
            html, text = view.html(lang), view.text(lang)
            read = Read.of(html)
            assert {tag for tag, _ in read.elements} <= TAGS
            assert not STEERING.search(html)
            names = {name for _, given in read.elements for name in given}
            assert names <= {"class", "lang", "scope"}
            if hasattr(view, "table"):
                assert not STEERING.search(view.table().text(lang))
            assert text
    shown = "".join(Read.of(board.html()).texts)
    assert all(plain_text(name) in shown for name in sheet.names if name)


@settings(max_examples=20, deadline=None)
@given(boards())
def test_a_board_shows_each_total_or_what_it_lies_between(drawn: Drawn) -> None:
    board = drawn.board
    records = board.table().records()
    for unit, record in zip(board, records, strict=True):
        value = board.value("total", unit.row)
        assert record["unit"] == unit.unit.id
        if value is None:
            assert record["total"] is None
            continue
        assert record["total"] == (None if value.point is None else write(value.point))
        if not value.certain:
            assert record["bounds"] == [
                None if end is None else write(end) for end in (value.low, value.high)
            ]


@settings(max_examples=20, deadline=None)
@given(boards())
def test_the_rows_of_a_unit_are_its_criteria_and_what_is_open_is_told(drawn: Drawn) -> None:
    board = drawn.board
    for unit in board:
        *rows, total = unit.table().records()
        assert [row["criterion"] for row in rows] == list(unit.criteria)
        for row, score in zip(rows, unit.criteria.values(), strict=True):
            assert row["points"] == (None if score.points is None else write(Fraction(score.points)))
            if score.applies and not score.value.certain:
                assert row["bounds"]
            if not score.applies:
                assert row["status"] == "không áp dụng"
        assert total["points"] == (None if unit.total is None else write(Fraction(unit.total)))


@settings(max_examples=15, deadline=None)
@given(boards())
def test_a_long_frame_has_a_row_for_each_unit_and_criterion(drawn: Drawn) -> None:
    board = drawn.board
    rows = board.to_frame(long=True).to_dicts()
    expected = [(unit, score) for unit in board for score in unit.criteria.values()]
    assert len(rows) == len(expected)
    for row, (unit, score) in zip(rows, expected, strict=True):
        assert (row["unit"], row["criterion"], row["status"]) == (unit.unit.id, score.id, score.status)
        for key in ("points", "base", "bonus", "deduct"):
            number = getattr(score, key)
            assert row[key] == (None if number is None else write(Fraction(number)))


@pytest.fixture(scope="module")
def many() -> Scoreboard:
    """Score many units of which nothing is known."""
    ruleset = load_ruleset("cao-bang/kinh-te-xa-hoi-2021")
    ids = [f"don-vi-{n}" for n in range(2_000)]
    return ruleset.score(Evidence.from_columns(ids, {}, ruleset.formulas))


def test_a_large_board_shows_its_first_units_and_says_how_many_are_left(many: Scoreboard) -> None:
    assert len(repr(many).splitlines()) < 150
    assert "và 1940 dòng nữa" in repr(many)
    html = many._repr_html_()
    assert html.count("<tr>") == 61
    assert "và 1940 dòng nữa" in html


def test_that_a_ruleset_is_not_official_is_told_in_every_view() -> None:
    board = load_ruleset("bac-ninh/khoi-kinh-te-2019").score("examples/bac_ninh_2019/evidence.csv")
    for view in views(board):
        assert "MINH HỌA" in view.html("vi")
        assert "ILLUSTRATIVE" in view.html("en")


def test_figures_are_written_as_people_of_the_language_do() -> None:
    ruleset = load_ruleset("tien-giang/tnmt-cap-huyen-2022")
    board = ruleset.score("examples/tien_giang_2022/cai_lay.csv")
    unit = board["cai-lay"]
    halves = [
        score for score in unit.criteria.values() if score.points and Fraction(score.points).denominator == 2
    ]
    for lang in LANGS:
        assert show(Fraction(halves[0].points or 0), lang) in unit.html(lang)
    assert "Điểm trừ" in unit.html("vi")
    assert "Deducted" in unit.html("en")
