"""A chart: a drawing with its description, that shows itself in a notebook and saves itself.

The same data give the same bytes: the drawing holds no date, no random id, and its letters are
outlines, so that Vietnamese is right on machines without any font.
"""

from __future__ import annotations

import re
from functools import cached_property
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from thidua_scoring.notebook.charts.paper import drawn
from thidua_scoring.tabular import plain_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_METADATA: Final = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_IDS: Final = re.compile(r' id="([^"]+)"')
_ASKED: Final = re.compile(r'(?:href="#|url\(#)([^")]+)')
_SIZE: Final = re.compile(r'width="[0-9.]+pt" height="[0-9.]+pt" ')
_DPI: Final = 96


@frozen(eq=False, repr=False)
class Chart:
    """A finished chart.

    ``chart.svg`` is the drawing as text, ``chart.save("figure.png")`` writes a file; a notebook
    shows it by itself.
    """

    figure: Figure
    said: str
    """What is drawn, for those who do not see it."""

    @cached_property
    def svg(self) -> str:
        """The drawing as one SVG element that may stand in any page, beside others."""
        text = self._saved("svg", metadata={"Date": None}).decode()
        return _inlined(text[text.index("<svg ") :].strip(), plain_text(self.said))

    def png(self, scale: int = 2) -> bytes:
        """Return the drawing as a picture of 96 dots an inch, times ``scale``, 1 to 8.

        Raises ``ValueError`` for another scale.
        """
        if not 1 <= scale <= 8:
            raise ValueError(f"a picture's scale is 1 to 8, not {scale}")
        return self._saved("png", dpi=_DPI * scale, metadata={"Software": None})

    def save(self, path: str | Path) -> Path:
        """Write the chart to a file; its ending says how: ``.svg``, ``.png`` or ``.pdf``.

        Raises ``ValueError`` for another ending.
        """
        to = Path(path)
        match to.suffix.lower():
            case ".svg":
                to.write_text(self.svg + "\n", encoding="utf-8", newline="\n")
            case ".png":
                to.write_bytes(self.png())
            case ".pdf":
                to.write_bytes(self._saved("pdf", metadata={"CreationDate": None}))
            case other:
                raise ValueError(f"a chart is saved as .svg, .png or .pdf, not {other or to.name!r}")
        return to

    def _saved(self, form: str, **how: Any) -> bytes:
        to = BytesIO()
        with drawn():
            self.figure.savefig(to, format=form, **how)
        return to.getvalue()

    def html(self, lang: str = "vi") -> str:
        """Return the chart as a piece of HTML; its words are of the language it was drawn in."""
        return f'<div class="thidua-chart" style="max-width:100%;overflow-x:auto">{self.svg}</div>'

    def __repr__(self) -> str:
        return f"<Chart: {plain_text(self.said)}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.html()


def _inlined(svg: str, said: str) -> str:
    """Make ids the chart's own, leave out those that nothing asks for, and say what is drawn."""
    svg = _METADATA.sub("", svg)
    own, asked = sha256(svg.encode()).hexdigest()[:10], set(_ASKED.findall(svg))
    svg = _IDS.sub(lambda found: f' id="{own}-{found[1]}"' if found[1] in asked else "", svg)
    svg = svg.replace('href="#', f'href="#{own}-').replace("url(#", f"url(#{own}-")
    width = re.search(r'viewBox="0 0 ([0-9.]+) ', svg)
    size = "" if width is None else f"width:{float(width[1]) * 4 / 3:.0f}px;"
    style = (
        f'style="{size}max-width:100%;min-width:min(560px,{float(width[1]) * 4 / 3 if width else 0:.0f}px);'
    )
    head = f'<svg role="img" aria-label="{escape(said)}" {style}height:auto;background:#fff" '
    return head + _SIZE.sub("", svg.removeprefix("<svg "), count=1)
