"""Columns of percentages: what a header names is computed, and where it leaves a choice none is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from thidua_scoring.audit import Finding, audit


def found_in(*rows: str) -> tuple[Finding, ...]:
    """Audit a table whose cells are written with bars between."""
    return audit(
        "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows) + "\n"
    ).findings


def verdicts(*rows: str) -> list[tuple[str, str]]:
    return [(each.stated, each.verdict) for each in found_in(*rows)]


RIGHT, WRONG, OPEN = "follows", "does-not-follow", "cannot-be-told"


@pytest.mark.parametrize(
    ("header", "row", "stated"),
    [
        ("Chỉ tiêu | KH năm | KH 6 tháng | TH 6 tháng | % so KH năm", "Lúa | 100 | 60 | 54", 54),
        ("Chỉ tiêu | KH năm | TH 6 tháng | Ước cả năm | % TH 6 tháng/KH", "Lúa | 100 | 60 | 120", 60),
        ("Chỉ tiêu | KH năm | TH 6 tháng | Ước cả năm | % ước cả năm/KH", "Lúa | 100 | 60 | 120", 120),
        ("Chỉ tiêu | KH tỉnh giao | KH huyện giao | TH | % so KH tỉnh giao", "Lúa | 100 | 200 | 90", 90),
        ("Chỉ tiêu | KH vốn | Thực hiện | Giải ngân | Tỷ lệ giải ngân (%)", "Lúa | 100 | 60 | 40", 40),
        ("Chỉ tiêu | Kế hoạch | Thực hiện | Cùng kỳ | So sánh TH/KH (%)", "Lúa | 100 | 90 | 80", 90),
        (
            "Chỉ tiêu | Kế hoạch | Thực hiện | Cùng kỳ | So sánh với cùng kỳ (%)",
            "Lúa | 100 | 90 | 80",
            "112,5",
        ),
        ("Chỉ tiêu | TH 2020 | KH 2021 | TH 2021 | % so KH", "Lúa | 80 | 100 | 90", 90),
        ("Chỉ tiêu | TH 2020 | KH 2021 | TH 2021 | % so cùng kỳ", "Lúa | 80 | 100 | 90", "112,5"),
        ("Chỉ tiêu | TH 2020 | TH 2021 | KH 2022 | KH 2022/TH 2021 (%)", "Lúa | 100 | 50 | 60", 120),
        ("Chỉ tiêu | Năm 2020 | Năm 2021 | 2021/2020 (%)", "Lúa | 80 | 100", 125),
        ("Chỉ tiêu | Kế hoạch (tấn) | Thực hiện (tấn) | Tỷ lệ (%)", "Lúa | 80 | 100", 125),
        ("Chỉ tiêu | Kế hoạch (tấn) | Thực hiện | Đạt tỷ lệ (%)", "Lúa | 80 | 100", 125),
        ("Chỉ tiêu | Dự toán thu | Thực hiện thu | Tỷ lệ thu (%)", "Thuế | 80 | 100", 125),
        ("Chỉ tiêu | KH | TH | Vượt KH (%)", "Lúa | 80 | 100", 25),
        ("Chỉ tiêu | KH | TH | Giảm so với KH (%)", "Lúa | 100 | 80", 20),
        ("Chỉ tiêu | Cùng kỳ | TH | Tăng (+), giảm (-) so cùng kỳ (%)", "Lúa | 100 | 80", "-20"),
        ("Chỉ tiêu | Cùng kỳ | TH | Tăng, giảm so cùng kỳ (%)", "Lúa | 100 | 80", 20),
        ("Chỉ tiêu | Cùng kỳ | TH | Tăng, giảm so cùng kỳ (%)", "Lúa | 80 | 100", "+25"),
        ("Chỉ tiêu | Cùng kỳ | TH | Tốc độ tăng trưởng (%)", "Lúa | 80 | 100", 25),
    ],
)
def test_a_header_that_leaves_one_choice_tells_right_from_wrong(
    header: str, row: str, stated: int | str
) -> None:
    sign = str(stated)[0] if str(stated)[0] in "+-" else ""
    assert verdicts(header, f"{row} | {stated}") == [(str(stated).lstrip("+-"), RIGHT)]
    assert verdicts(header, f"{row} | {sign}37,5") == [("37,5", WRONG)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Chỉ tiêu | KH năm | KH 6 tháng | TH 6 tháng | % so KH", "Lúa | 100 | 60 | 54"),
        ("Chỉ tiêu | KH năm | TH 6 tháng | Ước cả năm | Tỷ lệ (%)", "Lúa | 100 | 60 | 120"),
        ("Chỉ tiêu | KH | TH | Cùng kỳ | Tỷ lệ (%)", "Lúa | 100 | 60 | 120"),
        ("Chỉ tiêu | Kế hoạch (tỷ đồng) | Thực hiện (triệu đồng) | Tỷ lệ (%)", "Thu | 2 | 1.500"),
        ("Xã | Tổng số hộ | KH | TH | Số hộ nghèo | Tỷ lệ (%)", "A | 100 | 20 | 10 | 5"),
        ("Xã | KH vốn | Thực hiện | Thanh toán | % so KH", "A | 100 | 50 | 40"),
        ("Xã | KH | TH | Lũy kế | Tỷ lệ (%)", "A | 100 | 50 | 40"),
        ("Xã | KH diện tích | TH sản lượng | Tỷ lệ (%)", "A | 100 | 50"),
        ("Xã | KH | TH | Tỷ lệ hộ nghèo so với KH (%)", "A | 100 | 50"),
        ("Xã | KH | TH | % so dự toán", "A | 100 | 50"),
        ("Xã | KH tỷ đồng | TH đồng | % so KH", "A | 100 | 50"),
        ("Xã | KH | TH | % so với KH (hộ nghèo)", "A | 100 | 50"),
        ("Xã | KH | TH | Tăng, giảm (%)", "A | 100 | 50"),
        ("Xã | Cùng kỳ | TH | % so với tháng trước", "A | 100 | 50"),
        ("Xã | KH | TH | Tỷ lệ TH/KH", "A | 100 | 50"),
        ("Xã | KH | TH | Tỷ lệ (%) | KH | TH | Tỷ lệ (%)", "A | 100 | 50 | 50 | 10 | 2"),
        ("Tỷ lệ | Kế hoạch (%) | Thực hiện (%) | TH/KH (%)", "Hộ nghèo | 100 | 50"),
        ("Chỉ tiêu | KH | TH | TH/KH (%)", "Tỷ lệ hộ nghèo | 5 | 4"),
        ("Chỉ tiêu | ĐVT | KH | TH | TH/KH (%)", "Hộ nghèo | % | 5 | 4"),
        ("Chỉ tiêu | KH | TH | TH/KH (%)", "Lợi nhuận | 50 | -20"),
    ],
)
def test_a_header_that_leaves_a_choice_calls_nothing_wrong(header: str, row: str) -> None:
    assert (header, verdicts(header, f"{row} | 37,5")[-1]) == (header, ("37,5", OPEN))


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("125", OPEN),  # the plan held against the result, where less is better
        ("-20", RIGHT),  # a change in a column of ratios, as its sign says
        ("-30", OPEN),
        ("20", OPEN),
        ("0,8", OPEN),  # a share of 1
        ("120", OPEN),  # what is left of twice the plan, where less is better
        ("100", OPEN),  # all that was wanted, where less is better or more does not count
        ("81", WRONG),
    ],
)
def test_what_the_same_figures_give_in_another_way_is_not_called_wrong(stated: str, verdict: str) -> None:
    assert verdicts("Chỉ tiêu | KH | TH | TH/KH (%)", f"Lúa | 100 | 80 | {stated}") == [
        (stated.lstrip("-"), verdict)
    ]


@pytest.mark.parametrize(
    "share",
    [
        "Tỷ lệ hộ nghèo (%)", "Trọng số (%)", "Tỷ lệ lao động qua đào tạo", "Cơ cấu (%)", "Tỷ trọng (%)",
        "TH/KH (lần)", "Kết quả (%)", "Tỷ lệ (hộ nghèo/tổng số hộ) (%)",
    ],
)  # fmt: skip
def test_a_percentage_of_something_else_is_no_statement(share: str) -> None:
    assert verdicts(f"Xã | Kế hoạch | Thực hiện | {share}", "A | 100 | 90 | 5") == []


def test_units_that_differ_are_told() -> None:
    [found] = found_in(
        "Chỉ tiêu | Kế hoạch (tỷ đồng) | Thực hiện (triệu đồng) | Tỷ lệ (%)", "Thu | 2 | 1.500 | 75"
    )
    assert (found.verdict, found.because("vi")) == (OPEN, "các số khác đơn vị tính")


def test_what_is_missing_in_a_row_is_told() -> None:
    header = "Chỉ tiêu | KH | TH | TH/KH (%)"
    found = found_in(header, "Lúa | | 5 | 80", "Ngô | 5 | | 80", "Lạc | | | 80", "Đậu | 0 | 0 | 0")
    assert [each.judgement.why for each in found] == ["no-plan", "no-figures"]
    [first, _] = found_in("Chỉ tiêu | CK | TH | % so CK", "Lúa | - | 5 | 80", "Ngô | 10 | 8 | 80")
    assert first.judgement.why == "no-previous"


# ── numbers of columns ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("numbers", "stated"),
    [
        ("A | 1 | 2 | 3 | 4=3/2", "50"),
        ("1 | 2 | 3 | 4 | 5=4:3*100", "50"),
        ("(1) | (2) | (3) | (4) | (5)=(4)/(3)", "50"),
        ("A | 1 | 2 | 3 | 4 = (3/1) x 100%", "40"),
        ("A | 1 | 2=3+1 | 3 | 4=100*3/1", "40"),
        ("1 | 2 | 3 | 4 | 5=(4-3)/3*100", "-50"),
        ("1 | 2 | 3 | 4 | 5=4/3*100-100", "-50"),
    ],
)
@pytest.mark.parametrize("share", ["Tỷ lệ (%)", "Tỷ lệ thoát nghèo (%)", "% so KH"])
def test_the_numbers_of_columns_say_what_is_computed(share: str, numbers: str, stated: str) -> None:
    rows = (f"Nội dung | Hộ | Nghèo | Thoát nghèo | {share}", numbers)
    sign = stated[0] if stated[0] == "-" else ""
    assert verdicts(*rows, f"Xã A | 50 | 40 | 20 | {stated}") == [(stated.lstrip("-"), RIGHT)]
    assert verdicts(*rows, f"Xã A | 50 | 40 | 20 | {sign}37,5") == [("37,5", WRONG)]


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        ("Xã | Diện tích | Sản lượng | Năng suất", "A | 1 | 2 | 3=2/1"),  # no percentage
        ("Xã | Hộ | Nghèo | Tỷ lệ (%)", "A | 1 | 2 | 3=2-1"),
        ("Xã | Hộ | Nghèo | Tỷ lệ (%)", "A | 1 | 2 | 3=2/7"),
        ("Xã | Hộ | Nghèo | Tỷ lệ (%)", "A | 1 | 2 | 3"),
        ("Xã | Hộ | Nghèo | Tỷ lệ (%)", "A | 1 | 2 | 3=2"),
    ],
)
def test_numbers_that_say_nothing_of_a_percentage_make_no_statement(header: str, numbers: str) -> None:
    assert verdicts(header, numbers, "Xã A | 50 | 40 | 37,5") == []


def test_a_figure_that_a_formula_names_and_a_row_has_not_is_told() -> None:
    rows = ("Xã | Hộ | Nghèo | Tỷ lệ (%)", "A | 1 | 2 | 3=2/1", "Xã A | | 40 | 37,5", "Xã B | 80 | | 37,5")
    assert [each.judgement.why for each in found_in(*rows)] == ["no-figures", "no-figures"]


def test_a_row_of_numbers_is_no_row_of_figures() -> None:
    rows = ("Chỉ tiêu | KH | TH | TH/KH (%)", "1 | 2 | 3 | 4", "Lúa | 100 | 90 | 90")
    assert verdicts(*rows) == [("90", RIGHT)]


def test_a_formula_between_columns_of_other_units_is_not_computed() -> None:
    rows = ("Xã | KH (tỷ đồng) | TH (triệu đồng) | Tỷ lệ (%)", "A | 1 | 2 | 3=2/1")
    assert verdicts(*rows, "Xã A | 2 | 1.500 | 75") == [("75", OPEN)]


# ── headers of several rows ─────────────────────────────────────────────────────────


def test_rows_of_a_header_are_joined() -> None:
    rows = (
        "TT | Chỉ tiêu | Năm 2020 | | | Năm 2021 | |",
        " | | KH | TH | % | KH | TH | %",
        "I | Trồng trọt | | | | | | ",
        "1 | Lúa | 100 | 90 | 90 | 200 | 150 | 75",
        "2 | Ngô | 100 | 90 | 37,5 | 200 | 150 | 37,5",
    )
    # Where the upper cells end is not written in text, so nothing is called wrong.
    assert [verdict for _, verdict in verdicts(*rows)] == [RIGHT, RIGHT, OPEN, OPEN]


def test_a_second_header_takes_the_place_of_the_first() -> None:
    rows = (
        "Chỉ tiêu | KH | TH | TH/KH (%)", "Lúa | 100 | 90 | 91",
        "Chỉ tiêu | KH | TH | Ghi chú", "Lúa | 100 | 90 | 91",
        "Kế hoạch khác | | | ", "Lúa | 100 | 90 | 91",
        "Chỉ tiêu | TH | KH | TH/KH (%)", "Lúa | 90 | 100 | 90",
    )  # fmt: skip
    assert verdicts(*rows) == [("91", WRONG), ("90", RIGHT)]


def test_a_title_amid_the_rows_changes_no_column() -> None:
    rows = (
        "TT | ĐVT | KH | TH | TH/KH (%)", "A. Kế hoạch kinh tế | | | | ",
        "I | Kế hoạch trồng trọt | | |",
        "1 | ha | 100 | 90 | 91", "Kế hoạch chăn nuôi | con | | | ", "2 | con | 100 | 90 | 92",
    )  # fmt: skip
    assert verdicts(*rows) == [("91", WRONG), ("92", WRONG)]


def word(path: Path, rows: list[list[str]], *merged: tuple[int, int, int, int]) -> Path:
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text:
                table.cell(at, column).text = text
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    document.save(str(path / "a.docx"))
    return path / "a.docx"


HEADER = [
    ["TT", "Chỉ tiêu", "Năm 2020", "", "", "Năm 2021", "", "", "So sánh TH (%)"],
    ["", "", "KH", "TH", "%", "KH", "TH", "%", "2021/2020"],
]
MERGED = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7))


def test_merged_headers_of_word_tell_which_columns_belong_together(tmp_path: Path) -> None:
    rows = [
        *HEADER,
        ["1", "Lúa", "100", "90", "90", "200", "150", "75", "166,7"],
        ["2", "Ngô", "100", "90", "37,5", "200", "150", "37,5", "37,5"],
    ]
    file = word(tmp_path, rows, *MERGED)
    assert [each.verdict for each in audit(file).findings] == [RIGHT, RIGHT, RIGHT, WRONG, WRONG, WRONG]


def test_a_cell_that_goes_on_below_is_found_once(tmp_path: Path) -> None:
    rows = [
        ["Chỉ tiêu", "KH", "TH", "TH/KH (%)", "Ghi chú"],
        ["Lúa", "100", "90", "91", "Trồng được 52/50 ha, đạt 103% KH"],
        ["", "", "95", "", ""],
    ]
    file = word(tmp_path, rows, (1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3), (1, 4, 2, 4))
    found = sorted((each.place.cell, each.stated) for each in audit(file).findings)
    assert found == [("1!R2C4", "91"), ("1!R2C5", "103")]


def test_a_header_merged_over_rows_is_the_header_of_each_column(tmp_path: Path) -> None:
    rows = [
        ["Chỉ tiêu", "KH năm", "Thực hiện", "", "% TH 6 tháng/KH"],
        ["", "", "6 tháng", "Ước cả năm", ""],
        ["Lúa", "100", "60", "120", "60"],
        ["Ngô", "100", "60", "120", "61"],
    ]
    file = word(tmp_path, rows, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    assert [each.verdict for each in audit(file).findings] == [RIGHT, WRONG]


def test_merged_headers_of_excel_are_read_alike(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[str | float]] = [
        *(list[str | float](cells) for cells in HEADER),
        [1, "Lúa", 100, 90, 90, 200, 150, 75, 166.7],
        [2, "Ngô", 100, 90, 91, 200, 150, 76, 0.9],
    ]
    for cells in rows:
        sheet.append([cell if cell != "" else None for cell in cells])
    for area in ("A1:A2", "B1:B2", "C1:E1", "F1:H1"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    found = [each.verdict for each in audit(tmp_path / "a.xlsx").findings]
    assert found == [RIGHT, RIGHT, RIGHT, WRONG, WRONG, WRONG]
