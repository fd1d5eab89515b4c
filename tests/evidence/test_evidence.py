"""Evidence: figures read by the ruleset's word, and every fault at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.criterion import FieldSpec, Head, Rule
from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.columns import scale_for
from thidua_scoring.evidence.evidence import Column, Evidence, Unit
from thidua_scoring.evidence.kinds import shown
from thidua_scoring.evidence.readers import read_xlsx
from thidua_scoring.evidence.statements import Statement, Statements
from thidua_scoring.evidence.text import Locale
from thidua_scoring.formula import nodes
from thidua_scoring.messages.evidence import EVIDENCE
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import CriterionSpec, Scale, Written

SPECS = {
    "C1.households": FieldSpec("households", "count"),
    "C1.rate": FieldSpec("rate", "percent", maximum=Fraction(1)),
    "C1.late": FieldSpec("late", "yes-no"),
    "C1.done": FieldSpec("done", "date"),
    "C1.reason": FieldSpec("reason", "text"),
    "C2.actual": FieldSpec("actual", unit="tấn"),
    "C2.planned": FieldSpec("planned", unit="tấn", optional=True),
    "C2.mark": FieldSpec("mark", maximum=Fraction(10), step=Fraction(1, 4)),
    "C2.medal": FieldSpec("medal", "level", levels=("huân chương", "bằng khen")),
    "C2.bonus": FieldSpec("bonus", needs_note=True),
    "C3.marks": FieldSpec("marks", "table", columns=(FieldSpec("mark"),)),
    "C3.products": FieldSpec(
        "products",
        "table",
        columns=(FieldSpec("assigned", "count"), FieldSpec("weight"), FieldSpec("late", "yes-no")),
    ),
    ".disciplined": FieldSpec("disciplined", "yes-no"),
    ".kind": FieldSpec("kind", "level"),
}
TITLES = {"C1": "Hộ nghèo", "C2": "Xã Hòa Bình", "C3": "Sản phẩm"}


def ruleset(specs: dict[str, FieldSpec] = SPECS) -> tuple[Written, Formulas]:
    criteria = {
        name: CriterionSpec(Head(id=name, kind="k", title=title, group="g"), Rule([]))
        for name, title in TITLES.items()
    }
    written = Written(
        id="x", title="x", status="illustrative", source="", scale=Scale(Fraction(100)), criteria=criteria
    )
    zero = nodes.ZERO
    return written, Formulas({}, {}, zero, zero, zero, zero, zero, (), (), (), {}, specs, {})


def said(*rows: Sequence[Any], locale: Locale | None = "vi") -> Statements:
    """Make statements of rows: unit, criterion, field, value, status, note."""
    items = []
    for line, row in enumerate(rows, start=2):
        unit, criterion, name, value, status, note = (*row, *[""] * (6 - len(row)))
        items.append(Statement(unit, criterion, name, value, Place("f.csv", line), "", status, note))
    return Statements(tuple(items), locale, "f.csv")


def built(*rows: Sequence[Any], locale: Locale | None = "vi") -> Evidence:
    return build_evidence(said(*rows, locale=locale), *ruleset())


def faults(*rows: Sequence[Any], locale: Locale | None = "vi") -> tuple[Fault, ...]:
    with pytest.raises(EvidenceError) as caught:
        built(*rows, locale=locale)
    for fault in caught.value.faults:
        assert "{" not in fault.text("vi") + fault.text("en")
    return caught.value.faults


def codes(*rows: Sequence[Any]) -> list[str]:
    return [fault.code for fault in faults(*rows)]


# Figures


@pytest.mark.parametrize(
    ("key", "value", "scale", "entry"),
    [
        ("C1.households", "1.463", 1, 1463),
        ("C1.households", Fraction(12), 1, 12),
        ("C1.rate", "98,15 %", 10000, 9815),
        ("C1.rate", Fraction(98), 100, 98),
        ("C1.late", "có", 1, True),
        ("C1.late", False, 1, False),
        ("C1.late", Fraction(1), 1, True),
        ("C1.done", "09/02/2022", 1, date(2022, 2, 9).toordinal()),
        ("C1.done", date(2022, 2, 9), 1, date(2022, 2, 9).toordinal()),
        ("C1.reason", " bão  số 3 ", 1, "bão số 3"),
        ("C1.reason", Fraction(5, 2), 1, "2.5"),
        ("C2.actual", "12,5 tấn", 10, 125),
        ("C2.actual", Fraction(1, 3), 3, 1),
        ("C2.mark", "9,75", 100, 975),
        ("C2.medal", "BẰNG KHEN", 1, "bằng khen"),
        ("C3.marks", "8;9;7,5", 1, ((80,), (90,), (75,))),
        ("C3.marks", Fraction(8), 1, ((8,),)),
        ("C3.products", "[]", 1, ()),
        (".disciplined", "không", 1, False),
    ],
)
def test_each_kind_is_read(key: str, value: Any, scale: int, entry: Any) -> None:
    column = built(("u", *key.rsplit(".", 1), value)).columns[key]
    assert (column.scale, column.values) == (scale, [entry])
    assert type(column.values[0]) is type(entry)


def test_share_of_a_workbook_is_no_figure_of_a_hundred() -> None:
    share = Statement("u", "C1", "rate", Fraction(49, 50), Place(), percent=True)
    evidence = build_evidence(Statements((share,), None, ""), *ruleset())
    assert (evidence.columns["C1.rate"].scale, evidence.columns["C1.rate"].values) == (100, [98])
    assert evidence.origins["C1.rate", 0].text == "98%"
    quantity = Statement("u", "C2", "actual", Fraction(49, 50), Place(), percent=True)
    with pytest.raises(EvidenceError, match="percent-not-expected"):
        build_evidence(Statements((quantity,), None, ""), *ruleset())


def test_units_and_their_facts() -> None:
    evidence = built(
        ("so-xay-dung", "", "name", "Sở  Xây dựng"),
        ("so-xay-dung", "", "bloc", "khoi-1"),
        ("so-xay-dung", "", "kind", "sở"),
        ("xa-a", "", "", None),
    )
    assert evidence.units == (
        Unit("so-xay-dung", "Sở Xây dựng", "khoi-1", "sở"),
        Unit("xa-a", "xa-a", "", ""),
    )
    assert evidence.rows == {"so-xay-dung": 0, "xa-a": 1}
    assert evidence.columns[".kind"].values == ["sở", None]
    assert set(evidence.columns) == set(SPECS)
    assert evidence.columns["C3.products"].columns == (("assigned", 1), ("weight", 1), ("late", 1))


def test_empty_is_missing_and_no_fault() -> None:
    evidence = built(("u", "C1", "households", " "), ("u", "C1", "rate", None, "thiếu"))
    assert evidence.columns["C1.households"].values == [None]
    assert evidence.columns["C1.rate"].values == [None]


def test_statuses() -> None:
    evidence = built(
        ("a", "C1", "households", "5", "chưa xác nhận"),
        ("b", "C1", "households", "", "unconfirmed"),
        ("c", "C1", "households", "6", "Đã xác nhận"),
        ("a", "C2", "planned", "không áp dụng"),
        ("b", "C2", "planned", "", "not-applicable"),
    )
    assert evidence.columns["C1.households"].values == [5, None, 6]
    assert evidence.columns["C1.households"].unconfirmed == {0, 1}
    assert evidence.columns["C2.planned"].absent == {0, 1}


def test_criterion_that_does_not_apply() -> None:
    evidence = built(
        ("a", "C1", "", "không áp dụng"),
        ("b", "C1", "", "", "không áp dụng"),
        ("c", "", "C1", "Không áp dụng"),
        ("d", "C1", "", ""),
    )
    assert evidence.not_applicable == {"C1": {0, 1, 2}}
    assert evidence.origins["C1", 0].place.line == 2


def test_claims() -> None:
    evidence = built(("a", "C1", "claimed", "9,5"), ("b", "", "claimed", "97"), ("a", "C2", "claimed", "-1"))
    assert evidence.claims == {"C1": {0: Fraction(19, 2)}, "": {1: 97}, "C2": {0: -1}}


def test_star_fills_what_is_not_stated() -> None:
    evidence = built(
        ("a", "C1", "*", "0"),
        ("a", "C1", "households", "5"),
        ("a", "C1", "rate", ""),
        ("b", "C1", "*", "Không"),
        ("c", "C1", "*", Fraction(0), "chưa xác nhận"),
    )
    assert evidence.columns["C1.households"].values == [5, 0, 0]
    assert evidence.columns["C1.rate"].values == [None, 0, 0]  # named, though empty: not known
    assert evidence.columns["C1.late"].values == [False, False, False]
    assert evidence.columns["C1.done"].values == [None, None, None]
    assert evidence.columns["C1.households"].unconfirmed == {2}
    assert "C1" not in evidence.claims


def test_pair_gives_two_figures() -> None:
    evidence = built(("a", "C2", "actual/planned", "1.463/1.498,3"), locale=None)
    assert (evidence.columns["C2.actual"].scale, evidence.columns["C2.actual"].values) == (1, [1463])
    assert (evidence.columns["C2.planned"].scale, evidence.columns["C2.planned"].values) == (10, [14983])


def test_table_by_cells() -> None:
    rows = [
        ("a", "C3", "products[1].assigned", "3"),
        ("a", "C3", "products[1].weight", "1,5"),
        ("a", "C3", "products[1].late", "không"),
        ("a", "C3", "products[2].assigned", "4"),
        ("a", "C3", "products[2].weight", "2", "chưa xác nhận"),
        ("a", "C3", "products[2].late", "có"),
        ("a", "C3", "marks[1]", "8"),
    ]
    column = built(*rows).columns["C3.products"]
    assert column.columns == (("assigned", 1), ("weight", 10), ("late", 1))
    assert column.values == [((3, 15, False), (4, 20, True))]
    assert column.unconfirmed == {0}
    origins = built(*rows).origins
    assert origins["C3.products[1].weight", 0].text == "1,5"
    assert origins["C3.products", 0].place.line == 2


def test_names_match_in_other_spellings() -> None:
    evidence = built(
        ("xã Hòa Bình", "", "name", "Xã Hòa Bình"),
        ("Xã Hoà  Bình", "c1", "Households", "5"),
        ("xa\u0303 Hòa Bình", "XÃ HOÀ BÌNH", "actual", "1"),
        ("k-1", "", "name", "Đông Hà"),
        ("Ðông Hà", "C1", "households", "7"),
    )
    assert [unit.id for unit in evidence.units] == ["xã Hòa Bình", "k-1"]
    assert evidence.columns["C1.households"].values == [5, 7]
    assert evidence.columns["C2.actual"].values == [1, None]


def test_locale_of_the_call_goes_first() -> None:
    statements = said(("u", "C2", "actual", "1.463"), locale="vi")
    column = build_evidence(statements, *ruleset(), locale="en").columns["C2.actual"]
    assert (column.scale, column.values) == (1000, [1463])


def test_columns_of_a_single_scale() -> None:
    column = built(("a", "C2", "actual", "1,5"), ("b", "C2", "actual", "2,25")).columns["C2.actual"]
    assert (column.scale, column.values) == (100, [150, 225])


# Faults


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", "C1", "households", "1"), "no-unit"),
        (("u", "C9", "households", "1"), "not-a-criterion"),
        (("u", "C1", "housholds", "1"), "not-a-field"),
        (("u", "", "disciplind", "1"), "not-a-fact"),
        (("u", "C3", "products[1].wieght", "1"), "not-a-field"),
        (("u", "C3", "products[0].weight", "1"), "not-a-field"),
        (("u", "C1", "", "5"), "no-field"),
        (("u", "", "", "", "không áp dụng"), "no-criterion"),
        (("u", "C1", "households", "1,5"), "not-whole"),
        (("u", "C1", "households", "-1"), "below-least"),
        (("u", "C1", "rate", "101%"), "above-most"),
        (("u", "C2", "mark", "7,3"), "not-a-step"),
        (("u", "C2", "medal", "bằng khem"), "no-such-level"),
        (("u", "C2", "actual", "5 tạ"), "other-unit"),
        (("u", "C2", "actual", "nhiều"), "not-a-figure"),
        (("u", "C2", "actual", date(2022, 2, 9)), "other-kind"),
        (("u", "C2", "actual", True), "other-kind"),
        (("u", "C1", "done", Fraction(3)), "other-kind"),
        (("u", "C1", "done", "30/02/2022"), "not-a-date"),
        (("u", "C1", "late", "2"), "not-yes-no"),
        (("u", "C1", "rate", "5", "chắc"), "not-a-status"),
        (("u", "C1", "rate", "5", "thiếu"), "value-and-status"),
        (("u", "C1", "rate", "5", "không áp dụng"), "value-and-status"),
        (("u", "C1", "rate", "không áp dụng"), "must-apply"),
        (("u", "C2", "bonus", "5"), "no-note"),
        (("u", "C2", "mark/medal", "5/6"), "no-pair-of-kind"),
        (("u", "C2", "actual/planned", "5"), "not-a-pair"),
        (("u", "C1", "*", "1"), "star-not-zero"),
        (("u", "C1", "*", ""), "star-not-zero"),
        (("u", "C2", "*", "0"), "no-note"),
        (("u", "C3", "products", "5;6"), "table-in-one-cell"),
    ],
)
def test_each_fault(row: Sequence[Any], code: str) -> None:
    (fault,) = faults(row)
    assert (fault.code, fault.place) == (code, Place("f.csv", 2))


def test_all_faults_at_once_with_the_nearest_name() -> None:
    found = faults(
        ("u", "C1", "housholds", "1"),
        ("v", "C1", "housholds", "2"),
        ("u", "C2", "medal", "bằng khem"),
        ("u", "C1", "late", "?"),
    )
    assert {(fault.code, fault.nearest) for fault in found} == {
        ("not-a-field", "households"),
        ("no-such-level", "bằng khen"),
        ("not-yes-no", None),
    }
    unknown = next(fault for fault in found if fault.code == "not-a-field")
    assert (unknown.place.line, unknown.parameters["count"]) == (2, "2")


def test_duplicates_that_agree_and_that_do_not() -> None:
    assert built(("u", "C2", "actual", "1,50"), ("u", "C2", "actual", "1,5 tấn")).columns["C2.actual"].values
    (fault,) = faults(("u", "C2", "actual", "1,5"), ("U", "c2", "actual", "1,6"))
    assert fault.code == "figures-disagree"
    assert fault.place.line == 3
    assert fault.parameters["place"] == "f.csv:2"


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"products[1].assigned": "1", "products[1].late": "có"}, [(1, "weight")]),
        (
            {f"products[2].{name}": "1" for name in ("assigned", "weight", "late")},
            [(1, "assigned"), (1, "weight"), (1, "late")],
        ),
        (
            {"products[1].assigned": "1", "products[1].late": "có", "products[1].weight": ""},
            [(1, "weight")],
        ),
    ],
)
def test_tables_give_every_cell(cells: dict[str, str], missing: list[tuple[int, str]]) -> None:
    found = faults(*(("u", "C3", name, value) for name, value in cells.items()))
    assert [(fault.code, fault.parameters["row"], fault.parameters["column"]) for fault in found] == [
        ("table-cell-missing", str(row), column) for row, column in missing
    ]


def test_a_blank_cell_of_a_table_is_told_where_it_is() -> None:
    rows = [("u", "C3", f"products[1].{name}", value) for name, value in
            (("assigned", "1"), ("weight", ""), ("late", "có"))]  # fmt: skip
    (fault,) = faults(*rows)
    (given,) = faults(*rows[::2])
    assert (fault.place.line, given.place.line) == (3, 2)


def test_a_date_with_a_time_beside_is_refused(tmp_path: Path) -> None:
    assert codes(("u", "C1", "done", "09/02/2022 14:30")) == ["time-beside-a-date"]
    book = openpyxl.Workbook()
    book.active.append(["unit", "C1.done"])
    book.active.append(["u", datetime(2022, 2, 9, 14, 30)])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(EvidenceError) as caught:
        build_evidence(read_xlsx(tmp_path / "a.xlsx"), *ruleset())
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.cell) == ("time-beside-a-date", "Sheet!B2")
    assert "2022-02-09." in fault.text("vi")


def test_tables_are_shown_as_people_write_them() -> None:
    columns = (FieldSpec("day", "date"), FieldSpec("rate", "percent"), FieldSpec("late", "yes-no"))
    spec = FieldSpec("rows", "table", columns=columns)
    row = (Fraction(date(2022, 2, 9).toordinal()), Fraction(49, 50), False)
    assert shown((row, row), spec) == "2022-02-09, 98%, không; 2022-02-09, 98%, không"
    assert shown((), spec) == "không có"


def test_table_given_whole_and_by_cells_disagrees() -> None:
    assert codes(("u", "C3", "marks", "8;9"), ("u", "C3", "marks[1]", "8")) == ["figures-disagree"]


def test_messages_say_all_four() -> None:
    for message in EVIDENCE.values():
        assert all((message.vi, message.en, message.fix_vi, message.fix_en))


# Digest


ROWS = [
    ("a", "", "name", "A"),
    ("a", "C1", "households", "5"),
    ("b", "C2", "actual", "1,5"),
    ("b", "C2", "planned", "không áp dụng"),
    ("a", "C3", "marks", "8;7,5"),
    ("b", "C1", "", "không áp dụng"),
    ("a", "", "claimed", "90"),
]


@given(st.permutations(ROWS))
def test_digest_does_not_depend_on_order(rows: list[tuple[str, ...]]) -> None:
    assert built(*rows).digest == built(*ROWS).digest


@pytest.mark.parametrize("index", range(len(ROWS)))
def test_digest_depends_on_every_statement(index: int) -> None:
    assert built(*ROWS[:index], *ROWS[index + 1 :]).digest != built(*ROWS).digest


def test_digest_depends_on_statuses_and_not_on_places() -> None:
    sure, unsure = built(ROWS[1]), built((*ROWS[1], "chưa xác nhận"))
    assert sure.digest != unsure.digest
    assert sure.digest == built(ROWS[1], ROWS[1]).digest
    assert sure.digest == built(("a", "C1", "households", "5,0", "", "ghi chú")).digest


def test_digest_does_not_depend_on_scale() -> None:
    def evidence(column: Column) -> Evidence:
        return Evidence((Unit("a"), Unit("b")), {"C2.actual": column})

    assert evidence(Column(10, [15, None])).digest == evidence(Column(100, [150, None])).digest
    assert evidence(Column(10, [15, None])).digest != evidence(Column(100, [15, None])).digest
    assert evidence(Column(1, [None, None])).digest == Evidence((Unit("a"), Unit("b"))).digest


# Columns


def test_from_columns() -> None:
    evidence = Evidence.from_columns(
        ["a", "b"],
        {
            "C1.households": [5, None],
            "C1.rate": ["98%", Decimal("0.5")],
            "C2.actual": [Decimal("1.5"), Fraction(1, 3)],
            "C1.done": [date(2022, 2, 9), None],
            "C1.late": [True, None],
            "C2.medal": ["Bằng khen", None],
            "C3.marks": [[8, Decimal("7.5")], None],
            "C3.products": [[{"assigned": 1, "weight": 2, "late": False}], [(1, 2, True)]],
            "C1.claimed": [Decimal("9.5"), None],
        },
        ruleset()[1],
        blocs=["x", "y"],
        not_applicable={"C2": [1]},
    )
    assert evidence.units == (Unit("a", "a", "x"), Unit("b", "b", "y"))
    assert evidence.columns["C1.households"].values == [5, None]
    assert (evidence.columns["C1.rate"].scale, evidence.columns["C1.rate"].values) == (100, [98, 50])
    assert (evidence.columns["C2.actual"].scale, evidence.columns["C2.actual"].values) == (6, [9, 2])
    assert evidence.columns["C2.medal"].values == ["bằng khen", None]
    assert evidence.columns["C3.marks"].values == [((80,), (75,)), None]
    assert evidence.columns["C3.products"].values == [((1, 2, False),), ((1, 2, True),)]
    assert evidence.claims == {"C1": {0: Fraction(19, 2)}}
    assert evidence.not_applicable == {"C2": {1}}


def test_from_columns_equals_built() -> None:
    taken = Evidence.from_columns(["a", "b"], {"C2.actual": [Decimal("1.5"), 2]}, ruleset()[1])
    assert taken.digest == built(("a", "C2", "actual", "1,5"), ("b", "C2", "actual", "2")).digest


def test_from_columns_lists_faults() -> None:
    with pytest.raises(EvidenceError) as caught:
        Evidence.from_columns(
            ["a", "b", "a"],
            {
                "C1.housholds": [1, 2, 3],
                "C1.households": [1, None, -2],
                "C1.rate": [1, 2],
                "C2.actual": [1, 0.5, 2],
                "C2.mark": [True, None, None],
                "C2.bonus": [[1], None, None],
                "C3.marks": [5, None, None],
                "C3.products": [[{"assigned": 1}], None, None],
            },
            ruleset()[1],
            blocs=["x"],
        )
    assert [(fault.code, fault.place.path) for fault in caught.value.faults] == [
        ("column-length", ("blocs",)),
        ("unit-twice", ("units", 2)),
        ("not-a-field", ("columns", "C1.housholds")),
        ("below-least", ("columns", "C1.households", 2)),
        ("column-length", ("C1.rate",)),
        ("not-exact", ("columns", "C2.actual", 1)),
        ("other-kind", ("columns", "C2.mark", 0)),
        ("not-exact", ("columns", "C2.bonus", 0)),
        ("not-exact", ("columns", "C3.marks", 0)),
        ("table-cell-missing", ("columns", "C3.products", 0)),
    ]


@given(st.lists(st.fractions(max_denominator=1000)))
def test_scale_makes_whole_numbers(values: list[Fraction]) -> None:
    assert all((value * scale_for(values)).denominator == 1 for value in values)


@pytest.mark.parametrize("name", ["households", "rate", "done", "late"])
@pytest.mark.parametrize("typed", [time(1, 30), timedelta(hours=36)])
def test_a_time_in_a_workbook_is_no_figure(name: str, typed: time | timedelta, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["unit", f"C1.{name}"])
    book.active.append(["a", typed])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(EvidenceError) as caught:
        build_evidence(read_xlsx(tmp_path / "a.xlsx"), *ruleset())
    (fault,) = caught.value.faults
    kinds = {"done": "not-a-date", "late": "not-yes-no"}
    assert (fault.code, fault.place.cell) == (kinds.get(name, "time-for-a-figure"), "Sheet!B2")
    assert fault.parameters["got"] == ("1:30" if isinstance(typed, time) else "36:00")
