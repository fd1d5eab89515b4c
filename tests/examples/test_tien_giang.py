"""Cai Lậy's self-score of 2022: what the written rules give, item by item, beside the claims.

The points below were worked out by hand from the table of 168/HD-STNMT.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from thidua_scoring import load_ruleset
from thidua_scoring.scoring.unit_score import UnitScore

EVIDENCE = Path(__file__).parents[2] / "examples" / "tien_giang_2022" / "cai_lay.csv"
CLAIMED_AND_DUE = {
    "a1": ("3", "3"),
    "a2": ("3", "3"),
    "a3": ("3", "3"),
    "a4": ("5.5", "5.5"),  # base full, household area 100 %, overall 99,43 %: +2
    "a5": ("3", "3"),
    "a6": ("3", "3"),
    "a7": ("11", "11"),  # eight solutions, +1 each, no cap
    "a8": ("3.5", "3.5"),
    "a9": ("5", "5"),
    "b1": ("2", "2"),
    "b2": ("5.5", "5.5"),
    "b3": ("3.5", "3.5"),
    "b4": ("5", "5"),
    "C1": ("5", "5"),  # 8366/8532 = 98,05… %
    "C2": ("5.7", "5.5"),  # the bonus stops at 0,5
    "C3.1": ("2", "2"),
    "C3.2": ("3", "3"),
    "C3.3": ("0.2", "0"),  # two rounds are done, the third is under way
    "C4.1": ("2", "2"),
    "C4.2": ("2.5", "2"),  # the item has no bonus
    "C5.1": ("1", "1"),
    "C5.2": ("2", "1"),  # the item has 1 point
    "C5.3": ("2", "2"),  # as claimed: how many communes fail is not known
    "C6": ("1", "1"),
    "d1": ("5", "5"),  # 31 of 20
    "d2": ("13", "9"),  # withdrawn complaints: at most 2
    "2.1": ("1", "1"),
    "2.2": ("1.5", "1.5"),
    "3.1": ("2", "1.5"),  # issued on 9 February
    "3.2": ("2.5", "2.5"),
    "3.3": ("8", "8"),
    "4.1": ("1", "1"),
    "4.2": ("0.5", "0.5"),
    "4.3": ("2.5", "2.5"),
    "5.1": ("2", "2"),
    "5.3": ("3", "3"),
}


@pytest.fixture(scope="module")
def office() -> UnitScore:
    return load_ruleset("tien-giang/tnmt-cap-huyen-2022").score(EVIDENCE)["cai-lay"]


def test_every_item_has_the_points_that_the_written_rules_give(office: UnitScore) -> None:
    due = {name: Decimal(points) for name, (_, points) in CLAIMED_AND_DUE.items()}
    assert {name: criterion.points for name, criterion in office.criteria.items()} == due


def test_the_claims_stand_beside_the_points(office: UnitScore) -> None:
    claimed = {name: Decimal(points) for name, (points, _) in CLAIMED_AND_DUE.items()}
    assert {name: criterion.claimed for name, criterion in office.criteria.items()} == claimed
    assert office.claimed == Decimal("124.4") == sum(claimed.values())


def test_the_total_is_the_sum_and_keeps_the_bounds_of_what_is_not_confirmed(office: UnitScore) -> None:
    assert (
        office.total
        == Decimal(118)
        == sum(c.points for c in office.criteria.values() if c.points is not None)
    )
    assert office.bounds == (Decimal(117), Decimal(119))


def test_an_unconfirmed_item_is_scored_as_claimed_and_marked(office: UnitScore) -> None:
    report = office["C5.3"]
    assert (report.status, report.by_claim, report.bounds) == ("unconfirmed", True, (Decimal(1), Decimal(3)))
    assert report.deduct is None


def test_an_explanation_names_the_rule_the_figures_and_where_they_came_from(office: UnitScore) -> None:
    text = str(office.board.explain("cai-lay", "a4"))
    assert "5,5/3,5 điểm" in text
    assert "12.489,4" in text
    assert "cai_lay.csv:" in text
