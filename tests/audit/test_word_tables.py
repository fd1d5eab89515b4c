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
