"""``thidua decide`` and ``thidua awards``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import evolve

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.progress import watched, working
from thidua_scoring.cli.scoring import as_json, locale_option, scored
from thidua_scoring.cli.tables import (
    NOTHING,
    add,
    console,
    csv_rows,
    csv_text,
    figure,
    headed,
    put,
    table,
)
from thidua_scoring.cli.tables import points as shown
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.decisions import Standing
    from thidua_scoring.decisions.appraisal.appraised import Appraisal
    from thidua_scoring.decisions.awards.appendix import Appendix
    from thidua_scoring.decisions.awards.proposing import AwardResult
    from thidua_scoring.decisions.standing import UnitStanding
    from thidua_scoring.evidence.text import Locale

_FEW: Final = 10
_FILE = click.Path(dir_okay=False, path_type=Path)
FACTS: Final[list[Callable[[Any], Any]]] = [
    click.option("--records", cls=Option, type=_FILE),
    click.option("--ballots", cls=Option, type=_FILE),
    click.option("--marks", cls=Option, type=_FILE),
    click.option("--period", "periods", cls=Option, multiple=True, metavar="ID=FILE"),
    click.option("--other", "others", cls=Option, multiple=True, metavar="NAME=FILE"),
    click.option("--exception", "exceptions", cls=Option, multiple=True, metavar="ID"),
    click.option("--year", cls=Option, type=int),
    locale_option,
]
"""What decisions need besides evidence."""
_FORMS: Final[list[Callable[[Any], Any]]] = [
    click.option(
        "--format", "format_", cls=Option, type=click.Choice(["table", "json", "csv"]), default="table",
        show_default=True,
    ),
    click.option("--output", cls=Option, type=_FILE),
]  # fmt: skip


def with_options(options: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Give a command options, in their order."""

    def given(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return given


def decided(ruleset: str, evidence: str, facts: Mapping[str, Any]) -> Standing:
    """Score evidence and decide by the facts that the options name."""
    from thidua_scoring.decisions import decide as decide_

    locale: Locale | None = facts["locale"]
    board = scored(ruleset, evidence, locale)
    rules, units = board.ruleset, board.evidence.units
    given: dict[str, Any] = {"exceptions": facts["exceptions"], "year": facts["year"]}
    if facts["records"] is not None:
        from thidua_scoring.decisions.awards.records import read_records

        names = {unit.id: unit.name for unit in units}
        given["records"] = read_records(facts["records"], rules, names=names)
    if facts["ballots"] is not None:
        from thidua_scoring.decisions.ballots.reading import read_polls

        given["polls"] = read_polls(facts["ballots"], rules, units)
    if facts["others"]:
        given["others"] = dict(_other(named) for named in facts["others"])
    files: dict[str, str] = {}
    if facts["periods"]:
        from thidua_scoring.decisions.periods.periods import combine

        files = dict(_pair(named, "ID=FILE") for named in facts["periods"])
        board = combine({name: scored(ruleset, file, locale) for name, file in files.items()}, board).board
    if facts["marks"] is not None:
        from thidua_scoring.decisions.appraisal.marks import read_marks
        from thidua_scoring.decisions.appraisal.stages import appraise

        appraised = appraise(board, read_marks(facts["marks"]))
        tell_unappraised(appraised)
        board = appraised.board
    with working("deciding"):
        found = decide_(board, **given)
    return evolve(found, facts={**found.facts, "periods": sorted(files)}) if files else found


def tell_unappraised(found: Appraisal) -> None:
    """Say on standard error of which figures the unit's own stand, since nobody has appraised them."""
    names = [f"{unit} {name}" for unit, name in found.unappraised]
    if names:
        listed = ", ".join(names[:_FEW]) + ("…" if len(names) > _FEW else "")
        tell(say("claims-stand", language()).format(count=len(names), names=listed))


def _pair(named: str, expected: str) -> tuple[str, str]:
    name, _, file = named.partition("=")
    if not name or not file:
        raise click.BadParameter(say("not-a-pair", language()).format(got=named, expected=expected))
    return name, file


def _other(named: str) -> tuple[str, Mapping[str, Sequence[str]]]:
    """Read the classes of other entities from a result in JSON."""
    name, file = _pair(named, "NAME=FILE")
    try:
        stored = json.loads(Path(file).read_text(encoding="utf-8"))
        return name, {unit["unit"]: _classes_of(unit) for unit in stored["units"]}
    except (ValueError, KeyError, TypeError):
        raise click.BadParameter(say("not-a-result", language()).format(file=file)) from None


def _classes_of(unit: Mapping[str, Any]) -> list[str]:
    told = unit.get("standing", unit)
    return list(told.get("class_bounds") or ([told["class"]] if told.get("class") else []))


@click.command("decide", cls=Command)
@click.argument("ruleset")
@click.argument("evidence")
@click.option("--unit", cls=Option)
@with_options(_FORMS + FACTS)
def decide(
    ruleset: str, evidence: str, unit: str | None, format_: str, output: Path | None, **facts: Any
) -> None:
    """Decide ranks, classes and awards."""
    found = decided(ruleset, evidence, facts)
    if unit is not None:
        click.echo(harmless(found.explain(found[unit].unit.id, language())))
        return
    if format_ == "table":
        _written(lambda to: _print(found, to), output)
        return
    text = as_json(found.to_dict()) if format_ == "json" else csv_text([each.flat() for each in found])
    put(text, output, format_)


def _written(write: Callable[[Any], None], output: Path | None) -> None:
    if output is None:
        write(console())
        return
    with output.open("w", encoding="utf-8") as file:
        write(console(file))


def _print(found: Standing, to: Any) -> None:
    from thidua_scoring.decisions.telling import class_name, rank_name

    lang, written = language(), found.board.ruleset.written
    headed(found.board.ruleset, to)
    awards = any(each.rows("proposed", "undecided") for each in found.awards.values())
    names = {unit.unit.bloc for unit in found}
    blocs = len(names) > 1
    if not blocs and any(names):
        to.print(harmless(names.pop()))
    percent = written.ranking.by == "percent"
    columns = ["unit", "name", *["bloc"] * blocs, "total", *["percent"] * percent, "rank", "class"]
    made = table(*columns, *["awards"] * awards, right=["total", "percent", "rank"])
    for unit in watched(found, len(found)):
        total = found.board.value("total", unit.row)
        cells = [unit.unit.id, unit.unit.name, *[unit.unit.bloc] * blocs, shown(total)]
        cells += [figure(unit.score.percent)] * percent
        cells += [rank_name(unit, lang), _classed(class_name(unit, lang), unit)]
        add(made, *cells, *[_awarded(unit)] * awards)
    to.print(made)
    spec = written.decisions.periods
    if spec is not None and "periods" not in found.facts:
        to.print(say("no-periods", lang).format(periods=", ".join(spec.parts)), style="yellow")
    if any(unit.tied for unit in found):
        to.print(say("tied", lang))
    if found.open:
        to.print(say("open-decisions", lang), style="bold")
        for each in found.open:
            to.print(harmless(f"  – {each.text(lang)}"), soft_wrap=True)


def _classed(name: str, unit: UnitStanding) -> str:
    from thidua_scoring.decisions.telling import outcome_name

    also = [outcome_name(each, language()) for each in unit.outcomes if each in ("postponed", "demoted")]
    return f"{name} ({', '.join(also).lower()})" if also else name


def _awarded(unit: UnitStanding) -> str:
    lang = language()
    found = []
    for name, proposal in unit.awards.items():
        title = unit.standing.awards[name].award.title
        if proposal.verdict == "proposed":
            found.append(title)
        elif proposal.verdict == "undecided":
            found.append(f"{title}?")
    return "; ".join(found) or say("none", lang) if found else NOTHING


@click.command("awards", cls=Command)
@click.argument("ruleset")
@click.argument("evidence", required=False)
@with_options(_FORMS + FACTS)
def awards(ruleset: str, evidence: str | None, format_: str, output: Path | None, **facts: Any) -> None:
    """Tell who may be proposed for what; without evidence, the appendix of award records."""
    if evidence is None:
        _appendix(ruleset, format_, output, facts)
        return
    found = decided(ruleset, evidence, facts)
    if format_ == "table":
        _written(lambda to: _proposals(found, to), output)
        return
    rows = [row for result in found.awards.values() for row in _rows(found, result)]
    text = as_json(rows) if format_ == "json" else csv_text(rows)
    put(text, output, format_)


def _rows(found: Standing, result: AwardResult) -> list[dict[str, Any]]:
    units = found.board.evidence.units
    return [
        {
            "award": result.award.id,
            "unit": unit.id,
            "name": unit.name,
            "verdict": proposal.verdict,
            "reasons": "; ".join(reason.text(language()) for reason in proposal.reasons),
        }
        for unit, proposal in zip(units, result.proposals, strict=True)
    ]


def _proposals(found: Standing, to: Any) -> None:
    from thidua_scoring.decisions.telling import verdict_name

    lang = language()
    headed(found.board.ruleset, to)
    for result in found.awards.values():
        made = table("name", "verdict", "because", title=harmless(result.award.title))
        for verdict in ("proposed", "undecided", "not-proposed"):
            for row in result.rows(verdict):
                because = "; ".join(reason.text(lang) for reason in result.proposals[row].reasons)
                add(made, found.named(row).name or found.named(row).id, verdict_name(verdict, lang), because)
        to.print("", made)


def _appendix(ruleset: str, format_: str, output: Path | None, facts: Mapping[str, Any]) -> None:
    from thidua_scoring.decisions.awards.appendix import HEADINGS, appendix
    from thidua_scoring.decisions.awards.records import read_records
    from thidua_scoring.ruleset.load import load_ruleset

    if facts["records"] is None:
        raise click.UsageError(say("needs-records", language()))
    rules = load_ruleset(ruleset)
    made = appendix(read_records(facts["records"], rules), rules)
    if made.without_row:
        tell(say("not-in-appendix", language()).format(count=len(made.without_row)))
    if format_ == "table":
        _written(lambda to: _print_appendix(made, to), output)
        return
    lang = language()
    text = as_json(made.to_dict()) if format_ == "json" else csv_rows([HEADINGS[lang], *made.cells(lang)])
    put(text, output, format_)


def _print_appendix(made: Appendix, to: Any) -> None:
    """Print the table under short headings, which leave room for titles and notes."""
    from rich import box
    from rich.table import Table

    shown_ = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for index, name in enumerate(say("appendix-heads", language()).split("|")):
        counts = 2 <= index <= 7
        shown_.add_column(
            name, justify="right" if counts else "left", overflow="fold", no_wrap=index in (0, 8)
        )
    for row in made.cells(language()):
        shown_.add_row(*map(harmless, row))
    to.print(shown_)
