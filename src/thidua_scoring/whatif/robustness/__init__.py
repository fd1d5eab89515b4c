"""How sure a rank is: over weights, over thresholds, and over draws at random."""

from __future__ import annotations

from thidua_scoring.whatif.robustness.ranks import RankIntervals, rank_intervals
from thidua_scoring.whatif.robustness.regions import Region
from thidua_scoring.whatif.robustness.simulation import Simulation, simulate
from thidua_scoring.whatif.robustness.thresholds import ThresholdIntervals, threshold_intervals
from thidua_scoring.whatif.robustness.weights import WeightIntervals, weight_intervals

__all__ = [
    "RankIntervals",
    "Region",
    "Simulation",
    "ThresholdIntervals",
    "WeightIntervals",
    "rank_intervals",
    "simulate",
    "threshold_intervals",
    "weight_intervals",
]
