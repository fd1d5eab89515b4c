"""Figures of one unit to be tried by hand: one widget that scores again whenever one is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from thidua_scoring.decisions.reasons import Said
from thidua_scoring.errors import Lang
from thidua_scoring.evidence.cells import Cell, with_cells
from thidua_scoring.frames.extras import faulty, library
from thidua_scoring.notebook.figures import keys_of, read_asked
from thidua_scoring.notebook.scores import class_of, number, rank_of, unsure
from thidua_scoring.notebook.words import headings, status_of
from thidua_scoring.scoring.rescoring import rescored as scored_anew
from thidua_scoring.tabular import Cell as Shown
from thidua_scoring.tabular import Table

if TYPE_CHECKING:
    from thidua_scoring.notebook.widget import Sliders
    from thidua_scoring.scoring.scoreboard import Scoreboard
    from thidua_scoring.scoring.unit_score import UnitScore


def sliders(
    board: Scoreboard, unit: str, figures: Sequence[str] | None = None, *, lang: Lang = "vi"
) -> Sliders:
    """Return a widget with a control for each figure of a unit, by key, or for those in ``figures``.

    Numbers have a slider and a box, yes-no figures a box to tick, levels a list. When one is let
    go, the unit is scored again and the table beneath shows what changed: total, rank, class,
    criteria. Nothing but the widget changes; ``widget.board`` is the scoreboard as it is set.

    Raises `NoSuchName` for an unknown unit or figure, and `FaultsError` with ``needs-extra``
    without the extra ``notebook`` or ``scenario-on-settled`` where points have been settled.
    """
    score = board[unit]
    if board.unrated or any(board.settled(row) for row in range(len(board))):
        raise faulty("scenario-on-settled")
    keys = keys_of(score, None if figures is None else tuple(figures))
    library("anywidget", "notebook")
    from thidua_scoring.notebook.widget import Sliders

    return Sliders(score, keys, lang)


def rescored(score: UnitScore, keys: tuple[str, ...], asked: object, lang: Lang = "vi") -> UnitScore:
    """Return a unit's result with some of its figures set otherwise; ``asked`` comes from a browser.

    Raises `EvidenceError` with everything that is refused.
    """
    found = read_asked(asked, score, keys, lang)
    if not found:
        return score
    board, row = score.board, score.row
    cells = {(key, row): Cell(value) for key, value in found.items()}
    evidence = with_cells(board.evidence, cells, board.ruleset.formulas.fields)
    return scored_anew(board, evidence, [row])[score.unit.id]


def difference(old: UnitScore, new: UnitScore) -> Table:
    """Return what a unit comes to before and after: total, share, rank, class, and changed criteria."""
    rows: list[list[Shown]] = [
        [Said("Tổng điểm", "Total"), _points(old, "total"), _points(new, "total")],
        [Said("Tỷ lệ %", "Percent"), number(old.percent), number(new.percent)],
        [Said("Hạng", "Rank"), rank_of(old), rank_of(new)],
        [Said("Xếp loại", "Class"), class_of(old), class_of(new)],
    ]
    for name, now in new.criteria.items():
        was = old[name]
        if (was.value, was.applies) != (now.value, now.applies):
            title = f"{name} · {new.board.ruleset.written.criteria[name].head.title}"
            ends = [number(each.points) if each.points is not None or not each.applies else unsure(each.value)
                    for each in (was, now)]  # fmt: skip
            rows.append([title, *ends])
    name = new.unit.name or new.unit.id
    marked = frozenset(n for n, (_, before, after) in enumerate(rows) if before != after)
    return Table(
        Said(name, name), headings("result", "now", "then"), rows, tuple(status_of(new.board)), marked
    )


def _points(score: UnitScore, name: str) -> Shown:
    value = score.board.value(name, score.row)
    return None if value is None else value.point if value.point is not None else unsure(value)
