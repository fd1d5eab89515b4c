"""Charts of results: a unit's total from its criteria, and the totals of all units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from thidua_scoring.decisions.reasons import shown
from thidua_scoring.errors import Lang
from thidua_scoring.formula.values import Value
from thidua_scoring.notebook.charts import Axis, Band, Chart, Part, TotalBar, totals, waterfall
from thidua_scoring.notebook.scores import class_of, rank_of
from thidua_scoring.notebook.words import STATES

if TYPE_CHECKING:
    from thidua_scoring.scoring.criterion_score import CriterionScore
    from thidua_scoring.scoring.scoreboard import Scoreboard
    from thidua_scoring.scoring.unit_score import UnitScore

MOST: Final = 60
"""How many units a chart shows, the best of them."""


def unit_plot(unit: UnitScore, lang: Lang = "vi") -> Chart:
    """Draw what each criterion adds to a unit's total; what stands open counts with its least."""
    parts = [_part(score, lang) for score in unit.criteria.values()]
    value = unit.board.value("total", unit.row)
    end = _least(value)
    beyond = end - sum((part.points for part in parts), Fraction(0))
    if beyond:
        name = "Giới hạn, quy đổi và làm tròn" if lang == "vi" else "Limits, rescaling and rounding"
        parts.append(Part(name, other=beyond))
    name = unit.unit.name or unit.unit.id
    return waterfall(parts, title=name, lang=lang, unsure=value is None or not value.certain)


def _least(value: Value | None) -> Fraction:
    """Return the point, or the least where that is open."""
    if value is None:
        return Fraction(0)
    return value.point if value.point is not None else value.low or Fraction(0)


def _part(score: CriterionScore, lang: Lang) -> Part:
    head = score.unit.board.ruleset.written.criteria[score.id].head
    name = f"{score.id} · {head.title}"
    if not score.applies:
        return Part(name, note=shown(STATES["not-applicable"], lang))
    value = score.value
    ends = None if value.certain else (value.low, value.high)
    columns = [score.base, score.bonus, score.deduct]
    least, most = _least(value), head.points or None
    if value.point is None or None in columns:
        return Part(name, other=least, most=most, ends=ends)
    base, bonus, deduct = (Fraction(column or 0) for column in columns)
    return Part(name, base, bonus, deduct, least - (base + bonus - deduct), most, ends)


def board_plot(board: Scoreboard, lang: Lang = "vi") -> Chart:
    """Draw the totals of units, bloc by bloc and the best first, over the bands of the classes.

    Where classes go by the share of points, so does the chart.
    """
    classes = board.ruleset.written.classes
    share = any(each.of_percent for each in classes)
    blocs = list(dict.fromkeys(unit.bloc for unit in board.evidence.units))
    units = sorted(board, key=lambda unit: (blocs.index(unit.unit.bloc), -_standing(unit)))
    bars = [_bar(unit, share, len(blocs) > 1, lang) for unit in units[:MOST]]
    axis = Axis("tỷ lệ điểm", "percent") if share else Axis("tổng điểm")
    if lang == "en":
        axis = Axis("share of points", "percent") if share else Axis("total")
    title = board.ruleset.written.title
    if len(units) > MOST:
        title += f" ({MOST}/{len(units)})"
    return totals(bars, x=axis, bands=list(bands_of(board, "total", "percent")), title=title, lang=lang)


def _standing(unit: UnitScore) -> Fraction:
    return _least(unit.board.value("standing", unit.row))


def _bar(unit: UnitScore, share: bool, blocs: bool, lang: Lang) -> TotalBar:
    value = unit.board.value("percent" if share else "total", unit.row)
    rank = rank_of(unit)
    word = "hạng" if lang == "vi" else "rank"
    said = shown(class_of(unit) or "", lang) if rank is None else f"({word} {shown(rank, lang)})"
    name = unit.unit.name or unit.unit.id
    if blocs and unit.unit.bloc:
        name = f"{name} ({unit.unit.bloc})"
    if value is None:
        return TotalBar(name, None, said=said)
    ends = (None, None) if value.certain else (value.low, value.high)
    return TotalBar(name, value.point, *ends, said)


def bands_of(board: Scoreboard, *figures: str) -> Iterator[Band]:
    """Yield the classes, if all have thresholds that are the same for all units, of the given figures."""
    classes = board.ruleset.written.classes
    if any(each.threshold is None or each.of not in figures for each in classes):
        return
    for index, each in enumerate(classes):
        yield Band(each.title, None if index == len(classes) - 1 else each.threshold)
