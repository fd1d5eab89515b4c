"""Tables with true percentages that look wrong: another column, another way of computing, another unit."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from thidua_scoring.audit import audit
from thidua_scoring.audit.formulas import Formula, read_formula

RIGHT, WRONG, OPEN = "follows", "does-not-follow", "cannot-be-told"


def lines(*rows: str) -> str:
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows) + "\n"


def verdicts(*rows: str) -> list[tuple[str, str]]:
    return [(each.stated, each.verdict) for each in audit(lines(*rows)).findings]


def workbook(path: Path, *rows: str) -> Path:
    """Write the rows with their figures as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        sheet.append([float(each.replace(",", ".")) if each[-1:].isdigit() and each[0].isdigit() and
                      each.replace(",", "").isdigit() else each or None for each in cells])  # fmt: skip
    book.save(path / "a.xlsx")
    return path / "a.xlsx"


# ── a column that is not explained ──────────────────────────────────────────────────

OTHER_COLUMNS = [
    ("KH năm | TH tháng 6 | Lũy kế 6 tháng | % TH/KH", "1000 | 120 | 600 | 60"),
    ("KH năm | TH quý I | Cộng 6 tháng | TH/KH năm (%)", "1000 | 120 | 600 | 60"),
    ("TH tháng 6 | Lũy kế 6 tháng | Lũy kế cùng kỳ | TH so với cùng kỳ (%)", "20 | 110 | 100 | 110"),
    ("KH năm | TH trong tuần | Tổng số đến nay | Đạt (%) so với KH", "1000 | 120 | 600 | 60"),
    ("Từ đầu năm đến nay | KH năm | TH trong tuần | Đạt (%) so với KH", "600 | 1000 | 120 | 60"),
    ("KH 2021-2025 | TH 2021 | TH 2022 | TH 2023 | Lũy kế | TH/KH (%)", "1000 | 100 | 120 | 130 | 350 | 35"),
    ("KH 2021-2025 | TH 2021 | TH 2022 | TH 2023 | TH/KH (%)", "1000 | 100 | 120 | 130 | 35"),
    ("Kế hoạch vốn | Vốn kéo dài | Giải ngân | Tỷ lệ giải ngân/KH (%)", "100 | 20 | 60 | 50"),
    ("KH | Bổ sung | TH | TH/KH (%)", "100 | 20 | 60 | 50"),
    ("KH | Điều chỉnh | TH | TH/KH (%)", "100 | 150 | 60 | 40"),
    ("KH | KH điều chỉnh | TH | TH/KH (%)", "100 | 150 | 60 | 45"),
    ("KH | TH | TH (lũy kế) | TH/KH (%)", "100 | 20 | 60 | 65"),
    ("KH | TH | Trong đó: đã cấp | TH/KH (%)", "100 | 60 | 50 | 50"),
    ("KH | TH | | TH/KH (%)", "100 | 60 | 50 | 50"),
    ("KH | TH | Lũy kế | TH/KH (%)", "100 | 20 | (60) | 65"),
    ("KH | TH | Trọng số (%) | Đạt (%)", "100 | 60 | 50 | 30"),
    ("KH | TH | Cùng kỳ | Đạt (%)", "100 | 60 | 50 | 90"),
    ("KH năm | TH tháng 6 | TH/KH (%)", "1000 | 120 | 60"),
    ("KH | TH | Ước TH/KH (%)", "1000 | 120 | 60"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row"), OTHER_COLUMNS)
def test_beside_a_column_that_is_not_explained_nothing_is_wrong(
    header: str, row: str, tmp_path: Path
) -> None:
    rows = f"Nội dung | {header}", f"Xã A | {row}"
    assert {verdict for _, verdict in verdicts(*rows)} <= {OPEN, RIGHT}
    assert WRONG not in {each.verdict for each in audit(workbook(tmp_path, *rows)).findings}
    numbered = " | ".join(["A", *map(str, range(1, header.count("|") + 2))])
    assert {verdict for _, verdict in verdicts(rows[0], numbered, rows[1])} <= {OPEN, RIGHT}


def test_where_all_columns_are_explained_a_wrong_percentage_is_still_told() -> None:
    header = "TT | Chỉ tiêu | ĐVT | Cùng kỳ | KH năm 2023 | TH 6 tháng | TH/KH (%) | So với cùng kỳ (%)"
    rows = ("1 | Lúa | ha | 80 | 100 | 60 | 60 | 75", "2 | Ngô | ha | 80 | 100 | 60 | 61 | 76")
    assert [verdict for _, verdict in verdicts(header, *rows)] == [RIGHT, RIGHT, WRONG, WRONG]
    # On every page the header is repeated, with the numbers of columns.
    page = (header, "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8", *rows)
    assert [verdict for _, verdict in verdicts(*page, *page)] == [RIGHT, RIGHT, WRONG, WRONG] * 2


# ── formulas ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("3=2/1%", Formula(2, 1, "", True)),
        ("(5) = ((4) - (3)) / (3) x 100", Formula(4, 3, "rise", True)),
        ("[5]=[4]:[3]", Formula(4, 3, "", False)),
        ("(5=4*100/3)", Formula(4, 3, "", True)),
        ("4=3/(1+2)", "unread"),
        ("(5)=((3)+(4))/(2)", "unread"),
        ("5=4-3/3*100", "unread"),  # of four less one, by the rules of arithmetic
        ("5=4/3-1", "unread"),  # one, or the first column
        ("3=2-1", "unread"),
        ("3=" + "(" * 50 + "2/1", "unread"),
        ("3", ""),
    ],
)
def test_a_formula_is_read_by_what_it_gives(text: str, formula: object) -> None:
    assert read_formula(text) == formula


