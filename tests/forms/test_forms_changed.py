"""Nothing that is typed into a form is lost without a word, and nothing becomes a figure that is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from filling import Filled, faults
from form_rules import TEXT
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from written_toml import loaded

from thidua_scoring.evidence.cells import cell_of
from thidua_scoring.forms import make_form, read_forms
from thidua_scoring.forms.plan import SHEET, Page, Where
from thidua_scoring.forms.writing import MAIN, layout_of
from thidua_scoring.ruleset.ruleset import Ruleset

Save = Callable[..., Path]
RATES = TEXT.replace("[facts]\n", '[facts]\nrate = { kind = "percent" }\nday = { kind = "date" }\n').replace(
    'place = { kind = "text", title = "Nơi" }', 'place = { kind = "percent" }'
)


def told(path: Path, ruleset: Ruleset) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.place.cell) for fault in faults(path, ruleset)]


def beside(form: Filled, criterion: str, name: str, column: str) -> str:
    """Name a cell in the row of a figure: column H is the unit of measure."""
    return f"{column}{coordinate_to_tuple(form.input(criterion, name).value)[0]}"


def row_of(form: Filled, title: str) -> int:
    return next(row[0].row for row in form.book[MAIN].iter_rows() if row[1].value == title)


def every_cell(place: str) -> list[str]:
    """Name each cell of a place, which may be a block."""
    sheet, _, area = place.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    cells = product(range(top or 1, (bottom or 1) + 1), range(left or 1, (right or 1) + 1))
    return [f"{sheet}!{get_column_letter(column)}{row}" for row, column in cells]


def blanks(page: Page, rows: int, columns: int) -> list[Where]:
    """Return the cells on which the form says nothing."""
    used = page.open | page.free | page.said.keys() | page.formulas.keys() | {(2, 1)}
    return [(r, c) for r in range(1, rows) for c in range(1, columns) if (r, c) not in used]


class TestEveryOtherCell:
    """What is not open is as the form wrote it, or is told by sheet and cell."""

    @pytest.mark.parametrize("value", ["ghi chú", 7, True, date(2022, 2, 9), "=1+1"])
    def test_is_told_wherever_something_was_typed(self, value: Any, ruleset: Ruleset, save: Save) -> None:
        layout = layout_of(ruleset, 3)
        for name, page in layout.pages.items():
            if name == SHEET:
                continue
            free = [*blanks(page, 45, 18), (1, 300), (900, 2)]

            def change(form: Filled, name: str = name, free: list[Where] = free) -> None:
                for row, column in free:
                    form.book[name].cell(row, column).value = value

            found = faults(save(change), ruleset)
            cells = {
                each
                for fault in found
                if fault.code == "form-cell-outside"
                for each in every_cell(fault.place.cell or "")
            }
            sheet = Filled.of(make_form(ruleset, "x"), ruleset).book[name]
            assert cells == {f"'{name}'!{sheet.cell(row, column).coordinate}" for row, column in free}

    @pytest.mark.parametrize("value", ["khác", 4711, True, None])
    @pytest.mark.parametrize("labels", [True, False])
    def test_is_told_wherever_the_form_said_something_else(
        self, value: Any, labels: bool, ruleset: Ruleset, save: Save
    ) -> None:
        expected: dict[str, str] = {}

        def change(form: Filled) -> None:
            for name, page in form.plan.pages.items():
                for where in [] if name == SHEET else [*page.said, *page.formulas]:
                    if (where[1] == page.label) == labels:
                        cell = form.book[name].cell(*where)
                        cell.value = value
                        over = where in page.formulas and value is not None
                        expected[f"'{name}'!{cell.coordinate}"] = (
                            "form-cell-outside" if over else "form-moved"
                        )

        found = {cell: code for code, cell in told(save(change), ruleset) if code != "merged-cells"}
        assert found == expected

    def test_may_hold_spaces(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["P9"] = " \u00a0\u200b"
            form.book[MAIN].cell(row_of(form, "Phần một"), 2).value = " Phần  một "

        assert read_forms([save(change)], ruleset).units

    def test_is_told_where_another_unit_was_written(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["A2"] = "Phiếu tự chấm điểm của y"

        (fault,) = faults(save(change), ruleset)
        assert (fault.code, fault.place.cell) == ("form-moved", f"'{MAIN}'!A2")
        assert fault.parameters["expected"] == "Phiếu tự chấm điểm của x"

    def test_may_be_a_number_that_was_a_text_of_it(self, ruleset: Ruleset, save: Save) -> None:
        rules = loaded(TEXT.replace("criteria.a]", "criteria.12]").replace("criteria.b", "criteria.1_5"))
        form = Filled.of(make_form(rules, "x", table_rows=3), rules)
        form.book[MAIN].cell(row_of(form, "Việc thứ nhất"), 1).value = 12.0
        form.book["Bảng 1"]["A6"] = "2"
        path = save()
        form.save(path)
        assert read_forms([path], rules).units[0].id == "x"

    def test_may_be_a_formula_in_another_spelling(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            cell = form.book[MAIN].cell(row_of(form, "Phần một"), 10)
            cell.value = cell.value.lower().replace(",", ", $")

        assert read_forms([save(change)], ruleset).units

    def test_is_told_where_a_formula_was_changed(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            cell = form.book[MAIN].cell(row_of(form, "Phần một"), 10)
            cell.value = cell.value.replace(")", ",5)")

        (fault,) = faults(save(change), ruleset)
        assert fault.code == "form-moved"
        got, expected = (fault.parameters[name] for name in ("got", "expected"))
        assert got != expected
        assert max(len(got), len(expected)) <= 62

    def test_is_told_where_an_error_stands(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book[MAIN]["M3"] = "#N/A"
            form.book[MAIN].cell(row_of(form, "Phần một"), 10).value = "#REF!"

        assert [code for code, _ in told(save(change), ruleset)] == ["form-moved", "cell-error"]

    def test_is_told_by_its_label_where_a_row_was_put_in(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.put("", "name", "Sở")
            form.book[MAIN].insert_rows(row_of(form, "Phần trong"))

        found = faults(save(change), ruleset)
        assert {fault.place.cell.partition("!")[2][0] for fault in found if fault.code == "form-moved"} == {
            "B"
        }
        assert len({fault.place.cell for fault in found}) == len(found)

    def test_is_told_where_rows_were_sorted(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            sheet = form.book["Bảng 1"]
            form.rows("k", "visits", [{"n": 1, "place": "A"}, {"n": 2, "place": "B"}])
            for column in "ABC":
                sheet[f"{column}5"].value, sheet[f"{column}6"].value = (
                    sheet[f"{column}6"].value,
                    sheet[f"{column}5"].value,
                )

        assert told(save(change), ruleset) == [("form-moved", "'Bảng 1'!A5"), ("form-moved", "'Bảng 1'!A6")]

    def test_is_told_where_a_column_was_put_in(self, ruleset: Ruleset, save: Save) -> None:
        found = told(save(lambda form: form.book["Bảng 1"].insert_cols(2)), ruleset)
        assert {code for code, _ in found} == {"form-moved", "form-cell-outside"}

    def test_is_told_where_cells_were_merged(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.put("a", "late", 2)
            row = coordinate_to_tuple(form.input("a", "late").value)[0]
            form.book[MAIN].merge_cells(start_row=row, end_row=row + 1, start_column=7, end_column=7)

        assert "merged-cells" in {code for code, _ in told(save(change), ruleset)}


class TestSheets:
    """The sheets of a form are those that it was made with."""

    @pytest.mark.parametrize("name", [MAIN, "Bảng 1"])
    def test_that_were_renamed_are_told(self, name: str, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book[name].title = f"{name} mới"

        first, second = faults(save(change), ruleset)
        assert (first.code, first.nearest) == ("form-no-sheet", f"{name} mới")
        assert (second.code, second.place.cell) == ("form-other-sheet", f"'{name} mới'!A1")

    def test_that_were_deleted_are_told(self, ruleset: Ruleset, save: Save) -> None:
        assert told(save(lambda form: form.book.remove(form.book["Bảng 1"])), ruleset) == [
            ("form-no-sheet", None)
        ]

    def test_that_were_added_are_told_unless_they_are_empty(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            form.book.create_sheet("Nháp")
            form.book.create_sheet("Bảng 1 (2)")["C7"] = 12

        assert told(save(change), ruleset) == [("form-other-sheet", "'Bảng 1 (2)'!C7")]


class TestFigures:
    """A figure is what was typed, or is refused."""

    @pytest.mark.parametrize("value", [time(1, 30), timedelta(hours=36), "1:30", "1:30:15", "36:00"])
    def test_are_no_times(self, value: Any, save: Save) -> None:
        rules = loaded(RATES)
        form = Filled.of(make_form(rules, "x"), rules)
        named = [("a", "late"), ("b", "served"), ("", "rate"), ("a", "claimed"), ("", "day")]
        for criterion, name in named:
            form.put(criterion, name, value)
            if isinstance(value, time | timedelta):
                of = form.input(criterion, name)
                form.book[of.sheet][of.value].number_format = "h:mm" if isinstance(value, time) else "[h]:mm"
        found = {fault.place.cell: fault.code for fault in faults(form.save(save()), rules)}
        assert found == {
            f"'{MAIN}'!{form.input(*key).value}": "not-a-date" if key[1] == "day" else "time-for-a-figure"
            for key in named
        }

    def test_are_kept_as_texts_where_a_time_is_a_text(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            of = form.input("a", "late")
            form.type(of.sheet, of.value, 1)
            form.type(of.sheet, of.note, time(8, 30))
            form.type(of.sheet, of.source, datetime(2022, 2, 9, 16, 30))  # noqa: DTZ001
            form.book[of.sheet][of.note].number_format = "h:mm"

        origin = read_forms([save(change)], ruleset).origins["a.late", 0]
        assert (origin.note, origin.source) == ("8:30", "2022-02-09 16:30:00")

    @pytest.mark.parametrize("value", [98, 0.98, 1, -0.5])
    def test_of_percent_are_shown_in_percent(self, value: Any, save: Save) -> None:
        rules = loaded(RATES)
        form = Filled.of(make_form(rules, "x"), rules)
        form.put("", "rate", value)
        form.rows("k", "visits", [{"n": 1, "place": value}])
        cells = [f"{MAIN}!{form.input('', 'rate').value}", "Bảng 1!C5"]
        for cell in cells:
            sheet, _, at = cell.partition("!")
            form.book[sheet][at].number_format = "General"
        found = told(form.save(save()), rules)
        assert sorted(found) == sorted(
            ("form-percent", f"'{cell.replace('!', chr(39) + '!')}") for cell in cells
        )

    @pytest.mark.parametrize(
        ("value", "shape", "share"),
        [(0.98, "0%", Fraction(49, 50)), ("98 %", "General", Fraction(49, 50)), ("98", "@", Fraction(49, 50)),
         ("97,5%", "@", Fraction(39, 40)), (0, "General", Fraction(0)), ("  98%  ", "@", Fraction(49, 50))],
    )  # fmt: skip
    def test_of_percent_are_read_where_they_are_clear(
        self, value: Any, shape: str, share: Fraction, save: Save
    ) -> None:
        rules = loaded(RATES)
        form = Filled.of(make_form(rules, "x"), rules)
        form.put("", "rate", value)
        of = form.input("", "rate")
        form.book[of.sheet][of.value].number_format = shape
        assert cell_of(read_forms([form.save(save())], rules), ".rate", 0).value == share

    @pytest.mark.parametrize(
        ("value", "read"),
        [(" 12 ", 12), ("12\u00a0", 12), ("12,0", 12), ("1.463", 1463), ("+3", 3), ("1 463", 1463),
         ("12.5", "other-decimal-sign"), ("1,463.0", "other-decimal-sign"), ("1.46.3", "not-a-figure"),
         ("12a", "unit-not-declared"), ("09/02/2022", "not-a-figure"), (date(2022, 2, 9), "form-other-kind"),
         (True, "form-other-kind")],
    )  # fmt: skip
    def test_are_read_from_texts_or_refused(
        self, value: Any, read: int | str, ruleset: Ruleset, save: Save
    ) -> None:
        path = save(lambda form: form.put("a", "late", value))
        if isinstance(read, str):
            assert [code for code, _ in told(path, ruleset)] == [read]
        else:
            assert cell_of(read_forms([path], ruleset), "a.late", 0).value == read

    @pytest.mark.parametrize("name", ["late", ""])
    def test_have_states_that_are_known(self, name: str, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            of = form.input("a", name)
            form.type(of.sheet, of.status, "đang chờ")

        assert [code for code, _ in told(save(change), ruleset)] == ["not-a-status"]


class TestAway:
    """A criterion that does not apply has no figures."""

    @staticmethod
    def away(form: Filled, criterion: str) -> None:
        of = form.input(criterion, "")
        form.type(of.sheet, of.status, "không áp dụng")

    @pytest.mark.parametrize(
        ("name", "value"), [("late", 0), ("late", "2"), ("late", "ba"), ("claimed", 5), ("claimed", "4,5")]
    )
    def test_with_a_figure_beside_is_told_with_both_cells(
        self, name: str, value: Any, ruleset: Ruleset, save: Save
    ) -> None:
        def change(form: Filled) -> None:
            self.away(form, "a")
            form.put("a", name, value)

        path = save(change)
        form = Filled.of(path.read_bytes(), ruleset)
        (fault,) = faults(path, ruleset)
        assert (fault.code, fault.place.cell) == (
            "form-away-but-filled",
            f"'{MAIN}'!{form.input('a', name).value}",
        )
        assert fault.parameters["status"] == f"'{MAIN}'!{form.input('a', '').status}"

    def test_with_a_table_beside_is_told_once(self, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            self.away(form, "k")
            form.rows("k", "visits", [{"n": 1, "place": "A"}, {"n": 2, "place": "B"}])

        assert told(save(change), ruleset) == [("form-away-but-filled", "'Bảng 1'!B5")]

    @pytest.mark.parametrize("beside", ["không áp dụng", 0, "0", None])
    def test_may_have_a_claim_of_nothing_and_remarks(self, beside: Any, ruleset: Ruleset, save: Save) -> None:
        def change(form: Filled) -> None:
            self.away(form, "a")
            form.put("a", "claimed" if beside in (0, "0") else "late", beside)
            of = form.input("a", "late")
            form.type(of.sheet, of.note, "đơn vị không có đất trồng lúa" if beside is None else None)

        path = save(change)
        if beside == "không áp dụng":
            assert [code for code, _ in told(path, ruleset)] == ["must-apply"]
        else:
            assert read_forms([path], ruleset).not_applicable["a"] == {0}

    def test_may_have_a_claim_where_it_is_given_full_points(self, save: Save) -> None:
        rules = loaded(TEXT.replace("points = 10\n", 'points = 10\nnot_applicable = "full"\n', 1))
        form = Filled.of(make_form(rules, "x"), rules)
        self.away(form, "a")
        form.put("a", "claimed", 6)
        assert read_forms([form.save(save())], rules).claims["a"] == {0: 6}
