"""Tables of decisions: what was decided of all units, and of one unit with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.decisions.reasons import Named, Said, between
from thidua_scoring.decisions.telling import class_name, outcome_name, rank_name, verdict_name
from thidua_scoring.notebook.scores import unsure
from thidua_scoring.notebook.words import OPEN, headings, status_of, titled
from thidua_scoring.tabular import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_scoring.decisions.awards.proposing import Proposal
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import Standing, UnitStanding

_FEW = 12
"""How many open decisions are told beneath a table."""


def standing_table(standing: Standing, most: int | None = None) -> Table:
    """Return one row a unit: total, rank, class, awards; what is open stands beneath."""
    from thidua_scoring.decisions.standing import UnitStanding

    board = standing.board
    count = len(board) if most is None else min(most, len(board))
    units = [UnitStanding(standing, row) for row in range(count)]
    totals = [board.value("total", row) for row in range(count)]
    open_ = any(total is not None and not total.certain for total in totals)
    title, blocs = titled(board)
    optional = {
        "bloc": blocs,
        "bounds": open_,
        "awards": bool(standing.awards),
    }
    keys = ("unit", "bloc", "total", "bounds", "rank", "class", "awards")
    kept = [key for key in keys if optional.get(key, True)]
    rows = []
    for unit, total in zip(units, totals, strict=True):
        cells: dict[str, Cell] = {
            "unit": Named(unit.unit.id, unit.unit.name),
            "bloc": unit.unit.bloc,
            "total": None if total is None else total.point,
            "bounds": unsure(total),
            "rank": _rank(unit),
            "class": _class(unit),
            "awards": _awards(unit),
        }
        rows.append([cells[key] for key in kept])
    notes = (*status_of(board), *[OPEN] * open_, *_open(standing))
    return Table(title, headings(*kept), rows, notes, left_out=len(board) - count)


def _rank(unit: UnitStanding) -> Said:
    return Said(rank_name(unit, "vi"), rank_name(unit, "en"))


def _class(unit: UnitStanding) -> Said:
    return Said(class_name(unit, "vi"), class_name(unit, "en"))


def _open(standing: Standing) -> Iterator[Said]:
    if standing.open:
        yield Said("Quy định chưa phân định, hội đồng quyết định:", "Left to the council by the rules:")
    for each in standing.open[:_FEW]:
        yield Said(f"– {each.text('vi')}", f"– {each.text('en')}")
    if (more := len(standing.open) - _FEW) > 0:
        yield Said(f"… và {more} việc nữa", f"… and {more} more")


def _awards(unit: UnitStanding) -> Said | None:
    """Name the awards that a unit may be proposed for, and say how many are not decided."""
    awards = unit.standing.awards
    of = {name: proposal.verdict for name, proposal in unit.awards.items()}
    vi = en = [awards[name].award.title for name, verdict in of.items() if verdict == "proposed"]
    if (waiting := [*of.values()].count("undecided")) > 0:
        vi, en = [*vi, f"chưa quyết định: {waiting}"], [*en, f"undecided: {waiting}"]
    return Said("; ".join(vi), "; ".join(en)) if vi else None


def unit_standing_table(unit: UnitStanding) -> Table:
    """Return one row a decision about a unit, with what it rests on."""
    total = unit.standing.board.value("total", unit.row)
    points: Cell = None
    if total is not None:
        points = between((total.low, total.high)) if total.point is None else total.point
    rows: list[list[Cell]] = [
        [Said("Tổng điểm", "Total"), points, unsure(total)],
        [Said("Xếp hạng", "Rank"), _rank(unit), _because(unit.rank_reasons)],
    ]
    if unit.standing.board.ruleset.written.classes or unit.outcome is not None:
        rows.append([Said("Xếp loại", "Class"), _class(unit), _because(unit.class_reasons)])
    for outcome in (each for each in unit.outcomes if each in ("postponed", "demoted")):
        said = Said(outcome_name(outcome, "vi"), outcome_name(outcome, "en"))
        rows.append([said, True, _because(unit.class_reasons)])
    rows += [_award(unit, proposal) for proposal in unit.awards.values()]
    name = unit.unit.name or unit.unit.id
    notes = tuple(status_of(unit.standing.board))
    return Table(Said(name, name), headings("decision", "result", "because"), rows, notes)


def _award(unit: UnitStanding, proposal: Proposal) -> list[Cell]:
    title = unit.standing.awards[proposal.award].award.title
    verdict = Said(verdict_name(proposal.verdict, "vi"), verdict_name(proposal.verdict, "en"))
    return [Said(title, title), verdict, _because(proposal.reasons)]


def _because(reasons: tuple[Reason, ...]) -> Said:
    return Said(
        "; ".join(each.text("vi") for each in reasons), "; ".join(each.text("en") for each in reasons)
    )
