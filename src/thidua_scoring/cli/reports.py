"""``thidua report``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click
from attrs import evolve

from thidua_scoring.cli.base import Command, Option, language
from thidua_scoring.cli.deciding import FACTS, decided, with_options
from thidua_scoring.cli.tables import put
from thidua_scoring.cli.texts import say

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.reports.word import Letterhead
    from thidua_scoring.scoring.scoreboard import Scoreboard

_FILE = click.Path(dir_okay=False, path_type=Path)
_TEXTS: Final = ("html", "markdown", "csv", "json")
_OFFICE: Final = ("docx", "xlsx")
_OWN: Final = (*_TEXTS, "pdf", *_OFFICE)
_KINDS: Final = ("summary", "unit", "ballot", "proposal", "appendix")


@click.command("report", cls=Command)
@click.argument("ruleset")
@click.argument("evidence", required=False)
@click.option(
    "--as",
    "as_",
    cls=Option,
    metavar="[html|markdown|csv|json|pdf|docx|xlsx|…]",
    default="html",
    show_default=True,
)
@click.option(
    "--audience",
    cls=Option,
    type=click.Choice(["public", "unit", "council"]),
    default="public",
    show_default=True,
)
@click.option("--unit", "unit", cls=Option)
@click.option("--kind", cls=Option, type=click.Choice(_KINDS), default="summary", show_default=True)
@click.option("--long", "long", cls=Option, is_flag=True)
@click.option("--template", cls=Option, type=_FILE)
@click.option("--letterhead", cls=Option, type=_FILE)
@click.option("--agency", cls=Option, default="")
@click.option("--place", cls=Option, default="")
@click.option("--date", "day", cls=Option, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@click.option("--period-name", cls=Option, default="")
@click.option("-o", "--output", cls=Option, type=_FILE)
@with_options(FACTS)
def report(ruleset: str, evidence: str | None, as_: str, output: Path | None, **given: Any) -> None:
    """Write the results for an audience."""
    write = _writer(as_)
    if output is None and as_ not in _TEXTS:
        raise click.UsageError(say("needs-output", language()).format(got=as_))
    if as_ in _OFFICE and given["kind"] == "appendix":
        result: Any = _appendix(ruleset, given)
    elif evidence is None:
        raise click.UsageError(say("needs-evidence", language()))
    else:
        result = decided(ruleset, evidence, given)
    made = write(result, output, given)
    if isinstance(made, bytes) and output is not None:
        output.write_bytes(made)
    elif isinstance(made, str):
        put(made, output, as_)


_Write: TypeAlias = "Callable[[Any, Path | None, Mapping[str, Any]], str | bytes | None]"


def _writer(name: str) -> _Write:
    """Return what writes a report of that name: our own, or a plugin's."""
    from thidua_scoring.plugins import installed

    plugins = installed().reports
    if name in _TEXTS:
        return lambda result, output, given: _text(name, result, given)
    if name == "pdf":
        return lambda result, output, given: _pdf(result, given)
    if name in _OFFICE:
        return lambda result, output, given: _office(name, result, given)
    if name not in plugins:
        expected = ", ".join([*_OWN, *plugins])
        raise click.BadParameter(say("no-format", language()).format(got=name, expected=expected))
    thing = plugins[name].thing
    return lambda result, output, given: by_plugin(
        thing, result, output or Path(), audience=given["audience"], unit=given["unit"]
    )


def by_plugin(
    write: Any, result: Scoreboard | Standing, output: Path, *, audience: str, unit: str | None = None
) -> None:
    """Let a plugin write: one that takes an audience gets it; any other sees all, and is the council's."""
    from thidua_scoring.reports.model import standing_of

    standing = standing_of(result)
    if "audience" in inspect.signature(write).parameters:
        write(standing, output, audience=audience, unit=unit, lang=language())
        return
    if audience != "council":
        raise click.UsageError(say("council-only", language()))
    write(standing.board, output)


def _text(name: str, result: Standing, given: Mapping[str, Any]) -> str:
    from thidua_scoring.reports.html import write_html
    from thidua_scoring.reports.markdown import write_csv, write_markdown
    from thidua_scoring.reports.schema import write_json

    reader = {"audience": given["audience"], "unit": given["unit"]}
    if name == "json":
        return write_json(result, **reader)
    if name == "csv":
        return write_csv(result, **reader, lang=language(), long=given["long"])
    if name == "markdown":
        return write_markdown(result, **_headed(given))
    return write_html(result, **_headed(given), template=given["template"])


def _pdf(result: Standing, given: Mapping[str, Any]) -> bytes:
    from thidua_scoring.reports.pdf import write_pdf

    return write_pdf(result, **_headed(given))


def _headed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `reports.model.report` takes, as options say."""
    reader = {"audience": given["audience"], "unit": given["unit"]}
    return {**reader, "lang": language(), "period": given["period_name"], **_signed(given)}


def _signed(given: Mapping[str, Any]) -> dict[str, Any]:
    day: datetime | None = given["day"]
    return {"place": given["place"], "on": None if day is None else day.date()}


def _office(name: str, result: Any, given: Mapping[str, Any]) -> bytes:
    common = {"audience": given["audience"], "unit": given["unit"], "period": given["period_name"]}
    if name == "xlsx":
        from thidua_scoring.reports import excel

        return excel.REPORTS[given["kind"]](result, **common, lang=language())
    from thidua_scoring.reports import word

    letterhead = _letterhead(given)
    if given["template"] is not None:
        return word.write_by_template(result, letterhead, given["template"], **common)
    return word.REPORTS[given["kind"]](result, letterhead, **common)


def _letterhead(given: Mapping[str, Any]) -> Letterhead:
    """Return the letterhead of a file, with what options say in the place of what it says."""
    from thidua_scoring.reports.word import Letterhead, read_letterhead

    file, signed = given["letterhead"], _signed(given)
    said = {"agency": given["agency"], "place": signed["place"], "day": signed["on"]}
    stored = Letterhead(agency="") if file is None else read_letterhead(file)
    return evolve(stored, **{name: value for name, value in said.items() if value})


def _appendix(ruleset: str, given: Mapping[str, Any]) -> Any:
    from thidua_scoring.decisions.awards.appendix import appendix
    from thidua_scoring.decisions.awards.records import read_records
    from thidua_scoring.ruleset.load import load_ruleset

    if given["records"] is None:
        raise click.UsageError(say("needs-records", language()))
    rules = load_ruleset(ruleset)
    return appendix(read_records(given["records"], rules), rules)