@pytest.mark.parametrize(
    ("header", "numbers", "row"),
    [
        ("Kế hoạch vốn | Vốn kéo dài | Giải ngân | Tỷ lệ giải ngân/KH (%)", "1 | 2 | 3 | 4=3/(1+2)",
         "100 | 20 | 60"),
        ("KH giao | KH thêm | TH | TH/KH (%)", "1 | 2 | 3 | 4=3/(1+2)", "100 | 20 | 60"),
        ("Mã | KH | TH năm trước | TH | TH/KH (%)", "1 | 2 | 3 | 4 | (5)=((3)+(4))/(2)", "1 | 100 | 20 | 60"),
    ],
)  # fmt: skip
def test_of_a_formula_that_is_not_understood_nothing_is_computed(header: str, numbers: str, row: str) -> None:
    stated = ("50", "60", "80", "41")
    rows = (f"Xã A | {row} | {each}" for each in stated)
    found = verdicts(f"Nội dung | {header}", f"A | {numbers}", *rows)
    assert found == [(each, OPEN) for each in stated]


def test_a_formula_in_the_header_itself_is_not_passed_over() -> None:
    rows = (
        "Nội dung | KH (1) | Giao (2) | TH (3) | TH/KH (%) (4)=(3)/((1)+(2))",
        "Xã A | 100 | 20 | 60 | 60",
    )
    assert verdicts(*rows) == [("60", OPEN)]


def test_a_change_below_zero_is_held_against_its_formula() -> None:
    rows = ("Nội dung | Năm trước | Năm nay | Tăng | Tỷ lệ (%)", "A | 1 | 2 | 3=2-1 | 4=3/1*100")
    figures = ("100 | 60 | -40", "100 | 60 | -40", "100 | 60 | -40", "100 | 160 | 60", "100 | 160 | 60")
    stated = ("-40", "-41", "40", "60", "61")
    found = verdicts(*rows, *(f"Lúa | {one} | {two}" for one, two in zip(figures, stated, strict=True)))
    assert [verdict for _, verdict in found] == [RIGHT, WRONG, OPEN, RIGHT, WRONG]


@pytest.mark.parametrize(
    "numbers", ["A | 1 | 2 | 3 | 4=3/2%", "(1) | (2) | (3) | (4) | (5)=(4)/(3)%", "A 1 2 3 4=3/2%"]
)
def test_a_row_that_numbers_the_columns_states_nothing(numbers: str, tmp_path: Path) -> None:
    rows = ("Nội dung | Hộ | Trẻ em | Đã cấp | Tỷ lệ cấp thẻ (%)", numbers, "Xã A | | | | ")
    assert verdicts(*rows) == []
    assert audit(workbook(tmp_path, *rows)).findings == ()


def test_numbers_of_columns_that_leave_one_out_are_no_row_of_figures() -> None:
    assert WRONG not in {
        verdict for _, verdict in verdicts("Nội dung | KH | TH | TH/KH (%)", "1 | 2 | 4 | 5")
    }


# ── headers ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header",
    [
        "KH năm 2023 | TH 6 tháng | 6 tháng/KH năm (%)", "KH | TH 2023 | 2023/KH (%)",
        "KH năm | TH tháng 6 | TH tháng 6/KH năm (%)", "KH quý I | TH quý I | TH/KH (%)",
    ],
)  # fmt: skip
def test_a_header_that_names_the_months_or_the_year_is_of_percentages(header: str) -> None:
    rows = (f"Nội dung | {header}", "Lúa | 100 | 60 | 60", "Lúa | 100 | 60 | 61")
    assert [verdict for _, verdict in verdicts(*rows)] == [RIGHT, WRONG]


def test_a_mean_growth_is_not_computed_from_two_years() -> None:
    for mean in ("Tăng BQ so với năm 2021 (%)", "Tốc độ tăng bình quân so với năm 2021 (%)"):
        header = f"Nội dung | Thực hiện 2021 | Thực hiện 2022 | Thực hiện 2023 | {mean}"
        assert verdicts(header, "Lúa | 100 | 110 | 130 | 10") == []


