"""Read a letterhead from a TOML file, so that an office writes it once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from thidua_scoring.errors import EvidenceError, Problem, Problems, RulesetError
from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.reports.word.letterhead import Letterhead
from thidua_scoring.ruleset.toml import read_toml

_TEXTS: Final = (
    "parent", "place", "sign", "subject", "signer", "secretary", "venue", "began", "ended", "enclosed_with",
)  # fmt: skip
_LISTS: Final = ("to", "grounds", "authority", "recipients")


def read_letterhead(source: str | Path) -> Letterhead:
    """Read the fields of `Letterhead`, under their names, from a TOML file; only ``agency`` is needed.

    ``day`` is a date and ``number`` a whole number. Raises `EvidenceError` with every fault and its
    place, and ``OSError`` if there is no file.
    """
    try:
        document = read_toml(Path(source))
    except RulesetError as error:
        raise EvidenceError(error.faults) from None
    try:
        return _letterhead(Table(document.data))
    except (Problem, Problems) as error:
        problems = tables.below(error)
        raise EvidenceError([each.placed(document.place(each.at)) for each in problems]) from None


def _letterhead(table: Table) -> Letterhead:
    texts: dict[str, Any] = {name: table.read(name, tables.text, "") for name in _TEXTS}
    lists: dict[str, Any] = {name: table.read(name, tables.list_of(tables.text), ()) for name in _LISTS}
    agency = table.need("agency", tables.text, "")
    day = table.read("day", tables.day, None)
    number = table.read("number", tables.positive, None)
    table.close()
    return Letterhead(agency=agency, day=day, number=number, **texts, **lists)
