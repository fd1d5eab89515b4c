"""Tables of points: of all units, of one unit, of one criterion, and why a criterion has its points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import evolve

from thidua_scoring.decisions.reasons import Between, Named, Said, between, shown
from thidua_scoring.formula.values import Value
from thidua_scoring.notebook.words import OUTCOMES, STATES, either, headings, notes_of, status_of, titled
from thidua_scoring.numbers import Exact, show
from thidua_scoring.scoring.criterion_score import CriterionScore, text_of
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Table

if TYPE_CHECKING:
    from thidua_scoring.scoring.explain import Explanation
    from thidua_scoring.scoring.scoreboard import Scoreboard


def number(value: Exact | None) -> Fraction | None:
    """Return a number as tables take it."""
    return None if value is None else Fraction(value)


def unsure(value: Value | None) -> Between | str:
    """Return what a value lies between where that is open, else nothing."""
    return "" if value is None or value.certain else between((value.low, value.high))


def named(unit: UnitScore) -> Named:
    """Name a unit."""
    return Named(unit.unit.id, unit.unit.name)


def rank_of(unit: UnitScore) -> Between | None:
    """Return the rank or between what it lies; None where there surely is none."""
    ends = unit.rank_bounds
    return None if ends is None or not unit.outside.may_fail else between(ends)


def class_of(unit: UnitScore) -> Named | Said | None:
    """Return the class, those that it may be, or what stands in its place."""
    classes = unit.board.ruleset.written.classes
    titles = {each.id: each.title for each in classes}
    if unit.class_ is not None:
        return Named(unit.class_, titles[unit.class_])
    if not unit.outside.may_fail:
        return OUTCOMES[unit.outcome or "unrated"]
    return either(Said(titles[name], titles[name]) for name in unit.class_bounds) if classes else None


def board_table(board: Scoreboard, most: int | None = None) -> Table:
    """Return one row a unit: total, share, rank and class by points; ``most`` limits the rows."""
    units = [UnitScore(board, row) for row in range(len(board) if most is None else min(most, len(board)))]
    totals = [board.value("total", unit.row) for unit in units]
    open_ = any(total is not None and not total.certain for total in totals)
    title, blocs = titled(board)
    optional = {
        "bloc": blocs,
        "bounds": open_,
        "claimed": any(unit.claimed is not None for unit in units),
        "class": bool(board.ruleset.written.classes) or any(unit.outcome for unit in units),
    }
    keys = ("unit", "bloc", "total", "bounds", "claimed", "percent", "rank", "class")
    kept = [key for key in keys if optional.get(key, True)]
    rows = [_board_row(unit, total, kept) for unit, total in zip(units, totals, strict=True)]
    left = len(board) - len(rows)
    return Table(title, headings(*kept), rows, tuple(notes_of(board, open_)), left_out=left)


def _board_row(unit: UnitScore, total: Value | None, keys: list[str]) -> list[Cell]:
    cells: dict[str, Cell] = {
        "unit": named(unit),
        "bloc": unit.unit.bloc,
        "total": None if total is None else total.point,
        "bounds": unsure(total),
        "percent": number(unit.percent),
        "rank": rank_of(unit),
    }
    if "claimed" in keys:
        cells["claimed"] = number(unit.claimed)
    if "class" in keys:
        cells["class"] = class_of(unit)
    return [cells[key] for key in keys]


def unit_table(unit: UnitScore) -> Table:
    """Return one row a criterion, and the total beneath."""
    total = unit.board.value("total", unit.row)
    applicable = unit.board.value("applicable", unit.row)
    criteria = list(unit.criteria.values())
    open_ = any(each.applies and not each.value.certain for each in criteria)
    claims = unit.claimed is not None or any(each.claimed is not None for each in criteria)
    keys = ["criterion", "title", "most", "base", "bonus", "deduct", "points"]
    keys += [*["bounds"] * open_, *["claimed"] * claims, "status"]
    rows = [_criterion_row(each, keys) for each in criteria]
    sums: dict[str, Cell] = {
        "title": Said("Tổng điểm", "Total"),
        "most": None if applicable is None else applicable.point,
        "base": number(unit.base),
        "bonus": number(unit.bonus),
        "deduct": number(unit.deduct),
        "points": None if total is None else total.point,
        "bounds": unsure(total),
        "claimed": number(unit.claimed),
    }
    rows.append([sums.get(key, "") for key in keys])
    notes = (_standing(unit), *notes_of(unit.board, open_))
    name = unit.unit.name or unit.unit.id
    return Table(Said(name, name), headings(*keys), rows, notes, frozenset({len(rows) - 1}))


def _standing(unit: UnitScore) -> Said:
    """Say a unit's share, rank and class in one line."""
    known: list[tuple[str, str, Any]] = [
        ("tỷ lệ", "share", None if unit.percent is None else f"{show(Fraction(unit.percent))} %"),
        ("hạng", "rank", rank_of(unit)),
        ("xếp loại", "class", class_of(unit)),
    ]
    vi = "; ".join(f"{name} {shown(value, 'vi')}" for name, _, value in known if value is not None)
    en = "; ".join(f"{name} {shown(value, 'en')}" for _, name, value in known if value is not None)
    return Said(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])


