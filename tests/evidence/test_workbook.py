"""Workbooks: exact values from honest files, and every fault of hostile and careless ones."""

from __future__ import annotations

import io
import re
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from thidua_scoring.errors import EvidenceError, Fault, Problem
from thidua_scoring.evidence.workbook import Cell, Limits, Sheet, open_workbook, read_workbook
from thidua_scoring.evidence.workbook_cells import address, letters, position, read_serial, read_stored
from thidua_scoring.messages.workbooks import WORKBOOKS

Edit = Callable[[dict[str, bytes]], object]


# Files


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "so-lieu.xlsx"


def workbook(fill: Callable[[Any], object] = lambda sheet: None) -> bytes:
    """Return a workbook as openpyxl writes it, declared to be calculated."""
    book = openpyxl.Workbook()
    fill(book.active)
    book.calculation.fullCalcOnLoad = False
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts(raw: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return stream.getvalue()


def edited(edit: Edit, raw: bytes | None = None) -> bytes:
    content = parts(raw or workbook())
    edit(content)
    return packed(content)


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_xml(rows: str, after: str = "") -> bytes:
    """Return a workbook whose only sheet holds the given rows."""
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return edited(lambda content: content.update({SHEET: text.encode()}))


def read(file: Path, raw: bytes, **options: Any) -> tuple[Sheet, ...]:
    file.write_bytes(raw)
    return read_workbook(file, **options)


def values(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.rows]


def faults(file: Path, raw: bytes, **options: Any) -> list[Fault]:
    with pytest.raises(EvidenceError) as caught:
        read(file, raw, **options)
    assert all(fault.place.file == str(file) for fault in caught.value.faults)
    for fault in caught.value.faults:
        for lang in ("vi", "en"):
            assert "{" not in fault.text(lang), "a gap in the message was not filled"
    return list(caught.value.faults)


def told(file: Path, raw: bytes, **options: Any) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.place.cell) for fault in faults(file, raw, **options)]


# Values

NUMBERS = st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=4).map(
    lambda d: Decimal(f"{d:.15g}")
)
TONES = "aàảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
LETTERS = st.sampled_from(TONES + TONES.upper() + " <>&\"'_x0041\u0301\n\t%=\U0001f600")
TEXTS = st.text(LETTERS | st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)


class TestARoundTrip:
    """What a spreadsheet program was given is what is read."""

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.lists(NUMBERS, min_size=1, max_size=4), min_size=1, max_size=4))
    def test_keeps_numbers_exact_as_openpyxl_writes_them(
        self, tmp_path_factory: pytest.TempPathFactory, table: list[list[int | Decimal]]
    ) -> None:
        file = tmp_path_factory.getbasetemp() / "numbers.xlsx"
        [sheet] = read(file, workbook(lambda s: [s.append(row) for row in table]))
        for row, read_row in zip(table, values(sheet), strict=True):
            assert read_row[: len(row)] == [Fraction(number) for number in row]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.decimals(-(10**9), 10**9, places=5), min_size=1, max_size=20))
    def test_keeps_the_decimal_that_a_double_stands_for(
        self, tmp_path_factory: pytest.TempPathFactory, column: list[Decimal]
    ) -> None:
        file = tmp_path_factory.getbasetemp() / "doubles.xlsx"
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet().write_column(0, 0, map(float, column))
        [sheet] = read_workbook(file)
        assert [row[0].value for row in sheet.rows] == list(map(Fraction, column))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(TEXTS, min_size=1, max_size=8), st.booleans())
    def test_keeps_text(
        self, tmp_path_factory: pytest.TempPathFactory, column: list[str], in_line: bool
    ) -> None:
        file = tmp_path_factory.getbasetemp() / "texts.xlsx"
        options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": in_line}
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet("Kết quả")
            for row, text in enumerate(column):
                sheet.write_string(row, 0, text)
        [read_sheet] = read_workbook(file)
        assert [row[0].value for row in read_sheet.rows] == column

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.dates(date(1900, 3, 1)), min_size=1, max_size=8))
    def test_keeps_dates(self, tmp_path_factory: pytest.TempPathFactory, days: list[date]) -> None:
        file = tmp_path_factory.getbasetemp() / "dates.xlsx"
        [sheet] = read(file, workbook(lambda s: [s.append([day]) for day in days]))
        assert [row[0].value for row in sheet.rows] == days


