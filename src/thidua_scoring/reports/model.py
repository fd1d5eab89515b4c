"""A report as data, from which every format is written; it holds nothing that its reader may not see.

`report(standing, audience=..., unit=..., lang=...)` makes a `Report`:

- ``title``, ``ruleset``, ``source``, ``status`` (empty for an official ruleset), ``period``,
  ``place_and_date`` (given by the caller, never read from the clock), ``findings`` (a paragraph);
- ``summary``: a `tabular.Table`, one row a unit. For the council: total, rank, class, awards; for
  all others the class and the awards that units are proposed for;
- ``matrix``: a `tabular.Table`, one row a unit and one column a criterion; None but for the council;
- ``cards``: for the council one `Card` a unit (or of the unit asked for), for a unit its own, for
  the public none. A card has ``total``, ``percent``, ``rank``, ``grade`` in words, ``criteria``
  (a Table, the total in its last row), ``parts`` (one `Part` a criterion, in the order of those
  rows: its heading, its lines as a Table, its figures) and ``decisions``;
- a `Decision` is ``what`` was decided, its ``result`` and its ``reasons``, all of them sentences;
- ``awards`` (one Table an award: unit, verdict, reasons) and ``ballots`` (one Table a ballot), for
  the council only; ``open``: what is left to the council; ``notes``.

Texts are in the language of the report; tables know both and are shown by ``table.cells(lang)``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Required, TypedDict

from attrs import evolve, field, frozen

from thidua_scoring.decisions.reasons import Named
from thidua_scoring.errors import Lang
from thidua_scoring.notebook.words import OPEN, status_of, titled
from thidua_scoring.reports.audience import Reader, reader_of
from thidua_scoring.reports.model_cards import Card, card_of, plain_texts
from thidua_scoring.reports.model_findings import paragraph
from thidua_scoring.reports.model_tables import award_table, ballot_table, matrix_table, summary_table
from thidua_scoring.reports.model_words import dated, said, word
from thidua_scoring.tabular import Table, plain_text

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard


@frozen
class Report:
    """A report for one reader in one language; see the module for its parts."""

    reader: Reader
    lang: Lang
    title: str = field(converter=plain_text)
    ruleset: str = field(converter=plain_text)
    source: str = field(converter=plain_text)
    status: str
    period: str = field(converter=plain_text)
    place_and_date: str = field(converter=plain_text)
    findings: str = field(converter=plain_text)
    summary: Table
    matrix: Table | None = None
    cards: tuple[Card, ...] = ()
    awards: tuple[Table, ...] = ()
    ballots: tuple[Table, ...] = ()
    open: tuple[str, ...] = field(default=(), converter=plain_texts)
    notes: tuple[str, ...] = ()

    @property
    def links(self) -> dict[int, str]:
        """The names by which cards are found, ``card-1`` the first, by the row of the summary."""
        places = {card.id: f"card-{place}" for place, card in enumerate(self.cards, 1)}
        units = (row[0].id for row in self.summary.rows if isinstance(row[0], Named))
        return {row: places[unit] for row, unit in enumerate(units) if unit in places}

    @property
    def version(self) -> str:
        """Whom this version of the report is for, in words."""
        key = "for-unit" if self.reader.audience == "unit" else self.reader.audience
        return word(key, self.lang)


class Asked(TypedDict, total=False):
    """What those who write a report hand on to `report`, which explains it."""

    audience: Required[str]
    unit: str | None
    lang: Lang
    period: str
    place: str
    on: date | None


def standing_of(result: Scoreboard | Standing) -> Standing:
    """Return a standing: of a scoreboard, that which follows without any further facts."""
    from thidua_scoring.decisions import decide
    from thidua_scoring.decisions.standing import Standing

    return result if isinstance(result, Standing) else decide(result)


def report(
    result: Scoreboard | Standing,
    *,
    audience: str,
    unit: str | None = None,
    lang: Lang = "vi",
    period: str = "",
    place: str = "",
    on: date | None = None,
) -> Report:
    """Make the report of a result for an audience.

    ``unit`` is whose report it is for the audience ``unit``; the council may ask for one unit's card
    alone. ``place`` and ``on`` are where and when it is signed, left out if not given.

    Raises `NoSuchName` for an audience or unit that there is not, and `FaultsError` with
    ``report-needs-unit`` for a unit's own report without unit.
    """
    standing = standing_of(result)
    reader = reader_of(standing, audience, unit)
    board, written = standing.board, standing.board.ruleset.written
    statuses = [said(each, lang) for each in status_of(board)]
    made = Report(
        reader,
        lang,
        title=said(titled(board)[0], lang),
        ruleset=written.title,
        source=written.source,
        status=statuses[0] if statuses else "",
        period=period,
        place_and_date=dated(place, on.year, on.month, on.day, lang) if on is not None else place,
        findings=paragraph(standing, reader, lang),
        summary=summary_table(standing, reader),
        cards=tuple(card_of(each, reader, lang) for each in standing if reader.card_of(each.unit.id)),
    )
    return _for_council(made, standing) if reader.council else made


def _for_council(made: Report, standing: Standing) -> Report:
    """Add what the council alone may see."""
    board, lang = standing.board, made.lang
    totals = [board.value("total", row) for row in range(len(board))]
    uncertain = any(total is not None and not total.certain for total in totals)
    return evolve(
        made,
        matrix=matrix_table(board),
        awards=tuple(award_table(standing, each) for each in standing.awards.values()),
        ballots=tuple(ballot_table(standing, each) for each in standing.ballots.values()),
        open=tuple(each.text(lang) for each in standing.open),
        notes=(said(OPEN, lang),) if uncertain else (),
    )
