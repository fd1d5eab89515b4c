"""``thidua report``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click
from attrs import evolve, frozen

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.deciding import FACTS, decided, with_options
from thidua_scoring.cli.folders import file_names
from thidua_scoring.cli.progress import FILES, watched, working
from thidua_scoring.cli.tables import put
from thidua_scoring.cli.texts import say

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.reports.word import Letterhead
    from thidua_scoring.scoring.scoreboard import Scoreboard

_FILE = click.Path(dir_okay=False, path_type=Path)
_KINDS: Final = ("summary", "unit", "ballot", "proposal", "appendix")
_OF_UNITS: Final = ("summary", "unit")
"""The kinds that may be about one unit."""
_ENDINGS: Final = {"markdown": "md"}
_ROWS: Final = ("csv", "json")
"""What has a row or an object for each unit, so that the public may ask for one."""
_SIGNED: Final = ("--place", "--date", "--period-name")
_Write: TypeAlias = "Callable[[Any, Path | None, Mapping[str, Any]], str | bytes | None]"


@frozen
class _Form:
    """A form of reports: what writes it, the kinds of document there are, and which options it takes."""

    write: _Write
    options: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("summary",)
    is_text: bool = False


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
@click.option("--each", "each", cls=Option, is_flag=True)
@click.option("--kind", cls=Option, type=click.Choice(_KINDS), default="summary", show_default=True)
@click.option("--long", "long", cls=Option, is_flag=True)
@click.option("--template", cls=Option, type=_FILE)
@click.option("--letterhead", cls=Option, type=_FILE)
@click.option("--agency", cls=Option, default="")
@click.option("--place", cls=Option, default="")
@click.option("--date", "day", cls=Option, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@click.option("--period-name", cls=Option, default="")
@click.option("-o", "--output", cls=Option, type=click.Path(path_type=Path))
@with_options(FACTS)
def report(ruleset: str, evidence: str | None, as_: str, output: Path | None, **given: Any) -> None:
    """Write the results for an audience."""
    form = _form(as_)
    _check(as_, form, given, output)
    result = _result(ruleset, evidence, given)
    if given["each"] and output is not None:
        _each(as_, form, result, output, given)
        return
    with working("writing"):
        made = form.write(result, output, given)
    _put(made, output, as_)


def _put(made: str | bytes | None, output: Path | None, as_: str) -> None:
    """Write to the file, or to standard output; a plugin has written itself."""
    if isinstance(made, bytes) and output is not None:
        output.write_bytes(made)
    elif isinstance(made, str):
        put(made, output, as_)


def _each(as_: str, form: _Form, result: Standing, folder: Path, given: Mapping[str, Any]) -> None:
    """Write a report for each unit into a folder."""
    units = result.board.evidence.units
    folder.mkdir(parents=True, exist_ok=True)
    pairs = list(zip(units, file_names(units), strict=True))
    for unit, name in watched(pairs, len(pairs), "writing", least=FILES):
        file = folder / f"{name}.{_ENDINGS.get(as_, as_)}"
        _put(form.write(result, file, {**given, "unit": unit.id}), file, as_)
    tell(say("reports-written", language()).format(count=len(pairs), folder=folder))


def _form(name: str) -> _Form:
    """Return the form of reports of that name: our own, or a plugin's."""
    from thidua_scoring.plugins import installed

    plugins = installed().reports
    if name in _OWN:
        return _OWN[name]
    if name not in plugins:
        # The shipped reports are registered as those of plugins are.
        expected = ", ".join(dict.fromkeys([*_OWN, *plugins]))
        raise click.BadParameter(say("no-format", language()).format(got=name, expected=expected))
    thing = plugins[name].thing
    return _Form(
        lambda result, output, given: by_plugin(
            thing, result, output or Path(), audience=given["audience"], unit=given["unit"]
        )
    )


def _check(name: str, form: _Form, given: Mapping[str, Any], output: Path | None) -> None:
    """Refuse what was asked for and would do nothing."""
    lang, kind = language(), given["kind"]
    if kind not in form.kinds:
        told = {"got": name, "kind": kind, "expected": ", ".join(form.kinds)}
        raise click.UsageError(say("no-kind", lang).format(**told))
    public = given["audience"] == "public"
    if given["each"] and (public or given["unit"] or output is None or kind not in _OF_UNITS):
        raise click.UsageError(say("each-unit", lang))
    if given["unit"] and not _about_one(name, kind, public=public):
        raise click.UsageError(say("unit-unused", lang))
    if output is None and not form.is_text:
        raise click.UsageError(say("needs-output", lang).format(got=name))
    asked = {
        "--long": given["long"],
        "--template": given["template"],
        "--letterhead": given["letterhead"],
        "--agency": given["agency"],
        "--place": given["place"],
        "--date": given["day"],
        "--period-name": given["period_name"],
    }
    for option in (each for each, value in asked.items() if value and each not in form.options):
        takers = ", ".join(each for each, other in _OWN.items() if option in other.options)
        raise click.UsageError(say("option-unused", lang).format(got=name, option=option, expected=takers))
    if given["template"] is not None and kind != "summary":
        raise click.UsageError(say("template-kind", lang).format(kind=kind))
    if kind == "appendix":
        _check_appendix(name, given)


