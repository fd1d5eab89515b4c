"""Quotas against brute force: every share, every rounding, the body and its groups jointly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rulesets import CLASSES, evidence, ruleset, standing

from thidua_scoring.decisions import decide
from thidua_scoring.decisions.quotas import allowed
from thidua_scoring.errors import EvidenceError
from thidua_scoring.numbers import MODES
from thidua_scoring.ruleset.decisions.quotas import Limit

DECIMAL = {
    "half-up": ROUND_HALF_UP, "half-down": ROUND_HALF_DOWN, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN,
    "up": ROUND_UP, "floor": ROUND_FLOOR, "ceiling": ROUND_CEILING,
}  # fmt: skip
FIFTH = Decimal("0.2")


def rounded(share: Decimal, of: int, mode: str) -> int:
    """Round a share by the decimal module."""
    return int((share * of).quantize(Decimal(1), rounding=DECIMAL[mode]))


# ── one quota, any number of good ones ──────────────────────────────────────────────


@pytest.mark.parametrize("mode", MODES)
def test_a_fifth_of_the_good_and_of_the_good_or_better(mode: Any) -> None:
    """For 0 to 200 rated good, the most that may be excellent is what trying every number gives."""
    limit = Limit(share=Fraction(1, 5), rounding=mode)
    for good in range(201):
        of_good = max(x for x in range(250) if x <= rounded(FIFTH, good, mode))
        or_better = max(x for x in range(250) if x <= rounded(FIFTH, good + x, mode))
        assert allowed(limit, lambda kept, good=good: good, 249) == of_good
        assert allowed(limit, lambda kept, good=good: good + kept, 249) == or_better
        if mode == "down":
            assert or_better == good // 4


@pytest.mark.parametrize("of", ["tot", "tot-or-better", "all", "ht-or-better"])
@pytest.mark.parametrize("least", [0, 1])
def test_a_unit_that_is_cut_is_good_and_counts_as_such(of: str, least: int) -> None:
    for mode in ("down", "half-up", "up"):
        limit = {"share": "20%", "rounding": mode, "at_least": least}
        rules = ruleset(quotas={"q": {"title": "Q", "class": "xs", "of": of, **limit}})
        for excellent, good, done in [(0, 3, 1), (1, 0, 0), (3, 4, 2), (7, 3, 0), (9, 1, 4), (2, 11, 0)]:
            totals = [*(91 + n for n in range(excellent)), *[75] * good, *[55] * done]
            found = [unit.class_ for unit in standing(rules, totals)]
            most = max(
                x for x in range(excellent + 1)
                if x <= max(least, rounded(FIFTH, base(of, x, excellent - x + good, done), mode))
            )  # fmt: skip
            assert found.count("xs") == most, (excellent, good, done, mode)
            assert found[:excellent] == ["tot"] * (excellent - most) + ["xs"] * most


def base(of: str, excellent: int, good: int, done: int) -> int:
    return {
        "tot": good, "tot-or-better": good + excellent,
        "all": excellent + good + done, "ht-or-better": excellent + good + done,
    }[of]  # fmt: skip


# ── the body and its groups ─────────────────────────────────────────────────────────

Fits = Callable[[frozenset[int]], bool]


def verdicts(candidates: Sequence[int], key: Callable[[int], int], fits: Fits) -> dict[int, str]:
    """Try every set of candidates: the largest that fit, of those the ones with the better units."""
    sets = [frozenset(each) for n in range(len(candidates) + 1) for each in combinations(candidates, n)]
    fitting = [each for each in sets if fits(each)]
    largest = [each for each in fitting if len(each) == max(map(len, fitting))]
    levels = sorted({key(row) for row in candidates}, reverse=True)

    def worth(kept: frozenset[int]) -> list[int]:
        return [sum(key(row) == level for row in kept) for level in levels]

    best = [each for each in largest if worth(each) == max(map(worth, largest))]
    return {
        row: "kept" if all(row in each for each in best)
        else "open" if any(row in each for each in best) else "cut"
        for row in candidates
    }  # fmt: skip


@st.composite
def bodies(draw: Any) -> dict[str, Any]:
    count = draw(st.integers(1, 8))
    return {
        "totals": draw(st.lists(st.sampled_from([95, 94, 93, 92, 80, 60]), min_size=count, max_size=count)),
        "group": draw(st.lists(st.sampled_from(["x", "y", "z"]), min_size=count, max_size=count)),
        "quotas": {
            name: {
                "title": name, "class": "xs", "within": within, **draw(limits()),
            }
            for name, within in [("body", "all"), ("groups", ["group"])]
        },
    }  # fmt: skip


def limits() -> st.SearchStrategy[dict[str, Any]]:
    shares = st.fixed_dictionaries({
        "share": st.sampled_from(["20%", "1/3", "50%", "25%"]),
        "rounding": st.sampled_from(["down", "half-up", "up"]),
        "of": st.sampled_from(["all", "tot", "tot-or-better"]),
        "at_least": st.integers(0, 1),
    })  # fmt: skip
    return st.one_of(shares, st.fixed_dictionaries({"at_most": st.integers(1, 4)}))


def keeps(body: dict[str, Any], kept: frozenset[int]) -> bool:
    """Say whether every quota holds where just these are excellent."""
    final = [
        "xs" if row in kept else "tot" if total >= 70 else "ht" for row, total in enumerate(body["totals"])
    ]
    for quota in body["quotas"].values():
        scopes = {"": range(len(final))} if quota["within"] == "all" else {
            name: [row for row, group in enumerate(body["group"]) if group == name] for name in "xyz"
        }  # fmt: skip
        for rows in scopes.values():
            classes = [final[row] for row in rows]
            if classes.count("xs") > most_by(quota, classes):
                return False
    return True


def most_by(quota: dict[str, Any], classes: list[str]) -> int:
    if "at_most" in quota:
        return int(quota["at_most"])
    wanted = {"all": {"xs", "tot", "ht"}, "tot": {"tot"}, "tot-or-better": {"xs", "tot"}}[quota["of"]]
    of = sum(each in wanted for each in classes)
    share = {"1/3": Fraction(1, 3), "20%": Fraction(1, 5), "50%": Fraction(1, 2), "25%": Fraction(1, 4)}
    exact = share[quota["share"]] * of
    whole, rest = divmod(exact.numerator, exact.denominator)
    up = rest and (
        quota["rounding"] == "up" or (quota["rounding"] == "half-up" and 2 * rest >= exact.denominator)
    )
    return max(quota["at_least"], whole + bool(up))


@settings(max_examples=120, deadline=None)
@given(bodies())
def test_body_and_groups_jointly_keep_what_trying_every_set_keeps(body: dict[str, Any]) -> None:
    rules = ruleset(quotas=body["quotas"])
    found = standing(rules, body["totals"], facts={"group": body["group"]})
    candidates = [row for row, total in enumerate(body["totals"]) if total >= 90]
    expected = verdicts(candidates, body["totals"].__getitem__, lambda kept: keeps(body, kept))
    names = {("xs",): "kept", ("tot",): "cut", ("xs", "tot"): "open"}
    assert {row: names[list(found)[row].class_bounds] for row in candidates} == expected


# ── chains, gaps, crossing ──────────────────────────────────────────────────────────


def test_a_later_quota_that_shrinks_an_earlier_base_is_heard() -> None:
    """Few may be good, so fewer of the good may be excellent than there seemed at first."""
    quotas = {
        "first": {"title": "1", "class": "xs", "share": "50%", "of": "tot", "rounding": "down"},
        "second": {"title": "2", "class": "tot", "at_most": 2},
    }
    found = [unit.class_ for unit in standing(ruleset(quotas=quotas), [99, 98, 97, 96, 80, 79, 78])]
    assert found == ["xs", "tot", "tot", "ht", "ht", "ht", "ht"]


def test_a_unit_whose_points_are_open_is_left_to_evidence() -> None:
    """One of 80 to 100 points may be above one of 95 or not; either is surely above one of 91."""
    rules = ruleset(quotas={"q": {"title": "Q", "class": "xs", "at_most": 1}})
    made = evidence(rules, [(50, 30, 15), (50, 30, None), (50, 30, 11), (50, 20, 5)])
    found = decide(rules.score(made))
    assert [unit.class_bounds for unit in found] == [("xs", "tot"), ("xs", "tot"), ("tot",), ("tot",)]
    assert {row for each in found.quotas for row in each.rows("open")} == {0, 1}


@pytest.mark.parametrize("gone", [None, False, True])
def test_places_of_a_sister_group_that_are_not_known_leave_the_outer_quota_open(gone: bool | None) -> None:
    """The last unit waits for how many of the first group are excellent."""
    rules = ruleset(
        quotas={
            "x": {"title": "Nửa nhóm", "class": "xs", "share": "50%", "rounding": "down", "within": "group"},
            "b": {"title": "Ba đơn vị", "class": "xs", "at_most": 3, "within": "all"},
        },
        vetoes={"V": {"title": "V", "when": {"fact": "bad", "is": True}, "outcome": "not-considered"}},
    )
    found = standing(
        rules, [99, 98, 97, 10, 10, 10, 91, 10],
        facts={"group": ["x"] * 6 + ["y"] * 2, "bad": [False] * 3 + [gone] * 3 + [False] * 2},
    )  # fmt: skip
    expected = {None: ("xs", "tot"), False: ("tot",), True: ("xs",)}
    assert found["u6"].class_bounds == expected[gone]


def test_scopes_that_cross_are_refused() -> None:
    quotas = {
        "one": {"title": "1", "class": "xs", "at_most": 1, "within": "bloc"},
        "two": {"title": "2", "class": "xs", "at_most": 1, "within": "group"},
    }
    with pytest.raises(EvidenceError) as caught:
        standing(
            ruleset(quotas=quotas), [95, 94, 93], blocs=["K", "K", "L"], facts={"group": ["x", "y", "x"]}
        )
    assert [fault.code for fault in caught.value.faults] == ["quotas-cross"]


def test_the_exceptional_share_is_for_whoever_declares_it() -> None:
    quota = {
        "title": "Q", "class": "xs", "share": "20%", "of": "all", "rounding": "down",
        "exception": {"id": "vuot-troi", "title": "Đơn vị vượt trội", "share": "25%"},
    }  # fmt: skip
    rules = ruleset(quotas={"q": quota})
    totals = [99, 98, 97, *[75] * 5]
    for given_, count in [({}, 1), ({"exceptions": ["vuot-troi"]}, 2)]:
        assert [unit.class_ for unit in standing(rules, totals, given=given_)].count("xs") == count
    with pytest.raises(EvidenceError) as caught:
        standing(rules, totals, given={"exceptions": ["vuot-troy"]})
    (fault,) = caught.value.faults
    assert (fault.code, fault.nearest) == ("no-such-exception", "vuot-troi")


def test_who_was_cut_is_told_by_which_quota() -> None:
    rules = ruleset(quotas={"q": {"title": "Mỗi khối một đơn vị", "class": "xs", "at_most": 1}})
    found = standing(rules, [95, 92, 60])
    (reason,) = [each for each in found["u1"].class_reasons if each.code == "quota-cut"]
    assert reason.text() == (
        "không còn suất Hoàn thành xuất sắc nhiệm vụ theo «Mỗi khối một đơn vị»: 2 đơn vị đủ điều kiện mà "
        "chỉ có 1 suất (tối đa 1), xếp sau Đơn vị u0; nên xuống mức Hoàn thành tốt nhiệm vụ"
    )
    assert CLASSES[1]["id"] == found["u1"].class_
