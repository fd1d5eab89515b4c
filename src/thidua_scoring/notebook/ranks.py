"""Charts of what may become of ranks and classes: intervals, shares of draws, transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import (
    Acceptability,
    Chart,
    RankInterval,
    acceptability,
    rank_intervals,
    transitions,
)

if TYPE_CHECKING:
    from thidua_scoring.decisions.comparison.changes import Transitions
    from thidua_scoring.whatif.robustness import RankIntervals, Simulation


def intervals_plot(found: RankIntervals, lang: Lang = "vi") -> Chart:
    """Draw between which ranks each unit may come, from the one that is first now."""
    units = sorted(found.units, key=lambda each: (each.bloc, each.now, each.best, each.worst))
    several = len({each.bloc for each in units}) > 1
    rows = [
        RankInterval(
            _name(each.unit.name or each.unit.id, each.bloc, several), each.best, each.worst, each.now
        )
        for each in units
    ]
    title = "Thứ hạng khi trọng số thay đổi" if lang == "vi" else "Ranks over weights"
    return rank_intervals(rows, title=title, lang=lang)


def simulation_plot(found: Simulation, lang: Lang = "vi") -> Chart:
    """Draw in which share of the draws each unit has each rank."""
    units = sorted(found.units, key=lambda each: (each.bloc, each.now))
    several = len({each.bloc for each in units}) > 1
    rows = [
        Acceptability(
            _name(each.unit.name or each.unit.id, each.bloc, several),
            [each.acceptability(rank) for rank in range(1, len(each.ranks) + 1)],
        )
        for each in units
    ]
    title = "Thứ hạng khi trọng số lấy ngẫu nhiên" if lang == "vi" else "Ranks over weights drawn at random"
    return acceptability(rows, title=title, lang=lang)


def _name(name: str, bloc: str, several: bool) -> str:
    return f"{name} ({bloc})" if several and bloc else name


def transitions_plot(found: Transitions, lang: Lang = "vi") -> Chart:
    """Draw how many units went from which class to which; classes of both results, none or open last."""
    titles = {**found.old, **found.new}
    places: list[str | None] = [*titles, None]
    counts = {
        (places.index(old), places.index(new)): count for (old, new), count in found.counts.items() if count
    }
    nothing = "Không có hoặc chưa rõ" if lang == "vi" else "None or open"
    if not any(None in pair for pair in found.counts):
        places.pop()
    names = [nothing if each is None else titles[each] for each in places]
    return transitions(names, counts, lang=lang)
