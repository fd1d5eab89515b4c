"""Every shipped ruleset loads, says what it is, and comes to its worked cases."""

from __future__ import annotations

import pytest

from thidua_scoring.ruleset.cases import cases_beside, run_cases
from thidua_scoring.ruleset.load import catalogue, load_ruleset

SHIPPED = {
    "bac-ninh/khoi-kinh-te-2019": "illustrative",
    "cao-bang/khoi-ii-2015": "illustrative",
    "cao-bang/kinh-te-xa-hoi-2021": "illustrative",
    "cao-bang/so-khcn-2018": "illustrative",
    "ha-giang/khoi-kinh-te-2020": "illustrative",
    "nghi-dinh/335-2025-cong-chuc": "partial",
    "quang-tri/cong-an-2025": "partial",
    "quy-dinh/366-tap-the": "partial",
    "tien-giang/tnmt-cap-huyen-2022": "official",
}


def test_the_catalogue_holds_the_shipped_rulesets() -> None:
    assert set(SHIPPED) <= set(catalogue())


@pytest.mark.parametrize("name", SHIPPED)
def test_r3_a_ruleset_states_its_source_and_what_it_is(name: str) -> None:
    written = load_ruleset(name).written
    assert (written.id, written.status) == (name, SHIPPED[name])
    assert written.source


@pytest.mark.parametrize("name", SHIPPED)
def test_r4_worked_cases_hold(name: str) -> None:
    ruleset = load_ruleset(name)
    path = cases_beside(ruleset)
    assert path is not None
    results = run_cases(ruleset, path)
    assert results
    assert [case.mismatches for case in results if not case.holds] == []
