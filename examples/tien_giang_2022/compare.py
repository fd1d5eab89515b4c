"""Compare what Cai Lậy claims for 2022 with what the rules give, and say why they differ.

python examples/tien_giang_2022/compare.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from thidua_scoring import load_ruleset

RULESET = "tien-giang/tnmt-cap-huyen-2022"
EVIDENCE = Path(__file__).with_name("cai_lay.csv")
UNIT = "cai-lay"
COLUMNS = {"base": "điểm chuẩn", "bonus": "điểm thưởng", "deduct": "điểm trừ"}


def main() -> None:
    """Print claim, rule and difference of every criterion, and the reason below each difference."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    board = load_ruleset(RULESET).score(EVIDENCE)
    office = board[UNIT]
    print(office.unit.name)
    print(f"{'Mã':6}{'Tự chấm':>9}{'Quy định':>10}{'Chênh lệch':>12}")
    for name, score in office.criteria.items():
        bounds = "" if score.status == "scored" else f"   {between(score.bounds)}"
        difference = difference_of(score.claimed, score.points)
        row = f"{name:6}{number(score.claimed):>9}{number(score.points):>10}{difference:>12}{bounds}"
        print(row.rstrip())
        if score.claimed != score.points or score.by_claim:
            for reason in reasons(board.explain(UNIT, name), by_claim=score.by_claim):
                print(f"        {reason}")
    print(f"Tổng: {number(office.claimed)} / {number(office.total)} / {between(office.bounds)}")
    print("      (tự chấm / theo quy định / khoảng chắc chắn)")


def reasons(explanation: Any, *, by_claim: bool) -> list[str]:
    """Say which rules keep the points below the claim: those that deduct, else those that cap."""
    lines = [
        line for line in explanation.to_dict()["lines"] if line["reason"] == "rule" or line["points"] != "0"
    ]
    deducted = [line for line in lines if line["column"] == "deduct" and line["points"] != "0"]
    limits = [line for line in lines if line["reason"] != "rule"]
    bonus = [line for line in lines if line["column"] == "bonus"]
    found = [written(line) for line in deducted or limits or bonus]
    if not found:
        found = [written(line) for line in lines if line["column"] == "base"]
        found.append("không có quy định nào cộng thêm điểm thưởng")
    if by_claim:
        found.append("số liệu chưa xác nhận: tạm lấy điểm tự chấm, vì nằm trong khoảng có thể")
    return found


def written(line: dict[str, Any]) -> str:
    """Write a line of an explanation: its column, its points, its rule."""
    points = "chưa rõ" if line["points"] is None else line["points"].replace(".", ",")
    rule = ": ".join(part for part in (line["title"], line["how"]) if part)
    return f"{COLUMNS[line['column']]} {points} ← {rule}"


def number(value: Any) -> str:
    """Write a number with a decimal comma."""
    return "—" if value is None else str(value).replace(".", ",")


def between(bounds: tuple[Any, Any]) -> str:
    """Write the least and the most."""
    return "…".join(number(end) for end in bounds)


def difference_of(claimed: Any, points: Any) -> str:
    """Write what the rules give beyond the claim, with its sign; nothing where they agree."""
    if claimed is None or points is None or claimed == points:
        return ""
    return f"{points - claimed:+f}".replace(".", ",")


if __name__ == "__main__":
    main()
