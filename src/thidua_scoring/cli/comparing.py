"""``thidua appraise`` and ``thidua compare``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thidua_scoring.cli.base import Command, Option, language
from thidua_scoring.cli.deciding import tell_unappraised
from thidua_scoring.cli.scoring import as_json, locale_option, scored, table_or_json
from thidua_scoring.cli.tables import NOTHING, add, console, figure, headed, table
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.decisions.appraisal.claims import ClaimedPoints
    from thidua_scoring.decisions.appraisal.stages import Appraisal
    from thidua_scoring.decisions.comparison.comparing import Change, Comparison
    from thidua_scoring.evidence.text import Locale
    from thidua_scoring.formula.values import Value
    from thidua_scoring.scoring.scoreboard import Scoreboard

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("appraise", cls=Command)
@click.argument("ruleset")
@click.argument("evidence")
@click.option("--marks", cls=Option, type=_FILE)
@click.option("--unit", cls=Option)
@table_or_json
@locale_option
def appraise(  # noqa: PLR0917
    ruleset: str, evidence: str, marks: Path | None, unit: str | None, format_: str, locale: Locale | None
) -> None:
    """Hold claims against the rules; with marks, take the stages of appraisal together."""
    board = scored(ruleset, evidence, locale)
    if unit is not None:
        board[unit]  # a name that there is not is told now
    if marks is not None:
        _stages(board, marks, unit, format_)
        return
    from thidua_scoring.decisions.appraisal.claims import appraise_claims

    found = appraise_claims(board)
    rows = [row for row in found if unit in (None, row.unit.id)]
    if format_ == "json":
        click.echo(as_json([row.to_dict() for row in rows]), nl=False)
        return
    to = headed(board.ruleset)
    if not rows:
        to.print(say("no-claims", language()))
    same = []
    for name in dict.fromkeys(row.unit.id for row in rows):
        own = [row for row in rows if row.unit.id == name]
        if any(row.agrees is not True for row in own):
            to.print(_claims(own))
        else:
            same.append(own[0].unit.name or name)
    if same:
        to.print(say("no-difference", language()).format(names=", ".join(same)))


def _claims(rows: list[ClaimedPoints]) -> Any:
    """Make the table of one unit: what differs, then the total."""
    lang, unit = language(), rows[0].unit
    made = table(
        "criterion", "claimed", "by rule", "difference", "because",
        right=["claimed", "by rule", "difference"], title=harmless(unit.name or unit.id),
    )  # fmt: skip
    for row in rows:
        if row.agrees is not True or not row.criterion:
            name = f"{row.criterion} {row.title}" if row.criterion else say("sum", lang)
            cells = [name, figure(row.claimed), _value(row.value), _value(row.difference)]
            add(made, *cells, "; ".join(part.text(lang) for part in row.reason.parts))
    return made


def _value(value: Value | None) -> str:
    """Write a figure, or between what it lies."""
    if value is None:
        return NOTHING
    if value.certain:
        return figure(value.point)
    lang = language()
    low, high = (say("any", lang) if end is None else figure(end) for end in (value.low, value.high))
    return f"{low} {say('to', lang)} {high}"


def _stages(board: Scoreboard, marks: Path, unit: str | None, format_: str) -> None:
    from thidua_scoring.decisions.appraisal.marks import read_marks
    from thidua_scoring.decisions.appraisal.stages import appraise as appraise_

    found = appraise_(board, read_marks(marks))
    tell_unappraised(found)
    if format_ == "json":
        click.echo(as_json(found.to_dict()), nl=False)
        return
    to = headed(board.ruleset)
    for name in found.rows if unit is None else [unit]:
        to.print(_appraised(found, name))


def _appraised(found: Appraisal, unit: str) -> Any:
    lang, score = language(), found.board[unit]
    made = table(
        "criterion", "own points", "final", "gap", "because", right=["own points", "final", "gap"],
        title=harmless(score.unit.name or unit),
    )  # fmt: skip
    for name, row in found.rows[unit].items():
        if row.given:
            cells = [name, _value(row.own), _value(row.final), _value(row.gap)]
            add(made, *cells, row.reason.text(lang))
    total = found.board.value("total", score.row)
    add(made, say("sum", lang), "", _value(total), _value(found.gap(unit)), "")
    return made


@click.command("compare", cls=Command)
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@table_or_json
def compare(old: Path, new: Path, format_: str) -> None:
    """Compare two results in JSON, where they rest on the same rules."""
    from thidua_scoring.decisions.comparison.comparing import compare as compare_

    latest = _result(new)
    found = compare_(_result(old), latest)
    if format_ == "json":
        click.echo(as_json(found.to_dict()), nl=False)
        return
    to = console()
    for each in found.differences:
        to.print(harmless(f"{say('note', language())}: {each.text(language())}"), style="yellow")
    to.print(changes_table(found, latest["ruleset"]["classes"]["titles"]))
    for line in _moved(found):
        to.print(harmless(line))


def _result(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise click.BadParameter(say("not-a-result", language()).format(file=file)) from None


def changes_table(found: Comparison, titles: Mapping[str, str]) -> Any:
    """Make the table of what has changed for every unit; titles of classes by their ids."""
    made = table(
        "name", "old total", "new total", "change", "old rank", "new rank", "class",
        right=["old total", "new total", "change", "old rank", "new rank"],
    )  # fmt: skip
    for unit in found.units:
        classes = [titles.get(each or "", each or NOTHING) for each in (unit.old_class, unit.new_class)]
        add(
            made, unit.unit.name or unit.unit.id, figure(unit.total.old), figure(unit.total.new),
            _signed(unit.total), figure(unit.rank.old), figure(unit.rank.new),
            classes[0] if classes[0] == classes[1] else " → ".join(classes),
        )  # fmt: skip
    return made


def _signed(change: Change) -> str:
    if change.by is None:
        return NOTHING
    return f"+{figure(change.by)}" if change.by > 0 else figure(change.by)


def _moved(found: Comparison) -> Iterator[str]:
    lang = language()
    for key, units in (("came", found.came), ("left", found.left)):
        if units:
            yield f"{say(key, lang)}: {', '.join(unit.name or unit.id for unit in units)}"
