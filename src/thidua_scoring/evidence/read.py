"""Read evidence for a ruleset, from a file or a data frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.readers import read_statements
from thidua_scoring.evidence.text import Locale
from thidua_scoring.evidence.workbook import sheet_names
from thidua_scoring.plugins import installed
from thidua_scoring.ruleset.ruleset import Ruleset


def read_evidence(source: str | Path | Any, ruleset: Ruleset, *, locale: Locale | None = None) -> Evidence:
    """Read a file (CSV, Excel, TOML, JSON, or what a plugin reads) or a data frame.

    A workbook that is a filled form of the ruleset is read as such.

    ``locale`` says how numbers are written, over what the file declares. Raises
    `EvidenceError` with every fault and its place, and ``OSError`` if there is no file.
    """
    if isinstance(source, str | Path):
        if _is_form(Path(source)):
            from thidua_scoring.forms.reading import read_forms

            return read_forms([source], ruleset, locale=locale)
        readers = {ending: provided.thing for ending, provided in installed().readers.items()}
        statements = read_statements(Path(source), readers)
    else:
        from thidua_scoring.evidence.frames import from_frame

        statements = from_frame(source)
    return build_evidence(statements, ruleset.written, ruleset.formulas, locale)


def _is_form(path: Path) -> bool:
    from thidua_scoring.forms.plan import SHEET

    return path.suffix.lower() == ".xlsx" and SHEET in sheet_names(path)
