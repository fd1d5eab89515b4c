"""S6 and D2 for decisions: what is decided stays so, whatever missing evidence turns out to be."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rulesets import CLASSES, POINTS, evidence, ruleset

from thidua_scoring.decisions import Standing, decide
from thidua_scoring.ruleset.ruleset import Ruleset

LIMITS = [
    {"at_most": 1}, {"at_most": 2}, {"share": "20%", "of": "tot-or-better", "rounding": "half-up"},
    {"share": "50%", "of": "tot", "rounding": "down", "at_least": 1},
    {"share": "40%", "of": "all", "rounding": "up"},
]  # fmt: skip
AWARD_LIMITS = [{}, {"at_most": 1}, {"share": "40%", "of": "all", "rounding": "down"}]
NEEDS = [[{"class": "xs"}], [{"class": "tot"}], [{"rank_up_to": 2}], [{"fact": "bad", "is": False}]]


@st.composite
def rules_of(draw: Any) -> Ruleset:
    def one(values: Any) -> Any:
        return draw(st.sampled_from(values))

    class_first = draw(st.booleans())
    sections: dict[str, Any] = {
        "ranking": {
            "by": "total",
            "class_first": class_first,
            "method": one(["competition", "dense", "average"]),
            "ties": one([[], [{"by": {"points_of": "A"}}]]),
            "within": one(["bloc", "all"]),
        },
        "classes": [dict(each) for each in CLASSES],
    }
    if draw(st.booleans()):
        required = [
            [{"every": "criteria", "from": "60%"}],
            [{"must": {"fact": "bad", "is": False}, "else": "ht"}],
            [{"rank_up_to": 2}],
        ]
        sections["classes"][0]["require"] = one(required[:2] if class_first else required)
    if draw(st.integers(0, 3)) == 0:
        sections["classes"][1]["require"] = [{"fact": "bad", "is": False}]
    if draw(st.booleans()):
        outcome = one(["tot", "demoted", "postponed", "unrated", "not-considered"])
        sections["vetoes"] = {"V": {"title": "V", "when": {"fact": "bad", "is": True}, "outcome": outcome}}
        if outcome == "demoted" and draw(st.booleans()):
            sections["vetoes"]["V"]["points"] = "lower-bound"
    if draw(st.booleans()):
        sections["quotas"] = {"q": {"title": "Q", "class": "xs", **one(LIMITS)}}
        if draw(st.booleans()):
            sections["quotas"]["r"] = {"title": "R", "class": "xs", "within": "all", "at_most": 2}
        if draw(st.booleans()):
            sections["quotas"]["t"] = {
                "title": "T", "class": "xs", "within": ["bloc", "group"], "share": "50%", "rounding": "down",
            }  # fmt: skip
        if draw(st.booleans()):
            sections["quotas"]["s"] = {"title": "S", "class": "tot", "at_most": 2}
    awards = {}
    for name in ("a", "b"):
        awards[name] = {"title": name, "require": one(NEEDS), **one(AWARD_LIMITS)}
        if draw(st.booleans()):
            awards[name]["achievement"] = "năm"
    if len(awards["a"]) > 3 and ("at_most" in awards["a"] or "share" in awards["a"]):
        awards["a"]["else"] = "b"
    return ruleset(**sections, awards=awards)


Marks = list[list[Any]]


@st.composite
def filled(draw: Any) -> tuple[Marks, list[Any], frozenset[int], Marks, list[bool], list[str]]:
    """Draw marks and facts with gaps and what is not confirmed, and the same as it turns out."""
    count = draw(st.integers(2, 7))
    whole = [
        [draw(st.sampled_from([most, most - 2, most * 6 // 10, most // 2])) for most in POINTS.values()]
        for _ in range(count)
    ]
    bad = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    gaps = [[None if draw(st.integers(0, 7)) == 0 else mark for mark in row] for row in whole]
    unsaid = [None if draw(st.integers(0, 5)) == 0 else each for each in bad]
    unsure = frozenset(
        row for row in range(count) if unsaid[row] is not None and draw(st.integers(0, 5)) == 0
    )
    unsaid = [not each if row in unsure and draw(st.booleans()) else each for row, each in enumerate(unsaid)]
    blocs = draw(st.lists(st.sampled_from(["K", "L"]), min_size=count, max_size=count))
    return gaps, unsaid, unsure, whole, bad, blocs


def decided(
    rules: Ruleset, marks: Marks, bad: list[Any], blocs: list[str], unsure: frozenset[int] = frozenset()
) -> Standing:
    groups = ["x" if row % 3 else "y" for row in range(len(marks))]
    made = evidence(rules, marks, blocs=blocs, facts={"bad": bad, "group": groups})
    columns = {**made.columns, ".bad": evolve(made.columns[".bad"], unconfirmed=unsure)}
    return decide(rules.score(evolve(made, columns=columns)))


def check(rules: Ruleset, made: Any) -> None:
    gaps, unsaid, unsure, whole, bad, blocs = made
    before, after = decided(rules, gaps, unsaid, blocs, unsure), decided(rules, whole, bad, blocs)
    assert before.to_dict()["open"] == [each.to_dict() for each in before.open]
    for unit in before:
        if len(unit.class_bounds) > 1:
            assert any(reason.holds is None for reason in unit.class_reasons)
    for was, now in zip(before, after, strict=True):
        assert set(now.class_bounds) <= set(was.class_bounds)
        assert was.class_ is None or now.class_ == was.class_
        assert was.rank is None or now.rank == was.rank
        if was.rank_bounds is not None and now.rank_bounds is not None:
            assert was.rank_bounds[0] <= now.rank_bounds[0]
            assert now.rank_bounds[1] <= was.rank_bounds[1]
        for name, proposal in was.awards.items():
            if proposal.verdict != "undecided":
                assert now.awards[name].verdict == proposal.verdict


@settings(max_examples=60, deadline=None)
@given(rules_of(), filled())
def test_what_is_decided_stays_decided(rules: Ruleset, made: Any) -> None:
    check(rules, made)


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(rules_of(), filled())
def test_what_is_decided_stays_decided_at_length(rules: Ruleset, made: Any) -> None:
    check(rules, made)
