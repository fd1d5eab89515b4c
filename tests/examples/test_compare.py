"""The comparison of Cai Lậy's claims with the rules, run as its reader runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "tien_giang_2022" / "compare.py"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    run = subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


def below(printed: list[str], criterion: str) -> str:
    """The reasons printed below a criterion's row."""
    at = next(n for n, line in enumerate(printed) if line.split()[:1] == [criterion])
    found = []
    for line in printed[at + 1 :]:
        if not line.startswith("        "):
            break
        found.append(line.strip())
    return "\n".join(found)


def test_the_total_line_has_claim_points_and_bounds(printed: list[str]) -> None:
    assert "Tổng: 124,4 / 118 / 117…119" in printed


def test_the_differences_are_those_worked_out_by_hand(printed: list[str]) -> None:
    rows = [line.split() for line in printed[2:] if not line.startswith(" ")]
    differences = {row[0]: row[3] for row in rows if len(row) == 4 and row[3][0] in "+-"}
    # Their sum is 118 − 124,4 = −6,4.
    assert differences == {
        "C2": "-0,2",
        "C3.3": "-0,2",
        "C4.2": "-0,5",
        "C5.2": "-1",
        "d2": "-4",
        "3.1": "-0,5",
    }


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        ("C2", "điểm thưởng 0,5"),  # the bonus stops at 0,5
        ("C3.3", "điểm thưởng 0 "),  # no round after the second
        ("C4.2", "không có quy định nào cộng thêm"),
        ("C5.2", "không có quy định nào cộng thêm"),
        ("C5.3", "số liệu chưa xác nhận"),
        ("d2", "điểm thưởng 2 ← Đơn được rút"),  # at most 2
        ("3.1", "điểm trừ 0,5 ← Ban hành sau 31/1"),
    ],
)
def test_each_difference_has_its_reason(printed: list[str], criterion: str, reason: str) -> None:
    assert reason in below(printed, criterion)


def test_where_claim_and_rules_agree_no_reason_is_printed(printed: list[str]) -> None:
    assert below(printed, "a4") == below(printed, "d1") == ""
