"""A threshold that brings so many units into a class: the same as trying every threshold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError, FaultsError, NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.ruleset.assemble import class_conditions
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.cutoffs import seek_cutoff

CLASSES: list[dict[str, Any]] = [
    {"id": "xs", "title": "Xuất sắc", "from": 90},
    {"id": "tot", "title": "Tốt", "from": 70},
    {"id": "kem", "title": "Kém", "from": 0},
]


def board(marks: list[Any], *, bad: list[int] | None = None, blocs: Any = None, **keys: Any) -> Scoreboard:
    """Score units ``a``, ``b`` … by one mark; those in ``bad`` were disciplined."""
    data = {
        "format": 1, "id": "thu/nguong", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "scale": {"points": 100}, "groups": {"G": {"title": "Nhóm"}}, "classes": CLASSES,
        "facts": {"bad": {"kind": "yes-no", "title": "Bị kỷ luật"}},
        "criteria": {"A": {"title": "A", "group": "G", "kind": "judged", "points": 100, "mark": "m"}}, **keys,
    }  # fmt: skip
    ruleset = loaded(document(data))
    units = [chr(ord("a") + n) for n in range(len(marks))]
    facts = [n in (bad or ()) for n in range(len(marks))]
    columns = {"A.m": marks, ".bad": facts}
    return ruleset.score(Evidence.from_columns(units, columns, ruleset.formulas, blocs=blocs))


def test_the_threshold_lies_between_two_scores() -> None:
    found = seek_cutoff(board([95, 88, 80, 60]), "tot", exactly=2)
    assert found.level is not None
    assert (found.level.above, found.level.up_to) == (80, 88)
    assert found.level.holds(Fraction(88)) and not found.level.holds(Fraction(80))
    assert found.in_order
    assert [note.text() for note in found.notes] == [
        "ngưỡng trên 80 và đến 88 cho 2 trên 4 đơn vị đạt mức Tốt trở lên"
    ]
    assert found.table().marked == {0, 1}


def test_ties_make_a_number_impossible_and_are_named() -> None:
    found = seek_cutoff(board([95, 80, 80, 60]), "tot", exactly=2)
    assert not found.possible
    assert [each.unit.id for each in found.tied] == ["b", "c"]
    assert found.nearest == (1, 3)
    assert [note.code for note in found.notes] == ["cutoff-tied"]


def test_a_share_is_kept_within_though_a_tie_leaves_a_place_empty() -> None:
    scored = board([95, 80, 80, 60, 50])
    found = seek_cutoff(scored, "tot", at_most="40%")
    assert (found.wanted, found.level and found.level.count) == (2, 1)
    assert [note.code for note in found.notes] == ["cutoff-allowed", "cutoff-found", "cutoff-tied"]
    assert seek_cutoff(scored, "tot", at_most=Fraction(1, 2)).wanted == 2
    up = seek_cutoff(scored, "tot", at_most="50%", rounding="ceiling")
    assert (up.wanted, up.level and up.level.up_to) == (3, 80)


def test_who_is_barred_is_not_counted_whatever_the_threshold() -> None:
    classes = [CLASSES[0], {**CLASSES[1], "require": [{"fact": "bad", "is": False}]}, CLASSES[2]]
    scored = board([95, 85, 80, 60], bad=[1], classes=classes)
    found = seek_cutoff(scored, "tot", exactly=3)
    assert found.level is not None and (found.level.above, found.level.up_to) == (None, 60)
    too_many = seek_cutoff(scored, "tot", exactly=4)
    assert too_many.nearest == (3, None)
    assert [note.code for note in too_many.notes] == ["cutoff-never"]
    assert "các đơn vị bị điều kiện khác loại: b" in too_many.notes[0].text()
    assert seek_cutoff(scored, "tot", exactly=5).notes[0].parameters["wanted"] == 5


def test_who_is_better_anyway_is_counted_whatever_the_threshold() -> None:
    found = seek_cutoff(board([95, 92, 80, 60]), "tot", exactly=1)
    assert (found.possible, found.nearest) == (False, (None, 2))
    assert [note.code for note in found.notes] == ["cutoff-always"]
    assert seek_cutoff(board([95, 92, 80, 60]), "tot", exactly=2).in_order


def test_unrated_units_are_no_part_of_the_share() -> None:
    vetoes = {"V": {"title": "Kỷ luật", "when": {"fact": "bad", "is": True}, "outcome": "unrated"}}
    found = seek_cutoff(board([95, 85, 80, 60, 50], bad=[0], vetoes=vetoes), "tot", at_most="50%")
    assert (len(found.candidates), found.wanted) == (4, 2)
    assert found.level is not None and (found.level.above, found.level.up_to) == (60, 80)


def test_a_bloc_is_counted_by_itself() -> None:
    scored = board([95, 85, 80, 60], blocs=["K", "L", "K", "L"])
    found = seek_cutoff(scored, "tot", exactly=1, within="L")
    assert found.level is not None and (found.level.above, found.level.up_to) == (60, 85)
    with pytest.raises(NoSuchName):
        seek_cutoff(scored, "tot", exactly=1, within="M")


def test_a_threshold_out_of_order_is_told() -> None:
    found = seek_cutoff(board([95, 93, 50]), "xs", exactly=3)
    assert found.possible and not found.in_order
    assert [note.code for note in found.notes] == ["cutoff-found", "cutoff-out-of-order"]


def test_questions_without_sense_are_refused_all_at_once() -> None:
    scored = board([95, 85])
    with pytest.raises(FaultsError) as error:
        seek_cutoff(scored, "tot", exactly=-1, at_most="120%", rounding="sometimes")  # type: ignore[arg-type]
    codes = ["cutoff-one-aim", "cutoff-number", "cutoff-share", "cutoff-rounding"]
    assert [fault.code for fault in error.value.faults] == codes
    with pytest.raises(NoSuchName) as unknown:
        seek_cutoff(scored, "tott", exactly=1)
    assert unknown.value.faults[0].nearest == "tot"
    with pytest.raises(EvidenceError) as open_:
        seek_cutoff(board([95, None, None]), "tot", exactly=1)
    assert [fault.parameters["unit"] for fault in open_.value.faults] == ["b", "c"]


# ── every threshold tried ───────────────────────────────────────────────────────────


def counted(scored: Scoreboard, index: int, threshold: Fraction, rows: Any) -> int:
    """Count the units that are in the class or better by a ruleset with another threshold."""
    ruleset, formulas = scored.ruleset, scored.ruleset.formulas
    classes = list(ruleset.written.classes)
    classes[index] = evolve(classes[index], from_=nodes.Const(threshold))
    bands = list(formulas.bands)
    band = bands[index]
    assert isinstance(band, nodes.Compare)
    bands[index] = nodes.Compare(band.left, ">=", nodes.Const(threshold))
    new = evolve(formulas, classes=class_conditions(classes, bands), bands=tuple(bands))
    moved = evolve(ruleset, formulas=new).score(scored.evidence)
    better = {each.id for each in classes[: index + 1]}
    return sum(each.class_ in better for each in moved if each.row in rows)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole ruleset takes minutes
)
@given(st.data())
def test_no_other_threshold_does_better(data: Any) -> None:
    made = data.draw(rulesets().filter(lambda made: len(made.ruleset.written.classes) == 3))
    sheet = data.draw(sheets(made, 2, 6, states=["known", "not-applicable"]))
    try:
        scored = made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        assume(False)
        raise
    index = data.draw(st.integers(0, 2))
    bloc = data.draw(st.sampled_from([None, *scored.groups.blocs]))
    rows = range(len(scored)) if bloc is None else scored.groups.blocs[bloc]
    id_ = "ABC"[index]
    some = seek_cutoff(scored, id_, exactly=0, within=bloc)
    figures = sorted({each.figure for each in some.candidates} | {Fraction(0)})
    tried = [figures[0] - 1, *figures, *(sum(pair) / 2 for pair in pairwise(figures)), figures[-1] + 1]
    counts = {threshold: counted(scored, index, threshold, rows) for threshold in tried}
    if index == 2:  # the last class takes whoever is in no other, whatever its threshold
        assert {level.count for level in some.levels} == {len(some.candidates)}
    assert {level.count for level in some.levels} == set(counts.values())
    for level in some.levels:
        assert all((count == level.count) == level.holds(at) for at, count in counts.items())
    for wanted in range(len(rows) + 1):
        exactly = seek_cutoff(scored, id_, exactly=wanted, within=bloc)
        assert exactly.possible == (wanted in counts.values())
        assert exactly.text() and not set("{}") & set(exactly.text("en"))
        if some.candidates:
            share = seek_cutoff(
                scored, id_, at_most=min(Fraction(1), Fraction(wanted, len(some.candidates))), within=bloc
            )
            fitting = [count for count in counts.values() if count <= share.wanted]
            assert (share.level and share.level.count) == max(fitting, default=None)
