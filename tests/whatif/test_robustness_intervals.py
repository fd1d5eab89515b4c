"""Intervals of one weight and of one threshold, against trying everything that could matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from weighed_boards import CLASSES, board_of, boards, ranks_at, totals_at
from written_toml import loaded

from thidua_scoring.errors import EvidenceError, NoSuchName, RulesetError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.numbers import read_written, write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.robustness import threshold_intervals, weight_intervals
from thidua_scoring.whatif.robustness.stretches import Stretch

Point = list[Fraction]


def own_weights(board: Scoreboard) -> Point:
    return [spec.head.points for spec in board.ruleset.written.criteria.values() if spec.head.points]


def moved(own: Point, place: int, weight: Fraction, trade: bool) -> Point:
    """Move one weight; where weights trade off the others are scaled so that the sum stays."""
    rest = sum(own) - own[place]
    factor = (sum(own) - weight) / rest if trade else Fraction(1)
    return [weight if n == place else each * factor for n, each in enumerate(own)]


def outcome(board: Scoreboard, weights: Point, keep: str, k: int) -> Any:
    """Say what is to be kept, by the plainest means."""
    if keep == "class":
        found = {}
        for unit, total in totals_at(board, weights).items():
            share = total / sum(weights)
            found[unit] = next(c["id"] for c in CLASSES if share >= read_written(c["from"]))
        return found
    ranks = ranks_at(board, weights)
    return ranks if keep == "order" else {unit for unit, rank in ranks.items() if rank <= k}


def nearby(stretch: Stretch, most: Fraction) -> list[Fraction]:
    """Return weights at, just inside, just outside and far from the ends."""
    low, high = stretch.low.at, stretch.high.at
    ends = [end for end in (low, high) if end is not None]
    tiny = Fraction(1, 10**9)
    near = [end + by for end in ends for by in (-tiny, 0, tiny)]
    spread = [ends[0] + (ends[-1] - ends[0]) * n / 7 for n in range(8)]
    return [each for each in (*near, *spread) if 0 <= each <= most]


@settings(max_examples=40, deadline=None)
@given(boards(blocs=True), st.sampled_from(["order", "top", "class"]), st.integers(1, 3), st.booleans())
def test_the_outcome_stays_inside_and_changes_right_outside(
    board: Scoreboard, keep: Any, k: int, trade: bool
) -> None:
    found = weight_intervals(board, keep, k=k, trade=trade)
    own = own_weights(board)
    now = outcome(board, own, keep, k)
    most = sum(own, Fraction(0)) if trade else Fraction(10**6)
    for place, each in enumerate(found.criteria):
        assert own[place] in each.stretch
        for weight in nearby(each.stretch, most):
            same = outcome(board, moved(own, place, weight, trade), keep, k) == now
            if weight in each.stretch:
                assert same
            elif any(end is not None and abs(weight - end) <= Fraction(1, 10**9)
                     for end in (each.stretch.low.at, each.stretch.high.at)):  # fmt: skip
                assert not same


@settings(max_examples=30, deadline=None)
@given(boards(), st.booleans())
def test_what_is_named_at_an_end_is_equal_there(board: Scoreboard, trade: bool) -> None:
    own = own_weights(board)
    for place, each in enumerate(weight_intervals(board, trade=trade).criteria):
        for end in (each.stretch.low, each.stretch.high):
            if end.at is not None:
                totals = totals_at(board, moved(own, place, end.at, trade))
                assert all(totals[one.id] == totals[two.id] for one, two in end.changes)
                assert end.changes or end.at in (0, sum(own))


def with_threshold(made: Made, place: int, threshold: Fraction) -> Made | None:
    """Write a ruleset anew with another threshold of one class; None where it is refused."""
    spec = made.ruleset.written.classes[place]
    text = write(threshold * 100) + "%" if spec.of == "percent" else write(threshold)
    if "/" in text:
        return None
    lines, seen = made.text.splitlines(), -1
    for n, line in enumerate(lines):
        if line.startswith("classes = "):
            head, *parts = line.split('"from" = ')
            parts[place] = (f'"{text}"' if "%" in text else text) + parts[place][_end(parts[place]) :]
            lines[n] = '"from" = '.join([head, *parts])
            seen = n
    assert seen >= 0
    try:
        return Made("", loaded("\n".join(lines)), made.kinds, made.better)
    except RulesetError:  # a contradiction that only the new threshold makes
        return None


def _end(text: str) -> int:
    return min(text.find(sign) % (len(text) + 1) for sign in (",", " }"))


CLASSED = rulesets(kinds=["judged", "bands", "ledger"]).filter(
    lambda made: bool(made.ruleset.written.classes)
)


@settings(max_examples=12, deadline=None)
@given(CLASSED, st.data())
def test_thresholds_inside_leave_every_class_and_right_outside_do_not(
    made: Made, data: st.DataObject
) -> None:
    check_thresholds(made, data.draw(sheets(made, states=("known", "not-applicable"))))


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(rulesets().filter(lambda made: bool(made.ruleset.written.classes)), st.data())
def test_the_same_holds_of_all_kinds_of_rules(made: Made, data: st.DataObject) -> None:
    check_thresholds(made, data.draw(sheets(made, states=("known", "not-applicable"))))


def check_thresholds(made: Made, sheet: Sheet) -> None:
    """Move every threshold to the ends of its interval and just beyond, by a ruleset written anew."""
    evidence = sheet.evidence(made.ruleset)
    board = made.ruleset.score(evidence)
    try:
        found = threshold_intervals(board)
    except EvidenceError as error:
        assert {fault.code for fault in error.faults} == {"threshold-open"}
        return
    specs = made.ruleset.written.classes
    for place, each in enumerate(found.classes):
        low, high = each.stretch.low, each.stretch.high
        assert each.threshold in each.stretch
        tries: list[Fraction] = [each.threshold, *(e.at for e in (low, high) if e.at is not None)]
        tiny = Fraction(1, 10**8)
        tries += [end + by for end in tries[1:] for by in (-tiny, tiny)]
        for threshold in tries:
            below, above = specs[place + 1].threshold, specs[place - 1].threshold if place else None
            assert below is not None
            if threshold <= below or (above is not None and threshold >= above):
                assert threshold not in each.stretch
                continue
            other = with_threshold(made, place, threshold)
            if other is not None:
                classes = [tuple(c) for c in other.ruleset.score(evidence).classes]
                assert (classes == [tuple(c) for c in board.classes]) == (threshold in each.stretch)


def test_the_order_of_two_units_bounds_both_weights() -> None:
    # u0 has 8 of C0, u1 8 of C1: with half the weight of either, 4, the other would be in front.
    board = board_of((10, 8), [(8, 0), (0, 8)])
    found = weight_intervals(board)
    assert found["C0"].stretch.shown().vi == "10"
    board = board_of((10, 8), [(8, 0), (0, 6)])
    found = weight_intervals(board)
    assert found["C0"].stretch.shown().vi == "trên 7,5"
    assert found["C1"].stretch.shown().en == "from 0 to below 10.666666…"
    assert [(a.id, b.id) for a, b in found["C0"].stretch.low.changes] == [("u0", "u1")]
    assert weight_intervals(board, trade=True)["C0"].stretch.low.at == Fraction(270, 31)


def test_a_class_threshold_lies_between_two_scores() -> None:
    board = board_of((10, 10), [(9, 9), (7, 8), (5, 5), (1, 1)])
    found = threshold_intervals(board)
    assert found["A"].stretch.shown(percent=True).en == "above 50% up to 75%"
    assert found["B"].stretch.shown(percent=True).en == "above 10% up to 50%"
    assert [unit.id for unit, _ in found["A"].stretch.high.changes] == ["u1"]
    records = found.table().records()
    assert [(r["class"], r["below"], r["above"]) for r in records] == [
        ("A", ["u2"], ["u1"]),
        ("B", ["u3"], ["u2"]),
    ]


def test_units_whose_class_a_veto_decides_do_not_bound_a_threshold() -> None:
    extra = '\n[vetoes.V]\ntitle = "Kỷ luật"\nwhen = { fact = "disciplined", is = true }\noutcome = "C"\n'
    marks = [(9, 9), (7, 8), (5, 5)]
    board = board_of((10, 10), marks, extra=extra, columns={".disciplined": [False, True, False]})
    assert threshold_intervals(board)["A"].stretch.shown(percent=True).en == "above 50% up to 90%"


@pytest.mark.parametrize("keep, k, code", [("ranks", 1, "weights-keep"), ("top", 0, "weights-most")])
def test_what_cannot_be_kept_is_refused(keep: Any, k: int, code: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        weight_intervals(board_of((10, 10), [(1, 2)]), keep, k=k)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_rules_without_classes_have_no_class_to_keep() -> None:
    head = 'format = 1\nid = "thu/it"\ntitle = "T"\nstatus = "illustrative"\nsource = "thử"\n'
    whole = '[scale]\npoints = 5\n[groups.G]\ntitle = "G"\n'
    judged = '[criteria.C]\ngroup = "G"\nkind = "judged"\ntitle = "C"\nmark = "m"\npoints = 5\n'
    ruleset = loaded(head + whole + judged)
    board = ruleset.score(Evidence.from_columns(["u"], {"C.m": [3]}, ruleset.formulas))
    for asked in (lambda: weight_intervals(board, "class"), lambda: threshold_intervals(board)):
        with pytest.raises(EvidenceError, match="classes-none"):
            asked()


def test_names_that_there_are_none_of_are_refused() -> None:
    board = board_of((10, 10), [(1, 2)])
    with pytest.raises(NoSuchName):
        weight_intervals(board)["B"]
    with pytest.raises(NoSuchName):
        threshold_intervals(board)["C"]


def test_figures_that_are_not_known_are_named() -> None:
    with pytest.raises(EvidenceError) as caught:
        threshold_intervals(board_of((10, 10), [(None, 2), (3, 4)]))
    assert [(f.code, f.parameters["unit"]) for f in caught.value.faults] == [("threshold-open", "u0")]


def _shown(of: Callable[[], Any]) -> Sequence[str]:
    made = of()
    return [made.text("vi"), made.text("en"), made.html(), str(made.to_dict())]


def test_results_show_themselves_in_both_languages() -> None:
    board = board_of((10, 10), [(9, 3), (3, 8)])
    for texts in (_shown(lambda: weight_intervals(board)), _shown(lambda: threshold_intervals(board))):
        assert all(texts)
        assert texts[0] != texts[1]
