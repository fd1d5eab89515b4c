"""The tables of reports: all units, all criteria, awards, ballots."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import evolve

from thidua_scoring.decisions.reasons import Named, Said, between
from thidua_scoring.decisions.telling import class_name, verdict_name
from thidua_scoring.notebook.standings import standing_table
from thidua_scoring.notebook.words import STATES, headings, titled
from thidua_scoring.numbers import Exact, show
from thidua_scoring.reports.model_words import spoken
from thidua_scoring.tabular import Cell, Heading, Table

if TYPE_CHECKING:
    from thidua_scoring.decisions.awards.proposing import AwardResult
    from thidua_scoring.decisions.ballots.counting import BallotResult
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import Standing, UnitStanding
    from thidua_scoring.formula.values import Value
    from thidua_scoring.reports.audience import Reader
    from thidua_scoring.scoring.criterion_score import CriterionScore
    from thidua_scoring.scoring.scoreboard import Scoreboard

_VERDICT: Final = Heading("verdict", "Kết luận", "Verdict")
_VOTES: Final = (
    Heading("candidate", "Được bầu chọn", "Candidate"),
    Heading("for", "Phiếu đồng ý", "Votes for", right=True),
    Heading("against", "Không đồng ý", "Against", right=True),
    Heading("abstained", "Phiếu trắng", "Abstained", right=True),
    Heading("needed", "Cần", "Needed", right=True),
    Heading("elected", "Đạt", "Elected"),
)
_STRONGEST: Final = ("proposed", "undecided", "not-proposed")
_UNKNOWN: Final = Said("chưa xác định", "not known")
_WITHOUT: Final = Said("không tính được", "has no value")
_STARRED: Final = Said(
    "* Chưa chắc chắn: có số liệu thiếu hoặc chưa xác nhận; phiếu điểm cho mức thấp nhất và cao nhất.",
    "* Not certain: some evidence is missing or unconfirmed; the card gives the least and the most.",
)


def summary_table(standing: Standing, reader: Reader) -> Table:
    """Return one row a unit; points and ranks stand in it for the council only."""
    if reader.council:
        return evolve(standing_table(standing), notes=())
    title, blocs = titled(standing.board)
    awarded = any(result.rows("proposed") for result in standing.awards.values())
    keys = ["unit", *["bloc"] * blocs, "class", *["awards"] * awarded]
    rows = []
    for unit in standing:
        cells: dict[str, Cell] = {
            "unit": Named(unit.unit.id, unit.unit.name),
            "bloc": unit.unit.bloc,
            "class": Said(class_name(unit, "vi"), class_name(unit, "en")),
            "awards": "; ".join(proposed(unit)) or None,
        }
        rows.append([cells[key] for key in keys])
    return Table(title, headings(*keys), rows)


def proposed(unit: UnitStanding) -> Iterator[str]:
    """Yield the titles of the awards that a unit is proposed for."""
    for name, proposal in unit.awards.items():
        if proposal.verdict == "proposed":
            yield unit.standing.awards[name].award.title


def matrix_table(board: Scoreboard) -> Table:
    """Return one row a unit, one column a criterion; points that are not known are told by their state."""
    criteria = board.ruleset.written.criteria
    titles = {name: f"{name} · {spec.head.title}" for name, spec in criteria.items()}
    columns = [Heading(name, title, title, right=True) for name, title in titles.items()]
    total = headings("total")
    rows: list[list[Cell]] = []
    for unit in board:
        scores = list(unit.criteria.values())
        points = [_points(score) for score in scores]
        whole = _total(board.value("total", unit.row), scores)
        rows.append([Named(unit.unit.id, unit.unit.name), *points, whole])
    starred = any(isinstance(cell, Said) and cell.vi.endswith("*") for row in rows for cell in row)
    title = Said("Điểm theo tiêu chí", "Points by criterion")
    return Table(title, (*headings("unit"), *columns, *total), rows, (_STARRED,) * starred)


def _points(score: CriterionScore) -> Cell:
    if score.points is None:
        return STATES[score.status]
    applies = score.unit.board.truth(("applies", score.id), score.unit.row)
    return _starred(score.points, certain=score.value.certain and not applies.may_fail)


def _starred(points: Exact, *, certain: bool) -> Cell:
    """Write points with a star where they are not certain; certain ones stay a number."""
    point = Fraction(points)
    return point if certain else Said(f"{show(point, 'vi')}*", f"{show(point, 'en')}*")


def _total(value: Value | None, scores: list[CriterionScore]) -> Cell:
    """Return a total; one that is not known says why, and between what it lies."""
    if value is None:
        return _WITHOUT
    if value.point is not None:
        return _starred(value.point, certain=value.certain)
    states = {score.status for score in scores}
    why = next((STATES[each] for each in ("missing", "unconfirmed") if each in states), _UNKNOWN)
    ends = between((value.low, value.high))
    return Said(f"{why.vi} ({ends.text('vi')})", f"{why.en} ({ends.text('en')})")


def award_table(standing: Standing, result: AwardResult) -> Table:
    """Return one row a unit: whether it may be proposed for an award, and why."""
    rows: list[list[Cell]] = []
    for verdict in _STRONGEST:
        said = Said(verdict_name(verdict, "vi"), verdict_name(verdict, "en"))
        for row in result.rows(verdict):
            rows.append([standing.named(row), said, _because(result.proposals[row].reasons)])
    title = Said(result.award.title, result.award.title)
    return Table(title, (*headings("unit"), _VERDICT, *headings("because")), rows)


def _because(reasons: tuple[Reason, ...]) -> Said:
    return Said(
        "; ".join(spoken(each, "vi") for each in reasons), "; ".join(spoken(each, "en") for each in reasons)
    )


def ballot_table(standing: Standing, result: BallotResult) -> Table:
    """Return one row a candidate of a ballot: the votes, how many it takes, and whether it was elected."""
    names = {unit.id: unit.name for unit in standing.board.evidence.units}
    rows: list[list[Cell]] = []
    for each in result.outcomes:
        who, tally = each.candidate, each.tally
        name = names.get(who.unit) or who.unit
        if who.award in standing.awards:  # several titles may be voted on in one ballot
            name = f"{name} ({standing.awards[who.award].award.title})"
        named = Named(who.unit, name)
        votes = [tally.votes, tally.against, tally.abstained, each.needed]
        rows.append([named, *votes, each.elected])
    title = result.spec.title[:1].upper() + result.spec.title[1:]
    title += f" — {result.poll.bloc}" if result.poll.bloc else ""
    notes = () if result.quorum is None else (Said(result.quorum.text("vi"), result.quorum.text("en")),)
    return Table(Said(title, title), _VOTES, rows, notes)
