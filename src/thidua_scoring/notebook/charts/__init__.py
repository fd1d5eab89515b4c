"""Charts of plain data: each takes small values and gives a `Chart`; needs the extra ``charts``.

Numbers come in exact and become binary only where they are drawn.
"""

from __future__ import annotations

from thidua_scoring.notebook.charts.bars import TotalBar, totals
from thidua_scoring.notebook.charts.changes import transitions
from thidua_scoring.notebook.charts.chart import Chart
from thidua_scoring.notebook.charts.curves import Axis, Spot, Stretch, curve
from thidua_scoring.notebook.charts.ranks import RankInterval, rank_intervals
from thidua_scoring.notebook.charts.shares import Acceptability, acceptability
from thidua_scoring.notebook.charts.sweeps import Band, sweep
from thidua_scoring.notebook.charts.waterfalls import Part, waterfall

__all__ = [
    "Acceptability",
    "Axis",
    "Band",
    "Chart",
    "Part",
    "RankInterval",
    "Spot",
    "Stretch",
    "TotalBar",
    "acceptability",
    "curve",
    "rank_intervals",
    "sweep",
    "totals",
    "transitions",
    "waterfall",
]
