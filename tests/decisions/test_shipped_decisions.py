"""The shipped rulesets through to their decisions, on stated evidence."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from thidua_scoring import load_ruleset
from thidua_scoring.decisions import Standing, decide
from thidua_scoring.decisions.awards.records import read_records
from thidua_scoring.decisions.ballots.reading import read_polls
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.ruleset import Ruleset

BAC_NINH = Path(__file__).parents[2] / "examples" / "bac_ninh_2019"


# ── Bắc Ninh 2019 ───────────────────────────────────────────────────────────────────


@cache
def bac_ninh() -> Standing:
    rules = load_ruleset("bac-ninh/khoi-kinh-te-2019")
    board = rules.score(BAC_NINH / "full_year.csv")
    records = read_records(BAC_NINH / "records.csv", rules)
    polls = read_polls(BAC_NINH / "ballots.toml", rules, board.evidence.units)
    return decide(board, records=records, polls=polls)


def test_seven_of_eight_units_are_excellent_and_one_is_good() -> None:
    assert Counter(unit.class_ for unit in bac_ninh()) == {"xuat-sac": 7, "tot": 1}
    assert bac_ninh().open == ()


def test_awards_are_as_many_as_the_document_reports() -> None:
    proposed = {name: len(result.rows("proposed")) for name, result in bac_ninh().awards.items()}
    assert proposed == {"co-chinh-phu": 1, "co-tinh": 1, "bang-khen": 2, "truong-khoi": 1, "pho-khoi": 1}


def test_next_year_is_led_by_those_whom_the_document_names() -> None:
    offices = {name: bac_ninh().awards[name].rows("proposed") for name in ("truong-khoi", "pho-khoi")}
    named = {name: [bac_ninh().named(row).name for row in rows] for name, rows in offices.items()}
    assert named == {
        "truong-khoi": ["Sở Công Thương"],
        "pho-khoi": ["Sở Nông nghiệp và Phát triển nông thôn"],
    }


def test_without_the_ballot_nobody_is_proposed_and_nothing_is_guessed() -> None:
    board = load_ruleset("bac-ninh/khoi-kinh-te-2019").score(BAC_NINH / "full_year.csv")
    found = decide(board)
    assert [len(found.awards[name].rows("proposed")) for name in ("co-chinh-phu", "co-tinh")] == [0, 0]
    assert {each.named.id for each in found.open} >= {"co-chinh-phu", "co-tinh", "bang-khen"}


# ── Nghị định 335: a fifth of the good, in the body and in each group ────────────────


@cache
def decree() -> Ruleset:
    return load_ruleset("nghi-dinh/335-2025-cong-chuc")


def civil_servants(people: list[tuple[int, str]], **facts: dict[int, Any]) -> Evidence:
    """Give each the points by the general mark and one product; all of one body, each of a group."""
    count = len(people)
    columns: dict[str, Any] = {
        "chung.mark": [Fraction(points) * 30 / 100 for points, _ in people],
        "ket-qua.products": [
            [{"assigned": 100, "done": n, "quality": n, "on_time": n, "coefficient": 1}] for n, _ in people
        ],
        ".task_group": [group for _, group in people],
    }
    names = ("leads", "degradation_concluded", "duty_violation_disciplined", "unit_tied_to_corruption")
    for name in names:
        columns[f".{name}"] = [facts.get(name, {}).get(row, False) for row in range(count)]
    units = [f"cc-{row}" for row in range(count)]
    return Evidence.from_columns(units, columns, decree().formulas, blocs=["Sở"] * count)


def test_excellent_is_a_fifth_of_the_good_in_the_body_and_in_each_group_at_once() -> None:
    group_a = [(points, "A") for points in (99, 98, 97, *[80] * 9)]
    group_b = [(points, "B") for points in (96, 95, *[75] * 4)]
    found = list(decide(decree().score(civil_servants(group_a + group_b))))
    # A: 2 of 10 good are 2; B: 1 of 5 is 1; the body: 3 of 15 are 3
    assert [unit.unit.id for unit in found if unit.class_ == "xuat-sac"] == ["cc-0", "cc-1", "cc-12"]
    cut = {
        unit.unit.id: [r.parameters["quota"].id for r in unit.class_reasons if r.code == "quota-cut"]  # type: ignore[union-attr]
        for unit in found
    }
    assert {unit: quotas for unit, quotas in cut.items() if quotas} == {
        "cc-2": ["nhom-tuong-dong"],
        "cc-13": ["co-quan", "nhom-tuong-dong"],
    }


def test_what_forces_the_lowest_class_does_so_at_any_points() -> None:
    people = [(100, "A")] * 3
    made = civil_servants(
        people, degradation_concluded={0: True}, leads={1: False, 2: False}, unit_tied_to_corruption={2: True}
    )
    found = list(decide(decree().score(made)))
    assert found[0].class_ == "khong-hoan-thanh"
    assert "Bị kết luận suy thoái: chỉ được xếp tối đa mức Không hoàn thành nhiệm vụ" in (
        found[0].standing.explain("cc-0")
    )
    assert found[2].class_ != "khong-hoan-thanh"  # the unit's matters are held against those who lead it


# ── Quy định 366: conditions of a collective ────────────────────────────────────────

TASKS = ("assigned", "done", "on_time", "of_quality", "beyond", "late")


@pytest.mark.parametrize(
    ("mark", "tasks", "disciplined", "class_", "said"),
    [
        (92, (10, 10, 10, 10, 3, 0), False, "xuat-sac", "100% nhiệm vụ đúng hạn và bảo đảm chất lượng"),
        (92, (10, 10, 10, 10, 2, 0), False, "tot", "ít nhất 30% nhiệm vụ vượt yêu cầu"),
        (92, (10, 10, 10, 10, 3, 0), True, "tot", "không có đơn vị trực thuộc hoặc lãnh đạo bị kỷ luật"),
        (95, (10, 10, 8, 8, 4, 2), False, "hoan-thanh", "không quá 20% nhiệm vụ hoàn thành chậm"),
        (95, (10, 10, 7, 7, 4, 3), False, "khong-hoan-thanh", "không quá 20% nhiệm vụ hoàn thành chậm"),
        (69, (10, 10, 10, 10, 5, 0), False, "hoan-thanh", "thuộc khung Hoàn thành nhiệm vụ (từ 50 điểm)"),
    ],
)
def test_the_class_is_the_lowest_of_band_and_conditions(
    mark: int, tasks: tuple[int, ...], disciplined: bool, class_: str, said: str
) -> None:
    rules = load_ruleset("quy-dinh/366-tap-the")
    columns: dict[str, Any] = {f".tasks_{name}": [n] for name, n in zip(TASKS, tasks, strict=True)}
    columns |= {"diem.mark": [mark], ".unit_or_leader_disciplined": [disciplined]}
    found = decide(rules.score(Evidence.from_columns(["tap-the"], columns, rules.formulas)))
    assert found["tap-the"].class_ == class_
    assert said in found.explain("tap-the")
