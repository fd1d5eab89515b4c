"""Heights of rows: enough for what a form says itself, and free to grow with what is typed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

LINE: Final = 16.5
"""The height of a line of text, in points."""
_FIXED: Final = b' customHeight="1"'


def height_of(texts: Mapping[int, str], widths: Sequence[int]) -> float | None:
    """Return the height of a row of texts, by column; None where each has room in one line.

    Letters of Times are narrower than the digits by which columns are measured.
    """
    lines = max(len(wrap(text, int(widths[column] * 1.15))) for column, text in texts.items())
    return LINE * lines if lines > 1 else None


def growing(made: bytes) -> bytes:
    """Return a workbook whose rows have their heights only until something longer is typed.

    What writes workbooks says of every height that it is fixed, and a note would be cut off.
    """
    held = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as package, ZipFile(held, "w", ZIP_DEFLATED) as copy:
        for part in package.infolist():
            content = package.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(_FIXED, b"")
            copy.writestr(part, content, ZIP_DEFLATED)
    return held.getvalue()
