"""Classes: thresholds of every form, side conditions, falls, vetoes, caps, and what stays open (D3, S6)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from made_rulesets import CLASSES, criterion, evidence, ruleset, standing

from thidua_scoring.decisions import decide
from thidua_scoring.decisions.awards.records import Record, Records
from thidua_scoring.errors import EvidenceError

BAD = {"fact": "bad", "is": True}


def classes(first: dict[str, Any], *others: dict[str, Any]) -> list[dict[str, Any]]:
    """Change the best classes."""
    changed = [{**CLASSES[n], **each} for n, each in enumerate((first, *others))]
    return [*changed, *CLASSES[len(changed) :]]


def test_thresholds_by_kind_of_unit() -> None:
    """≥ 90, ≥ 80 and ≥ 70 for communes of the first, second and third kind."""
    by_kind = {"value_of": "unit.group", "values": {"x": 90, "y": 80, "z": 75}}
    found = standing(
        ruleset(classes=classes({"from": by_kind})), [89, 89, 79, 79], facts={"group": ["x", "y", "y", "z"]}
    )
    assert [unit.class_ for unit in found] == ["tot", "xs", "tot", "xs"]
    assert found["u1"].class_reasons[0].text() == (
        "đạt 89 điểm, thuộc khung Hoàn thành xuất sắc nhiệm vụ (từ 80 điểm)"
    )


def by_a(*thresholds: Any) -> list[dict[str, Any]]:
    """Class by the points of A; a threshold may hang on the kind of unit."""
    return [
        {**each, "of": {"points_of": "A"},
         "from": {"value_of": "unit.group", "values": from_} if isinstance(from_, dict) else from_}
        for each, from_ in zip(CLASSES, thresholds, strict=True)
    ]  # fmt: skip


def test_classes_by_another_figure_than_the_total() -> None:
    """Two units have a total of 95; 45 in A is excellent for one kind and good for another."""
    first = {"x": 48, "y": 43, "z": 44}
    marks = [(50, 30, 15), (45, 30, 20), (45, 30, 20), (39, 30, 20), (10, 30, 20)]
    rules = ruleset(classes=by_a(first, 40, 20, 0))
    found = decide(rules.score(evidence(rules, marks, facts={"group": ["x", "x", "y", "y", "x"]})))
    assert [unit.class_ for unit in found] == ["xs", "tot", "xs", "ht", "kht"]
    rules = ruleset(classes=by_a(first, {"x": 40, "y": 35, "z": 42}, 20, 0))
    found = decide(rules.score(evidence(rules, [(43, 30, 20), (39, 30, 20)], facts={"group": ["z", "y"]})))
    assert [unit.class_ for unit in found] == ["tot", "tot"]


def test_68_32_of_an_applicable_84_is_81_33_percent() -> None:
    rules = ruleset(
        criteria={
            "A": {**criterion("A", 64), "step": Fraction(1, 100)},
            "B": criterion("B", 20),
            "C": {**criterion("C", 16), "applies": False},
        },
        scale={"points": 100, "percent_rounding": {"places": 2, "mode": "half-up"}},
        classes=[{**each, "from": f"{each['from']}%"} for each in CLASSES],
    )  # fmt: skip
    found = decide(rules.score(evidence(rules, [(Fraction("48.32"), 20, None)])))
    assert str(found["u0"].score.percent) == "81.33"
    assert found["u0"].class_ == "tot"


def test_97_and_a_bonus_of_10_on_top_are_107() -> None:
    flag = {"title": "Cờ thi đua tỉnh", "group": "G", "kind": "ledger",
            "bonus": [{"title": "Được tặng cờ", "when": "flag", "points": 10}]}  # fmt: skip
    whole = {name: criterion(name, points) for name, points in {"A": 50, "B": 30, "C": 20}.items()}
    for may_exceed, total in [(True, 107), (False, 100)]:
        rules = ruleset(scale={"points": 100, "may_exceed": may_exceed}, criteria={**whole, "D": flag})
        made = evidence(rules, [(50, 30, 17)])
        from thidua_scoring.evidence.evidence import Evidence

        columns = {"A.m": [50], "B.m": [30], "C.m": [17], "D.flag": [True], ".bad": [False]}
        made = Evidence.from_columns(["a"], columns, rules.formulas)
        assert decide(rules.score(made))["a"].score.total == total


CONDITIONS = [
    # what a class requires; the marks of a unit; its class; the sentence that says why
    ({"every": "criteria", "from": "60%"}, (50, 30, 11), "tot", "điểm C = 11 < 12"),
    ({"every": "group.G", "above": 11}, (50, 30, 11), "tot", "điểm C = 11 ≤ 11"),
    ({"measure": {"points_of": "group.G"}, "from": 95}, (50, 30, 14), "tot", "điểm Nhóm chung = 94 < 95"),
    ({"measure": {"points_of": "deduct"}, "up_to": {"product": [Fraction(1, 2), {"points_of": "bonus"}]}},
     (50, 30, 15), "xs", None),
    ({"all": [{"fact": "bad", "is": False}, {"measure": {"points_of": "A"}, "from": 50}]},
     (49, 30, 20), "tot", "điểm A = 49 < 50"),
]  # fmt: skip


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: str(case[0])[:40])
def test_side_conditions(case: Any) -> None:
    condition, marks, expected, sentence = case
    rules = ruleset(classes=classes({"require": [{"must": condition, "title": "đủ điều kiện"}]}))
    unit = decide(rules.score(evidence(rules, [marks])))["u0"]
    assert unit.class_ == expected
    if sentence is not None:
        (failed,) = [reason for reason in unit.class_reasons if reason.code == "class-failed"]
        assert sentence in failed.text()


@pytest.mark.parametrize(
    ("otherwise", "totals", "expected"),
    [("", [95, 75], ["tot", "tot"]), ("ht", [95, 75], ["ht", "tot"]), ("kht", [95, 75], ["kht", "tot"])],
)
def test_a_failed_condition_lowers_by_one_class_or_to_a_named_one(
    otherwise: str, totals: list[int], expected: list[str]
) -> None:
    required = {"must": {"fact": "bad", "is": False}, "title": "không ai bị kỷ luật"}
    if otherwise:
        required["else"] = otherwise
    found = standing(ruleset(classes=classes({"require": [required]})), totals, facts={"bad": [True, True]})
    assert [unit.class_ for unit in found] == expected
    assert "không ai bị kỷ luật" in found.explain("u0")


@pytest.mark.parametrize(
    ("outcome", "class_", "rank", "said"),
    [
        ("unrated", None, None, "không xếp loại vì bị kỷ luật"),
        ("not-considered", None, None, "không xét vì bị kỷ luật"),
        ("postponed", "xs", 1, None),
        ("demoted", "tot", 1, "bị hạ 1 bậc xếp loại vì bị kỷ luật"),
        ("kht", "kht", 1, "bị kỷ luật: chỉ được xếp tối đa mức Không hoàn thành nhiệm vụ"),
    ],
)
def test_outcomes_are_kept_apart(outcome: str, class_: Any, rank: Any, said: str | None) -> None:
    rules = ruleset(vetoes={"V": {"title": "bị kỷ luật", "when": BAD, "outcome": outcome}})
    found = standing(rules, [99, 60], facts={"bad": [True, False]})
    assert (found["u0"].class_, found["u0"].rank, found["u0"].outcomes) == (
        class_, rank, (outcome,) if outcome != "kht" else ("kht",),
    )  # fmt: skip
    assert said is None or said in found.explain("u0")
    assert found["u1"].outcomes == ()


def test_demotions_add_up_and_come_after_what_is_forced() -> None:
    vetoes = {
        "a": {"title": "một", "when": BAD, "outcome": "demoted"},
        "b": {"title": "hai", "when": BAD, "outcome": "demoted", "steps": 2},
    }
    found = standing(ruleset(vetoes=vetoes), [99], facts={"bad": [True]})
    assert found["u0"].class_ == "kht"
    moved = {"fact": "group", "is": "y"}
    forced = {"c": {"title": "ba", "when": moved, "outcome": "tot"}, "a": vetoes["a"]}
    found = standing(ruleset(vetoes=forced), [99], facts={"bad": [True], "group": ["y"]})
    assert found["u0"].class_ == "ht"


# ── what only records, ranks and other entities know ────────────────────────────────


def test_three_excellent_years_in_a_row_and_a_gap() -> None:
    required = {"must": {"held": "xs", "in_a_row": 3}, "title": "ba năm liên tục xuất sắc"}
    rules = ruleset(classes=classes({"require": [required]}))
    records = [
        Record(holder=holder, award="xs", year=year, kind="collective")
        for holder, years in {"u0": [2022, 2023, 2024], "u1": [2021, 2022, 2024]}.items()
        for year in years
    ]
    found = standing(rules, [95, 95], given={"records": Records(tuple(records)), "year": 2025})
    assert [unit.class_ for unit in found] == ["xs", "tot"]
    assert "đạt Hoàn thành xuất sắc nhiệm vụ 1 năm liên tục tính đến năm 2024, cần 3 năm" in found.explain(
        "u1"
    )


def test_alternatives_and_what_must_not_be_from_records() -> None:
    """Whoever had neither a flag nor two years of excellence, or failed last year, falls to a named class."""
    history = {"any": [{"held": "xs", "in_a_row": 2}, {"held": "tot", "at_least": 3}]}
    required = {
        "must": {"all": [history, {"not": {"held": "kht", "in_a_row": 1}}]},
        "title": "kết quả các năm trước", "else": "ht",
    }  # fmt: skip
    rules = ruleset(classes=classes({"require": [required]}))
    years = {
        ("u0", "xs"): [2023, 2024], ("u1", "tot"): [2020, 2022, 2023], ("u2", "tot"): [2020, 2022],
        ("u3", "tot"): [2020, 2021, 2022], ("u3", "kht"): [2024],
    }  # fmt: skip
    records = Records(tuple(
        Record(holder=holder, award=award, year=year, kind="collective")
        for (holder, award), each in years.items() for year in each
    ))  # fmt: skip
    found = standing(rules, [95] * 4, given={"records": records, "year": 2025})
    assert [unit.class_ for unit in found] == ["xs", "xs", "ht", "ht"]
    assert "kết quả các năm trước" in found.explain("u3")
    quota = {"q": {"title": "Q", "class": "xs", "at_most": 1}}
    rules = ruleset(classes=classes({"require": [required]}), quotas=quota)
    found = standing(rules, [95, 95, 94, 93], given={"records": records, "year": 2025})
    assert [unit.class_bounds for unit in found][2:] == [("ht",), ("ht",)]


def test_a_class_for_the_first_of_a_bloc() -> None:
    rules = ruleset(classes=classes({"require": [{"rank_up_to": 1}]}))
    assert [unit.class_ for unit in standing(rules, [95, 97, 92])] == ["tot", "xs", "tot"]


CAP = {"title": "Người đứng đầu không xếp cao hơn đơn vị", "entity": "leads", "results": "don-vi"}
LEADS = {"leads": {"kind": "text", "title": "Đơn vị phụ trách"}}


def test_the_head_is_not_rated_above_the_unit() -> None:
    from made_rulesets import FACTS

    rules = ruleset(facts={**FACTS, **LEADS}, caps={"h": CAP})
    given = {"others": {"don-vi": {"so-a": ["tot"], "so-b": ["xs"], "so-c": ["tot", "ht"], "so-d": []}}}
    found = standing(rules, [95] * 4, facts={"leads": ["so-a", "so-b", "so-c", "so-d"]}, given=given)
    assert [unit.class_bounds for unit in found] == [
        ("tot",),
        ("xs",),
        ("tot", "ht"),
        ("xs", "tot", "ht", "kht"),
    ]
    assert "so-d không có mức xếp loại" in found.explain("u3")
    assert (
        "Người đứng đầu không xếp cao hơn đơn vị: so-a được xếp loại Hoàn thành tốt nhiệm vụ "
        "nên không được xếp cao hơn"
    ) in found.explain("u0")


@pytest.mark.parametrize(
    ("others", "code", "close"),
    [({}, "results-not-given", None), ({"don-vi": {"so-b": ["xs"]}}, "no-such-entity", "so-b"),
     ({"don-vi": {"so-a": ["xss"]}}, "unknown-class", "xs")],
)  # fmt: skip
def test_results_that_are_not_there_are_refused(others: Any, code: str, close: str | None) -> None:
    from made_rulesets import FACTS

    rules = ruleset(facts={**FACTS, **LEADS}, caps={"h": CAP})
    with pytest.raises(EvidenceError) as caught:
        standing(rules, [95], facts={"leads": ["so-a"]}, given={"others": others})
    (fault,) = caught.value.faults
    assert (fault.code, fault.nearest) == (code, close)


# ── what evidence leaves open stays open ────────────────────────────────────────────


def test_a_missing_mark_leaves_the_class_and_the_rank_open() -> None:
    rules = ruleset(vetoes={"V": {"title": "bị kỷ luật", "when": BAD, "outcome": "demoted"}})
    made = evidence(rules, [(50, 30, None), (50, 30, 12)], facts={"bad": [False, None]})
    found = decide(rules.score(made))
    assert [unit.class_bounds for unit in found] == [("xs", "tot"), ("xs", "tot")]
    assert [unit.rank_bounds for unit in found] == [(1, 2), (1, 2)]
    assert [each.what for each in found.open] == ["class", "class"]
    assert "kết quả còn trong khoảng 80–100 điểm" in found.explain("u0")


def test_a_group_that_is_not_known_is_asked_for() -> None:
    rules = ruleset(quotas={"q": {"title": "Q", "class": "xs", "at_most": 1, "within": "group"}})
    with pytest.raises(EvidenceError) as caught:
        standing(rules, [95, 92], facts={"group": [None, "x"]})
    (fault,) = caught.value.faults
    assert (fault.code, fault.parameters) == ("scope-unknown", {"unit": "u0", "fact": "group"})
