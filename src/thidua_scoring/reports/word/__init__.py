"""Documents in Word, laid out as Nghị định 30/2020/NĐ-CP asks, from what was decided.

`REPORTS` holds the writers by kind. Each is called as
``writer(result, letterhead, audience=..., unit=..., period=...)`` and returns the file as bytes:
``result`` is an `Appendix` for the kind ``appendix`` and a `Standing` for all others; ``unit`` is
needed for the kind ``unit``, and for the audience ``unit``. Documents are in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from thidua_scoring.reports.word.awards import write_appendix, write_proposal
from thidua_scoring.reports.word.ballot import write_ballot
from thidua_scoring.reports.word.letter_file import read_letterhead
from thidua_scoring.reports.word.letterhead import Letterhead
from thidua_scoring.reports.word.results import write_summary, write_unit
from thidua_scoring.reports.word.templates import write_by_template

__all__ = [
    "REPORTS",
    "Letterhead",
    "read_letterhead",
    "write_appendix",
    "write_ballot",
    "write_by_template",
    "write_proposal",
    "write_summary",
    "write_unit",
]

REPORTS: Final[Mapping[str, Callable[..., bytes]]] = {
    "summary": write_summary,
    "unit": write_unit,
    "ballot": write_ballot,
    "proposal": write_proposal,
    "appendix": write_appendix,
}
"""The writers of documents, by kind."""
