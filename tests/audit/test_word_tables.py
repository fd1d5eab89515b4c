"""Tables of Word keep their columns, and figures of two lines are never one."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua_scoring.audit import audit

docx = pytest.importorskip("docx")


def test_a_merged_heading_moves_no_column(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=5)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Chỉ tiêu"
    for at, text in enumerate(("Kế hoạch", "Thực hiện", "Tỷ lệ %"), start=2):
        table.cell(0, at).text = text
    for at, text in enumerate(("Lúa", "90", "100", "104", "104")):
        table.cell(1, at).text = text
    document.save(tmp_path / "a.docx")
    [found] = audit(tmp_path / "a.docx").findings
    assert found.verdict == "follows"


def test_two_lines_of_a_cell_are_not_joined_into_one_figure(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=4)
    for at, text in enumerate(("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ %")):
        table.cell(0, at).text = text
    for at, text in enumerate(("Lúa", "100\n200", "104\n208", "104\n104")):
        table.cell(1, at).text = text
    document.save(tmp_path / "b.docx")
    assert "does-not-follow" not in {each.verdict for each in audit(tmp_path / "b.docx").findings}


def table(path: Path, rows: list[list[str]], *merged: tuple[int, int, int, int]) -> Path:
    document = docx.Document()
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text:
                made.cell(at, column).text = text
    for top, left, bottom, right in merged:
        made.cell(top, left).merge(made.cell(bottom, right))
    document.save(path / "c.docx")
    return path / "c.docx"


@pytest.mark.parametrize("parts", [("Trung ương", "Địa phương"), ("TW", "ĐP"), ("Lúa", "Ngô")])
def test_a_header_parted_without_words_of_headers_compares_what_is_called_alike(
    parts: tuple[str, str], tmp_path: Path
) -> None:
    short = {"Trung ương": "TW", "Địa phương": "ĐP"}
    below = [short.get(part, part) for part in parts]
    rows = [
        ["Nội dung", "Kế hoạch", "", "Thực hiện", "", "TH/KH (%)", ""],
        ["", *parts, *below, *below],
        ["Xã A", "1000", "800", "600", "400", "60", "50"],
        ["Xã B", "1000", "800", "600", "400", "70", "50"],
        ["Xã C", "1000", "800", "600", "400", "50", "60"],
    ]
    file = table(tmp_path, rows, (0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6))
    found = [f"{each.place.cell} {each.verdict} {each.judgement.right}" for each in audit(file).findings]
    assert found == [
        "1!R3C6 follows 60", "1!R3C7 follows 50",
        "1!R4C6 does-not-follow 60", "1!R4C7 follows 50",
        "1!R5C6 does-not-follow 60", "1!R5C7 does-not-follow 50",
    ]  # fmt: skip


@pytest.mark.parametrize("third", ["Lũy kế 6 tháng", "Ước 6 tháng", "Cộng dồn", ""])
def test_a_third_column_under_a_merged_title_may_be_what_is_meant(third: str, tmp_path: Path) -> None:
    rows = [
        ["Nội dung", "Năm 2023", "", "", "So sánh TH/KH (%)"],
        ["", "KH năm", "TH tháng 6", third, ""],
        ["Xã A", "1000", "120", "600", "60"],
    ]
    file = table(tmp_path, rows, (0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 1, 4))
    [found] = audit(file).findings
    assert found.verdict == ("follows" if third == "Ước 6 tháng" else "cannot-be-told")


def test_a_percentage_of_two_rows_together_is_not_held_against_one(tmp_path: Path) -> None:
    rows = [
        ["Nội dung", "KH", "TH", "TH/KH (%)"],
        ["Xã A", "100", "40", "95"], ["Xã B", "", "55", ""],
        ["Xã C", "100", "40", "95"], ["Xã D", "100", "55", "55"],
    ]  # fmt: skip
    file = table(tmp_path, rows, (1, 1, 2, 1), (1, 3, 2, 3))
    assert [each.verdict for each in audit(file).findings] == ["cannot-be-told", "does-not-follow", "follows"]


def test_a_formula_in_a_table_of_word_is_no_statement(tmp_path: Path) -> None:
    rows = [
        ["Nội dung", "KH", "TH", "Tỷ lệ (%)"],
        ["A", "1", "2", "3=2/1%"],
        ["Xã A", "100", "60", "60"],
        ["Xã B", "100", "60", "61"],
    ]
    found = [(each.stated, each.verdict) for each in audit(table(tmp_path, rows)).findings]
    assert found == [("60", "follows"), ("61", "does-not-follow")]
