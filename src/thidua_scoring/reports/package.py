"""Office packages that are the same, byte for byte, when they are made again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from thidua_scoring.tabular import plain_text

MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of making that files carry in the place of the clock's."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")


def repacked(package: bytes) -> bytes:
    """Return the same package with its parts in their order, each with the earliest date of a zip."""
    to = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(to, "w") as new:
        for name in old.namelist():
            # All else that a zip says of a file, as the system it was made on, is fixed here too.
            part = ZipInfo(name, _EARLIEST)
            part.compress_type, part.create_system, part.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(part, old.read(name))
    return to.getvalue()


def clean(text: str) -> str:
    """Replace what XML cannot hold, and what could turn the text around it: names come from files."""
    return _NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", plain_text(text))
