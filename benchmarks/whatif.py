"""What if: scenarios that score only what they touch, against scoring everything, in the same run.

How sure ranks are is measured in `whatif_robustness`, goals are sought on the common work.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from run import data, timed
from whatif_robustness import draws, intervals, weights

from thidua_scoring import load_ruleset
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif import Lever, Scenario, seek_goal

RULES = Path(__file__).parent / "rules.toml"
SCENARIOS = 100


def board_of(units: int) -> Scoreboard:
    """Score the common work."""
    ruleset = load_ruleset(RULES)
    names, blocs = [f"u{n}" for n in range(units)], [f"b{n // 10}" for n in range(units)]
    columns = data(units)
    return ruleset.score(Evidence.from_columns(names, columns, ruleset.formulas, blocs=blocs))


def of_evidence(board: Scoreboard) -> list[Scenario]:
    """Make scenarios that change two figures of one unit each."""
    return [
        Scenario.of(board, f"S{n}", {f"evidence.u{n}.ratio0.actual": 250, f"evidence.u{n}.late1.days": 3})
        for n in range(SCENARIOS)
    ]


def of_rules(board: Scoreboard) -> list[Scenario]:
    """Make scenarios that change the penalty of a criterion each."""
    return [
        Scenario.of(board, f"R{n}", {f"rules.criteria.late{n % 4}.deduct[0].points": Decimal(n + 1) / 8})
        for n in range(SCENARIOS // 10)
    ]


def looked_at(board: Scoreboard) -> Any:
    """Ask for what a scenario is made for: totals, ranks and classes of all units."""
    return [board.value("total", row) for row in range(0, len(board), 100)], board.ranks, board.classes


def apply(scenarios: list[Scenario], board: Scoreboard) -> list[Any]:
    """Apply every scenario to the board."""
    return [looked_at(scenario.apply(board)) for scenario in scenarios]


def anew(scenarios: list[Scenario], board: Scoreboard) -> list[Any]:
    """Score everything anew for every scenario."""
    return [looked_at(board.ruleset.score(scenario.apply(board).evidence)) for scenario in scenarios]


def whatif(units: int, repeat: int) -> dict[str, Any]:
    """Time scenarios of evidence and of rules over so many units."""
    board = board_of(units)
    evidence, rules = of_evidence(board), of_rules(board)
    if apply(evidence, board) != anew(evidence, board):
        raise SystemExit("a scenario differs from scoring everything anew")
    works: dict[str, Callable[[], Any]] = {
        "scenarios of evidence": partial(apply, evidence, board),
        "everything scored anew": partial(anew, evidence, board),
        "scenarios of rules": partial(apply, rules, board),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeat):
        for name, work in works.items():
            seconds[name].append(timed(work)[0])
    best = {name: median(times) for name, times in seconds.items()}
    return {
        "work": "whatif",
        "units": units,
        "scenarios": SCENARIOS,
        "seconds": best,
        "ratio to scoring anew": best["scenarios of evidence"] / best["everything scored anew"],
        "seconds a scenario of rules": best["scenarios of rules"] / len(rules),
        "seconds to seek a goal": timed(partial(goal, board))[0],
        "draws": draws(),
        "rank intervals": intervals(),
        "weight intervals": weights(),
    }


def goal(board: Scoreboard) -> None:
    """Seek the least changes by which the worst unit of its bloc comes to be first in it."""
    worst = max(list(board)[:10], key=lambda unit: unit.rank or 0)
    ratios = [Lever(f"ratio{n}.actual", low=0, high=600, step=10) for n in range(8)]
    found = seek_goal(board, worst.unit.id, rank=1, levers=[*ratios, *(f"done{n}.done" for n in range(4))])
    if not found.reached and not found.why:
        raise SystemExit("no answer and no reason")
