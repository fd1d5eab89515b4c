"""Courses: results as exact functions of one figure of the evidence."""

from thidua_scoring.whatif.courses.curves import CriterionCourse, Segment, course_of
from thidua_scoring.whatif.courses.flips import Flip, Flips, flips
from thidua_scoring.whatif.courses.marginal import MarginalRow, MarginalTable, marginal
from thidua_scoring.whatif.courses.reaching import Reach
from thidua_scoring.whatif.courses.sweeping import Change, Sweep, SweepPoint, SweepStretch, sweep

__all__ = [
    "Change",
    "CriterionCourse",
    "Flip",
    "Flips",
    "MarginalRow",
    "MarginalTable",
    "Reach",
    "Segment",
    "Sweep",
    "SweepPoint",
    "SweepStretch",
    "course_of",
    "flips",
    "marginal",
    "sweep",
]
