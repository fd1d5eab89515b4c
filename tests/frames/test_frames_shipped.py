"""The shipped rulesets by columns: what the reference engine gives, on their examples and worked cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from frames_of_evidence import frames_of
from results_expected import exact, expected

from thidua_scoring import load_ruleset, open_frame, read_evidence
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.cases import cases_beside, run_cases
from thidua_scoring.ruleset.ruleset import Ruleset

EXAMPLES = Path(__file__).parents[2] / "examples"
SHIPPED = {
    "bac-ninh/khoi-kinh-te-2019": "bac_ninh_2019/evidence.csv",
    "cao-bang/khoi-ii-2015": "cao_bang_2015/evidence.csv",
    "cao-bang/kinh-te-xa-hoi-2021": "cao_bang_2021/evidence.csv",
    "cao-bang/so-khcn-2018": "cao_bang_so_khcn_2018/evidence.csv",
    "ha-giang/khoi-kinh-te-2020": "ha_giang_2020/evidence.csv",
    "nghi-dinh/335-2025-cong-chuc": None,
    "quang-tri/cong-an-2025": "quang_tri_2025/vectors.csv",
    "quy-dinh/366-tap-the": None,
    "tien-giang/tnmt-cap-huyen-2022": "tien_giang_2022/cai_lay.csv",
}


def assert_same(ruleset: Ruleset, evidence: Evidence) -> None:
    frame, tables = frames_of(evidence, ruleset)
    scoring = open_frame(frame, ruleset, tables=tables, details=True)
    board = ruleset.score(evidence)
    for got, want in zip(scoring.frame.to_dicts(), expected(board), strict=True):
        found = {name: exact(got[name]) for name in want}
        assert {name: (found[name], want[name]) for name in want if found[name] != want[name]} == {}
    for unit in board:
        assert scoring.explain(unit.unit.id).text("vi") == _unsourced(board.explain(unit.unit.id).text("vi"))


def _unsourced(text: str) -> str:
    """Leave out where figures came from: a frame has no files behind it."""
    return "\n".join(line.partition("  ←")[0] for line in text.split("\n"))


@pytest.mark.parametrize("name", [name for name, file in SHIPPED.items() if file])
def test_an_example(name: str) -> None:
    ruleset = load_ruleset(name)
    assert_same(ruleset, read_evidence(EXAMPLES / str(SHIPPED[name]), ruleset))


@pytest.mark.parametrize("name", SHIPPED)
def test_worked_cases(name: str) -> None:
    ruleset = load_ruleset(name)
    path = cases_beside(ruleset)
    assert path is not None
    for case in run_cases(ruleset, path):
        assert_same(ruleset, case.score.board.evidence)
