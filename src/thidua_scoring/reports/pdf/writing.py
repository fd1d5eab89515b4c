"""Write a report as PDF: its data go to Typst as JSON, never as markup, beside a template of ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Unpack

from thidua_scoring.frames.extras import faulty, library
from thidua_scoring.reports.model import Asked, Report, report
from thidua_scoring.reports.pdf.data import data_of

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard

_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""When every file says that it was made: the clock would make the bytes differ."""


def write_pdf(result: Scoreboard | Standing, **asked: Unpack[Asked]) -> bytes:
    """Write the report of a result as PDF/A-2b on A4.

    Letters that the fonts lack are written as their code points, such as ``[U+4E2D]``. How points were
    worked out is told where there is one unit's card alone. See `reports.model.report` for what can be
    asked for.

    Raises `FaultsError` with ``needs-extra`` without the extra ``pdf``, and with ``pdf-fails`` where
    Typst refuses or warns, and what `report` raises.
    """
    return pdf_of(report(result, **asked))


def pdf_of(made: Report) -> bytes:
    """Write a report that is made as PDF; see `write_pdf`."""
    typst = library("typst", "pdf")
    data = json.dumps(data_of(made), ensure_ascii=False)
    try:
        written, warnings = typst.compile_with_warnings(
            _template(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"report": data},
            pdf_standards=["a-2b"],
            timestamp=_MADE,
        )
    except typst.TypstError as error:
        raise faulty("pdf-fails", reason=_reason(error)) from None
    if warnings:
        raise faulty("pdf-fails", reason=_reason(warnings[0]))
    made_of: bytes = written
    return made_of


def _reason(said: Any) -> str:
    # A sentence of ours follows, so that theirs ends without a stop.
    return str(said.message).rstrip(".")


@cache
def _template() -> bytes:
    return (files("thidua_scoring.reports.pdf") / "report.typ").read_bytes()


@cache
def _fonts() -> Any:
    """Return the fonts of Typst itself: those of a machine differ, and some lack Vietnamese letters."""
    return library("typst", "pdf").Fonts(include_system_fonts=False)
