"""From points to decisions: ranks, classes, quotas, ballots, awards, stages and periods."""

from __future__ import annotations

from thidua_scoring.decisions.deciding import decide
from thidua_scoring.decisions.standing import Standing

__all__ = ["Standing", "decide"]
