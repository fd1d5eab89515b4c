"""Reports as Markdown and as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Unpack

from thidua_scoring.cli.tables import csv_text
from thidua_scoring.errors import Fault, FaultsError, Lang
from thidua_scoring.notebook.scores import unit_rows
from thidua_scoring.reports.audience import Reader, reader_of
from thidua_scoring.reports.model import Asked, Report, report, standing_of
from thidua_scoring.reports.model_cards import Card
from thidua_scoring.reports.model_tables import proposed
from thidua_scoring.reports.model_words import word
from thidua_scoring.tabular import Table, plain_text

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing, UnitStanding
    from thidua_scoring.scoring.scoreboard import Scoreboard

_MEANT: Final = re.compile(r"([\\`*_\[\]|~#$])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_LINKS: Final = re.compile(r"(?i)(?<=\w):(?=//)|(?<=www)\.")
_LISTED: Final = re.compile(r"^(\d+)([.)])|^([-+=])")


def escaped(text: str) -> str:
    r"""Write text so that Markdown shows it as it is: no markup, no HTML, no link, one line.

    >>> escaped("a|b <i> *c* - 1. http://x"), escaped("- d"), escaped("2. e")
    ('a\\|b &lt;i&gt; \\*c\\* - 1. http&#58;//x', '\\- d', '2\\. e')
    """
    text = " ".join(plain_text(text).split())
    text = re.sub("[&<>@]", lambda found: _ENTITIES[found[0]], text)
    text = _LINKS.sub(lambda found: f"&#{ord(found[0])};", text)
    # An entity's own sign is no heading.
    text = _MEANT.sub(r"\\\1", text).replace(r"&\#", "&#")
    return _LISTED.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def write_markdown(result: Scoreboard | Standing, **asked: Unpack[Asked]) -> str:
    """Write the report of a result as Markdown with tables as GitHub reads them.

    See `reports.model.report` for what can be asked for and for what is raised.
    """
    return markdown_of(report(result, **asked))


def markdown_of(made: Report) -> str:
    """Write a report that is made as Markdown."""
    return "\n\n".join(part for part in _parts(made) if part) + "\n"


def _parts(made: Report) -> Iterator[str]:
    lang = made.lang
    yield f"# {escaped(made.title)}"
    yield f"*{made.version}*"
    for key, said in (("period", made.period), ("source", made.source)):
        yield f"{word(key, lang)}: {escaped(said)}" if said else ""
    yield f"> {escaped(made.status)}" if made.status else ""
    yield escaped(made.findings)
    yield f"## {word('results', lang)}"
    yield table_of(made.summary, lang)
    yield from map(escaped, made.notes)
    if made.open:
        yield f"## {word('open', lang)}"
        yield _listed(made.open)
    if made.matrix is not None:
        yield f"## {word('matrix', lang)}"
        yield table_of(made.matrix, lang)
    for key, tables in (("ballots", made.ballots), ("awards", made.awards)):
        if tables:
            yield f"## {word(key, lang)}"
        for table in tables:
            yield f"### {escaped(table.caption(lang))}"
            yield table_of(table, lang)
    if made.cards:
        yield f"## {word('cards' if len(made.cards) > 1 else 'card', lang)}"
    for card in made.cards:
        yield from _card(card, lang)
    yield f"*{escaped(made.place_and_date)}*" if made.place_and_date else ""


def _card(card: Card, lang: Lang) -> Iterator[str]:
    yield f"### {escaped(card.name)}"
    yield escaped(card.bloc)
    known = {"total": card.total, "percent": card.percent, "rank": card.rank, "class": card.grade}
    yield "\n".join(f"- {word(key, lang)}: {escaped(said)}" for key, said in known.items())
    yield table_of(card.criteria, lang)
    yield f"#### {word('lines', lang)}"
    for part in card.parts:
        yield f"**{escaped(part.heading)}**"
        if part.lines.rows:
            yield table_of(part.lines, lang)
        yield _listed(part.figures)
    yield f"#### {word('decisions', lang)}"
    decisions = []
    for each in card.decisions:
        decisions.append(f"- {escaped(each.what)}: {escaped(each.result)}")
        decisions += [f"  - {escaped(reason)}" for reason in each.reasons]
    yield "\n".join(decisions)


def _listed(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {escaped(text)}" for text in texts)


def table_of(table: Table, lang: Lang) -> str:
    """Write a table in Markdown, and what is to be said beneath it."""
    heads = " | ".join(escaped(each.title(lang)) for each in table.headings)
    sides = " | ".join("---:" if each.right else "---" for each in table.headings)
    rows = [" | ".join(map(escaped, cells)) for cells in table.cells(lang)]
    written = "\n".join(f"| {row} |" for row in (heads, sides, *rows))
    return "\n\n".join([written, *map(escaped, table.beneath(lang))])


# ── CSV ─────────────────────────────────────────────────────────────────────────────


def write_csv(
    result: Scoreboard | Standing,
    *,
    audience: str,
    unit: str | None = None,
    lang: Lang = "vi",
    long: bool = False,
) -> str:
    """Write one row a unit as CSV, or (``long``) one row a unit and criterion; numbers exact, with a point.

    The public gets the words of the grade alone, a unit one row with its own result. No cell is run
    by a spreadsheet as a formula. Raises `FaultsError` with ``report-without-points`` for long rows
    for the public, and what `reports.model.report` raises.
    """
    standing = standing_of(result)
    reader = reader_of(standing, audience, unit)
    if long and reader.audience == "public":
        raise FaultsError([Fault("report-without-points")])
    if reader.audience == "public":
        rows = [_told(each, lang) for each in standing if unit in (None, each.unit.id)]
    else:
        rows = [row for each in standing for row in _scored(each, reader, long)]
    return csv_text([{key: _cell(value) for key, value in row.items()} for row in rows])


def _told(unit: UnitStanding, lang: Lang) -> dict[str, Any]:
    from thidua_scoring.decisions.telling import class_name

    named = {"unit": unit.unit.id, "name": unit.unit.name, "bloc": unit.unit.bloc}
    return {**named, "class": class_name(unit, lang), "awards": "; ".join(proposed(unit))}


def _scored(unit: UnitStanding, reader: Reader, long: bool) -> Iterator[dict[str, Any]]:
    if reader.card_of(unit.unit.id):
        yield from unit_rows(unit.score) if long else [_shown(unit, reader)]


def _shown(unit: UnitStanding, reader: Reader) -> dict[str, Any]:
    """Return a unit's row; who stands at the same place has the same points, so only the council sees who."""
    return unit.flat() if reader.council else {**unit.flat(), "tied": None}


def _cell(value: Any) -> Any:
    return plain_text(value) if isinstance(value, str) else value
