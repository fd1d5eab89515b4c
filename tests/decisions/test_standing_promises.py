"""D1 to D3 over generated rules, units and facts: monotone, symmetric, and made of their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import define
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rulesets import CLASSES, evidence, ruleset, split

from thidua_scoring.decisions import Standing, decide
from thidua_scoring.decisions.standing import UnitStanding
from thidua_scoring.ruleset.ruleset import Ruleset

IDS = [each["id"] for each in CLASSES]
BAD = {"fact": "bad", "is": True}
examples = settings(max_examples=40, deadline=None)


@define
class Body:
    """Units with totals and facts, and what a ruleset says of them."""

    sections: dict[str, Any]
    totals: list[int]
    bad: list[bool]
    group: list[str]
    blocs: list[str]

    @property
    def rules(self) -> Ruleset:
        return ruleset(**self.sections)

    def decided(self, rules: Ruleset | None = None, totals: Sequence[int] | None = None) -> Standing:
        rules = rules or self.rules
        marks = [split(total) for total in totals or self.totals]
        facts = {"bad": self.bad, "group": self.group}
        return decide(rules.score(evidence(rules, marks, blocs=self.blocs, facts=facts)))

    def ordered(self, order: Sequence[int]) -> Body:
        put = [[each[row] for row in order] for each in (self.totals, self.bad, self.group, self.blocs)]
        return Body(self.sections, *put)


@st.composite
def bodies(
    draw: Any, *, outcomes: Sequence[str] = ("tot", "demoted", "postponed", "unrated", "not-considered")
) -> Body:
    count = draw(st.integers(2, 6))
    sections: dict[str, Any] = {
        "ranking": {
            "by": draw(st.sampled_from(["total", "percent"])),
            "class_first": draw(st.booleans()),
            "within": draw(st.sampled_from(["bloc", "all", "group"])),
            "method": draw(st.sampled_from(["competition", "dense", "average"])),
            "ties": draw(st.sampled_from([[], [{"by": {"points_of": "C"}}]])),
        },
        "classes": [dict(each) for each in CLASSES],
    }
    if draw(st.booleans()):
        sections["classes"][0]["require"] = [{"every": "criteria", "from": "50%"}]
    if draw(st.booleans()):
        sections["classes"][1]["require"] = [{"fact": "group", "is": "x"}]
    if outcomes and draw(st.booleans()):
        outcome = draw(st.sampled_from(outcomes))
        sections["vetoes"] = {"V": {"title": "bị kỷ luật", "when": BAD, "outcome": outcome}}
    if draw(st.booleans()):
        quota = draw(st.sampled_from([
            {"at_most": 1}, {"share": "20%", "of": "tot-or-better", "rounding": "half-up"},
            {"share": "50%", "of": "tot", "rounding": "down"},
            {"share": "40%", "of": "all", "rounding": "up"},
        ]))  # fmt: skip
        sections["quotas"] = {"q": {"title": "Q", "class": "xs", **quota}}

    def drawn(values: Any) -> list[Any]:
        return list(draw(st.lists(values, min_size=count, max_size=count)))

    return Body(
        sections,
        drawn(st.sampled_from([99, 95, 94, 90, 89, 75, 70, 69, 50, 20])),
        drawn(st.booleans()),
        drawn(st.sampled_from(["x", "y"])),
        drawn(st.sampled_from(["K", "L"])),
    )


def outcome(unit: UnitStanding) -> tuple[Any, ...]:
    others = unit.standing.board.evidence.units
    return (
        unit.class_bounds, unit.rank_bounds, unit.outcomes, frozenset(unit.tied),
        [reason.to_dict() for reason in unit.class_reasons], len(others),
    )  # fmt: skip


@examples
@given(bodies(), st.randoms())
def test_permuting_units_permutes_what_is_decided(body: Body, random: Any) -> None:
    order = list(range(len(body.totals)))
    random.shuffle(order)
    rules = body.rules
    before, after = list(body.decided(rules)), list(body.ordered(order).decided(rules))
    for place, row in enumerate(order):
        was, now = before[row], after[place]
        names = {f"u{old}": f"u{new}" for new, old in enumerate(order)}
        assert (now.class_bounds, now.rank_bounds, now.outcomes) == (
            was.class_bounds,
            was.rank_bounds,
            was.outcomes,
        )
        assert {names[unit] for unit in was.tied} == set(now.tied)


@examples
@given(bodies(), st.data())
def test_a_unit_that_improves_never_falls_in_class_or_rank(body: Body, data: Any) -> None:
    row = data.draw(st.integers(0, len(body.totals) - 1))
    better = list(body.totals)
    better[row] = min(100, better[row] + data.draw(st.integers(1, 40)))
    rules = body.rules
    was, now = (list(body.decided(rules, totals))[row] for totals in (body.totals, better))
    for end in (min, max):
        if was.class_bounds:
            assert end(map(IDS.index, now.class_bounds)) <= end(map(IDS.index, was.class_bounds))
    if was.rank_bounds is not None:
        assert now.rank_bounds is not None
        assert all(new <= old for new, old in zip(now.rank_bounds, was.rank_bounds, strict=True))


@examples
@given(bodies(), st.integers(1, 3))
def test_more_quota_never_cuts_more(body: Body, more: int) -> None:
    boards = []
    for at_most in (more, more + 1):
        quotas = {"q": {"title": "Q", "class": "xs", "at_most": at_most}}
        boards.append(
            list(
                Body(
                    {**body.sections, "quotas": quotas}, body.totals, body.bad, body.group, body.blocs
                ).decided()
            )
        )
    for few, many in zip(*boards, strict=True):
        assert [IDS.index(each) for each in many.class_bounds[:1]] <= [
            IDS.index(each) for each in few.class_bounds[:1]
        ]
        assert [IDS.index(each) for each in many.class_bounds[-1:]] <= [
            IDS.index(each) for each in few.class_bounds[-1:]
        ]


@pytest.mark.parametrize("outcome", ["unrated", "not-considered", "kht", "ht"])
@examples
@given(body=bodies(outcomes=()))
def test_a_veto_dominates_any_number_of_points(outcome: str, body: Body) -> None:
    vetoes = {"V": {"title": "bị kỷ luật", "when": BAD, "outcome": outcome}}
    found = list(
        Body(
            {**body.sections, "vetoes": vetoes}, [100] * len(body.totals), body.bad, body.group, body.blocs
        ).decided()
    )
    for unit, bad in zip(found, body.bad, strict=True):
        if bad:
            assert unit.class_bounds == ((outcome,) if outcome in IDS else ())
            assert (unit.rank_bounds is None) == (outcome not in IDS)


@examples
@given(bodies(outcomes=()), st.integers(1, 20))
def test_adding_a_constant_to_all_scores_moves_no_rank(body: Body, constant: int) -> None:
    ranking = {**body.sections["ranking"], "class_first": False, "ties": []}
    body = Body(
        {**body.sections, "ranking": ranking},
        [min(total, 80) for total in body.totals],
        body.bad,
        body.group,
        body.blocs,
    )
    raised = [total + constant for total in body.totals]
    before, after = list(body.decided()), list(body.decided(totals=raised))
    assert [unit.rank_bounds for unit in before] == [unit.rank_bounds for unit in after]


# ── a decision from its reasons ─────────────────────────────────────────────────────


_NOT = ("class-failed", "class-barred")


def fallen(reached: int, failed: set[str]) -> int:
    while IDS[reached] in failed:
        reached += 1
    return reached


def class_again(unit: UnitStanding) -> set[str]:
    """Decide a class again from what its reasons say, as they go to machines."""
    said = [reason.to_dict() for reason in unit.class_reasons]
    if any(
        each["code"] in ("veto-unrated", "veto-not-considered") and each["holds"] is False for each in said
    ):
        return set()
    reached, failed = 0, {each["class"] for each in said if each["code"] in _NOT}
    for each in said:
        match each["code"]:
            case "class-by-figure":
                reached = IDS.index(each["ids"][0])
                reached = fallen(reached, failed)
            case "veto-class":
                reached = fallen(max(reached, IDS.index(each["class"])), failed)
            case "veto-demoted":
                reached = fallen(min(reached + int(each["steps"]), len(IDS) - 1), failed)
            case "quota-cut":
                assert IDS[reached] == each["class"]
                reached = IDS.index(each["to"][0])
            case "quota-open" | "quota-waiting":
                return {IDS[reached], *each["to"]}
    return {IDS[reached]}


@examples
@given(bodies())
def test_the_reasons_of_a_class_suffice_to_decide_it_again(body: Body) -> None:
    for unit in body.decided():
        assert class_again(unit) == set(unit.class_bounds)


@examples
@given(bodies())
def test_every_decision_has_a_sentence_in_both_languages(body: Body) -> None:
    found = body.decided()
    for unit in found:
        for lang in ("vi", "en"):
            text = found.explain(unit.unit.id, lang)  # type: ignore[arg-type]
            assert "{" not in text and "None" not in text
        assert unit.class_reasons
        assert unit.rank_reasons or unit.outcome is not None


@examples
@given(bodies())
def test_what_is_open_is_listed_and_nothing_else(body: Body) -> None:
    found = body.decided()
    listed = {unit.id for each in found.open if each.what in ("class", "quota") for unit in each.units}
    assert listed == {unit.unit.id for unit in found if len(unit.class_bounds) > 1}
