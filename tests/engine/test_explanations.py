"""What is told about points: the formulas in words, the lines, what is missing, what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from written_toml import loaded

from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.describe import describe
from thidua_scoring.numbers import Rounding
from thidua_scoring.scoring.scoreboard import Scoreboard

RULES = loaded("""\
format = 1
id = "giai-thich"
title = "Giải thích"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"

[scale]
points = 20

[criteria.A]
title = "Trừ vi phạm"
group = "G"
kind = "ledger"
points = 10
deduct = [{ title = "Chậm", per_case = "late", points = 2, source = "Điều 3" }]
at_least = 4
deduct_at_most = 8
void = [{ when = "fraud", title = "Gian lận" }]
fields.late = { title = "Số lần chậm" }

[criteria.B]
title = "Tỷ lệ"
group = "G"
kind = "proportional"
points = 10
measure = { ratio = ["done", "planned"] }
rounding = { places = 2, mode = "half-up" }
""")
GOOD: dict[str, list[Any]] = {
    "A.late": [2], "A.fraud": [False], "B.done": [2], "B.planned": [3],
}  # fmt: skip


def board(unsure: str = "", **keys: Any) -> Scoreboard:
    columns = {**GOOD, **{key.replace("__", "."): [value] for key, value in keys.items()}}
    made = Evidence.from_columns(["x"], columns, RULES.formulas)
    if unsure:
        found = made.columns[unsure]
        changed = Column(found.scale, found.values, unconfirmed=frozenset({0}))
        made = Evidence(made.units, {**made.columns, unsure: changed}, claims=made.claims)
    return RULES.score(made)


def field(name: str, kind: Any = "number", owner: str = "A") -> nodes.Field:
    return nodes.Field(name, kind, owner)


LATE, FRAUD, DONE, PLANNED = (
    field("late"), field("fraud", "yes-no"), field("done", owner="B"), field("planned", owner="B"),
)  # fmt: skip
OPEN, LEVEL = field("open"), field("level", "level")
TABLE = field("rows", "table")


def const(value: Any, form: Any = "number") -> nodes.Const:
    return nodes.Const(Fraction(value), form)


MANY = nodes.Compare(LATE, ">", const(1))
FEW = nodes.Compare(LATE, "<", const(1))
CURVE = (
    nodes.Piece(None, False, Fraction(1), False, Fraction(0)),
    nodes.Piece(Fraction(1), True, Fraction(3), True, Fraction(5), closes_hole="lấp chỗ hở"),
)
TOLD = [
    (const("1463/10"), "146,3", "146.3"),
    (const("49/50", "percent"), "98\xa0%", "98%"),
    (const(date(2025, 1, 31).toordinal(), "date"), "31/01/2025", "31/01/2025"),
    (LATE, "[late: 2]", "[late: 2]"),
    (OPEN, "[open: chưa rõ]", "[open: not known]"),
    (FRAUD, "[fraud: không]", "[fraud: no]"),
    (nodes.Column("cell"), "cell", "cell"),
    (nodes.Add((LATE, const(-1), nodes.Mul((const(-1), DONE)))),
     "[late: 2] − 1 − [done: 2]", "[late: 2] − 1 − [done: 2]"),
    (nodes.Add(()), "0", "0"),
    (nodes.Mul((nodes.Add((LATE, const(1))), const(3))), "([late: 2] + 1) × 3", "([late: 2] + 1) × 3"),
    (nodes.Div(DONE, PLANNED), "[done: 2] / [planned: 3]", "[done: 2] / [planned: 3]"),
    (nodes.Min((DONE, const(1))), "nhỏ nhất([done: 2]; 1)", "least([done: 2]; 1)"),
    (nodes.Max((DONE, const(1))), "lớn nhất([done: 2]; 1)", "greatest([done: 2]; 1)"),
    (nodes.Round(LATE, Rounding(Fraction(1), "half-up")), "làm tròn([late: 2])", "rounded([late: 2])"),
    (nodes.WorkIndex(LATE, None), "ngày làm việc thứ [late: 2]", "working day [late: 2]"),  # type: ignore[arg-type]
    (nodes.Curve(LATE, CURVE), "[late: 2] (≥ 1 và ≤ 3) → 5 (lấp chỗ hở)",
     "[late: 2] (≥ 1 and ≤ 3) → 5 (lấp chỗ hở)"),
    (nodes.Curve(OPEN, CURVE), "[open: chưa rõ] → chưa rõ", "[open: not known] → not known"),
    (nodes.Curve(nodes.Div(LATE, const(0)), CURVE), "[late: 2] / 0 → chưa rõ", "[late: 2] / 0 → not known"),
    (nodes.Curve(nodes.Add((LATE, const(-2))), CURVE), "[late: 2] − 2 = 0 (< 1) → 0",
     "[late: 2] − 2 = 0 (< 1) → 0"),
    (nodes.Curve(LATE, (nodes.Piece(Fraction(2), True, Fraction(2), True, Fraction(7)),)),
     "[late: 2] = 2 → 7", "[late: 2] = 2 → 7"),
    (nodes.If(MANY, const(5), const(0)), "5 (vì [late: 2] > 1)", "5 (since [late: 2] > 1)"),
    (nodes.If(FEW, const(5), const(0)), "0 (vì [late: 2] ≥ 1)", "0 (since [late: 2] ≥ 1)"),
    (nodes.If(nodes.Compare(OPEN, "==", const(1)), const(5), const(0)),
     "chưa rõ ([open: chưa rõ] = 1)", "not known ([open: not known] = 1)"),
    (nodes.If(nodes.Compare(PLANNED, "==", nodes.ZERO), const(1), nodes.Div(DONE, PLANNED)),
     "[done: 2] / [planned: 3]", "[done: 2] / [planned: 3]"),
    (nodes.If(nodes.Not(nodes.Not(MANY)), const(5), const(0)),
     "5 (vì [late: 2] > 1)", "5 (since [late: 2] > 1)"),
    (nodes.Group("max", LATE), "lớn nhất trong khối = 2", "greatest in the bloc = 2"),
    (nodes.Call(lambda a: 7, (LATE,), "f"), "f([late: 2])", "f([late: 2])"),
    (nodes.Points("A", const(6)), "điểm A = 6", "points of A = 6"),
    (nodes.PointsOf("A"), "điểm A", "points of A"),
    (nodes.Truth(True), "luôn đúng", "always"),
    (nodes.Truth(False), "không bao giờ", "never"),
    (nodes.Given(LATE), "late: có được giao", "late: is assigned"),
    (nodes.Applies("A"), "A có áp dụng", "A applies"),
    (nodes.All((MANY, FEW)), "[late: 2] ≥ 1", "[late: 2] ≥ 1"),
    (nodes.Any_((MANY, FEW)), "[late: 2] > 1", "[late: 2] > 1"),
    (nodes.Any_((FEW, nodes.Compare(OPEN, "==", const(1)))), "[late: 2] ≥ 1 hoặc [open: chưa rõ] = 1",
     "[late: 2] ≥ 1 or [open: not known] = 1"),
    (nodes.Compare(nodes.Add((LATE, const(1))), ">=", const(3)),
     "([late: 2] + 1) = 3 ≥ 3", "([late: 2] + 1) = 3 ≥ 3"),
    (nodes.Compare(nodes.Div(LATE, const(0)), ">", const(3)),
     "[late: 2] / 0 = chưa rõ > 3", "[late: 2] / 0 = not known > 3"),
]  # fmt: skip


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{type(told[0]).__name__}-{told[2]}")
def test_every_kind_of_formula_in_words(told: tuple[nodes.Node, str, str]) -> None:
    of, vi, en = told
    evaluator = board()["x"].evaluator
    assert describe(of, evaluator, lambda f: f.name, "vi") == vi
    assert describe(of, evaluator, lambda f: f.name, "en") == en


@pytest.mark.parametrize(("late", "points"), [(0, 10), (2, 6), (5, 4)])
def test_lines_add_up(late: int, points: int) -> None:
    told = board(A__late=late).explain("x", "A")
    assert sum((-1 if n.column == "deduct" else 1) * n.points.point for n in told.lines) == points
    assert "Số lần chậm" in told.text()
    assert "Điều 3" in str(told)
    assert told.to_dict()["points"] == str(points)


def test_limits_voids_and_rounding_are_told() -> None:
    limited = board(A__late=5).explain("x", "A").text("vi")
    assert "Giới hạn không quá 8" in limited
    assert "Limited to at least 4" in board(A__late=5).explain("x", "A").text("en")
    assert "Gian lận" in board(A__fraud=True).explain("x", "A").text()
    assert "Làm tròn đến 0,01" in board().explain("x", "B").text()
    both = board().explain("x")
    assert list(both.to_dict()) == ["A", "B"]
    assert "6,67/10 điểm" in str(both)
    assert "6.67/10 points" in both.text("en")


def test_status_texts() -> None:
    missing = board(A__late=None)
    assert (missing["x"]["A"].status, missing["x"]["A"].points) == ("missing", None)
    assert "—/10 điểm (thiếu số liệu)" in missing.explain("x", "A").text()
    assert "—/10 points (evidence missing)" in missing.explain("x", "A").text("en")
    unsure = board(unsure="A.late")
    assert unsure["x"]["A"].status == "unconfirmed"
    assert "(số liệu chưa xác nhận)" in unsure.explain("x", "A").text()
    claimed = board(A__late=None, A__claimed=6)
    assert claimed["x"]["A"].by_claim
    assert "lấy theo điểm tự chấm" in claimed.explain("x", "A").text()
    assert "as claimed" in claimed.explain("x", "A").text("en")
    made = Evidence.from_columns(["x"], GOOD, RULES.formulas, not_applicable={"A": [0]})
    away = RULES.score(made).explain("x", "A")
    assert away.lines == ()
    assert "(không áp dụng)" in away.text()


def test_a_division_by_zero_is_reported_once() -> None:
    with pytest.raises(EvidenceError) as error:
        board(B__planned=0)
    (fault,) = error.value.faults
    assert fault.code == "division-by-zero"
    assert dict(fault.parameters) == {"unit": "x", "criterion": "B"}


def test_names_that_are_not_there() -> None:
    with pytest.raises(NoSuchName) as error:
        board()["y"]
    assert error.value.faults[0].code == "no-such-unit"
    with pytest.raises(NoSuchName) as error:
        board().explain("x", "a")
    assert error.value.faults[0].code == "no-such-criterion"


CLASSES = loaded("""\
format = 1
id = "xep-loai"
title = "Xếp loại"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"
classes = [
  { id = "tot", title = "Tốt", from = 8 },
  { id = "kha", title = "Khá", from = 5 },
  { id = "kem", title = "Kém", from = 0 },
]

