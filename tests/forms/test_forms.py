"""Forms as they are written, and what is refused when they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from filling import Filled, faults
from form_rules import TEXT
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from written_toml import loaded

from thidua_scoring.cli import main
from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.forms import make_form, read_forms
from thidua_scoring.forms.plan import SHEET, Head
from thidua_scoring.forms.writing import MAIN, layout_of
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset


def filled(form: Filled) -> None:
    form.put("a", "late", 2)
    form.put("a", "claimed", 5)


def typed(path: Path, ruleset: Ruleset) -> Evidence:
    return read_forms([path], ruleset)


class TestWritten:
    """A form has a row for each line of the rules, open cells for figures, and nothing else open."""

    def test_equal_forms_are_equal_bytes(self, ruleset: Ruleset) -> None:
        assert make_form(ruleset, "x", name="Sở") == make_form(ruleset, "x", name="Sở")

    def test_each_line_stands_with_its_points_and_source(self, ruleset: Ruleset) -> None:
        sheet = load_workbook(BytesIO(make_form(ruleset, "x")))[MAIN]
        rows = {row[1]: row for row in sheet.iter_rows(min_row=7, values_only=True)}
        assert rows["Phần một"][5] == "Điều 3"
        assert rows["Việc thứ nhất"][:6] == ("a", "Việc thứ nhất", 6, None, None, "Điều 4")
        assert rows["Chậm: 0,5 × số trường hợp"][5] == "khoản 2"
        assert rows["Cụm nông thôn"][3] == 1
        assert rows["Mỗi điểm"][3] == 5
        assert rows["Theo khung (served)"][7] == "hộ"
        assert rows["Tỷ lệ hộ"][11] == 4

    def test_exactly_the_cells_to_fill_in_are_open(self, ruleset: Ruleset) -> None:
        book = load_workbook(BytesIO(make_form(ruleset, "x", table_rows=2)))
        plan = layout_of(ruleset, 2)
        planned = {
            (i.sheet, cell) for i in plan.inputs for cell in (i.value, i.status, i.note, i.source) if cell
        }
        planned |= {(MAIN, get_column_letter(column) + str(row)) for row, column in plan.pages[MAIN].free}
        planned |= {(c.sheet, f"{c.first[0]}{int(c.first[1:]) + n}") for c in plan.columns for n in range(2)}
        found = {
            (sheet.title, cell.coordinate)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        }
        assert found == planned
        assert all(sheet.protection.sheet for sheet in book)
        assert book[SHEET].sheet_state == "veryHidden"

    def test_no_text_becomes_a_formula_or_a_link(self, ruleset: Ruleset) -> None:
        evil = '=HYPERLINK("http://x.vn")'
        made = make_form(ruleset, evil, name="=1+1", bloc="http://x.vn", kind="@SUM(A1)")
        with ZipFile(BytesIO(made)) as package:
            text = "".join(
                package.read(n).decode() for n in package.namelist() if n.endswith((".xml", ".rels"))
            )
        formulas = re.findall("<f>(.*?)</f>", text)
        assert {re.sub("[(].*", "", formula) for formula in formulas} == {"IFERROR", "IF"}
        assert not [each for each in formulas if "HYPERLINK" in each or "http" in each or "@" in each]
        assert "<hyperlink " not in text
        assert "relationships/hyperlink" not in text

    def test_running_totals_add_up_each_block(self, ruleset: Ruleset) -> None:
        sheet = load_workbook(BytesIO(make_form(ruleset, "x")))[MAIN]
        rows = {sheet.cell(row, 2).value: row for row in range(7, sheet.max_row + 1)}
        sums = {title: sheet.cell(row, 11).value for title, row in rows.items()}
        one, two = f"K{rows['Việc thứ nhất']}", f"K{rows['Phần trong']}"
        assert sums["Phần một"] == f'=IF(COUNTA({one},{two})>COUNT({one},{two}),"",SUM({one},{two}))'
        area = f"K{rows['Tỷ lệ hộ']}:K{rows['Kiểm tra']}"
        assert sums["Phần trong"] == f'=IF(COUNTA({area})>COUNT({area}),"",SUM({area}))'
        whole = f"K{rows['Phần một']}"
        assert sums["Tổng cộng"] == f'=IF(COUNTA({whole})>COUNT({whole}),"",SUM({whole}))'

    def test_figures_are_checked_while_they_are_typed(self, ruleset: Ruleset) -> None:
        form = Filled.of(make_form(ruleset, "x"), ruleset)
        checks = {str(check.sqref): check for check in form.book[MAIN].data_validations.dataValidation}
        served = form.input("b", "served").value
        assert checks[served].formula1 == f"AND(ISNUMBER({served}),{served}>=0,{served}<=100)"
        assert "đơn vị tính: hộ" in checks[served].prompt
        late = form.input("a", "late").value
        assert "ROUND" in checks[late].formula1
        area = checks[form.input("", "sector").value].formula1.replace("$", "").split("!")[1]
        assert [row[0].value for row in form.book[SHEET][area]] == ["nông nghiệp, thủy sản", "=1+1"]

    def test_a_form_is_of_some_unit(self, ruleset: Ruleset) -> None:
        with pytest.raises(EvidenceError) as caught:
            make_form(ruleset, " \u200b")
        assert [fault.code for fault in caught.value.faults] == ["form-no-unit"]


class TestRead:
    """What is typed comes back, with its remarks; sums need not be computed."""

    def test_an_empty_form_is_a_unit_of_which_nothing_is_known(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        found = typed(save(), ruleset)
        assert found.units == (Unit("x", "x"),)
        assert all(column.empty for column in found.columns.values())
        assert not any(found.claims.values())

    def test_remarks_come_back_also_beside_nothing(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        def change(form: Filled) -> None:
            of = form.input("a", "late")
            form.type(of.sheet, of.note, "=đang đối chiếu")
            form.type(of.sheet, of.source, "BC 12")

        found = typed(save(change), ruleset)
        origin = found.origins["a.late", 0]
        assert (origin.note, origin.source, origin.text) == ("=đang đối chiếu", "BC 12", "")
        assert found.columns["a.late"].empty

    def test_blank_rows_of_a_table_are_passed_over(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        path = save(lambda form: form.rows("k", "visits", [{"n": 2, "place": "Xã A"}], skip=2))
        assert typed(path, ruleset).columns["k.visits"].values == [((2, "Xã A"),)]

    def test_several_forms_are_one_body_of_evidence(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        paths = [save(lambda form, n=n: form.put("a", "late", n), unit=f"u{n}") for n in range(3)]  # type: ignore[misc]
        found = read_forms(paths, ruleset)
        assert [unit.id for unit in found.units] == ["u0", "u1", "u2"]
        assert found.columns["a.late"].values == [0, 1, 2]

    def test_a_form_is_read_wherever_a_file_of_evidence_is(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        path = save(lambda form: form.put("a", "claimed", 5.5))
        assert ruleset.score(path)["x"]["a"].claimed == Fraction(11, 2)


class TestRefused:
    """Each problem is told by sheet and cell, all at once."""

    def test_every_figure_that_cannot_be_read(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        def change(form: Filled) -> None:
            form.put("a", "late", 1.5)
            form.put("b", "served", "nhiều")
            form.put("", "sector", "nông nghiệp")
            form.rows("k", "visits", [{"n": 4, "place": "A"}])

        path = save(change)
        plan = layout_of(ruleset, 3)
        cells = {(i.criterion, i.field): f"'{MAIN}'!{i.value}" for i in plan.inputs}
        found = {fault.place.cell: fault.code for fault in faults(path, ruleset)}
        assert found == {
            cells["a", "late"]: "not-whole",
            cells["b", "served"]: "not-a-figure",
            cells["", "sector"]: "no-such-level",
            "'Bảng 1'!B5": "above-most",
        }

    def test_a_form_of_another_edition(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        path, other = save(filled), loaded(TEXT.replace("points = 0.5", "points = 0.25"))
        assert ruleset.score(path)["x"]["a"].claimed == 5
        for read in (lambda: read_forms([path], other), lambda: other.score(path)):
            with pytest.raises(EvidenceError) as caught:
                read()
            (fault,) = caught.value.faults
            assert (fault.code, fault.place.file) == ("form-other-edition", str(path))
            assert (fault.parameters["got"], fault.parameters["expected"]) == (ruleset.digest, other.digest)
            assert "bản khác" in fault.text("vi")
            assert "another edition" in fault.text("en")

    def test_a_form_of_another_ruleset(self, save: Callable[..., Path]) -> None:
        (fault,) = faults(save(filled), load_ruleset("quy-dinh/366-tap-the"))
        assert fault.code == "form-other-ruleset"
        (fault,) = faults(save(filled), loaded(TEXT.replace("thu/phieu", "thu/khac")))
        assert (fault.parameters["got"], fault.parameters["expected"]) == ("thu/phieu", "thu/khac")

    @pytest.mark.parametrize(
        "spellings",
        [("Xã HÒA BÌNH", "xã Hoà Bình"), ("cai-lay", "cai lay"), ("cai-lay", "Cai_Lay"),
         ("cai-lay", "Cai Lậy"), ("Đồng Tâm", "dong-tam"), ("cai - lay", "cai–lay"),
         ("p.1", "P 1"), ("-", "-")],
    )  # fmt: skip
    def test_two_forms_of_one_unit_however_it_is_spelt(
        self, spellings: tuple[str, str], ruleset: Ruleset, tmp_path: Path
    ) -> None:
        paths = [tmp_path / f"{number}.xlsx" for number in range(2)]
        for path, unit in zip(paths, spellings, strict=True):
            path.write_bytes(make_form(ruleset, unit))
        (fault,) = faults(paths, ruleset)
        assert (fault.code, fault.place.file) == ("form-unit-twice", str(paths[1]))
        assert fault.parameters["first"] == str(paths[0])
        assert {fault.parameters["unit"], fault.parameters["other"]} == set(spellings)

    @pytest.mark.parametrize(
        "units", [("Tân Lập", "Tấn Lập"), ("p-1-1", "p-11"), ("cai-lay", "cai-be"), ("-", ".")]
    )
    def test_units_that_are_two(self, units: tuple[str, str], ruleset: Ruleset, tmp_path: Path) -> None:
        paths = [tmp_path / f"{number}.xlsx" for number in range(2)]
        for path, unit in zip(paths, units, strict=True):
            path.write_bytes(make_form(ruleset, unit))
        assert [unit.id for unit in read_forms(paths, ruleset).units] == list(units)

    def test_nothing_of_a_form_that_was_renamed_and_moved(
        self, ruleset: Ruleset, save: Callable[..., Path], tmp_path: Path
    ) -> None:
        (tmp_path / "Đã nhận").mkdir()
        path = save(filled).rename(tmp_path / "Đã nhận" / "Phiếu (1) của xã y.XLSX")
        assert ruleset.score(path)["x"]["a"].claimed == 5

    def test_each_form_as_it_is_come_to(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        # Whoever gives the paths can follow the reading: a file is read before the next is asked for.
        def paths() -> Iterator[Path]:
            for unit in ("u0", "u1"):
                path = save(unit=unit)
                yield path
                path.unlink()

        assert len(read_forms(paths(), ruleset).units) == 2

    def test_rows_that_were_moved(self, ruleset: Ruleset, save: Callable[..., Path]) -> None:
        path = save(lambda form: form.book[MAIN].delete_rows(12))
        assert {fault.code for fault in faults(path, ruleset)} >= {"form-moved"}

    def test_what_stands_beside_the_cells_to_fill_in(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            form.book["Bảng 1"]["B8"] = 1  # below a table that is full
            form.book[MAIN]["G10"] = None
            form.book[MAIN][form.input("a", "claimed").value.replace("K", "G")] = "7"

        found = faults(save(change), ruleset)
        assert [(fault.code, fault.parameters["got"]) for fault in found] == [
            ("form-cell-outside", "7"),
            ("form-cell-outside", "1"),
        ]

    def test_a_status_that_a_criterion_as_a_whole_cannot_have(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            of = form.input("a", "")
            form.type(of.sheet, of.status, "thiếu")

        (fault,) = faults(save(change), ruleset)
        assert fault.code == "form-whole-status"

    def test_rows_beside_the_word_that_there_are_none(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            form.put("k", "visits", "không có")
            form.rows("k", "visits", [{"n": 1, "place": "A"}])

        assert [fault.code for fault in faults(save(change), ruleset)] == ["figures-disagree"]

    def test_a_formula_without_value_where_a_figure_is_to_be(
        self, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            of = form.input("a", "late")
            form.book[of.sheet][of.value] = "=1+1"

        path = save(change)
        cell = Filled.of(path.read_bytes(), ruleset).input("a", "late").value
        assert [(f.code, f.place.cell) for f in faults(path, ruleset)] == [
            ("formula-without-value", f"'{MAIN}'!{cell}")
        ]

    @pytest.mark.parametrize(
        ("cell", "value", "code"),
        [("B1", "1", "form-format"), ("A1", "?", "form-broken"), ("A3", "?", "form-broken"),
         ("A9", "?", "form-broken"), ("E9", "1G", "form-broken"), ("B4", None, "form-broken"),
         ("B2", "other", "form-other-ruleset"), ("B3", "sha256:0", "form-other-edition"),
         ("B4", "y", "form-broken"), ("B5", "Sở Y tế", "form-broken"), ("B6", "2", "form-broken"),
         ("B6", "4", "form-broken"), ("B6", "x", "form-broken"), ("B7", "0" * 32, "form-broken"),
         ("T1", "nông nghiệp", "form-broken"), ("T1", None, "form-broken"), ("C1", "x", "form-broken")],
    )  # fmt: skip
    def test_a_hidden_sheet_that_was_changed(
        self, cell: str, value: str, code: str, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            form.book[SHEET][cell] = value

        assert [fault.code for fault in faults(save(change), ruleset)] == [code]

    @pytest.mark.parametrize("rows", ["9" * 9, "9" * 30])
    def test_a_table_of_boundless_length_takes_no_time(
        self, rows: str, ruleset: Ruleset, save: Callable[..., Path]
    ) -> None:
        def change(form: Filled) -> None:
            form.book[SHEET]["B6"] = rows

        assert [fault.code for fault in faults(save(change), ruleset)] == ["form-broken"]

    def test_files_that_are_no_forms(self, ruleset: Ruleset, tmp_path: Path) -> None:
        plain, text = tmp_path / "plain.xlsx", tmp_path / "text.xlsx"
        Workbook().save(plain)
        text.write_text("unit\nx\n")
        assert [fault.code for fault in faults([plain, text], ruleset)] == ["not-a-form", "not-a-workbook"]


def test_the_hidden_sheet_of_a_form_is_read_as_it_was_written() -> None:
    head = Head(ruleset="a", digest="b", unit="c", name="", table_rows=7, layout="d")
    assert Head.read(list(head.rows())) == head


def test_commands_write_forms_and_score_them(tmp_path: Path) -> None:
    ruleset, paths = "quy-dinh/366-tap-the", [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        made = CliRunner().invoke(
            main, ["form", ruleset, "--unit", path.stem, "--name", "Phòng", "-o", str(path)]
        )
        assert made.exit_code == 0, made.output
        form = Filled.of(path.read_bytes(), load_ruleset(ruleset))
        form.put("diem", "mark", 91)
        form.save(path)
    scored = CliRunner().invoke(main, ["score", ruleset, *map(str, paths), "--format", "csv"])
    assert scored.exit_code == 0, scored.output
    assert [line.split(",")[0] for line in scored.output.splitlines()[1:]] == ["a", "b"]
    again = CliRunner().invoke(main, ["score", ruleset, str(paths[0]), str(paths[0])])
    assert again.exit_code == 2
    assert "form-unit-twice" in again.output
