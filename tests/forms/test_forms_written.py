"""What a form shows of itself: sums of claims, lines without a most, rows that grow, and what has no room."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any
from zipfile import ZipFile

import pytest
from filling import Filled
from form_rules import TEXT
from openpyxl import load_workbook
from test_forms_round_trip import saved_by_office
from written_toml import loaded

from thidua_scoring.errors import EvidenceError
from thidua_scoring.forms import make_form, read_forms
from thidua_scoring.forms.cells import run, summed
from thidua_scoring.forms.writing import MAIN
from thidua_scoring.ruleset.ruleset import Ruleset

needs_office = pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")


def rows_of(book: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[1]: row for row in book[MAIN].iter_rows(min_row=7, values_only=True)}


class TestSums:
    """A sum of claims is that of all of them, or is not shown."""

    def test_have_few_arguments_where_cells_stand_below_each_other(self) -> None:
        assert run([f"K{n}" for n in range(9, 3000)]) == ["K9:K2999"]
        assert (run(["K9"]), run([])) == (["K9"], [])

    def test_of_nothing_is_nothing(self) -> None:
        assert summed([]) == "0"

    def test_take_no_more_arguments_than_a_spreadsheet_does(self) -> None:
        calls = re.findall(r"[A-Z]+\(([^()]*)\)", summed([f"K{n}" for n in range(450)]))
        assert max(call.count(",") for call in calls) < 255
        assert [call for call in calls if "K449" in call]

    def test_a_claim_that_is_a_text_is_marked(self, ruleset: Ruleset) -> None:
        book = load_workbook(BytesIO(make_form(ruleset, "x")))
        (area,) = book[MAIN].conditional_formatting
        rules = sorted(area.rules, key=lambda rule: rule.priority)
        first = str(area.sqref).partition(":")[0]
        assert rules[0].formula == [f"AND(ISTEXT(${first}),LEN(${first})>0)"]

    @pytest.mark.long
    @needs_office
    def test_are_blank_in_an_office_program_where_a_claim_is_a_text(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            form.put("a", "claimed", 2)
            form.put("b", "claimed", "2,5")
            form.put("k", "claimed", 1)

        paths = [save(change, unit="u0"), save(lambda form: form.put("b", "claimed", 2.5), unit="u1")]
        one, two = (
            {title: row[10] for title, row in rows_of(load_workbook(path, data_only=True)).items()}
            for path in saved_by_office(paths)
        )
        titles = ("Phần trong", "Phần một", "Tổng cộng")
        assert [one[title] or None for title in titles] == [None] * 3
        assert [two[title] for title in titles] == [2.5] * 3

    def test_a_claim_that_is_a_text_is_scored_as_it_reads(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        path = save(lambda form: form.put("b", "claimed", "2,5"))
        assert read_forms([path], ruleset).claims["b"][0] * 2 == 5


class TestLines:
    """A line stands in the column of its kind, also where it has no most."""

    @pytest.mark.parametrize(
        ("line", "column", "shown"),
        [
            ('{ title = "Chậm", per_case = "late", points = 0.5 }', 4, "0,5/lần"),
            ('{ title = "Chậm", per_case = "late", points = 1 }', 4, "1/lần"),
            ('{ title = "Chậm", measure = "late" }', 4, "…"),
            ('{ title = "Chậm", per_case = "late", points = 0.5, at_most = 2 }', 4, 2),
        ],
    )
    def test_with_what_each_case_takes_away(self, line: str, column: int, shown: Any) -> None:
        text = TEXT.replace('{ title = "Chậm", per_case = "late", points = 0.5, source = "khoản 2" }', line)
        sheet = load_workbook(BytesIO(make_form(loaded(text), "x")))[MAIN]
        rows = list(sheet.iter_rows(min_row=7, values_only=True))
        (row,) = [each for each in rows if str(each[1]).startswith("Chậm") and any(each[2:5])]
        assert row[2:5] == tuple(shown if at == column else None for at in range(2, 5))

    def test_with_the_unit_of_what_is_counted(self) -> None:
        text = TEXT.replace(
            "[criteria.b]\n",
            '[criteria.a.fields]\nlate = { kind = "count", unit = "hồ sơ" }\n[criteria.b]\n',
            1,
        )
        rows = rows_of(load_workbook(BytesIO(make_form(loaded(text), "x"))))
        assert "0,5/hồ sơ" in [row[4] for row in rows.values()]


class TestRows:
    """Rows have room for what the form says, and grow with what is typed."""

    def test_have_no_fixed_height(self, ruleset: Ruleset) -> None:
        text = TEXT.replace('title = "Kiểm tra"', 'title = "' + "Kiểm tra " * 30 + '"')
        with ZipFile(BytesIO(make_form(loaded(text), "x"))) as package:
            sheets = [package.read(name) for name in package.namelist() if "worksheets/sheet" in name]
        assert not any(b"customHeight" in sheet for sheet in sheets)
        heights = [float(height) for height in re.findall(rb'<row [^>]*ht="([0-9.]+)"', sheets[0])]
        assert max(heights) > 60


class TestNoRoom:
    """A form is not made where it would be cut off or could not be read."""

    @pytest.mark.parametrize(("name", "most"), [("unit", 200), ("name", 500), ("bloc", 500), ("kind", 500)])
    def test_for_texts_of_boundless_length(self, name: str, most: int, ruleset: Ruleset) -> None:
        facts = {"unit": "x", name: "a" * (most + 1)}
        with pytest.raises(EvidenceError) as caught:
            make_form(ruleset, **facts)  # type: ignore[arg-type]
        (fault,) = caught.value.faults
        assert (fault.code, fault.parameters["field"]) == ("form-long-name", name)
        assert make_form(ruleset, **{**facts, name: "a" * most})  # type: ignore[arg-type]

    def test_for_more_rows_than_can_be_read(self, ruleset: Ruleset) -> None:
        with pytest.raises(EvidenceError) as caught:
            make_form(ruleset, "", table_rows=1001)
        assert [fault.code for fault in caught.value.faults] == ["form-no-unit", "form-table-rows"]
        assert make_form(ruleset, "x", table_rows=1000)