def _criterion_row(score: CriterionScore, keys: list[str]) -> list[Cell]:
    head = score.unit.board.ruleset.written.criteria[score.id].head
    cells: dict[str, Cell] = {
        "criterion": score.id,
        "title": head.title,
        "most": head.points,
        "base": number(score.base),
        "bonus": number(score.bonus),
        "deduct": number(score.deduct),
        "points": number(score.points),
        "bounds": unsure(score.value) if score.applies else "",
        "claimed": number(score.claimed),
        "status": STATES[score.status],
    }
    return [cells[key] for key in keys]


def criterion_table(score: CriterionScore) -> Table:
    """Return the row of one criterion of one unit."""
    keys = ["criterion", "title", "most", "base", "bonus", "deduct", "points", "bounds", "claimed", "status"]
    name = score.unit.unit.name or score.unit.unit.id
    notes = tuple(status_of(score.unit.board))
    return Table(Said(name, name), headings(*keys), [_criterion_row(score, keys)], notes)


def explanation_table(explained: Explanation) -> Table:
    """Return the lines of a criterion, with its figures beneath."""
    figures = explained.figures if explained.score.applies else ()
    notes = [f"{each.title}: {each.value}" + (f" ← {each.origin}" if each.origin else "") for each in figures]
    said = (*(Said(note, note) for note in notes), *status_of(explained.score.unit.board))
    return evolve(lines_table(explained), notes=said)


def lines_table(explained: Explanation) -> Table:
    """Return the lines of a criterion, which add up to its points.

    How a line was worked out is written in the language of the explanation.
    """
    title = Said(explained.heading, explained.heading)
    return Table(title, headings("column", "points", "title", "how", "source"), list(_lines(explained)))


def explanations_table(parts: tuple[Explanation, ...]) -> Table:
    """Return the lines of several criteria, each with its criterion."""
    rows = [[part.score.id, *row] for part in parts for row in _lines(part)]
    unit = parts[0].score.unit if parts else None
    name = "" if unit is None else unit.unit.name or unit.unit.id
    notes = () if unit is None else tuple(status_of(unit.board))
    keys = ("criterion", "column", "points", "title", "how", "source")
    return Table(Said(name, name), headings(*keys), rows, notes)


def _lines(explained: Explanation) -> Iterator[list[Cell]]:
    from thidua_scoring.scoring.explain import COLUMN_NAMES

    for line in explained.told:
        ends, point = (line.points.low, line.points.high), line.points.point
        points = between(ends) if point is None else point
        yield [Said(*COLUMN_NAMES[line.column]), points, line.title, line.how, line.source]


def long_rows(board: Scoreboard) -> Iterator[dict[str, Any]]:
    """Yield one row a unit and criterion, numbers as text."""
    for unit in board:
        yield from unit_rows(unit)


def unit_rows(unit: UnitScore) -> Iterator[dict[str, Any]]:
    """Yield one row a criterion of a unit, numbers as text; open points have only their bounds."""
    for name, score in unit.criteria.items():
        low, high = score.bounds
        yield {
            "unit": unit.unit.id,
            "name": unit.unit.name,
            "bloc": unit.unit.bloc,
            "criterion": name,
            "title": unit.board.ruleset.written.criteria[name].head.title,
            "points": text_of(score.points),
            "points_low": text_of(low),
            "points_high": text_of(high),
            "base": text_of(score.base),
            "bonus": text_of(score.bonus),
            "deduct": text_of(score.deduct),
            "status": score.status,
            "claimed": text_of(score.claimed),
        }