[scale]
points = 10

[criteria.M]
title = "M"
group = "G"
kind = "judged"
points = 10
mark = "m"

[facts.late]
title = "Nộp chậm"
kind = "yes-no"

[facts.fraud]
title = "Gian lận"
kind = "yes-no"

[vetoes.cham]
title = "Chậm"
when = { fact = "late" }
outcome = "kha"

[vetoes.gian]
title = "Gian"
when = { fact = "fraud" }
outcome = "unrated"
""")


def test_unrated_and_forced_class() -> None:
    columns = {"M.m": [9, 9, 3, 9, 9], ".late": [False, True, True, False, None],
               ".fraud": [False, False, False, True, False]}  # fmt: skip
    made = CLASSES.score(Evidence.from_columns(list("abcde"), columns, CLASSES.formulas))
    assert [unit.class_ for unit in made] == ["tot", "kha", "kem", None, None]
    assert [unit.outcome for unit in made] == [None, None, None, "unrated", None]
    assert made["d"].rank is None
    assert made["d"].class_bounds == ()
    assert made["e"].class_bounds == ("tot", "kha")
    assert made["a"].rank == 1


def test_to_frame() -> None:
    frame = board().to_frame()
    assert list(frame["unit"]) == ["x"]
    assert list(frame["B"]) == ["6.67"]
