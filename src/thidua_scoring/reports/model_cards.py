"""A unit's card: its points, criterion by criterion, and what was decided of it, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from thidua_scoring.decisions.reasons import Between
from thidua_scoring.decisions.telling import class_name, outcome_name, rank_name, verdict_name
from thidua_scoring.errors import Lang
from thidua_scoring.notebook.scores import lines_table, unit_table
from thidua_scoring.numbers import show
from thidua_scoring.reports.model_words import spoken, word
from thidua_scoring.scoring.explain import Explanation
from thidua_scoring.tabular import NOTHING, Table, plain_text

if TYPE_CHECKING:
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import UnitStanding
    from thidua_scoring.formula.values import Value
    from thidua_scoring.reports.audience import Reader
    from thidua_scoring.scoring.criterion_score import CriterionScore
    from thidua_scoring.scoring.explain import Used


def plain_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Free texts of what could steer a reader's screen."""
    return tuple(map(plain_text, texts))


@frozen
class Decision:
    """One decision about a unit: what was decided, what came out, and the sentences that say why."""

    what: str = field(converter=plain_text)
    result: str = field(converter=plain_text)
    reasons: tuple[str, ...] = field(default=(), converter=plain_texts)


@frozen
class Part:
    """Why one criterion has its points: its lines as a table, and the figures that they read."""

    id: str
    heading: str = field(converter=plain_text)
    lines: Table
    figures: tuple[str, ...] = field(converter=plain_texts)


@frozen
class Card:
    """All about one unit that its reader may see."""

    id: str
    name: str = field(converter=plain_text)
    """The unit's name, or its id where it has none."""
    bloc: str = field(converter=plain_text)
    total: str
    percent: str
    rank: str
    grade: str = field(converter=plain_text)
    criteria: Table
    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...]


def card_of(unit: UnitStanding, reader: Reader, lang: Lang) -> Card:
    """Make the card of a unit whose points the reader may see."""
    board = unit.standing.board
    total, percent = (board.value(name, unit.row) for name in ("total", "percent"))
    return Card(
        unit.unit.id,
        unit.unit.name or unit.unit.id,
        unit.unit.bloc,
        _written(total, lang),
        _written(percent, lang, percent=True),
        _rank(unit, reader, lang),
        class_name(unit, lang),
        evolve(unit_table(unit.score), notes=()),
        tuple(_part(each, lang) for each in unit.score.criteria.values()),
        tuple(_decisions(unit, reader, lang)),
    )


def _written(value: Value | None, lang: Lang, *, percent: bool = False) -> str:
    """Write a figure of a unit, and between what it lies where that is open."""
    if value is None:
        return NOTHING
    times, sign = (100, " %") if percent else (1, "")
    point = NOTHING if value.point is None else show(value.point * times, lang) + sign
    if value.certain:
        return point
    low, high = (None if end is None else end * times for end in (value.low, value.high))
    return f"{point} ({Between(low, high).text(lang)}{sign})"


def _rank(unit: UnitStanding, reader: Reader, lang: Lang) -> str:
    """Name a unit's rank; that another has it as well tells that unit's points, and so the council alone."""
    name = rank_name(unit, lang)
    return name if reader.council else name.removesuffix("=")


def _part(score: CriterionScore, lang: Lang) -> Part:
    explained = Explanation(score, lang)
    used = explained.figures if score.applies else ()
    figures = tuple(_figure(score, each) for each in used)
    return Part(score.id, explained.heading, lines_table(explained), figures)


def _figure(score: CriterionScore, used: Used) -> str:
    """Write a figure with its file by name: where the file lay is of no concern to who reads the report."""
    origin = score.unit.board.evidence.origins.get((used.key, score.unit.row))
    if origin is None:
        return f"{used.title}: {used.value}"
    file = origin.place.file
    place = evolve(origin.place, file=None if file is None else PurePath(file).name)
    return f"{used.title}: {used.value} ← {' '.join(part for part in (str(place), origin.source) if part)}"


def _decisions(unit: UnitStanding, reader: Reader, lang: Lang) -> Iterator[Decision]:
    def because(given: Iterable[Reason]) -> tuple[str, ...]:
        return tuple(spoken(reason, lang) for reason in reader.reasons(given))

    yield Decision(word("rank", lang), _rank(unit, reader, lang), because(unit.rank_reasons))
    if unit.standing.board.ruleset.written.classes or unit.outcome is not None:
        also = [outcome_name(each, lang) for each in unit.outcomes if each in ("postponed", "demoted")]
        said = "; ".join([class_name(unit, lang), *also])
        yield Decision(word("class", lang), said, because(unit.class_reasons))
    for proposal in unit.awards.values():
        title = unit.standing.awards[proposal.award].award.title
        yield Decision(title, verdict_name(proposal.verdict, lang), because(proposal.reasons))
