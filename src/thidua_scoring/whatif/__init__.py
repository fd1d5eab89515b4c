"""What if: scenarios, goals, and how sure a rank is, computed exactly and not searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.lazy import lazy

if TYPE_CHECKING:
    from thidua_scoring.whatif.attribution import attribute
    from thidua_scoring.whatif.contrasting import contrast
    from thidua_scoring.whatif.courses import course_of, flips, marginal, sweep
    from thidua_scoring.whatif.cutoffs import seek_cutoff
    from thidua_scoring.whatif.goals import Lever, seek_goal
    from thidua_scoring.whatif.leaving import leave_one_out
    from thidua_scoring.whatif.robustness import (
        Region,
        rank_intervals,
        simulate,
        threshold_intervals,
        weight_intervals,
    )
    from thidua_scoring.whatif.scenarios.contents import ABSENT
    from thidua_scoring.whatif.scenarios.reading import read_scenario
    from thidua_scoring.whatif.scenarios.scenario import Scenario
    from thidua_scoring.whatif.years import year_to_year

__all__ = [
    "ABSENT",
    "Lever",
    "Region",
    "Scenario",
    "attribute",
    "contrast",
    "course_of",
    "flips",
    "leave_one_out",
    "marginal",
    "rank_intervals",
    "read_scenario",
    "seek_cutoff",
    "seek_goal",
    "simulate",
    "sweep",
    "threshold_intervals",
    "weight_intervals",
    "year_to_year",
]

_HOMES = {
    "ABSENT": "scenarios.contents",
    "Scenario": "scenarios.scenario",
    "attribute": "attribution",
    "contrast": "contrasting",
    "leave_one_out": "leaving",
    "read_scenario": "scenarios.reading",
    "seek_cutoff": "cutoffs",
    "year_to_year": "years",
    **dict.fromkeys(["Lever", "seek_goal"], "goals"),
    **dict.fromkeys(["course_of", "flips", "marginal", "sweep"], "courses"),
    **dict.fromkeys(
        ["Region", "rank_intervals", "simulate", "threshold_intervals", "weight_intervals"], "robustness"
    ),
}

__getattr__ = lazy(__name__, _HOMES)
