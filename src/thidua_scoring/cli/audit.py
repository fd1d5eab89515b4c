"""``thidua audit``."""

from __future__ import annotations

from pathlib import Path

import click

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.progress import working
from thidua_scoring.cli.scoring import as_json, table_or_json
from thidua_scoring.cli.tables import console
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("audit", cls=Command)
@click.argument("report", required=False, default="", metavar="REPORT")
@table_or_json
@click.option("--as-evidence", cls=Option, type=_FILE)
def audit(report: str, format_: str, as_evidence: Path | None) -> None:
    """Recompute the percentages that a report states."""
    from thidua_scoring.audit.auditing import audit as audit_
    from thidua_scoring.audit.rows import evidence_text

    path = _path(report)
    with working("auditing"):
        found = audit_(path)
    if as_evidence is not None:
        # Spreadsheets take a CSV file for UTF-8 only by the mark at its start.
        as_evidence.write_text(evidence_text(found), encoding="utf-8-sig", newline="")
        tell(say("to-confirm", language()).format(file=as_evidence))
    if format_ == "json":
        click.echo(as_json(found.to_dict()), nl=False)
        return
    table, to = found.table(), console()
    to.print(harmless(table.caption(language())), style="bold")
    to.print(table.rich(language()))


def _path(report: str) -> Path:
    """Return the path of a report; no name and a folder are told in the chosen language."""
    from thidua_scoring.errors import EvidenceError, Place, Problem

    if not report.strip():
        raise EvidenceError([Problem("no-report").placed(Place())])
    path = Path(report)
    if path.is_dir():
        raise EvidenceError([Problem("report-is-folder", folder=report).placed(Place())])
    return path