# ── rows ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("header", ["Đạt (%)", "TH/KH (%)", "Tỷ lệ TH so với KH (%)"])
@pytest.mark.parametrize(
    "row",
    [
        "Hộ nghèo cuối năm | 500 | 450 | 110", "Nợ thuế | 100 | 90 | 110", "Số vụ cháy | 10 | 8 | 100",
        "Nhà văn hóa | 5 | 6 | 100", "Sân chơi | 100 | 90 | 110", "Giảm sinh | 10 | 8 | 97",
        "Tăng trưởng GRDP | 8 | 8,5 | 0,5", "Che phủ rừng | 52 | 52,3 | 0,3", "Bao phủ BHYT | 95 | 94 | -1",
        "Cơ cấu nông nghiệp | 20 | 18 | 98", "Chỉ số hài lòng | 90 | 92 | 2", "Bình quân | 55 | 30 | 75",
        "Thu ngân sách | 1 | 950 | 95", "Trồng cây | 0,3 | 0,2 | 71,4", "Thu (tỷ đồng) | 3 | 2 | 71,4",
        "Trồng rừng | 2 | 1,5 | 76",
    ],
)  # fmt: skip
def test_a_row_that_may_be_computed_otherwise_is_not_wrong(header: str, row: str, tmp_path: Path) -> None:
    rows = f"Chỉ tiêu | KH | TH | {header}", row
    assert [verdict for _, verdict in verdicts(*rows)] == [OPEN]
    assert [each.verdict for each in audit(workbook(tmp_path, *rows)).findings] == [OPEN]


def test_points_of_a_rate_are_no_change_in_percent() -> None:
    header = "Chỉ tiêu | Cùng kỳ | TH | Tăng, giảm so với cùng kỳ (%)"
    assert verdicts(header, "Bao phủ BHYT | 95 | 94 | -1", "Lúa | 95 | 94 | -1") == [
        ("1", OPEN),
        ("1", RIGHT),
    ]


@pytest.mark.parametrize("unit", ["tỷ/triệu", "%", "tỷ đồng/triệu đồng", "người/hộ"])
def test_a_row_with_a_unit_of_its_own_is_not_wrong(unit: str) -> None:
    header = "Chỉ tiêu | Đơn vị tính | KH | TH | Đạt (%)"
    assert verdicts(header, f"Thu | {unit} | 1 | 950 | 95", f"Thu | {unit} | 100 | 90 | 94") == [
        ("95", OPEN), ("94", OPEN),
    ]  # fmt: skip


def test_where_rows_have_units_a_percentage_out_of_all_scale_is_not_wrong() -> None:
    rows = ("Thu | tỷ | 2 | 950 | 95", "Lúa | ha | 100 | 90 | 94")
    assert [each for _, each in verdicts("Chỉ tiêu | ĐVT | KH | TH | Đạt (%)", *rows)] == [OPEN, WRONG]


def test_a_row_without_a_cell_of_the_header_is_not_wrong() -> None:
    header = "Nội dung | ĐVT | KH | TH | TH/KH (%) | Điểm (%) | Ghi chú"
    right, short, long = (
        "Lúa | ha | 100 | 90 | 94 | 5",
        "Ngô | 100 | 90 | 90 | 5",
        "Lạc | x | ha | 100 | 90 | 94 | 5 | x",
    )
    assert [each for _, each in verdicts(header, right, short)] == [WRONG, OPEN]
    assert WRONG not in {each for _, each in verdicts(header, long)}


def test_two_columns_called_alike_are_not_held_against_the_same_figures() -> None:
    rows = ("Nội dung | KH | TH | TH/KH (%) | TH/KH (%)", "Lúa | 100 | 60 | 60 | 80")
    assert verdicts(*rows) == [("60", RIGHT), ("80", OPEN)]


def test_what_stands_above_a_row_is_of_the_row() -> None:
    rows = (
        "Chỉ tiêu | KH | TH | TH/KH (%)",
        "Trồng trọt | | | ", "Lúa | 100 | 90 | 94",
        "Giảm nghèo | | | ", "Xã A | 100 | 90 | 94",
        "Chăn nuôi | | | ", "Trâu | 100 | 90 | 94", "Tỷ lệ che phủ | 50 | 40 | 82",
        "- Miền núi | 50 | 40 | 82", "Bò | 50 | 40 | 82",
    )  # fmt: skip
    assert [verdict for _, verdict in verdicts(*rows)] == [WRONG, OPEN, WRONG, OPEN, OPEN, WRONG]


def test_figures_of_thousands_are_rounded_where_the_table_says_so(tmp_path: Path) -> None:
    rows = (
        "Biểu 1 | ĐVT: tỷ đồng",
        "Chỉ tiêu | KH | TH | TH/KH (%)",
        "Thu | 3 | 2 | 71,4",
        "Chi | 300 | 200 | 71",
    )
    found = audit(workbook(tmp_path, *rows)).findings
    assert [(each.verdict, each.judgement.why) for each in found] == [
        (OPEN, "rounded-figures"),
        (WRONG, None),
    ]
