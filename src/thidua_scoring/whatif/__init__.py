"""What if: scenarios, goals, and how sure a rank is, computed exactly and not searched for."""

from __future__ import annotations

from thidua_scoring.whatif.attribution import attribute
from thidua_scoring.whatif.scenarios.contents import ABSENT
from thidua_scoring.whatif.scenarios.reading import read_scenario
from thidua_scoring.whatif.scenarios.scenario import Scenario

__all__ = ["ABSENT", "Scenario", "attribute", "read_scenario"]
