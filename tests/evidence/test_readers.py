"""Readers of evidence: one meaning from every format, each figure with its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pytest

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.readers import from_frame, read_statements
from thidua_scoring.evidence.statements import Statement, Statements

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = "a.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., Path]:
    def written(*tables: list[list[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for table in tables:
            sheet = book.create_sheet()
            for row in table:
                sheet.append(row)
        path = tmp_path / "a.xlsx"
        book.save(path)
        return path

    return written


def read(path: Path) -> Statements:
    return read_statements(path, {})


def brief(statements: Statements) -> list[tuple[Any, ...]]:
    return [(s.unit, s.criterion, s.field, s.value) for s in statements.items]


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(EvidenceError) as caught:
        read(path)
    for fault in caught.value.faults:
        assert fault.text("vi") and fault.text("en")
    return caught.value.faults


def codes(path: Path) -> list[str]:
    return [fault.code for fault in faults(path)]


# Tables of text


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_long_table(write: Write, sign: str, end: str, mark: str) -> None:
    rows = [
        ["unit", "criterion", "field", "value", "source", "status", "note"],
        ["so-xay-dung", "", "name", "Sở Xây dựng", "", "", ""],
        ["so-xay-dung", "C1", "rate", '"98,5%; 2"', "BC 12", "chưa xác nhận", "x"],
    ]
    text = end.join(["# locale: vi", "# ghi chú", *(sign.join(row) for row in rows), ""])
    path = write(mark + text)
    statements = read(path)
    assert statements.locale == "vi"
    assert statements.items == (
        Statement("so-xay-dung", "", "name", "Sở Xây dựng", Place(str(path), 4)),
        Statement(
            "so-xay-dung", "C1", "rate", "98,5%; 2", Place(str(path), 5), "BC 12", "chưa xác nhận", "x"
        ),
    )


def test_long_table_without_the_further_columns(write: Write) -> None:
    path = write("Unit,Criterion,Field,Value\na,C1,households,5\nb,C1\n\n")
    assert brief(read(path)) == [("a", "C1", "households", "5"), ("b", "C1", "", None)]


def test_wide_table(write: Write) -> None:
    path = write(
        "unit;name;disciplined;C1.households;I.1.late;C2.actual/planned;C3.products[1].assigned;C4\n"
        "a;Xã A;có;1.463;;5/6;3;không áp dụng\n"
    )
    statements = read(path)
    assert brief(statements) == [
        ("a", "", "", None),
        ("a", "", "name", "Xã A"),
        ("a", "", "disciplined", "có"),
        ("a", "C1", "households", "1.463"),
        ("a", "I.1", "late", ""),
        ("a", "C2", "actual/planned", "5/6"),
        ("a", "C3", "products[1].assigned", "3"),
        ("a", "", "C4", "không áp dụng"),
    ]
    assert statements.items[3].place == Place(str(path), 2, path=("C1.households",))
    assert statements.locale is None


def test_lines_count_within_quotes(write: Write) -> None:
    path = write('unit,criterion,field,value\na,C1,reason,"một\nhai"\nb,C1,reason,x\n')
    assert [s.place.line for s in read(path).items] == [2, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,unit\nA,a\n", [("no-unit-column", 1)]),
        ("unit,criterion,value\n", [("no-column", 1)]),
        ("unit,criterion,field,value,statsu\n", [("unknown-column", 1)]),
        ("unit,C1.a,C1.a\n", [("column-twice", 1)]),
        ("unit,C1.a[\n", [("column-name", 1)]),
        ("unit,criterion,field,value\na,C1,rate,7,5\n", [("cell-beyond-columns", 2)]),
        ('unit,criterion,field,value\na,C1,rate,"7"5\n', [("csv-syntax", 2)]),
        ("# locale: fr\nunit,C1.a\n", [("not-a-locale", 1)]),
        (b"unit,C1.a\n\xff,1\n", [("not-utf8", 2)]),
        (
            "# locale: fr\nunit,C1.a,C1.a\na,1,2,3\nb,1,2,3\n",
            [
                ("not-a-locale", 1),
                ("column-twice", 2),
                ("cell-beyond-columns", 3),
                ("cell-beyond-columns", 4),
            ],
        ),
    ],
)
def test_faults_of_tables(write: Write, text: str | bytes, found: list[tuple[str, int]]) -> None:
    assert [(fault.code, fault.place.line) for fault in faults(write(text))] == found


@pytest.mark.parametrize("text", ["", "\n\n", "# locale: en\n"])
def test_empty_table_states_nothing(write: Write, text: str) -> None:
    assert read(write(text)).items == ()


# JSON and TOML


TOML = """
locale = "vi"

[units.so-xay-dung]
name = "Sở Xây dựng"
disciplined = false

[units.so-xay-dung.criteria]
C4 = "không áp dụng"
C5 = { status = "not-applicable", note = "không có việc" }