class TestANumber:
    """A stored double is the shortest decimal that is the same double; a whole number is itself."""

    @pytest.mark.parametrize(
        ("stored", "meant"),
        [
            ("0.98999999999999999", "0.99"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("1.1000000000000001", "1.1"),
            ("9007199254740993", "9007199254740993"),
            ("-1.5E-3", "-0.0015"),
            ("1e+22", "1e22"),
            ("-0", "0"),
        ],
    )
    def test_is_read(self, stored: str, meant: str) -> None:
        assert read_stored(stored) == Fraction(meant)

    @pytest.mark.parametrize(
        "stored", ["1e999", "nan", "inf", "1_000", "", "1,5", "٣", "0x1", "9" * 5_000, "1 2"]
    )
    def test_is_refused(self, stored: str) -> None:
        with pytest.raises(Problem) as caught:
            read_stored(stored)
        assert caught.value.code == "cell-error"

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_is_any_double_in_seventeen_digits(self, double: float) -> None:
        assert read_stored(f"{double:.16e}") == Fraction(repr(double))


class TestFormats:
    """The number format alone tells a date or a percentage from a number."""

    @pytest.mark.parametrize(
        ("code", "value", "percent"),
        [
            ("General", Fraction(44562), False),
            ("0%", Fraction(44562), True),
            ("0.00 %;[Red]-0.00 %", Fraction(44562), True),
            ('0.0"%"', Fraction(44562), False),
            (r"0\%", Fraction(44562), False),
            ('#,##0 "đ/ha/day"', Fraction(44562), False),
            ("_-* #,##0.00 _₫_-", Fraction(44562), False),
            ("dd/mm/yyyy", date(2022, 1, 1), False),
            ("[$-42A]dd mmmm yyyy", date(2022, 1, 1), False),
            ('"ngày" d "tháng" m', date(2022, 1, 1), False),
            ("mmm", date(2022, 1, 1), False),
            ("yyyy-mm-dd h:mm", date(2022, 1, 1), False),
            ("h:mm AM/PM", "1069488:00", False),
            ("[h]:mm:ss", "1069488:00", False),
            ("mm:ss", "1069488:00", False),
            ("@", Fraction(44562), False),
        ],
    )
    def test_are_honoured(self, file: Path, code: str, value: Fraction | date | str, percent: bool) -> None:
        def fill(sheet: Any) -> None:
            sheet["B2"] = 44562
            sheet["B2"].number_format = code

        [sheet] = read(file, workbook(fill))
        cell = sheet.rows[1][1]
        assert (cell.value, type(cell.value), cell.percent) == (value, type(value), percent)

    def test_leave_the_share_of_a_percentage(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = 0.98
            sheet["A1"].number_format = "0%"

        [sheet] = read(file, workbook(fill))
        assert sheet.rows == ((Cell(Fraction(49, 50), 1, 1, sheet="Sheet", percent=True),),)

    def test_put_the_time_beside_the_day(self, file: Path) -> None:
        [sheet] = read(file, workbook(lambda s: s.append([datetime(2022, 2, 9, 16, 30)])))  # noqa: DTZ001
        cell = sheet.rows[0][0]
        assert (cell.value, type(cell.value), cell.time) == (date(2022, 2, 9), date, time(16, 30))

    @pytest.mark.parametrize(
        ("code", "stored", "shown"),
        [("h:mm", 0.0625, "1:30"), ("[h]:mm", 1.5, "36:00"), ("[$-42A]h:mm", 0.0625, "1:30"),
         ("[mm]:ss", 0.0625, "1:30"), ("[ss]", 1 / 86400, "0:00:01"), ("h:mm:ss AM/PM", 0.75, "18:00"),
         ("[H]:MM:SS", -0.0625, "-1:30"), ("mm:ss.0", 0.0625, "1:30"), ("[Red]h\\h", 0.5, "12:00"),
         ('h "giờ" mm "phút"', 0.0625, "1:30"), ('"ngày; d" h:mm', 0.0625, "1:30"),
         ("[h]:mm", 98, "2352:00")],
    )  # fmt: skip
    def test_give_times_of_day_and_durations_as_the_text_of_them(
        self, code: str, stored: float, shown: str, file: Path
    ) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = stored
            sheet["A1"].number_format = code

        assert values(read(file, workbook(fill))[0]) == [[shown]]

    @pytest.mark.parametrize(
        "code",
        ['"h"0.00', "0.0\\h", '0 "giờ (h:mm)"', "[$đ-42A] #,##0", "0.00E+00", "General", "_h0_s", "*s0",
         "[Red][>1]0.0", '0"s";-0"s"', "@"],
    )  # fmt: skip
    def test_take_no_letter_for_time_that_is_only_shown(self, code: str, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = 1.5
            sheet["A1"].number_format = code

        assert values(read(file, workbook(fill))[0]) == [[Fraction(3, 2)]]

    @pytest.mark.parametrize("code", ["dd/mm/yyyy h:mm", "[$-42A]d mmm yy hh:mm:ss", "mmm", "yyyy", '"h"d/m'])
    def test_give_dates_also_with_a_time_as_dates(self, code: str, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = 44601.5
            sheet["A1"].number_format = code

        [sheet] = read(file, workbook(fill))
        assert (sheet.rows[0][0].value, sheet.rows[0][0].time) == (date(2022, 2, 9), time(12))

    def test_keep_formulas_beside_their_results(self, file: Path) -> None:
        raw = sheet_xml(
            "<row><c><f>1+1</f><v>2</v></c><c><f>A1</f></c><c><v>2</v></c>"
            '<c><f t="shared" si="0"/><v>2</v></c></row>'
        )
        file.write_bytes(raw)
        [sheet] = open_workbook(file).sheets
        assert sheet.formulas == {(1, 1): "1+1", (1, 2): "A1", (1, 4): ""}

    def test_count_from_1904_where_the_file_does(self, file: Path) -> None:
        with xlsxwriter.Workbook(file, {"date_1904": True}) as book:
            book.add_worksheet().write_datetime(0, 0, date(2022, 2, 9), book.add_format({"num_format": 14}))
        [sheet] = read_workbook(file)
        assert values(sheet) == [[date(2022, 2, 9)]]

    @pytest.mark.parametrize(
        ("serial", "day"),
        [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2958465, "9999-12-31")],
    )
    def test_know_the_days_of_1900(self, serial: int, day: str) -> None:
        assert read_serial(Fraction(serial), from_1904=False).date() == date.fromisoformat(day)

    @pytest.mark.parametrize("serial", [-1, 0, 60, 2958466, 10**30])
    def test_refuse_days_that_never_were(self, serial: int) -> None:
        with pytest.raises(Problem) as caught:
            read_serial(Fraction(serial), from_1904=False)
        assert caught.value.code == "not-a-date"

    def test_read_dates_of_the_strict_kind(self, file: Path) -> None:
        raw = sheet_xml('<row><c t="d"><v>2022-02-09</v></c><c t="d"><v>2022-02-09T16:30:00</v></c></row>')
        [sheet] = read(file, raw)
        assert [(c.value, c.time) for c in sheet.rows[0]] == [
            (date(2022, 2, 9), None),
            (date(2022, 2, 9), time(16, 30)),
        ]


class TestSheets:
    def test_are_rectangles_from_a1_in_the_order_of_the_file(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["C2"] = True
            sheet.parent.create_sheet("Trống")

        first, second = read(file, workbook(fill))
        assert values(first) == [[None, None, None], [None, None, True]]
        assert [(cell.row, cell.column) for cell in first.rows[1]] == [(2, 1), (2, 2), (2, 3)]
        assert second == Sheet("Trống", ())

    def test_are_read_when_hidden(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet.append([1])
            sheet.append([2])
            sheet.row_dimensions[1].hidden = True
            sheet.column_dimensions["A"].hidden = True
            hidden = sheet.parent.create_sheet("Ẩn")
            hidden["A1"] = "x"
            hidden.sheet_state = "veryHidden"

        first, second = read(file, workbook(fill))
        assert (values(first), values(second)) == ([[1], [2]], [["x"]])

    def test_may_lack_addresses(self, file: Path) -> None:
        [sheet] = read(
            file, sheet_xml('<row><c><v>1</v></c></row><row><c r="B2"><v>2</v></c><c><v>3</v></c></row>')
        )
        assert values(sheet) == [[1, None, None], [None, 2, 3]]

    def test_keep_results_of_formulas(self, file: Path) -> None:
        raw = sheet_xml(
            '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c>'
            '<c t="b"><f>1=1</f><v>1</v></c></row>'
        )
        [sheet] = read(file, raw)
        assert values(sheet) == [[2, None, True]]

    def test_ignore_charts(self, file: Path) -> None:
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet().write(0, 0, 1)
            chart = book.add_chart({"type": "bar"})
            chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
            book.add_chartsheet().set_chart(chart)
        assert [sheet.name for sheet in read_workbook(file)] == ["Sheet1"]

    @pytest.mark.parametrize(
        ("name", "quoted"),
        [
            ("Sheet1", "'Sheet1'"),
            ("Quý", "Quý"),
            ("Kết quả", "'Kết quả'"),
            ("2022", "'2022'"),
            ("A1", "'A1'"),
            ("R1C1", "'R1C1'"),
            ("Xã 'A'", "'Xã ''A'''"),
        ],
    )
    def test_are_quoted_in_addresses(self, name: str, quoted: str) -> None:
        expected = "Sheet1" if name == "Sheet1" else quoted
        assert Cell(None, 7, 3, sheet=name).address == address(name, "C7") == f"{expected}!C7"

    @given(st.integers(1, 16_384), st.integers(1, 1_048_576))
    def test_are_addressed_both_ways(self, column: int, row: int) -> None:
        assert position(f"{letters(column)}{row}") == (row, column)


# Faults

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"{}</row>'


class TestFarAway:
    def test_formatting_is_ignored(self, file: Path) -> None:
        raw = sheet_xml(FAR.format(' s="0"/>'), '<dimension ref="A1:XFD1048576"/>')
        [sheet] = read(file, raw)
        assert values(sheet) == [[1]]

    def test_values_are_refused(self, file: Path) -> None:
        assert told(file, sheet_xml(FAR.format("><v>2</v></c>"))) == [("workbook-area", "Sheet!XFD1048576")]

    def test_values_that_together_span_too_much_are_refused(self, file: Path) -> None:
        rows = '<row r="1"><c r="ALL1"><v>1</v></c></row><row r="99999"><c r="A99999"><v>1</v></c></row>'
        assert told(file, sheet_xml(rows)) == [("workbook-area", "Sheet!A99999")]

    @pytest.mark.parametrize("limits", [Limits(rows=2), Limits(columns=2), Limits(cells=8)])
    def test_limits_can_be_set(self, file: Path, limits: Limits) -> None:
        raw = workbook(lambda s: [s.append([1, 2, 3]) for _ in range(3)])
        assert {code for code, _ in told(file, raw, limits=limits)} == {"workbook-area"}

    def test_merging_costs_nothing(self, file: Path) -> None:
        raw = sheet_xml(FAR.format(' s="0"/>'), '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')
        [sheet] = read(file, raw)
        assert sheet.merged == ("A2:XFD1048576",)


class TestCells:
    @pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#TÊN?"])
    def test_with_an_error_are_named(self, file: Path, error: str) -> None:
        raw = sheet_xml(f'<row r="7"><c r="C7" t="e"><f>1/0</f><v>{error}</v></c></row>')
        [fault] = faults(file, raw)
        assert (fault.code, fault.place.cell) == ("cell-error", "Sheet!C7")
        assert error in fault.text("vi") and error in fault.text("en")

    def test_with_the_same_fault_down_a_column_are_named_together(self, file: Path) -> None:
        cell = '<c r="{0}{1}" t="e"><v>{2}</v></c>'
        errors = {1: "#N/A", 2: "#N/A", 3: "#REF!", 4: "#REF!", 6: "#REF!"}
        rows = [
            f'<row r="{n}">{cell.format("B", n, "#REF!")}{cell.format("D", n, error)}</row>'
            for n, error in errors.items()
        ]
        assert [cell for _, cell in told(file, sheet_xml("".join(rows)))] == [
            "Sheet!B1:B4",
            "Sheet!D1:D2",
            "Sheet!D3:D4",
            "Sheet!B6",
            "Sheet!D6",
        ]

    def test_with_a_formula_and_no_value_are_named(self, file: Path) -> None:
        raw = workbook(lambda s: s.append([1, "=A1*2", '="a"']))
        assert told(file, raw) == [
            ("formula-without-value", "Sheet!B1"),
            ("formula-without-value", "Sheet!C1"),
        ]

    def test_with_the_value_that_a_program_put_there_unseen_are_named(self, file: Path) -> None:
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet().write_formula("B1", "=1+1")  # stores 0 and asks for calculation
        with pytest.raises(EvidenceError) as caught:
            read_workbook(file)
        assert [f.code for f in caught.value.faults] == ["formula-without-value"]

    @pytest.mark.parametrize("kind", ["n", "b", "x"])
    def test_with_nonsense_for_a_number_are_named(self, file: Path, kind: str) -> None:
        raw = sheet_xml(f'<row><c t="{kind}"><v>12a</v></c></row>')
        if kind == "b":
            assert values(read(file, raw)[0]) == [[False]]
        else:
            assert told(file, raw) == [("cell-error", "Sheet!A1")]

    def test_with_nonsense_for_a_date_are_named_in_short(self, file: Path) -> None:
        [fault] = faults(file, sheet_xml(f'<row><c t="d"><v>{"9" * 50}</v></c></row>'))
        assert (fault.code, len(fault.parameters["error"])) == ("cell-error", 40)

    def test_with_letters_that_xml_cannot_hold_are_read(self, file: Path) -> None:
        raw = sheet_xml('<row><c t="str"><v>a_x000D_b_x005F_x0041__xD800_</v></c></row>')
        assert values(read(file, raw)[0]) == [["a\rb_x0041__xD800_"]]

    def test_with_a_day_that_never_was_are_named(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = 0
            sheet["A1"].number_format = "dd/mm/yyyy"

        assert told(file, workbook(fill)) == [("not-a-date", "Sheet!A1")]


class TestMergedCells:
    """Titles above the data and signatures below are merged in every official table."""

    @staticmethod
    def fill(*areas: str) -> bytes:
        def fill(sheet: Any) -> None:
            sheet["A1"] = "KẾT QUẢ THI ĐUA"
            for row in ("Đơn vị", "Điểm"), ("Gò Công", 98), ("Cái Bè", 97), ("Cai Lậy", 96), ("Chủ tịch",):
                sheet.append(row)
            for area in areas:
                sheet.merge_cells(area)

        return workbook(fill)

    def test_outside_the_data_are_left(self, file: Path) -> None:
        [sheet] = read(file, self.fill("A1:B1", "A6:B6"))
        assert set(sheet.merged) == {"A1:B1", "A6:B6"}

    def test_in_the_data_are_named(self, file: Path) -> None:
        raw = self.fill("A1:B1", "A4:A5", "A2:A3", "Z3:Z4")
        assert told(file, raw) == [("merged-cells", "Sheet!A2:A3"), ("merged-cells", "Sheet!A4:A5")]


class TestLegacyFonts:
    @pytest.mark.parametrize(
        ("font", "text"), [(".VnTime", "TiÒn Giang"), ("VNI-Times", "Tieàn Giang"), (".vnarialh", "GiÊy")]
    )
    def test_are_named(self, file: Path, font: str, text: str) -> None:
        def fill(sheet: Any) -> None:
            sheet["A2"] = text
            sheet["A2"].font = Font(name=font)

        [fault] = faults(file, workbook(fill))
        assert (fault.code, fault.place.cell) == ("legacy-font", "Sheet!A2")
        assert fault.parameters == {"font": font}

    def test_are_seen_in_a_part_of_a_text(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            old = InlineFont(rFont=".VnTime")
            sheet["A1"] = CellRichText(
                "Tỉnh ", TextBlock(old, "TiÒn"), TextBlock(InlineFont(b=True), " Giang")
            )

        assert told(file, workbook(fill)) == [("legacy-font", "Sheet!A1")]

    @pytest.mark.parametrize("text", ["C1", "Tiền Giang", "đ", "Tie\u0302\u0300n"])
    def test_do_no_harm_where_the_text_is_unicode(self, file: Path, text: str) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"] = text
            sheet["A1"].font = Font(name=".VnTime")

        [sheet] = read(file, workbook(fill))
        assert values(sheet) == [[text]]

    def test_do_not_matter_for_other_encodings_in_fonts_of_today(self, file: Path) -> None:
        [sheet] = read(file, workbook(lambda s: s.append(["Xã Hòa"])))
        assert values(sheet) == [["Xã Hòa"]]

    def test_are_joined_with_parts_in_other_fonts(self, file: Path) -> None:
        text = CellRichText("Tỉnh ", TextBlock(InlineFont(b=True), "Tiền"), " Giang")
        [sheet] = read(file, workbook(lambda s: s.append([text])))
        assert values(sheet) == [["Tỉnh Tiền Giang"]]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class TestNotAWorkbook:
    @pytest.mark.parametrize(
        ("raw", "found"),
        [
            (b"", "ZIP"),
            (b"STT;Don vi\n", "ZIP"),
            (OLD + bytes(600), ".xls"),
            (OLD + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "EncryptedPackage"),
            (b"\xef\xbb\xbf<html><table>", "HTML"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04" + bytes(100), "ZIP"),
            (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "_rels/.rels"),
        ],
    )
    def test_says_what_was_found(self, file: Path, raw: bytes, found: str) -> None:
        [fault] = faults(file, raw)
        assert (fault.code, fault.parameters) == ("not-a-workbook", {"found": found})

    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET]
    )
    @pytest.mark.parametrize(
        "content", [b"", b"<a>", b"<a/>", b"\xff\xfe", b"<?xml version='1.0' encoding='x'?><a/>"]
    )
    def test_is_a_file_with_a_broken_part(self, file: Path, part: str, content: bytes) -> None:
        raw = edited(lambda c: c.update({part: content}))
        if content == b"<a/>" and part in {SHEET, "xl/styles.xml", "xl/workbook.xml"}:
            read(file, raw)
        else:
            assert {fault.code for fault in faults(file, raw)} == {"not-a-workbook"}

    @pytest.mark.parametrize(
        "cells",
        [
            '<c t="s"><v>99</v></c>',
            '<c t="s"><v>-1</v></c>',
            '<c r="A0"><v>1</v></c>',
            '<c r="1"><v>1</v></c>',
            '<c s="-1"><v>1</v></c>',
            '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        ],
    )
    def test_is_a_file_that_contradicts_itself(self, file: Path, cells: str) -> None:
        [fault] = faults(file, sheet_xml(f"<row>{cells}</row>"))
        assert (fault.code, fault.parameters) == ("not-a-workbook", {"found": SHEET})

    @pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
    def test_is_a_file_packed_in_other_ways(self, file: Path, method: int) -> None:
        assert {code for code, _ in told(file, packed(parts(workbook()), method))} == {"not-a-workbook"}

    def test_is_a_file_with_a_text_that_no_program_can_write(self, file: Path) -> None:
        text = f'<row><c t="inlineStr"><is><t>{"a" * 32_768}</t></is></c></row>'
        assert told(file, sheet_xml(text)) == [("not-a-workbook", None)]

    def test_is_a_file_with_broken_links_of_any_part(self, file: Path) -> None:
        raw = edited(lambda c: c.update({"xl/drawings/_rels/drawing1.xml.rels": b"<"}))
        assert told(file, raw) == [("not-a-workbook", None)]

    def test_is_a_file_whose_list_names_a_sheet_without_a_link(self, file: Path) -> None:
        raw = edited(lambda c: c.update({"xl/_rels/workbook.xml.rels": b"<Relationships/>"}))
        [fault] = faults(file, raw)
        assert (fault.code, fault.parameters) == ("not-a-workbook", {"found": "Sheet"})

    def test_is_a_file_with_a_missing_sheet(self, file: Path) -> None:
        assert told(file, edited(lambda c: c.pop(SHEET))) == [("not-a-workbook", None)]

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_is_the_worst_that_damage_leads_to(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        raw = bytearray(HONEST)
        for _ in range(data.draw(st.integers(1, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        try:
            read(
                tmp_path_factory.getbasetemp() / "damaged.xlsx",
                bytes(raw[: data.draw(st.integers(0, len(raw)))]),
            )
        except EvidenceError as error:
            assert {fault.code for fault in error.faults} <= WORKBOOKS.keys()

    def test_is_not_said_of_a_file_that_is_not_there(self, file: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_workbook(file)


HONEST = packed(parts(workbook(lambda s: s.append(["Gò Công", 98, date(2022, 1, 1)]))), ZIP_STORED)


class TestTooLarge:
    def test_by_its_ratio(self, file: Path) -> None:
        raw = edited(lambda c: c.update({SHEET: bytes(20_000_000)}))
        [fault] = faults(file, raw)
        assert (fault.code, fault.parameters["part"]) == ("workbook-too-large", SHEET)

    @pytest.mark.parametrize("limits", [Limits(bytes=6_000), Limits(parts=3), Limits(bytes=100)])
    def test_by_the_sum_of_its_parts(self, file: Path, limits: Limits) -> None:
        assert {code for code, _ in told(file, workbook(), limits=limits)} == {"workbook-too-large"}

    def test_by_parts_that_overlap(self, file: Path) -> None:
        raw = edited(lambda c: c.update({f"xl/x{n}.xml": b"" for n in range(3)}))
        at = raw.rindex(b"PK\x01\x02")  # the directory alone says what is where
        raw = raw[: at + 20] + (10_000_000).to_bytes(4, "little") * 2 + raw[at + 28 :]
        assert "workbook-too-large" in {code for code, _ in told(file, raw)}

    def test_is_not_unpacked_beyond_what_it_declares(self, file: Path) -> None:
        rows = b'<worksheet xmlns="x"><sheetData>' + b" " * 50_000_000
        raw = edited(lambda c: c.update({SHEET: rows}))
        lying = raw.replace(len(rows).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
        tracemalloc.start()
        assert {code for code, _ in told(file, lying)} == {"not-a-workbook"}
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
        tracemalloc.stop()


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


class TestUnsafe:
    @pytest.mark.parametrize(
        "content", [LAUGHS, OUTSIDE, b"<!DOCTYPE a><a/>", LAUGHS.decode().encode("utf-16")]
    )
    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
    def test_by_a_document_type(self, file: Path, part: str, content: bytes) -> None:
        [fault] = faults(file, edited(lambda c: c.update({part: content})))
        assert (fault.code, fault.parameters["what"]) == ("workbook-unsafe", "DOCTYPE")

    @pytest.mark.parametrize(
        ("part", "what"),
        [
            ("xl/vbaProject.bin", "macro"),
            ("xl/macrosheets/sheet1.xml", "macro Excel 4.0"),
            ("xl/activeX/activeX1.bin", "ActiveX"),
            ("../../etc/passwd", "path"),
            ("/etc/passwd", "path"),
            ("xl\\..\\x.xml", "path"),
            ("C:/x.xml", "path"),
            ("docProps/App.xml", "× 2"),
        ],
    )
    def test_by_a_part(self, file: Path, part: str, what: str) -> None:
        [fault] = faults(file, edited(lambda c: c.update({part: b"x"})))
        assert (fault.code, fault.parameters) == ("workbook-unsafe", {"part": part, "what": what})


def test_a_macro_sheet_is_known_by_its_link(file: Path) -> None:
    def disguise(content: dict[str, bytes]) -> None:
        links = content["xl/_rels/workbook.xml.rels"]
        content["xl/_rels/workbook.xml.rels"] = links.replace(b'/worksheet"', b'/xlMacrosheet"')

    assert told(file, edited(disguise)) == [("workbook-unsafe", None)]


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = '<Relationship Id="{}" Type="' + RELATIONS + '/{}" Target="{}"{}/>'
ELSEWHERE = "file:///C:/KH%202022.xlsx"


def link_to_another_book(content: dict[str, bytes]) -> None:
    outside = LINK.format("rId1", "externalLinkPath", ELSEWHERE, ' TargetMode="External"')
    content["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    content["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f"<Relationships>{outside}</Relationships>".encode()
    )
    inside = LINK.format("rId99", "externalLink", "externalLinks/externalLink1.xml", "")
    links = content["xl/_rels/workbook.xml.rels"].decode()
    content["xl/_rels/workbook.xml.rels"] = links.replace(
        "</Relationships>", inside + "</Relationships>"
    ).encode()
    book = content["xl/workbook.xml"].decode()
    reference = (
        f'<externalReferences xmlns:r="{RELATIONS}"><externalReference r:id="rId99"/></externalReferences>'
    )
    content["xl/workbook.xml"] = book.replace("</workbook>", reference + "</workbook>").encode()


class TestExternal:
    def test_links_are_named(self, file: Path) -> None:
        [fault] = faults(file, edited(link_to_another_book))
        assert (fault.code, fault.parameters) == ("workbook-external", {"target": ELSEWHERE})

    def test_links_are_placed_at_the_first_formula_that_uses_them(self, file: Path) -> None:
        used = '<row r="3"><c r="B3"><f>Bảng[2022]+[1]KH!$B$2</f><v>5</v></c></row>'
        assert told(file, edited(link_to_another_book, sheet_xml(used))) == [
            ("workbook-external", "Sheet!B3")
        ]

    def test_data_connections_are_named(self, file: Path) -> None:
        def connect(content: dict[str, bytes]) -> None:
            link = LINK.format("rId98", "connections", "connections.xml", "")
            links = content["xl/_rels/workbook.xml.rels"].decode()
            content["xl/_rels/workbook.xml.rels"] = links.replace("</Rel", link + "</Rel", 1).encode()

        [fault] = faults(file, edited(connect))
        assert (fault.code, fault.parameters) == ("workbook-external", {"target": "xl/connections.xml"})

    def test_web_addresses_in_cells_do_no_harm(self, file: Path) -> None:
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet().write_url("A1", "mailto:a@tiengiang.gov.vn")
        [sheet] = read_workbook(file)
        assert values(sheet) == [["a@tiengiang.gov.vn"]]


class TestAllAtOnce:
    def test_every_fault_is_in_one_error(self, file: Path) -> None:
        def fill(sheet: Any) -> None:
            sheet["A1"], sheet["A1"].font = "TiÒn", Font(name=".VnTime")
            sheet.append(["Gò Công", 98, "=B2"])
            sheet.append(["Cái Bè", 97])
            sheet.merge_cells("A2:A3")
            sheet["AMM9"] = 1
            other = sheet.parent.create_sheet("Kỳ 2")
            other["B2"], other["B2"].data_type = "#DIV/0!", "e"
            sheet.parent.create_sheet("Kỳ 3")

        def spoil(content: dict[str, bytes]) -> None:
            link_to_another_book(content)
            content["xl/vbaProject.bin"] = b"x"
            content["xl/worksheets/sheet3.xml"] = LAUGHS

        assert told(file, edited(spoil, workbook(fill))) == [
            ("workbook-unsafe", None),
            ("workbook-unsafe", None),
            ("workbook-external", None),
            ("workbook-area", "Sheet!AMM9"),
            ("legacy-font", "Sheet!A1"),
            ("merged-cells", "Sheet!A2:A3"),
            ("formula-without-value", "Sheet!C2"),
            ("cell-error", "'Kỳ 2'!B2"),
        ]

    def test_the_list_ends_somewhere(self, file: Path) -> None:
        cells = "".join('<row><c t="e"><v>#REF!</v></c></row><row/>' for _ in range(50))
        assert len(told(file, sheet_xml(cells), limits=Limits(faults=10))) == 10


class TestTheExtra:
    @pytest.mark.parametrize("module", ["openpyxl", "defusedxml"])
    def test_is_asked_for(self, file: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(Problem) as caught:
            read(file, HONEST)
        assert (caught.value.code, caught.value.parameters) == (
            "needs-extra",
            {"what": module, "extra": "excel"},
        )


class TestMessages:
    @pytest.mark.parametrize("code", WORKBOOKS)
    def test_have_the_same_gaps_and_a_fix_in_both_languages(self, code: str) -> None:
        message = WORKBOOKS[code]
        assert message.fix_vi and message.fix_en
        assert set(re.findall(r"\{\w+\}", message.vi)) == set(re.findall(r"\{\w+\}", message.en))
