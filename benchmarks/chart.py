"""Bars on a logarithmic axis as an SVG picture, without any library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, LEFT, RIGHT = 840, 268, 132
TOP, STEP, THICK, FOOT = 72, 34, 20, 52
HALO = ' stroke="#ffffff" stroke-width="5" paint-order="stroke"'
INK, PALE, LINE, OTHER, OURS = "#1f2933", "#52606d", "#d9dee4", "#8a99a8", "#0b6e99"


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length, what is written after it, and whether it is ours."""

    name: str
    value: float
    label: str
    ours: bool = False


def text(x: float, y: float, content: str, *, anchor: str = "start", size: int = 13, more: str = "") -> str:
    """Write one line of text."""
    fill = "" if "fill" in more else f' fill="{INK}"'
    attributes = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}"{fill}{more}'
    return f"<text {attributes}>{escape(content)}</text>"


def draw(title: str, axis: str, bars: Sequence[Bar]) -> str:
    """Draw the bars in the order given."""
    low, high = floor(log10(min(b.value for b in bars))), ceil(log10(max(b.value for b in bars)))
    room = WIDTH - LEFT - RIGHT
    bottom = TOP + STEP * len(bars)

    def across(value: float) -> float:
        return LEFT + room * (log10(value) - low) / max(high - low, 1)

    pale = f' fill="{PALE}"'
    parts = [text(16, 30, title, size=16, more=' font-weight="600"'), text(16, 51, axis, more=pale)]
    for power in range(low, high + 1):
        x = round(across(10.0**power), 1)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{bottom}" stroke="{LINE}"/>')
        parts.append(text(x, bottom + 18, f"{10.0**power:g}", anchor="middle", size=12, more=pale))
    for place, bar in enumerate(bars):
        y, end = TOP + STEP * place, round(across(bar.value), 1)
        weight = ' font-weight="600"' if bar.ours else ""
        fill = OURS if bar.ours else OTHER
        parts.append(text(LEFT - 10, y + 15, bar.name, anchor="end", more=weight))
        parts.append(
            f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:g}" height="{THICK}" rx="2" fill="{fill}"/>'
        )
        parts.append(text(end + 8, y + 15, bar.label, more=weight + HALO))
    height = bottom + FOOT - 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" font-family="system-ui, sans-serif" role="img">',
            f"<title>{escape(title)}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )
