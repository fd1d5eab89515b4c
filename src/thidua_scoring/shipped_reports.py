"""The reports that are shipped, registered as those of any plugin are.

They write to a file what `thidua_scoring.reports` returns; what they need is imported when one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thidua_scoring.hookspecs import StandingWriter, hookimpl

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.errors import Lang


@hookimpl
def thidua_reports() -> Mapping[str, StandingWriter]:
    """Return a writer for each form of the summary of a bloc, by its name."""
    forms: dict[str, Callable[..., str | bytes]] = {
        "html": _html,
        "markdown": _markdown,
        "docx": _docx,
        "xlsx": _xlsx,
        "pdf": _pdf,
    }
    return {name: _writer(made) for name, made in forms.items()}


def _writer(made: Callable[..., str | bytes]) -> StandingWriter:
    def write(
        standing: Standing, path: Path, *, audience: str, unit: str | None = None, lang: Lang = "vi"
    ) -> None:
        found = made(standing, audience, unit, lang)
        path.write_bytes(found if isinstance(found, bytes) else found.encode())

    return write


def _html(standing: Standing, audience: Any, unit: str | None, lang: Lang) -> str:
    from thidua_scoring.reports import write_html

    return write_html(standing, audience=audience, unit=unit, lang=lang)


def _markdown(standing: Standing, audience: Any, unit: str | None, lang: Lang) -> str:
    from thidua_scoring.reports import write_markdown

    return write_markdown(standing, audience=audience, unit=unit, lang=lang)


def _docx(standing: Standing, audience: Any, unit: str | None, lang: Lang) -> bytes:
    from thidua_scoring.reports.word import Letterhead, write_summary

    return write_summary(standing, Letterhead(agency=""), audience=audience, unit=unit)


def _xlsx(standing: Standing, audience: Any, unit: str | None, lang: Lang) -> bytes:
    from thidua_scoring.reports.excel import write_workbook

    return write_workbook(standing, audience=audience, unit=unit, lang=lang)


def _pdf(standing: Standing, audience: Any, unit: str | None, lang: Lang) -> bytes:
    from thidua_scoring.reports.pdf import write_pdf

    return write_pdf(standing, audience=audience, unit=unit, lang=lang)
