"""Columns of tables in Word: words are kept whole where they can be, and rows stay low."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring import decide, load_ruleset
from thidua_scoring.decisions import Standing
from thidua_scoring.decisions.reasons import Said
from thidua_scoring.notebook.words import headings
from thidua_scoring.reports.word import Letterhead, write_summary, write_unit
from thidua_scoring.reports.word.paper import Paper
from thidua_scoring.reports.word.tables import put_tabular
from thidua_scoring.reports.word.widths import SIDES, _measured, shared_out
from thidua_scoring.tabular import Table

EXAMPLES = Path(__file__).parents[2] / "examples"
PAPER = 165
LETTERHEAD = Letterhead(agency="A")


def decided(ruleset: str, evidence: str) -> Standing:
    return decide(load_ruleset(ruleset).score(EXAMPLES / evidence))


def widths(content: bytes, table: int = 1) -> dict[str, float]:
    """Return the widths of a table's columns in millimetres, by their headings."""
    found = Document(BytesIO(content)).tables[table]
    return {cell.text: cell.width.mm for cell in found.rows[0].cells if cell.width}


def fits(word: str, width: float, size: float = 11) -> bool:
    return _measured(word, size).kept <= width - 2 * SIDES


CASES = [
    ("tien-giang/tnmt-cap-huyen-2022", "tien_giang_2022/cai_lay.csv"),
    ("cao-bang/khoi-ii-2015", "cao_bang_2015/evidence.csv"),
    ("bac-ninh/khoi-kinh-te-2019", "bac_ninh_2019/evidence.csv"),
]


@pytest.mark.parametrize(("ruleset", "evidence"), CASES)
def test_no_word_is_broken_and_titles_have_the_most_room(ruleset: str, evidence: str) -> None:
    standing = decided(ruleset, evidence)
    unit = next(iter(standing)).unit.id
    content = write_unit(standing, LETTERHEAD, unit=unit)
    found = widths(content)
    assert max(found, key=lambda title: found[title]) == "Nội dung"
    assert found["Nội dung"] > 1.3 * found["Mục"]
    for table in Document(BytesIO(content)).tables[1:]:
        for row in table.rows:
            for cell in row.cells:
                assert cell.width
                for word in cell.text.replace("-", "- ").split():
                    assert fits(word, cell.width.mm + 0.01) or len(word) > 20, word


def test_the_class_has_room_where_it_is_long() -> None:
    found = widths(write_summary(decided(*CASES[2]), LETTERHEAD))
    assert found["Xếp loại"] > found["Đơn vị"] > found["Trong khoảng"] / 2
    assert found["Xếp loại"] > 40


def test_a_short_heading_is_whole_beside_a_name_that_has_no_breaks() -> None:
    rows = [
        [str(number), "Ủ" * 60, "12.345,67", "10,5–99,123456", "1–8", "x" * 40, "Hạ"] for number in range(3)
    ]
    titles = ["Stt", "Đơn vị", "Tổng điểm", "Trong khoảng", "Hạng", "Xếp loại", "Đề nghị"]
    found = shared_out(PAPER, titles, rows, 12)
    assert sum(found) == pytest.approx(PAPER)
    for title, width in zip(titles, found, strict=True):
        assert all(fits(word, width + 0.01, 12) for word in title.split()), title


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    table = Table(
        Said("A", "A"), headings("unit", "bounds", "points"), [["Xã Một", "", 1], ["Xã Hai", "", 2]]
    )
    paper = Paper.new("A")
    put_tabular(paper, table)
    put_tabular(paper, evolve(table, rows=[]))
    assert list(widths(paper.to_bytes(), 0)) == ["Đơn vị", "Điểm"]
    assert list(widths(paper.to_bytes(), 1)) == ["Đơn vị", "Trong khoảng", "Điểm"]


@given(st.lists(st.lists(st.text("ab- mW", max_size=60), min_size=4, max_size=4), max_size=8))
def test_a_table_is_no_higher_than_with_equal_columns(rows: list[list[str]]) -> None:
    found = shared_out(PAPER, ["A", "B", "C", "D"], rows, 11)

    def height(given_: list[float]) -> int:
        lines = [
            [_measured(text, 11).lines(width - 2 * SIDES) for text, width in zip(row, given_, strict=True)]
            for row in rows
        ]
        return sum(map(max, lines))

    assert height(found) <= height([PAPER / 4] * 4) + len(rows)
