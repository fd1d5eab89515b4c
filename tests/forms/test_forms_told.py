"""What is wrong in a form is told at the cell that is to be mended, in the words of the form, all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from filling import Filled, faults
from form_rules import TEXT
from openpyxl.styles import Font
from openpyxl.utils import coordinate_to_tuple
from written_toml import loaded

from thidua_scoring.errors import Fault
from thidua_scoring.evidence.workbook_cells import Sheet
from thidua_scoring.forms import make_form, read_forms
from thidua_scoring.forms.changes import MOST_CHANGES, changes
from thidua_scoring.forms.plan import MOST_ROWS, SHEET, Page
from thidua_scoring.forms.writing import MAIN
from thidua_scoring.ruleset.ruleset import Ruleset

Save = Callable[..., Path]
MORE = TEXT.replace(
    "[facts]\n", '[facts]\nday = { kind = "date", title = "Ngày gửi" }\nrate = { kind = "percent" }\n'
).replace(
    'place = { kind = "text", title = "Nơi" }',
    'place = { kind = "text", title = "Nơi" }, day = { kind = "date" }, rate = { kind = "percent" },'
    ' good = { kind = "yes-no" }',
)
AFTERNOON = datetime(2022, 1, 31, 14, 30)  # noqa: DTZ001


@pytest.fixture
def more() -> Ruleset:
    return loaded(MORE)


@pytest.fixture
def told(tmp_path: Path, more: Ruleset) -> Callable[[Callable[[Filled], None]], list[Fault]]:
    """Return what tells the faults of a form after a change to it."""

    def found(change: Callable[[Filled], None]) -> list[Fault]:
        form = Filled.of(make_form(more, "x", table_rows=6), more)
        change(form)
        return faults(form.save(tmp_path / "x.xlsx"), more)

    return found


Told = Callable[[Callable[[Filled], None]], list[Fault]]


def at(form: Filled, criterion: str, name: str, of: str = "value") -> str:
    return f"'{MAIN}'!{getattr(form.input(criterion, name), of)}"


def places(found: list[Fault]) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.place.cell) for fault in found]


class TestTimes:
    """A time beside a date is never lost without a word."""

    @pytest.mark.parametrize("value", [AFTERNOON, "31/01/2022 14:30", "ngày 31/01/2022, 14:30"])
    def test_in_a_date_are_refused_as_a_cell_and_as_a_text(self, value: Any, told: Told) -> None:
        (fault,) = told(lambda form: form.put("", "day", value))
        assert fault.code == "time-beside-a-date"
        assert "14:30" in fault.parameters["got"]

    @pytest.mark.parametrize("value", [date(2022, 1, 31), datetime(2022, 1, 31), "31/01/2022"])  # noqa: DTZ001
    def test_at_midnight_are_none(self, value: Any, more: Ruleset, tmp_path: Path) -> None:
        form = Filled.of(make_form(more, "x"), more)
        form.put("", "day", value)
        found = read_forms([form.save(tmp_path / "x.xlsx")], more)
        assert found.columns[".day"].values[0] == date(2022, 1, 31).toordinal()

    def test_in_a_small_table_are_refused(self, told: Told) -> None:
        row = {"n": 1, "place": "A", "day": AFTERNOON, "rate": 0.5, "good": "có"}
        assert places(told(lambda form: form.rows("k", "visits", [row]))) == [
            ("time-beside-a-date", "'Bảng 1'!D5")
        ]


def page_of(there: str, said: str) -> list[Any]:
    sheet = Sheet("x", (), formulas={(1, 1): there})
    return list(changes(sheet, Page(formulas={(1, 1): said})))


class TestFormulas:
    """A formula is the same however a program writes its numbers, and only then."""

    @pytest.mark.parametrize(
        ("said", "there"),
        [
            ("10000000000000000*G7", "1E+016*G7"),
            ("IF(G7>=12345678.123456789,1,0)", "IF(G7>=12345678.1234568,1,0)"),
            ("(0.000000000000001+G7)", "(1E-015+G7)"),
            ("G7*(13333333333333333/10000000000000000)", "G7*(1.33333333333333E+016/1E+016)"),
            ("IF('Bảng 1'!B5=\"1.50\",0.50,2)", "IF('Bảng 1'!B5=\"1.50\",0.5,2)"),
        ],
    )
    def test_may_be_written_by_another_program(self, said: str, there: str) -> None:
        assert not page_of(there, said)

    @pytest.mark.parametrize(
        ("said", "there"),
        [("G7*0.5", "G7*0.6"), ("G7*2", "G7*A2"), ("G7", "G7.0"), ("G70", "G7"),
         ('IF(G7="1.50",1)', 'IF(G7="1.5",1)'),
         ("G7*1", "G7*1E999"), ("'1'!A1", "'1.0'!A1"), ("12345678.123456789", "12345678.1235"),
         ("1", "1" * 500), ("G7+2", "G7-2")],
    )  # fmt: skip
    def test_is_told_where_it_is_another(self, said: str, there: str) -> None:
        (change,) = page_of(there, said)
        assert change.problem.code == "form-moved"

    def test_is_told_in_few_letters_where_it_differs(self) -> None:
        (change,) = page_of("+".join(["G7"] * 2000) + "-1", "+".join(["G7"] * 2000) + "+1")
        assert change.problem.parameters["got"].endswith("G7-1")
        assert change.problem.parameters["expected"].endswith("G7+1")
        assert len(change.problem.parameters["got"]) < 70


class TestAtOnce:
    """All that is wrong in all forms is told in one reading."""

    def test_a_label_and_a_format_hide_no_figure(self, told: Told) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["B14"] = "sửa nhãn"
            form.put("", "rate", 98)
            form.book[MAIN][form.input("", "rate").value].number_format = "General"
            form.put("a", "late", 1.5)
            form.put("b", "served", "nhiều")

        assert {fault.code for fault in told(change)} == {
            "form-moved", "form-percent", "not-whole", "not-a-figure"
        }  # fmt: skip

    def test_of_several_forms_in_their_order(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["P9"] = 1
            form.put("a", "late", 1.5)

        paths = [save(change, unit=unit) for unit in ("u0", "u1")]
        found = [(fault.place.file, fault.code) for fault in faults(paths, ruleset)]
        assert found == [(str(path), code) for path in paths for code in ("form-cell-outside", "not-whole")]

    def test_figures_of_two_forms_of_one_unit_do_not_disagree(self, ruleset: Ruleset, tmp_path: Path) -> None:
        paths = [tmp_path / f"{number}.xlsx" for number in range(2)]
        for number, path in enumerate(paths):
            form = Filled.of(make_form(ruleset, "x"), ruleset)
            form.put("a", "late", number)
            form.put("b", "served", "nhiều")
            form.save(path)
        codes = [fault.code for fault in faults(paths, ruleset)]
        assert sorted(codes) == ["form-unit-twice", "not-a-figure", "not-a-figure"]

    @pytest.mark.parametrize("change", ["row", "column"])
    def test_figures_that_were_moved_are_not_told_as_others(self, change: str, told: Told) -> None:
        def moved(form: Filled) -> None:
            form.put("", "name", "Sở")
            form.put("a", "late", 1)
            form.put("b", "served", 5)
            form.rows("k", "visits", [{"n": 1, "place": "A", "day": "1/2/2022", "rate": 0.5, "good": "có"}])
            if change == "row":
                form.book[MAIN].delete_rows(coordinate_to_tuple(form.input("", "day").value)[0])
            else:
                form.book["Bảng 1"].delete_cols(2)

        assert {fault.code for fault in told(moved)} <= {"form-moved", "form-cell-outside"}


class TestPlaces:
    """A fault is told at the cell that is to be mended."""

    def test_of_a_status_at_the_status(self, told: Told) -> None:
        form: list[Filled] = []

        def change(one: Filled) -> None:
            form.append(one)
            of = one.input("a", "late")
            one.put("a", "late", 1)
            one.type(of.sheet, of.status, "đang chờ")
            of = one.input("b", "served")
            one.type(of.sheet, of.status, "không áp dụng")

        found = told(change)
        assert places(found) == [
            ("not-a-status", at(form[0], "a", "late", "status")),
            ("must-apply", at(form[0], "b", "served", "status")),
        ]

    @pytest.mark.parametrize(
        ("status", "code"),
        [
            ("thiếu", "form-status-but-rows"),
            ("không áp dụng", "form-status-but-rows"),
            ("chờ", "not-a-status"),
        ],
    )
    def test_of_a_status_beside_a_table_once(self, status: str, code: str, told: Told) -> None:
        form: list[Filled] = []

        def change(one: Filled) -> None:
            form.append(one)
            row = {"n": 1, "place": "A", "day": "1/2/2022", "rate": 0.5, "good": "có"}
            one.rows("k", "visits", [row, row])
            of = one.input("k", "visits")
            one.type(of.sheet, of.status, status)

        assert places(told(change)) == [(code, at(form[0], "k", "visits", "status"))]

    def test_of_a_gap_at_the_blank_cell_with_the_number_on_the_sheet(self, told: Told) -> None:
        def change(form: Filled) -> None:
            row = {"n": 1, "place": "A", "day": "1/2/2022", "rate": None, "good": "có"}
            form.rows("k", "visits", [row], skip=4)

        (fault,) = told(change)
        assert (fault.code, fault.place.cell) == ("form-row-gap", "'Bảng 1'!E9")
        assert fault.text("vi").startswith("Bảng «Các đợt», STT 5: ô «rate (%)» còn trống.")

    def test_of_a_needed_note_at_the_note(self, tmp_path: Path) -> None:
        text = TEXT.replace('served = { unit = "hộ",', 'served = { unit = "hộ", needs_note = true,')
        rules = loaded(text)
        form = Filled.of(make_form(rules, "x"), rules)
        form.put("b", "served", 5)
        (fault,) = faults(form.save(tmp_path / "x.xlsx"), rules)
        assert (fault.code, fault.place.cell) == ("no-note", at(form, "b", "served", "note"))


class TestWords:
    """A fault calls figures what the form calls them, and advises what can be done in a form."""

    def test_name_a_figure_by_its_title(self, told: Told) -> None:
        def change(form: Filled) -> None:
            form.put("b", "served", 101)
            form.put("", "day", True)
            form.put("a", "claimed", True)

        said = [fault.text("vi") for fault in told(change)]
        assert [text.partition("».")[0] for text in said[:1]] == [
            "«true» không phải là giá trị của «Ngày gửi"
        ]
        assert "09/02/2022" in said[0]
        assert "«Điểm tự chấm: Việc thứ nhất»" in said[1]
        assert said[2].startswith("«Theo khung (served)» là 101,")
        assert not any("loại" in text and "date" in text for text in said)

    def test_show_tables_as_people_write_them(self, told: Told) -> None:
        def change(form: Filled) -> None:
            form.put("k", "visits", "không có")
            form.rows(
                "k", "visits", [{"n": 1, "place": "A", "day": "1/2/2022", "rate": 0.5, "good": "không"}]
            )

        (fault,) = told(change)
        assert fault.code == "figures-disagree"
        assert fault.parameters["field"] == "Các đợt"
        assert {fault.parameters["first"], fault.parameters["second"]} == {
            "không có", "1, A, 2022-02-01, 50%, không"
        }  # fmt: skip

    def test_advise_where_a_table_belongs(self, told: Told) -> None:
        (fault,) = told(lambda form: form.put("k", "visits", "1, A"))
        assert fault.code == "form-table-cell"
        assert "trang bảng" in fault.text("vi")

    @pytest.mark.parametrize(
        ("value", "unsaid"),
        [("5 vụ", "Khai báo đơn vị"), ("12.5", "sửa kiểu số"), ("1,2,3", "hoặc 1,498.3")],
    )
    def test_advise_nothing_that_a_form_refuses(self, value: str, unsaid: str, told: Told) -> None:
        (fault,) = told(lambda form: form.put("a", "late", value))
        assert unsaid not in fault.text("vi")

    def test_quote_few_letters_of_what_was_typed(self, told: Told) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["P9"] = "x" * 5000
            form.put("", "day", "y" * 5000)
            form.put("a", "late", "9" * 90 + "z")

        assert all(len(fault.text(lang)) < 400 for fault in told(change) for lang in ("vi", "en"))


class TestMany:
    """Very many faults are told in few lines."""

    def test_a_block_is_one_place(self, told: Told) -> None:
        def change(form: Filled) -> None:
            form.put("a", "late", "ba")
            for row in range(300, 340):
                for column in range(20, 60):
                    form.book[MAIN].cell(row, column).value = row

        first, second = told(change)
        assert (first.code, first.place.cell) == ("form-cell-outside", f"'{MAIN}'!T300:BG339")
        assert second.code == "not-a-figure"

    def test_scattered_cells_are_counted(self, told: Told) -> None:
        def change(form: Filled) -> None:
            for row in range(300, 340):
                for column in range(20 + row % 2, 60, 2):
                    form.book[MAIN].cell(row, column).value = row

        found = told(change)
        assert len(found) == MOST_CHANGES + 1
        assert found[-1].code == "form-more-changes"
        assert found[-1].parameters["count"] == str(40 * 20 - MOST_CHANGES)

    @pytest.mark.parametrize("rows", [MOST_ROWS + 1, 99_999])
    def test_a_table_of_more_rows_than_a_form_has_is_not_laid_out(
        self, rows: int, ruleset: Ruleset, save: Save, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def change(form: Filled) -> None:
            form.book[SHEET]["B6"] = str(rows)
            form.book["Bảng 1"].cell(rows, 2).value = 1

        path = save(change)
        monkeypatch.setattr("thidua_scoring.forms.reading.layout_of", None)
        assert [fault.code for fault in faults(path, ruleset)] == ["form-broken"]


class TestSigned:
    """Where a form is signed anything may be written, and nothing is read."""

    def test_the_block_is_open_and_not_read(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            cells = sorted(form.plan.pages[MAIN].free)
            assert len(cells) == 9
            sheet = form.book[MAIN]
            for row, column in cells:
                form.type(MAIN, sheet.cell(row, column).coordinate, "Nguyễn Văn A")
            sheet.cell(*cells[0]).value = "Cai Lậy, ngày 05 tháng 12 năm 2022"
            sheet.cell(*cells[1]).value = date(2022, 12, 5)
            sheet.cell(*cells[2]).value = "=1/0"
            sheet.cell(*cells[3]).font = Font(name=".VnTime")

        assert read_forms([save(change)], ruleset).units
