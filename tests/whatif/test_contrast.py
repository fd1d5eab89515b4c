"""Why one unit stands above another: rows that add up, and the fewest criteria that decide."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.decisions.reasons import Named
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula.values import Value
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.contrasting import Part, contrast, deciding
from thidua_scoring.whatif.deciding_sets import MOST_SETS

examples = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole ruleset takes minutes
)


def board(marks: dict[str, list[Any]], *, blocs: list[str] | None = None, **keys: Any) -> Scoreboard:
    """Score units by criteria A to D of 10 points in two groups."""
    groups = {"A": "G1", "B": "G1", "C": "G2", "D": "G2"}
    criteria = {
        name: {"title": f"Tiêu chí {name}", "group": group, "kind": "judged", "points": 10, "mark": "m"}
        for name, group in groups.items()
    }
    data = {
        "format": 1, "id": "thu/doi-chieu", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "scale": {"points": 40}, "groups": {"G1": {"title": "Nhóm một"}, "G2": {"title": "Nhóm hai"}},
        "criteria": criteria, **keys,
    }  # fmt: skip
    ruleset = loaded(document(data))
    columns = {f"{name}.m": [row[n] for row in marks.values()] for n, name in enumerate(groups)}
    names = [f"Sở {unit.upper()}" for unit in marks]
    return ruleset.score(
        Evidence.from_columns(list(marks), columns, ruleset.formulas, names=names, blocs=blocs)
    )


def test_two_criteria_decide_and_the_table_adds_up() -> None:
    found = contrast(board({"x": [9, 8, 9, 4], "y": [5, 8, 6, 9]}), "x", "y")
    assert [part.by for part in found.parts] == [4, 0, 3, -5]
    assert (found.by, found.by_standing) == (2, 2)
    assert (found.deciding.sets, found.deciding.count) == ((("A", "C"),), 1)
    assert [note.text() for note in found.notes] == [
        "Sở X hơn Sở Y 2 điểm",
        "chỉ riêng chênh lệch ở A Tiêu chí A, C Tiêu chí C đã lớn hơn tất cả những gì Sở Y hơn Sở X",
    ]
    assert "Tổng điểm" in found.text() and "Difference" in found.text("en")
    assert found.to_dict()["deciding"] == {"size": 2, "count": 1, "sets": [["A", "C"]]}


def test_of_equals_nothing_decides() -> None:
    found = contrast(board({"x": [9, 5, 5, 5], "y": [5, 9, 5, 5]}), "x", "y")
    assert found.by == 0 and found.deciding.count == 0
    assert found.notes[0].code == "contrast-equal"


def test_what_a_limit_of_a_group_takes_is_a_row_of_its_own() -> None:
    groups = {"G1": {"title": "Nhóm một", "at_most": 12}, "G2": {"title": "Nhóm hai"}}
    found = contrast(board({"x": [9, 8, 2, 0], "y": [5, 8, 0, 0]}, groups=groups), "x", "y")
    limits = [part for part in found.parts if part.kind == "group-limit"]
    assert [(part.of.id, part.above, part.below, part.by) for part in limits] == [("G1", -5, -1, -4)]
    assert found.by == 2
    assert found.deciding.sets == (("A", "C"),)


def test_a_limit_can_decide_where_criteria_do_not() -> None:
    groups = {"G1": {"title": "Nhóm một", "at_most": 8}, "G2": {"title": "Nhóm hai"}}
    found = contrast(board({"x": [4, 4, 6, 0], "y": [9, 9, 5, 0]}, groups=groups), "x", "y")
    assert found.by == 1 and found.deciding.count == 0
    assert [note.code for note in found.notes] == ["contrast-more", "contrast-by-limits"]


def test_units_ranked_by_share_also_differ_in_that() -> None:
    data = {"x": [9, 8, 9, 4], "y": [5, 8, 6, 9]}
    found = contrast(board(data, ranking={"by": "percent"}, blocs=["K", "L"]), "x", "y")
    assert found.by_standing == Fraction(2, 40)
    assert [note.code for note in found.notes][-2:] == ["contrast-standing-more", "contrast-two-blocs"]


def test_a_settled_total_is_a_row_of_its_own() -> None:
    scored = board({"x": [9, 8, 9, 4], "y": [5, 8, 6, 9]})
    settled = settled_board(scored, {"y": Settled(total=Value.known(35))})
    found = contrast(settled, "y", "x")
    assert found.by == 5
    assert [part.by for part in found.parts if part.kind == "settled"] == [7]


def test_open_criteria_are_all_named() -> None:
    scored = board({"x": [9, None, None, 4], "y": [None, 8, 6, 9]})
    with pytest.raises(EvidenceError) as error:
        contrast(scored, "x", "y")
    found = [(fault.parameters["unit"], fault.parameters["criterion"]) for fault in error.value.faults]
    assert found == [("x", "B"), ("x", "C"), ("y", "A")]
    with pytest.raises(NoSuchName):
        contrast(scored, "x", "yy")


@examples
@given(st.data())
def test_parts_add_up_to_the_difference_of_totals(data: Any) -> None:
    made = data.draw(rulesets())
    try:
        scored = made.ruleset.score(data.draw(sheets(made, 2, 2)).evidence(made.ruleset))
    except EvidenceError:
        assume(False)
        raise
    above, below = (unit.unit.id for unit in scored)
    totals = scored[above].total, scored[below].total
    values = [scored.value(("criterion", c), row) for c in made.kinds for row in range(2)]
    if None in totals or any(value is None or value.point is None for value in values):
        with pytest.raises(EvidenceError):
            contrast(scored, above, below)
        return
    found = contrast(scored, above, below)
    assert sum(part.above for part in found.parts) == Fraction(totals[0] or 0)
    assert sum(part.below for part in found.parts) == Fraction(totals[1] or 0)
    assert sum(part.by for part in found.parts) == found.by
    assert not any(part.kind == "settled" for part in found.parts)
    assert found.text() and not set("{}") & set(found.text("en"))


differences = st.lists(st.integers(-6, 6).map(lambda n: Fraction(n, 2)), max_size=9)


@settings(max_examples=200, deadline=None)
@given(differences, differences.map(lambda each: each[:2]))
def test_deciding_sets_are_all_of_the_smallest_size(by: list[Fraction], limits: list[Fraction]) -> None:
    parts = [Part("criterion", Named(f"C{n}", ""), each, Fraction(0)) for n, each in enumerate(by)]
    parts += [Part("group-limit", Named("G", ""), each, Fraction(0)) for each in limits]
    against = -sum(each for each in [*by, *limits] if each < 0)
    favour = {part.of.id: part.by for part in parts if part.kind == "criterion" and part.by > 0}
    expected: list[frozenset[str]] = []
    for size in range(1, len(favour) + 1):
        chosen = combinations(favour, size)
        expected = [frozenset(each) for each in chosen if sum(favour[name] for name in each) > against]
        if expected:
            break
    found = deciding(parts)
    assert found.count == len(expected)
    assert len(found.sets) == min(len(expected), MOST_SETS)
    assert set(map(frozenset, found.sets)) <= set(expected)


def test_very_many_choices_are_counted_and_few_listed() -> None:
    parts = [Part("criterion", Named(f"C{n}", ""), Fraction(1), Fraction(0)) for n in range(40)]
    parts.append(Part("criterion", Named("Z", ""), Fraction(0), Fraction(39, 2)))
    found = deciding(parts)
    assert (found.size, found.count, len(found.sets)) == (20, 137846528820, MOST_SETS)
