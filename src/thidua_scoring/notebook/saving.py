"""Views as one HTML file that needs no kernel and no network."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from thidua_scoring.errors import Lang
from thidua_scoring.tabular import plain_text


@runtime_checkable
class View(Protocol):
    """What shows itself as HTML: a result, a `Table`, a `Chart`."""

    def html(self, lang: Lang = "vi") -> str:
        """Return a piece of HTML that needs nothing from outside."""


_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the page: nothing."""
_LOOK: Final = (
    "body{margin:0 auto;max-width:72em;padding:1em;background:#fff;color:#1a1a1a;color-scheme:light;"
    "font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif}"
    "h1{font-size:1.4em}section{margin:1.5em 0}"
    "@media print{section{break-inside:avoid-page}}"
)


def page(*views: View, title: str = "", lang: Lang = "vi") -> str:
    """Write views one below the other as a whole page; whatever a name holds, nothing is loaded or run."""
    shown = escape(plain_text(title or "Kết quả thi đua" if lang == "vi" else title or "Results"))
    sections = "".join(f"<section>{view.html(lang)}</section>\n" for view in views)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown}</title>\n<style>{_LOOK}</style>\n</head>\n<body>\n"
        f"<h1>{shown}</h1>\n<main>\n{sections}</main>\n</body>\n</html>\n"
    )


def save_html(path: str | Path, *views: View, title: str = "", lang: Lang = "vi") -> Path:
    """Save views as one file, and return its path.

    >>> from tempfile import gettempdir
    >>> from thidua_scoring.decisions.reasons import Said
    >>> from thidua_scoring.tabular import Heading, Table
    >>> table = Table(Said("Điểm", "Points"), (Heading("unit", "Đơn vị", "Unit"),), [["Sở Xây dựng"]])
    >>> save_html(Path(gettempdir()) / "points.html", table, title="Năm 2025").name
    'points.html'
    """
    to = Path(path)
    to.write_text(page(*views, title=title, lang=lang), encoding="utf-8", newline="\n")
    return to
