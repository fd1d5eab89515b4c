"""Reports as Markdown and CSV: what a reader of either makes of them."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

import pytest
from drawn_reports import HOSTILE, Read, marked, standings
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from thidua_scoring.decisions import Standing
from thidua_scoring.errors import FaultsError
from thidua_scoring.reports.markdown import escaped, write_csv, write_markdown
from thidua_scoring.tabular import plain_text

PLAIN = {
    "h1", "h2", "h3", "h4", "p", "em", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "ul", "li",
}  # fmt: skip
LANGS = st.sampled_from(["vi", "en"])


def rendered(text: str) -> Read:
    return Read.of(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


@given(HOSTILE)
@settings(max_examples=200, deadline=None)
def test_text_is_shown_as_it_is(text: str) -> None:
    read = rendered(escaped(text))
    assert {tag for tag, _ in read.elements} <= {"p"}
    assert " ".join("".join(read.texts).split()) == " ".join(plain_text(text).split())


@given(standings(HOSTILE), st.sampled_from(["public", "unit", "council"]), LANGS)
@settings(max_examples=40, deadline=None)
def test_names_make_no_markup(standing: Standing, audience: str, lang: Any) -> None:
    unit = standing.board.evidence.units[0].id if audience == "unit" else None
    read = rendered(write_markdown(standing, audience=audience, unit=unit, lang=lang))
    assert {tag for tag, _ in read.elements} <= PLAIN
    shown = [" ".join(text.split()) for text in read.texts]
    for each in standing.board.evidence.units:
        assert " ".join(plain_text(each.name or each.id).split()) in shown


@given(standings(HOSTILE), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_cell_of_csv_is_a_formula(standing: Standing, long: bool) -> None:
    text = write_csv(standing, audience="council", long=long)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    criteria = standing.board.ruleset.formulas.criteria
    assert len(rows) == len(standing) * (len(criteria) if long else 1)
    for cells in rows:
        for cell in cells.values():
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
                Fraction(cell.replace(",", "."))
    names = [row["name"].removeprefix("'") for row in rows[:: len(criteria) if long else 1]]
    assert names == [plain_text(unit.name).removeprefix("'") for unit in standing.board.evidence.units]


def test_long_csv_holds_exact_points_of_each_criterion() -> None:
    rows = list(csv.DictReader(io.StringIO(write_csv(marked([95, 80, 60]), audience="council", long=True))))
    assert [(row["unit"], row["criterion"], row["points"]) for row in rows] == [
        ("a", "A", "95"), ("b", "A", "80"), ("c", "A", "60"),
    ]  # fmt: skip


def test_a_unit_gets_its_own_rows_and_the_public_no_points() -> None:
    standing = marked([95, 80, 60])
    own = list(csv.DictReader(io.StringIO(write_csv(standing, audience="unit", unit="b"))))
    assert [(row["unit"], row["total"]) for row in own] == [("b", "80")]
    public = list(csv.DictReader(io.StringIO(write_csv(standing, audience="public"))))
    assert list(public[0]) == ["unit", "name", "bloc", "class", "awards"]
    with pytest.raises(FaultsError, match="report-without-points"):
        write_csv(standing, audience="public", long=True)