[units.so-xay-dung.criteria.C1]
households = 1463
weight = 12.50
rate = { value = "98,5%", status = "unconfirmed", source = "BC 12", note = "x" }
marks = [8, 7.5]
none = []

[[units.so-xay-dung.criteria.C1.products]]
assigned = 3
late = true
"""
TREE = {
    "locale": "vi",
    "units": {
        "so-xay-dung": {
            "name": "Sở Xây dựng",
            "disciplined": False,
            "criteria": {
                "C4": "không áp dụng",
                "C5": {"status": "not-applicable", "note": "không có việc"},
                "C1": {
                    "households": 1463,
                    "weight": 12.5,
                    "rate": {"value": "98,5%", "status": "unconfirmed", "source": "BC 12", "note": "x"},
                    "marks": [8, 7.5],
                    "none": [],
                    "products": [{"assigned": 3, "late": True}],
                },
            },
        }
    },
}


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.toml", TOML), ("a.json", json.dumps(TREE)), ("a.JSON", "\ufeff" + json.dumps(TREE))],
)
def test_trees(write: Write, name: str, text: str) -> None:
    statements = read(write(text, name))
    unit = "so-xay-dung"
    assert statements.locale == "vi"
    assert brief(statements) == [
        (unit, "", "", None),
        (unit, "", "name", "Sở Xây dựng"),
        (unit, "", "disciplined", False),
        (unit, "C4", "", "không áp dụng"),
        (unit, "C5", "", None),
        (unit, "C1", "households", Fraction(1463)),
        (unit, "C1", "weight", Fraction(25, 2)),
        (unit, "C1", "rate", "98,5%"),
        (unit, "C1", "marks[1]", Fraction(8)),
        (unit, "C1", "marks[2]", Fraction(15, 2)),
        (unit, "C1", "none", "[]"),
        (unit, "C1", "products[1].assigned", Fraction(3)),
        (unit, "C1", "products[1].late", True),
    ]
    rate = statements.items[7]
    assert (rate.status, rate.source, rate.note) == ("unconfirmed", "BC 12", "x")
    assert statements.items[4].status == "not-applicable"
    assert statements.items[11].place.path == (*("units", unit, "criteria", "C1", "products", 0), "assigned")


def test_toml_knows_lines_and_dates(write: Write) -> None:
    statements = read(write("[units.a.criteria.C1]\ndone = 2022-02-09\nat = 2022-02-09T08:00:00\n", "a.toml"))
    assert [s.value for s in statements.items[1:]] == [date(2022, 2, 9), "2022-02-09T08:00:00"]
    assert [s.place.line for s in statements.items[1:]] == [2, 3]


def test_numbers_of_json_are_exact(write: Write) -> None:
    text = '{"units": {"a": {"x": 0.1, "y": 12345678901234567890.123, "z": null}}}'
    values = [s.value for s in read(write(text, "a.json")).items[1:]]
    assert values == [Fraction(1, 10), Fraction(Decimal("12345678901234567890.123")), None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json-syntax"),
        ('{"units": {"a": {"x": NaN}}}', "not-finite"),
        ('{"units": {"a": {"x": 1e999999}}}', "not-a-figure"),
        ('{"units": {"a": {"x": 1e99999999999999999999}}}', "json-syntax"),
        ('{"units": {"a": {"x": ' + "1" * 5000 + "}}}", "json-syntax"),
        ('{"units": {"a": {"x": 1, "x": 2}}}', "json-duplicate"),
        ('{"units": {"a": {"x": {"vlaue": 1}}}}', "not-a-value"),
        ('{"units": {"a": {"x": {"value": 1, "note": 5}}}}', "needs-text"),
        ('{"units": {"a": {"x": [[1]]}}}', "not-a-value"),
        ('{"units": {"a": {"x": [{"c": 1}, {}]}}}', "not-a-value"),
        ('{"units": {"a": 1}}', "no-table-here"),
        ('{"unit": {}}', "unknown-part"),
        ('{"locale": "fr"}', "not-a-locale"),
        ("[]", "no-table-here"),
        (b'{"units": "\xff"}', "not-utf8"),
        ("[" * 200_000, "json-syntax"),
    ],
)
def test_faults_of_json(write: Write, text: str | bytes, code: str) -> None:
    assert codes(write(text, "a.json")) == [code]


def test_faults_of_toml(write: Write) -> None:
    assert codes(write("[units", "a.toml")) == ["toml-syntax"]
    found = faults(write('locale = "fr"\n[units.a]\nx = inf\ny = 08:00:00\n', "a.toml"))
    assert [(fault.code, fault.place.line) for fault in found] == [
        ("not-a-locale", 1),
        ("not-finite", 3),
        ("not-a-value", 4),
    ]


# Workbooks


def test_workbook_long_and_wide(sheets: Callable[..., Path]) -> None:
    path = sheets(
        [
            ["BÁO CÁO"],
            ["# locale: vi"],
            [],
            ["unit", "criterion", "field", "value", "note"],
            ["a", "C1", "done", datetime(2022, 2, 9), "x"],  # noqa: DTZ001
        ],
        [["unit", "C1.weight", None], ["a", 12.1, None], [None, None]],
        [["# hướng dẫn"]],
    )
    statements = read(path)
    assert statements.locale == "vi"
    assert brief(statements) == [
        ("a", "C1", "done", date(2022, 2, 9)),
        ("a", "", "", None),
        ("a", "C1", "weight", Fraction(121, 10)),
    ]
    assert [s.place.cell for s in statements.items] == ["Sheet!D5", "Sheet1!A2", "Sheet1!B2"]
    assert statements.items[0].note == "x"


def test_a_time_beside_a_date_of_a_workbook_is_kept(sheets: Callable[..., Path]) -> None:
    moments = [datetime(2022, 2, 9, 14, 30), datetime(2022, 2, 9), date(2022, 2, 9)]  # noqa: DTZ001
    path = sheets([["unit", "C1.done"], *([f"u{n}", moment] for n, moment in enumerate(moments))])
    values = [item.value for item in read(path).items if item.field == "done"]
    assert values == ["2022-02-09 14:30:00", date(2022, 2, 9), date(2022, 2, 9)]


def test_percentages_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["unit", "C1.rate"])
    book.active.append([7, 0.98])
    book.active["B2"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    statement = read(tmp_path / "a.xlsx").items[-1]
    assert (statement.unit, statement.value, statement.percent) == ("7", Fraction(49, 50), True)


def test_faults_of_a_workbook(sheets: Callable[..., Path], write: Write) -> None:
    (fault,) = faults(sheets([["đơn vị", "C1.rate"], ["a", 1]]))
    assert (fault.code, fault.place.cell) == ("no-unit-column", "Sheet!A1")
    assert codes(write("x", "b.xlsx")) == ["not-a-workbook"]


# Endings


def test_readers_of_plugins(write: Write) -> None:
    nothing = Statements((), None, "x")
    assert read_statements(write("", "a.ODS"), {".ods": lambda path: nothing}) is nothing
    (fault,) = faults(write("", "a.cvs"))
    assert (fault.code, fault.nearest) == ("unknown-ending", ".csv")
    with pytest.raises(OSError, match="nowhere"):
        read(Path("nowhere/a.csv"))


# Data frames


WIDE = {"C1.rate": [0.1, 98.0], "unit": ["a", "b"], "name": ["A", None], "C1.done": [date(2022, 2, 9), None]}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_wide_frame(make: Callable[..., Any]) -> None:
    statements = from_frame(make(WIDE))
    assert brief(statements) == [
        ("a", "", "", None),
        ("a", "C1", "rate", Fraction(1, 10)),
        ("a", "", "name", "A"),
        ("a", "C1", "done", date(2022, 2, 9)),
        ("b", "", "", None),
        ("b", "C1", "rate", Fraction(98)),
        ("b", "", "name", None),
        ("b", "C1", "done", None),
    ]
    assert statements.items[5].place == Place("data frame", 2, path=("C1.rate",))


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_long_frame(make: Callable[..., Any]) -> None:
    frame = make(
        {
            "unit": ["a", "b"],
            "criterion": ["C1", "C1"],
            "field": ["x", "y"],
            "value": [5, 6],
            "note": ["n", None],
        }
    )
    statements = from_frame(frame)
    assert brief(statements) == [("a", "C1", "x", Fraction(5)), ("b", "C1", "y", Fraction(6))]
    assert [s.note for s in statements.items] == ["n", ""]


def test_values_of_frames() -> None:
    values: list[Any] = [True, Decimal("1.10"), pd.NA, pd.Timestamp(2022, 2, 9), "x", 5, None, Fraction(1, 3)]
    frame = pd.DataFrame({"unit": ["a"] * len(values), "x": pd.Series(values, dtype=object)})
    found = [s.value for s in from_frame(frame).items if s.field]
    assert found == [True, Fraction(11, 10), None, date(2022, 2, 9), "x", Fraction(5), None, Fraction(1, 3)]
    integers = pl.DataFrame({"unit": ["a"], "x": [2**62]})
    assert from_frame(integers).items[1].value == 2**62


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_frames_refuse_what_is_no_number(make: Callable[..., Any]) -> None:
    with pytest.raises(EvidenceError) as caught:
        from_frame(make({"unit": ["a", "b"], "x": [float("nan"), float("inf")]}))
    assert [(fault.code, fault.place.line) for fault in caught.value.faults] == [
        ("not-finite", 1),
        ("not-finite", 2),
    ]


def test_faults_of_frames() -> None:
    with pytest.raises(EvidenceError, match="no-unit-column"):
        from_frame(pl.DataFrame({"x": [1]}))
    with pytest.raises(EvidenceError, match="not-a-value"):
        from_frame(pl.DataFrame({"unit": ["a"], "x": [[1]]}))


def test_frames_need_their_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(Problem, match="narwhals"):
        from_frame(None)
