"""How long robustness of ranks takes, against plain references in floats in the same run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from thidua_scoring import load_ruleset
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.robustness import Region, rank_intervals, simulate, weight_intervals
from thidua_scoring.whatif.robustness.model import weighing

POINTS = 10


def board_of(units: int, criteria: int, seed: int = 0) -> Scoreboard:
    """Make a board of one bloc: each criterion gives a mark of 4 to 10 points in quarters."""
    parts = [
        'format = 1\nid = "do/trong-so"\ntitle = "Đo"\nstatus = "illustrative"\nsource = "benchmark"',
        f"[scale]\npoints = {POINTS * criteria}\nmay_exceed = true",
        '[groups.G]\ntitle = "Nhóm"',
        '[[classes]]\nid = "A"\ntitle = "Tốt"\nfrom = "75%"',
        '[[classes]]\nid = "B"\ntitle = "Khá"\nfrom = "0%"',
    ]
    for n in range(criteria):
        head = f'[criteria.C{n}]\ngroup = "G"\nkind = "judged"\ntitle = "Tiêu chí {n}"'
        parts.append(f'{head}\nmark = "mark"\npoints = {POINTS}\nstep = 0.25')
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rules.toml"
        file.write_text("\n".join(parts), encoding="utf-8")
        ruleset = load_ruleset(file)
    rng = Random(seed)
    fields = list(ruleset.formulas.fields)
    columns = {key: [Fraction(rng.randint(16, 40), 4) for _ in range(units)] for key in fields}
    evidence = Evidence.from_columns([f"u{n}" for n in range(units)], columns, ruleset.formulas)
    return ruleset.score(evidence)


def draws(units: int = 100, criteria: int = 20, count: int = 10_000) -> dict[str, Any]:
    """Time a simulation against as many draws in floats, which may take equals for unequal."""
    board = board_of(units, criteria)
    began = perf_counter()
    found = simulate(board, Region.around(board, "20%"), count)
    seconds = perf_counter() - began
    began = perf_counter()
    firsts = _float_ranks(board, count, 0.2)[0]
    plain = perf_counter() - began
    exact = [float(each.acceptability(1)) for each in found.units]
    apart = float(max(abs(a - b) for a, b in zip(exact, firsts, strict=True)))
    return {"units": units, "criteria": criteria, "draws": count, "seconds": seconds,
            "floats": plain, "apart": apart}  # fmt: skip


def intervals(units: int = 60, criteria: int = 10, share: str = "20%", count: int = 10_000) -> dict[str, Any]:
    """Time rank intervals against draws in floats, and say how much of the intervals these miss."""
    board = board_of(units, criteria)
    began = perf_counter()
    found = rank_intervals(board, Region.around(board, share))
    seconds = perf_counter() - began
    began = perf_counter()
    _, best, worst = _float_ranks(board, count, float(share.rstrip("%")) / 100)
    plain = perf_counter() - began
    exact = sum(each.worst - each.best for each in found.units)
    return {"units": units, "criteria": criteria, "share": share, "seconds": seconds, "floats": plain,
            "ranks": exact, "ranks_by_floats": int((worst - best).sum())}  # fmt: skip


def weights(units: int = 60, criteria: int = 10) -> dict[str, Any]:
    """Time weight intervals of the whole order."""
    board = board_of(units, criteria)
    began = perf_counter()
    weight_intervals(board, trade=True)
    return {"units": units, "criteria": criteria, "seconds": perf_counter() - began}


def _float_ranks(board: Scoreboard, count: int, share: float) -> tuple[Any, Any, Any]:
    """Return how often each unit is first, and its best and worst rank, over draws in floats."""
    import numpy as np

    model = weighing(board)
    (bloc,) = model.blocs
    own = np.array([float(weight) for weight in model.own.values()])
    shares = np.array([[float(part) for part in total[1:]] for total in bloc.totals])
    rng = np.random.default_rng(0)
    weights = np.empty((0, len(own)))
    while len(weights) < count:
        drawn = own * rng.uniform(1 - share, 1 + share, size=(count, len(own)))
        drawn[:, -1] = own.sum() - drawn[:, :-1].sum(axis=1)
        inside = abs(drawn[:, -1] - own[-1]) <= share * own[-1]
        weights = np.concatenate([weights, drawn[inside]])
    totals = weights[:count] @ shares.T
    ranks = np.empty(totals.shape, int)
    np.put_along_axis(ranks, np.argsort(-totals, axis=1), np.arange(1, len(shares) + 1)[None, :], axis=1)
    return (ranks == 1).mean(axis=0), ranks.min(axis=0), ranks.max(axis=0)
