"""``thidua check`` and ``thidua verify``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from thidua_scoring.cli.base import EXIT_WRONG_INPUT, Command, Option, language, tell
from thidua_scoring.cli.deciding import FACTS, decided, with_options
from thidua_scoring.cli.scoring import locale_option, scored
from thidua_scoring.cli.tables import status_line
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.evidence.text import Locale

_SHOWN: Final = 200
EXIT_DIFFERENT = 1
"""The exit code of ``verify`` for a result that does not hold."""


@click.command("check", cls=Command)
@click.argument("ruleset")
@click.argument("evidence", required=False)
@locale_option
def check(ruleset: str, evidence: str | None, locale: Locale | None) -> None:
    """Check a ruleset and evidence."""
    from thidua_scoring.ruleset.load import load_ruleset

    lang = language()
    rules = load_ruleset(ruleset)
    click.echo(harmless(say("ruleset-good", lang).format(id=rules.id)))
    if (line := status_line(rules)) is not None:
        click.echo(line)
    for note in rules.notes:
        click.echo(harmless(f"{say('note', lang)}: {note.line(lang)}"))
    if evidence is None:
        return
    board = rules.score(Path(evidence), locale=locale)
    totals = [board.value("total", row) for row in range(len(board))]
    unsure = sum(total is not None and not total.certain for total in totals)
    click.echo(say("evidence-good", lang).format(units=len(board), open=unsure))


@click.command("verify", cls=Command)
@click.argument("result")
@click.option("--ruleset", cls=Option)
@click.option("--evidence", cls=Option, required=True)
@with_options(FACTS)
@click.pass_context
def verify(ctx: click.Context, /, result: str, ruleset: str | None, evidence: str, **facts: Any) -> None:
    """Compute a result again and compare it; decisions need the facts that they were made from."""
    lang = language()
    stored = _result(Path(result))
    if stored is None:
        tell(say("not-a-result", lang).format(file=result))
        ctx.exit(EXIT_WRONG_INPUT)
    rules = ruleset or stored["ruleset"]["id"]
    whole = decided(rules, evidence, facts) if "facts" in stored else scored(rules, evidence, facts["locale"])
    again = json.loads(json.dumps(whole.to_dict()))
    then, now = (versions(each).get("thidua-scoring", "?") for each in (stored, again))
    if then != now:
        tell(say("other-version", lang).format(stored=then, again=now))
    found = list(differences(_compared(stored), _compared(again)))
    if not found:
        click.echo(say("verified", lang).format(units=len(again["units"])))
        return
    click.echo(say("not-verified", lang))
    if any(path.startswith("facts.") for path, _, _ in found):
        click.echo(say("facts-differ", lang))
    for path, old, new in found:
        told = say("stored-again", lang).format(stored=_written(old), again=_written(new))
        click.echo(harmless(f"  {path}: {told}"))
    ctx.exit(EXIT_DIFFERENT)


def _result(path: Path) -> dict[str, Any] | None:
    """Read a result; None for a file that is none."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    units = stored.get("units") if isinstance(stored, dict) else None
    rules = stored.get("ruleset") if isinstance(stored, dict) else None
    whole = isinstance(units, list) and isinstance(rules, dict) and isinstance(rules.get("id"), str)
    return stored if whole and all(isinstance(unit, dict) for unit in units or []) else None


def versions(result: dict[str, Any]) -> dict[str, Any]:
    """Return the versions that computed a result."""
    found = result.get("versions")
    return found if isinstance(found, dict) else {}


_BESIDE: Final = frozenset(("versions", "units", "schema", "audience"))


def _compared(result: dict[str, Any]) -> dict[str, Any]:
    """Return what must be the same: all but the versions and the reader, the units by their ids."""
    units = {str(unit.get("unit", n)): unit for n, unit in enumerate(result["units"])}
    same = {key: value for key, value in result.items() if key not in _BESIDE}
    order = [unit.get("unit") for unit in result["units"]]
    return {**same, "units": units, "order": order}


def differences(stored: Any, again: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield every place where two results differ, with both values."""
    if isinstance(stored, dict) and isinstance(again, dict):
        for key in dict.fromkeys([*stored, *again]):
            below = f"{path}.{key}" if path else str(key)
            yield from differences(stored.get(key, ...), again.get(key, ...), below)
    elif isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        for index, (old, new) in enumerate(zip(stored, again, strict=True)):
            yield from differences(old, new, f"{path}[{index}]")
    elif type(stored) is not type(again) or stored != again:
        yield path, stored, again


def _written(value: Any) -> str:
    if value is ...:
        return "—"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