def _about_one(name: str, kind: str, *, public: bool) -> bool:
    """Say whether a report is another one where a unit is named."""
    if kind != "summary":
        return kind == "unit"
    return not public or name in _ROWS


def _check_appendix(name: str, given: Mapping[str, Any]) -> None:
    """Refuse what the appendix of awards does not use."""
    unused = {
        "--ballots": given["ballots"],
        "--marks": given["marks"],
        "--period": given["periods"],
        "--other": given["others"],
        "--exception": given["exceptions"],
        "--year": given["year"],
        "--locale": given["locale"],
        "--place": given["place"],
        "--date": given["day"] if name == "xlsx" else None,
    }
    for option, value in unused.items():
        if value:
            raise click.UsageError(say("appendix-option", language()).format(option=option))


def _result(ruleset: str, evidence: str | None, given: Mapping[str, Any]) -> Any:
    """Return the standing, or the appendix of awards, that is to be written."""
    if given["kind"] == "appendix":
        if evidence is not None:
            raise click.UsageError(say("appendix-evidence", language()).format(got=evidence))
        return _appendix(ruleset, given)
    if evidence is None:
        raise click.UsageError(say("needs-evidence", language()))
    return decided(ruleset, evidence, given)


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


def _html(result: Standing, _: Path | None, given: Mapping[str, Any]) -> str:
    from thidua_scoring.reports.html import write_html

    return write_html(result, **_headed(given), template=given["template"])


def _markdown(result: Standing, _: Path | None, given: Mapping[str, Any]) -> str:
    from thidua_scoring.reports.markdown import write_markdown

    return write_markdown(result, **_headed(given))


def _csv(result: Standing, _: Path | None, given: Mapping[str, Any]) -> str:
    from thidua_scoring.reports.markdown import write_csv

    return write_csv(result, **_reader(given), lang=language(), long=given["long"])


def _json(result: Standing, _: Path | None, given: Mapping[str, Any]) -> str:
    from thidua_scoring.reports.schema import write_json

    return write_json(result, **_reader(given))


def _pdf(result: Standing, _: Path | None, given: Mapping[str, Any]) -> bytes:
    from thidua_scoring.reports.pdf import write_pdf

    return write_pdf(result, **_headed(given))


def _xlsx(result: Any, _: Path | None, given: Mapping[str, Any]) -> bytes:
    from thidua_scoring.reports import excel

    asked = _headed(given)
    if given["kind"] == "appendix":
        del asked["place"], asked["on"]
    return excel.REPORTS[given["kind"]](result, **asked)


def _docx(result: Any, _: Path | None, given: Mapping[str, Any]) -> bytes:
    from thidua_scoring.reports import word

    letterhead = _letterhead(given)
    asked = {**_reader(given), "period": given["period_name"]}
    if given["template"] is not None:
        return word.write_by_template(result, letterhead, given["template"], **asked)
    return word.REPORTS[given["kind"]](result, letterhead, **asked)


def _reader(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"audience": given["audience"], "unit": given["unit"]}


def _headed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `reports.model.report` takes, as options say."""
    return {**_reader(given), "lang": language(), "period": given["period_name"], **_signed(given)}


def _signed(given: Mapping[str, Any]) -> dict[str, Any]:
    day: datetime | None = given["day"]
    return {"place": given["place"], "on": None if day is None else day.date()}


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


_OWN: Final[Mapping[str, _Form]] = {
    "html": _Form(_html, ("--template", *_SIGNED), is_text=True),
    "markdown": _Form(_markdown, _SIGNED, is_text=True),
    "csv": _Form(_csv, ("--long",), is_text=True),
    "json": _Form(_json, is_text=True),
    "pdf": _Form(_pdf, _SIGNED),
    "docx": _Form(_docx, ("--template", "--letterhead", "--agency", *_SIGNED), _KINDS),
    "xlsx": _Form(_xlsx, _SIGNED, ("summary", "appendix")),
}
