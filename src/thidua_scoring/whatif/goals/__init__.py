"""Goal-seek: what it takes for a unit to reach a class or a rank, all of it, and exactly."""

from thidua_scoring.whatif.goals.moves import Lever
from thidua_scoring.whatif.goals.results import Answer, Change, Goal
from thidua_scoring.whatif.goals.seeking import seek_goal

__all__ = ["Answer", "Change", "Goal", "Lever", "seek_goal"]
