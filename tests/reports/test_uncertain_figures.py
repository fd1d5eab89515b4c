"""Figures that are not certain are told as such in every format, and no unit is told of another's."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from drawn_reports import told_apart
from pypdf import PdfReader

from thidua_scoring import decide, load_ruleset
from thidua_scoring.decisions import Standing
from thidua_scoring.decisions.reasons import Named, Reason, Said, between
from thidua_scoring.notebook.words import STATES
from thidua_scoring.reports import write_html, write_json, write_markdown
from thidua_scoring.reports.audience import Reader
from thidua_scoring.reports.excel import write_workbook
from thidua_scoring.reports.model import report
from thidua_scoring.reports.pdf import write_pdf
from thidua_scoring.reports.word import Letterhead, write_unit

EXAMPLES = Path(__file__).parents[2] / "examples"
STAR = "* Chưa chắc chắn: có số liệu thiếu hoặc chưa xác nhận"


@cache
def cao_bang() -> Standing:
    """An example in which a report is not confirmed of any unit."""
    rules = load_ruleset("cao-bang/khoi-ii-2015")
    return decide(rules.score(EXAMPLES / "cao_bang_2015/evidence.csv"))


@cache
def bac_ninh(name: str) -> Standing:
    rules = load_ruleset("bac-ninh/khoi-kinh-te-2019")
    return decide(rules.score(EXAMPLES / f"bac_ninh_2019/{name}.csv"))


def workbook(standing: Standing, sheet: str, **asked: Any) -> list[list[Any]]:
    book = openpyxl.load_workbook(BytesIO(write_workbook(standing, **asked)))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def pdf(standing: Standing, **asked: Any) -> str:
    pages = PdfReader(BytesIO(write_pdf(standing, **asked))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    return text.replace("\u200b", "")


# ── points by criterion ─────────────────────────────────────────────────────────────


def test_points_that_are_not_certain_are_marked_and_those_that_are_stay_numbers() -> None:
    matrix = report(cao_bang(), audience="council").matrix
    assert matrix is not None
    for unit, row in zip(cao_bang(), matrix.rows, strict=True):
        for score, cell in zip(unit.score.criteria.values(), row[1:], strict=False):
            if score.points is None:
                assert cell == STATES[score.status]
            elif score.value.certain:
                assert isinstance(cell, Fraction)
            else:
                assert isinstance(cell, Said)
                assert cell.vi.endswith("*")
    assert matrix.rows[0][-1] == Said("59,72*", "59.72*")
    assert matrix.beneath("vi")[0].startswith(STAR)


def test_a_table_in_which_all_is_certain_has_no_note() -> None:
    matrix = report(told_apart(), audience="council").matrix
    assert matrix is not None
    assert not matrix.notes
    assert all(isinstance(cell, Fraction) for row in matrix.rows for cell in row[1:])


def test_every_format_has_the_mark_and_what_it_means() -> None:
    html = write_html(cao_bang(), audience="council")
    assert '<td class="figure">59,72*</td>' in html
    assert html.count(STAR) == 1
    markdown = write_markdown(cao_bang(), audience="council")
    assert r"| 20\* | 59,72\* |" in markdown
    assert f"\\{STAR}" in markdown
    text = pdf(cao_bang(), audience="council")
    assert "59,72*" in text
    assert STAR in text
    rows = workbook(cao_bang(), "Điểm theo tiêu chí", audience="council")
    [own] = [row for row in rows if row[0] == "Sở Nông nghiệp và Phát triển nông thôn"]
    assert own[-3:] == [20, "20*", "59,72*"]
    assert any(str(row[0]).startswith(STAR) for row in rows)


def test_a_total_that_is_not_known_says_why() -> None:
    rows = workbook(bac_ninh("evidence"), "Điểm theo tiêu chí", audience="council")
    [own] = [row for row in rows if row[0] == "Sở Nông nghiệp và Phát triển nông thôn"]
    assert own[-1] == "thiếu số liệu (38–78)"


# ── cards ───────────────────────────────────────────────────────────────────────────

OFFICE = "so-nong-nghiep-va-phat-trien-nong-thon"
SHARE = "99,53 % (91,2–99,53 %)"


def test_a_share_of_points_that_is_not_certain_has_its_bounds() -> None:
    [card] = report(cao_bang(), audience="unit", unit=OFFICE).cards
    assert (card.total, card.percent) == ("59,72 (54,72–59,72)", SHARE)
    [card] = report(told_apart(), audience="unit", unit="a").cards
    assert card.percent == "94 %"
    [card] = report(bac_ninh("evidence"), audience="unit", unit=OFFICE).cards
    assert card.percent == "— (47,5–97,5 %)"


def test_every_format_has_the_bounds_of_the_share() -> None:
    asked: dict[str, Any] = {"audience": "unit", "unit": OFFICE}
    assert SHARE in write_html(cao_bang(), **asked)
    assert SHARE in write_markdown(cao_bang(), **asked)
    assert SHARE in pdf(cao_bang(), **asked)
    rows = workbook(cao_bang(), OFFICE[:31], **asked)
    assert any(SHARE in str(row[0]) for row in rows)
    from docx import Document

    document = Document(BytesIO(write_unit(cao_bang(), Letterhead(agency="A"), unit=OFFICE)))
    assert any(SHARE in each.text for each in document.paragraphs)


# ── what a unit is told of others ───────────────────────────────────────────────────


def test_a_unit_is_not_told_that_another_has_its_place() -> None:
    standing = bac_ninh("full_year")
    assert standing["so-xay-dung"].tied
    [card] = report(standing, audience="unit", unit="so-xay-dung").cards
    assert (card.rank, card.decisions[0].result) == ("3", "3")
    [card] = report(standing, audience="council", unit="so-xay-dung").cards
    assert (card.rank, card.decisions[0].result) == ("3=", "3=")
    for told in (
        write_html(standing, audience="unit", unit="so-xay-dung"),
        write_markdown(standing, audience="unit", unit="so-xay-dung"),
        pdf(standing, audience="unit", unit="so-xay-dung"),
    ):
        assert not re.search(r"\b3=(?!\")", told)


OTHERS = {"others": (Named("b", "Xã Hai"),)}
AWARD = {"award": Named("co", "Cờ thi đua"), "seats": between((1, 1)), "candidates": 2}


@pytest.mark.parametrize("code", ["award-cut", "award-open", "award-tie"])
def test_a_unit_is_told_why_it_goes_without_an_award_but_not_after_whom(code: str) -> None:
    given = Reason(code, {**AWARD, **OTHERS}, False)
    [told] = Reader("unit", "a").reasons([given])
    for lang in ("vi", "en"):
        said = told.text(lang)  # type: ignore[arg-type]
        assert "Xã Hai" not in said
        assert "không phân định" not in said
        assert "tell" not in said
    assert Reader("council").reasons([given]) == (given,)
    if code == "award-cut":
        assert told.text() == "đủ điều kiện nhưng Cờ thi đua chỉ có 1 suất cho 2 đơn vị, xếp sau đơn vị khác"


@pytest.mark.parametrize(
    "given",
    [
        Reason("tied", {"units": (Named("b", "Xã Hai"),)}),
        Reason("quota-open", OTHERS, None),
        Reason("tie-won", {"own": between((1, 1)), "other": between((2, 2))}),
        Reason("award-cut", {**AWARD, **OTHERS}, False, (Reason("tie-lost", {"own": 1, "other": 2}),)),
    ],
)
def test_a_unit_is_told_nothing_that_gives_away_anothers_points(given: Reason) -> None:
    assert Reader("unit", "a").reasons([given]) == ()


def test_json_for_a_unit_keeps_to_the_same_reasons() -> None:
    unit = bac_ninh("evidence")[OFFICE]
    told = write_json(bac_ninh("evidence"), audience="unit", unit=OFFICE)
    others = {each.unit.name for each in bac_ninh("evidence")} - {unit.unit.name}
    own = told[told.index('"rank_reasons"') :]
    own = own[: own.index(f'"unit": "{bac_ninh("evidence").board.evidence.units[1].id}"')]
    assert "còn chờ kết quả của đơn vị khác" in own
    assert not [name for name in others if name in own]
