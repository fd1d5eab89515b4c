"""Each measure, condition, band, curve and grid: its value by hand, and each refusal with its path."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from thidua_scoring.errors import Problem, Problems, RulesetError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.expression import conditions, measures
from thidua_scoring.numbers import exact
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.toml import parse_toml

AROUND = """\
format = 1
id = "thu/bieu-thuc"
title = "Một công thức"
status = "illustrative"
source = "Văn bản mẫu"
in_force = { from = 2022-01-01, until = 2022-12-31 }

[scale]
points = 4
may_exceed = true
rounding = { at = "total", places = 2, mode = "half-up" }

[groups.G]
title = "Nhóm"

[facts.staff]
title = "Biên chế"

[facts.disciplined]
kind = "yes-no"

[criteria.rest]
group = "G"
kind = "checklist"
title = "Phần còn lại"
points = 4
parts = [{ title = "Xong", points = 4, when = "done" }]

[criteria.C]
group = "G"
kind = "formula"
title = "Công thức"
may_exceed = true
"""

ROWS = [
    {"v": 5, "who": "an", "sent": date(2022, 3, 1), "ok": True, "rank": "kha"},
    {"v": 1, "who": "ba", "sent": date(2022, 3, 9), "ok": False, "rank": "tot"},
    {"v": 9, "who": "an", "sent": date(2022, 3, 5), "ok": True, "rank": "tot"},
]
T = {"C.t": [ROWS]}
D = date(2022, 3, 4)  # a Friday

MEASURES: list[tuple[str, dict[str, list[Any]], list[Any]]] = [
    # the measure; the figures by unit; the points by unit
    ("2.5", {}, [Fraction(5, 2)]),
    ('"98%"', {}, [Fraction(98, 100)]),
    ('"a"', {"C.a": [7, 0]}, [7, 0]),
    ('{ field = "a" }', {"C.a": [7]}, [7]),
    ('"unit.staff"', {".staff": [12]}, [12]),
    ('{ sum = ["a", "rest.extra"] }', {"C.a": [1], "rest.extra": [3]}, [4]),
    ('{ ratio = ["a", "b"] }', {"C.a": [1], "C.b": [3]}, [Fraction(1, 3)]),
    ('{ ratio = ["a", "b"], when_zero = 5 }', {"C.a": [1, 1], "C.b": [4, 0]}, [Fraction(1, 4), 5]),
    ('{ growth = ["a", "b"] }', {"C.a": [15], "C.b": [10]}, [Fraction(1, 2)]),
    ('{ growth = ["a", "b"], when_zero = 1 }', {"C.a": [15], "C.b": [0]}, [1]),
    ('{ sum = ["a", "b", 1] }', {"C.a": [2], "C.b": [3]}, [6]),
    ('{ product = ["a", "b"] }', {"C.a": [2], "C.b": [3]}, [6]),
    ('{ min = ["a", "b"] }', {"C.a": [2], "C.b": [3]}, [2]),
    ('{ max = ["a", "b"] }', {"C.a": [2], "C.b": [3]}, [3]),
    ('{ mean = ["a", "b", 4] }', {"C.a": [2], "C.b": [3]}, [3]),
    ('{ difference = ["a", "b"] }', {"C.a": [5, 2], "C.b": [3, 3]}, [2, 0]),
    ('{ difference = ["a", "10%"] }', {"C.a": ["60%"]}, [Fraction(1, 2)]),
    ('{ weighted = { a = 2, b = 1 } }', {"C.a": [9], "C.b": [3]}, [7]),
    ('{ weighted = { a = 2, b = 1 }, divide_by = 6 }', {"C.a": [9], "C.b": [3]}, [Fraction(7, 2)]),
    ('{ days_late = "a", due = 2022-03-04 }', {"C.a": [date(2022, 3, 9), date(2022, 3, 1)]}, [5, 0]),
    ('{ days_late = "a", due = "b", working = true }', {"C.a": [date(2022, 3, 9)], "C.b": [D]}, [3]),
    ('{ days_early = "a", due = 2022-03-04 }', {"C.a": [date(2022, 3, 1), date(2022, 3, 9)]}, [3, 0]),
    ('{ days_early = "a", due = "b", working = true }', {"C.a": [D], "C.b": [date(2022, 3, 9)]}, [3]),
    ('{ over = "t", of = "v" }', T, [15]),
    ('{ over = "t", take = "count", where = "ok" }', T, [2]),
    ('{ over = "t", take = "mean", of = "v" }', T, [5]),
    ('{ over = "t", take = "max", of = "v" }', T, [9]),
    ('{ over = "t", take = "min", of = "v" }', T, [1]),
    ('{ over = "t", of = "v", drop_lowest = 1 }', T, [14]),
    ('{ over = "t", of = "v", drop_highest = 1 }', T, [6]),
    ('{ over = "t", of = "v", distinct = "who" }', T, [6]),
    ('{ over = "t", of = "v", where = "ok" }', T, [14]),
    ('{ over = "t", of = "v", where = { field = "v", above = 4, below = 9 } }', T, [5]),
    ('{ over = "t", of = "v", where = { field = "sent", up_to = 2022-03-05 } }', T, [14]),
    ('{ over = "t", of = "v", where = { field = "rank", is = "tot" } }', T, [10]),
    ('{ over = "t", of = { product = ["v", "unit.staff"] } }', {**T, ".staff": [2]}, [30]),
    ('{ over = "t", of = { value_of = "rank", values = { tot = 3, kha = 1 } } }', T, [7]),
    ('{ over = "t", of = { bands = [{ from = 5, points = 2 }, { below = 5, points = 0 }], of = "v" } }', T, [4]),  # noqa: E501
    ('{ bloc = "max", of = "a" }', {"C.a": [4, 6, 2]}, [6, 6, 6]),
    ('{ bloc = "min", of = "a" }', {"C.a": [4, 6, 2]}, [2, 2, 2]),
    ('{ bloc = "sum", of = "a" }', {"C.a": [4, 6, 2]}, [12, 12, 12]),
    ('{ bloc = "mean", of = "a" }', {"C.a": [4, 6, 2]}, [4, 4, 4]),
    ('{ bloc = "rank", of = "a" }', {"C.a": [4, 6, 2]}, [2, 1, 3]),
    ('{ bloc = "count", among = { field = "a", above = 3 } }', {"C.a": [4, 6, 2]}, [2, 2, 2]),
    ('{ if = "y", then = 1, else = "a" }', {"C.y": [True, False], "C.a": [8, 8]}, [1, 8]),
    ('{ round = "a", places = 1, mode = "half-up" }', {"C.a": [Fraction(25, 100)]}, [Fraction(3, 10)]),
    ('{ round = "a", step = 0.25, mode = "down" }', {"C.a": [Fraction(99, 100)]}, [Fraction(3, 4)]),
    ('{ curve = [[0, 0], [10, 5]], of = "a", beyond = "flat" }', {"C.a": [4, 10, 30]}, [2, 5, 5]),
    ('{ curve = [[2, 1], [4, 3]], of = "a", beyond = "line" }', {"C.a": [3, 6, 1]}, [2, 5, 0]),
    ('{ curve = [[1, 0], [2, 3], [4, 4]], of = "a", beyond = "line" }', {"C.a": [2, 3, 6]},
     [3, Fraction(7, 2), 5]),
    ('{ curve = [["0%", 0], ["50%", 2]], of = "a", beyond = "flat" }', {"C.a": ["25%", "80%"]}, [1, 2]),
    ('{ grid = [[1, 2], [3, 4]], rows = { of = "a", from = [0, 5] }, columns = { of = "b", from = [0, 10] } }',  # noqa: E501
     {"C.a": [0, 4, 5, 9], "C.b": [0, 10, 9, 11]}, [1, 2, 3, 4]),
    ('{ grid = [[1, 2], [3, 4]], rows = { of = "a", above = [2, 5] }, columns = { of = "b", above = [1, 9] },'
     ' otherwise = 7 }', {"C.a": [2, 5, 6, 6, 6], "C.b": [5, 9, 9, 10, 1]}, [7, 1, 3, 4, 7]),
    ('{ grid = [[1], [3]], rows = { of = "a", from = ["0%", "50%"] }, columns = { of = "b", from = [0] } }',
     {"C.a": ["49%", "50%"], "C.b": [1, 1]}, [1, 3]),
    ('{ value_of = "l", values = { tot = 3, kha = 1.5 } }', {"C.l": ["tot", "kha"]}, [3, Fraction(3, 2)]),
    ('{ value = "a", at_least = 2, at_most = 5 }', {"C.a": [1, 3, 9]}, [2, 3, 5]),
]  # fmt: skip

BANDS: list[tuple[str, list[Any], list[Any]]] = [
    # the bands; the figure by unit; the points by unit
    ("{ from = 90, points = 3 }, { from = 50, points = 2 }, { below = 50, points = 1 }", [90, 89, 49], [3, 2, 1]),  # noqa: E501
    ("{ below = 50, points = 1 }, { from = 90, points = 3 }, { from = 50, points = 2 }", [90, 50, 0], [3, 2, 1]),  # noqa: E501
    ("{ up_to = 10, points = 3 }, { up_to = 20, points = 2 }, { above = 20, points = 1 }", [10, 20, 21], [3, 2, 1]),  # noqa: E501
    ("{ at = 0, points = 5 }, { above = 0, points = 2 }", [0, 1], [5, 2]),
    ("{ from = 0, up_to = 10, points = [0, 5] }, { above = 10, points = 5 }", [4, 10, 11], [2, 5, 5]),
    ("{ from = 3, up_to = 5, points = 2 }, { otherwise = 1 }", [3, 5, 2, 6], [2, 2, 1, 1]),
    ("{ from = 3, points = 2 }, { otherwise = 1 }", [3, 2], [2, 1]),
    ("{ up_to = 3, points = 2 }, { otherwise = 1 }", [3, 4], [2, 1]),
    ("{ otherwise = 1 }", [3], [1]),
    ('{ from = "50%", points = 2 }, { below = "50%", points = 1 }', ["50%", "49,9%"], [2, 1]),
    ("{ up_to = 2022-03-04, points = 2 }, { above = 2022-03-04, points = 1 }", [D, date(2022, 3, 5)], [2, 1]),
    # A hole between 2 and 3 is none if cases are counted.
    ("{ up_to = 2, points = 2 }, { from = 3, points = 1 }", [2, 3], [2, 1]),
    ('{ up_to = 2, points = 2 }, { above = 2, below = 3.5, points = 1, closes_hole = "Không nêu" },'
     " { from = 3.5, points = 0 }", [2, 3, 4], [2, 1, 0]),
]  # fmt: skip

CONDITIONS: list[tuple[str, dict[str, list[Any]], list[bool]]] = [
    ("true", {}, [True]),
    ('"y"', {"C.y": [True, False]}, [True, False]),
    ('{ field = "y" }', {"C.y": [True, False]}, [True, False]),
    ('{ field = "y", is = true }', {"C.y": [True, False]}, [True, False]),
    ('{ field = "y", is = false }', {"C.y": [True, False]}, [False, True]),
    ('{ field = "y", is_not = true }', {"C.y": [True, False]}, [False, True]),
    ('{ field = "y", is_not = false }', {"C.y": [True, False]}, [True, False]),
    ('{ field = "a", from = 2 }', {"C.a": [1, 2, 3]}, [False, True, True]),
    ('{ field = "a", above = 2 }', {"C.a": [1, 2, 3]}, [False, False, True]),
    ('{ field = "a", below = 2 }', {"C.a": [1, 2, 3]}, [True, False, False]),
    ('{ field = "a", up_to = 2 }', {"C.a": [1, 2, 3]}, [True, True, False]),
    ('{ field = "a", above = 1, below = 3 }', {"C.a": [1, 2, 3]}, [False, True, False]),
    ('{ field = "a", is = 2 }', {"C.a": [1, 2, 3]}, [False, True, False]),
    ('{ field = "a", is_not = 2 }', {"C.a": [1, 2, 3]}, [True, False, True]),
    ('{ field = "a", is = "50%" }', {"C.a": ["50%", "51%"]}, [True, False]),
    ('{ field = "a", above = "b" }', {"C.a": [1, 3], "C.b": [2, 2]}, [False, True]),
    ('{ field = "d", up_to = 2022-03-04 }', {"C.d": [D, date(2022, 3, 5)]}, [True, False]),
    ('{ field = "l", is = "tot" }', {"C.l": ["tot"]}, [True]),
    ('{ field = "l", is_not = "tot" }', {"C.l": ["tot"]}, [False]),
    ('{ field = "l", in = ["tot", "kha"] }', {"C.l": ["tot", "kha"]}, [True, True]),
    ('{ measure = { ratio = ["a", "b"] }, above = "98%" }', {"C.a": [98, 99], "C.b": [100, 100]}, [False, True]),  # noqa: E501
    ('{ fact = "disciplined" }', {".disciplined": [True, False]}, [True, False]),
    ('{ fact = "disciplined", is = false }', {".disciplined": [True, False]}, [False, True]),
    ('{ given = "a" }', {"C.a": [1]}, [True]),
    ('{ applies = "rest" }', {}, [True]),
    ('{ all = ["y", "z"] }', {"C.y": [True, True], "C.z": [True, False]}, [True, False]),
    ('{ any = ["y", "z"] }', {"C.y": [False, False], "C.z": [True, False]}, [True, False]),
    ('{ not = "y" }', {"C.y": [True, False]}, [False, True]),
]  # fmt: skip


def points(measure: str, columns: dict[str, list[Any]], count: int, folder: Path) -> list[Fraction]:
    """Score a ruleset around one measure."""
    path = folder / "mau.toml"
    path.write_text(f"{AROUND}measure = {{ value = {measure}, at_least = 0 }}\n", encoding="utf-8")
    rules = load_ruleset(path)
    known = dict(columns)
    if "C.t" in known:
        names = [column.name for column in rules.formulas.fields["C.t"].columns]
        known["C.t"] = [[{name: row[name] for name in names} for row in ROWS]]
    known.setdefault("rest.done", [True] * count)
    units = [f"u{n}" for n in range(count)]
    board = rules.score(Evidence.from_columns(units, known, rules.formulas, blocs=["b"] * count))
    found = [board[unit]["C"].points for unit in units]
    return [exact(each) for each in found if each is not None]


@pytest.mark.parametrize(
    ("measure", "columns", "expected"), MEASURES,
    ids=[m[0] for m in MEASURES],
)  # fmt: skip
def test_a_measure(measure: str, columns: dict[str, list[Any]], expected: list[Any], tmp_path: Path) -> None:
    assert points(measure, columns, len(expected), tmp_path) == expected


STEPS = "{ bands = [{ up_to = 2, points = 2 }, { from = 3, points = 1 }], of = %s }"
WHOLE: list[tuple[str, dict[str, list[Any]], list[int]]] = [
    ('{ round = "a", places = 0, mode = "down" }', {"C.a": [Fraction(5, 2), 3]}, [2, 1]),
    ('{ over = "t", take = "count", where = "ok" }', T, [2]),
    ('{ value_of = "l", values = { tot = 3, kha = 1 } }', {"C.l": ["tot", "kha"]}, [1, 2]),
    ('{ days_late = "a", due = "b", working = true }', {"C.a": [date(2022, 3, 9)], "C.b": [D]}, [1]),
    ('{ bloc = "rank", of = "a" }', {"C.a": [4, 6, 2]}, [2, 2, 1]),
]
BROKEN = [
    '{ ratio = ["a", "b"] }',
    '{ over = "t", take = "mean", of = "v" }',
    '{ round = "a", places = 1, mode = "up" }',
]


@pytest.mark.parametrize(("of", "columns", "expected"), WHOLE, ids=[w[0] for w in WHOLE])
def test_no_whole_number_falls_between_bands(
    of: str, columns: dict[str, list[Any]], expected: list[int], tmp_path: Path
) -> None:
    """What is always whole needs no band between 2 and 3."""
    assert points(STEPS % of, columns, len(expected), tmp_path) == expected


@pytest.mark.parametrize("of", BROKEN)
def test_a_broken_number_may_fall_between_bands(of: str, tmp_path: Path) -> None:
    with pytest.raises(RulesetError) as error:
        points(STEPS % of, {}, 1, tmp_path)
    assert {fault.code for fault in error.value.faults} == {"band-hole"}


@pytest.mark.parametrize(("bands", "figures", "expected"), BANDS, ids=[b[0] for b in BANDS])
def test_bands(bands: str, figures: list[Any], expected: list[Any], tmp_path: Path) -> None:
    measure = f'{{ bands = [{bands}], of = "a" }}'
    assert points(measure, {"C.a": figures}, len(figures), tmp_path) == expected


@pytest.mark.parametrize(("condition", "columns", "expected"), CONDITIONS, ids=[c[0] for c in CONDITIONS])
def test_a_condition(
    condition: str, columns: dict[str, list[Any]], expected: list[bool], tmp_path: Path
) -> None:
    measure = f"{{ if = {condition}, then = 3, else = 1 }}"
    wanted = [3 if each else 1 for each in expected]
    assert points(measure, columns, len(expected), tmp_path) == wanted


# ── refusals ────────────────────────────────────────────────────────────────────────

GRID = 'rows = { of = "a", from = [0, 5] }, columns = { of = "b", from = [0] }'

REFUSED_MEASURES: list[tuple[str, list[tuple[str, tuple[Any, ...]]]]] = [
    ("true", [("not-a-measure", ())]),
    ("[1]", [("not-a-measure", ())]),
    ("2022-01-01T00:00:00", [("not-a-measure", ())]),
    ('"9 điểm"', [("not-a-number", ())]),
    ('{ field = "" }', [("not-a-text", ("field",))]),
    ('"a b"', [("not-a-name", ())]),
    ("{}", [("measure-heads", ())]),
    ('{ ration = ["a", "b"] }', [("measure-heads", ())]),
    ('{ sum = ["a"], max = ["a"] }', [("measure-heads", ())]),
    ("{ sum = 3 }", [("not-a-list", ("sum",))]),
    ("{ sum = [] }", [("list-too-short", ("sum",))]),
    ("{ sum = [true, 1, false] }", [("not-a-measure", ("sum", 0)), ("not-a-measure", ("sum", 2))]),
    ('{ ratio = ["a"] }', [("not-a-pair-of-measures", ("ratio",))]),
    ('{ growth = ["a", "b", "c"] }', [("not-a-pair-of-measures", ("growth",))]),
    ('{ difference = ["a", true] }', [("not-a-measure", ("difference", 1))]),
    ('{ ratio = ["a", "b"], when_zero = true }', [("not-a-measure", ("when_zero",))]),
    ("{ field = 3 }", [("not-a-text", ("field",))]),
    ('{ field = "a", at_last = 0 }', [("unknown-key", ("at_last",))]),
    ('{ field = "a", at_least = true }', [("not-a-number", ("at_least",))]),
    ("{ weighted = { a = 1, b = -1 } }", [("weights-sum-zero", ("weighted",))]),
    ('{ weighted = { a = true } }', [("not-a-number", ("weighted", "a")), ("weights-sum-zero", ("weighted",))]),  # noqa: E501
    ('{ days_late = "a" }', [("missing-key", ())]),
    ('{ days_late = "a", due = "b", working = 1 }', [("not-true-or-false", ("working",))]),
    ("{ over = 3, of = 1 }", [("not-a-text", ("over",))]),
    ('{ over = "t" }', [("missing-key", ())]),
    ('{ over = "t", take = "totl", of = "v" }', [("not-a-choice", ("take",))]),
    ('{ over = "t", of = "v", take = 3 }', [("not-a-choice", ("take",))]),
    ('{ over = "t", of = "v", drop_lowest = -1 }', [("not-a-whole-number", ("drop_lowest",))]),
    ('{ over = "t", of = "v", where = 3 }', [("not-a-condition", ("where",))]),
    ('{ bloc = "sum" }', [("missing-key", ())]),
    ('{ if = "y", then = 1 }', [("missing-key", ())]),
    ('{ round = "a", mode = "half-up" }', [("places-or-step", ())]),
    ('{ round = "a", step = 0, mode = "half-up" }', [("step-not-positive", ("step",))]),
    ('{ round = "a", places = 2 }', [("missing-key", ())]),
    ('{ value_of = "l", values = 3 }', [("not-a-table", ("values",))]),
    ('{ points_of = "" }', [("not-a-text", ("points_of",))]),
    ('{ curve = [[0, 0]], of = "a" }', [("list-too-short", ("curve",))]),
    ('{ curve = [[5, 0], [5, 1]], of = "a" }', [("curve-not-rising", ("curve", 1))]),
    ('{ grid = [[1]], ' + GRID + " }", [("grid-size", ("grid",))]),
    ('{ grid = [[1], [2, 3]], ' + GRID + " }", [("grid-size", ("grid", 1))]),
    ('{ grid = [], ' + GRID + " }", [("list-too-short", ("grid",))]),
    ('{ grid = [[1]], rows = { of = "a" }, columns = { of = "b", from = [0] } }', [("axis-starts", ("rows",))]),  # noqa: E501
    ('{ grid = [[1]], rows = { of = "a", from = [0], above = [0] }, columns = { of = "b", from = [0] } }',
     [("axis-starts", ("rows",))]),
    ('{ grid = [[1]], rows = { of = "a", from = [5, 5] }, columns = { of = "b", from = [0] } }',
     [("axis-not-rising", ("rows", "from"))]),
    ('{ bands = [], of = "a" }', [("list-too-short", ("bands",))]),
]  # fmt: skip

REFUSED_BANDS: list[tuple[str, list[tuple[str, tuple[Any, ...]]]]] = [
    ("3", [("not-a-table", (0,))]),
    ("{ points = 3 }", [("band-without-ends", (0,))]),
    ("{ from = 1 }", [("missing-key", (0,))]),
    ("{ from = 1, above = 1, points = 3 }", [("two-ends", (0, "above"))]),
    ("{ from = 9, below = 1, points = 3 }", [("band-upside-down", (0,))]),
    ("{ above = 9, up_to = 9, points = 3 }", [("band-upside-down", (0,))]),
    ("{ from = 9, points = [1, 3] }", [("sloping-band-open", (0, "points"))]),
    ("{ from = 1, up_to = 9, points = [1, 2, 3] }", [("not-two-points", (0, "points"))]),
    ("{ from = true, points = 1 }", [("not-a-number", (0, "from"))]),
    ("{ from = 2022-01-01T00:00:00, points = 1 }", [("not-a-toml-date", (0, "from"))]),
    ("{ otherwise = 1, points = 2 }", [("unknown-key", (0, "points"))]),
    ("{ otherwise = 1 }, { otherwise = 2 }", [("several-otherwise", ())]),
    ("{ from = 0, up_to = 5, points = 1 }, { from = 5, points = 2 }", [("band-overlap", ())]),
    ("{ from = 0, up_to = 6, points = 1 }, { from = 5, up_to = 9, points = 2 }", [("band-overlap", ())]),
    ('{ from = "1%", up_to = "6%", points = 1 }, { from = "5%", points = 2 }', [("band-overlap", ())]),
]  # fmt: skip

REFUSED_CONDITIONS: list[tuple[str, list[tuple[str, tuple[Any, ...]]]]] = [
    ("3", [("not-a-condition", ())]),
    ('{ fild = "a" }', [("condition-heads", ())]),
    ('{ field = "a", given = "a" }', [("condition-heads", ())]),
    ('{ measure = { sum = ["a"] } }', [("comparison-missing", ())]),
    ('{ measure = { sum = ["a"] }, is = true }', [("not-a-yes-no", ("is",))]),
    ('{ measure = { sum = ["a"] }, is = "tot" }', [("not-a-level", ("is",))]),
    ('{ measure = { sum = ["a"] }, in = ["tot"] }', [("not-a-level", ())]),
    ('{ field = "a", is = "" }', [("not-a-text", ("is",))]),
    ('{ field = "a", above = true }', [("not-a-measure", ("above",))]),
    ('{ field = "a", in = [] }', [("list-too-short", ("in",))]),
    ('{ field = "a", abov = 3 }', [("unknown-key", ("abov",))]),
    ('{ fact = "a.b" }', [("not-a-name", ("fact",))]),
    ("{ given = 3 }", [("not-a-text", ("given",))]),
    ("{ applies = 3 }", [("not-a-text", ("applies",))]),
    ("{ all = [] }", [("list-too-short", ("all",))]),
    ('{ any = ["y", 3] }', [("not-a-condition", ("any", 1))]),
    ("{ not = 3 }", [("not-a-condition", ("not",))]),
]  # fmt: skip


def refused(read: Any, written: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Read what must not be read; return each problem's code and path, texts in both languages."""
    raw = parse_toml(f"x = {written}\n", "mau.toml").data["x"]
    with pytest.raises((Problem, Problems)) as error:
        read(raw)
    problems = error.value.problems if isinstance(error.value, Problems) else [error.value]
    for problem in problems:
        assert "{" not in str(problem).replace(str(problem.parameters.get("got")), "")
    return [(problem.code, problem.at) for problem in problems]


@pytest.mark.parametrize(("written", "expected"), REFUSED_MEASURES, ids=[r[0] for r in REFUSED_MEASURES])
def test_a_measure_is_refused(written: str, expected: list[Any]) -> None:
    assert refused(measures.measure, written) == expected


@pytest.mark.parametrize(("written", "expected"), REFUSED_BANDS, ids=[r[0] for r in REFUSED_BANDS])
def test_bands_are_refused(written: str, expected: list[Any]) -> None:
    found = refused(measures.measure, f'{{ bands = [{written}], of = "a" }}')
    assert found == [(code, ("bands", *path)) for code, path in expected]


@pytest.mark.parametrize(("written", "expected"), REFUSED_CONDITIONS, ids=[r[0] for r in REFUSED_CONDITIONS])
def test_a_condition_is_refused(written: str, expected: list[Any]) -> None:
    assert refused(conditions.condition, written) == expected


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(Problem) as error:
        conditions.condition([0] * 50)
    shown = error.value.parameters["got"]
    assert len(shown) == 60
    assert shown.endswith("…")
