"""From which class to which units go: a table whose cells are the darker the more units are in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.chart import Chart

_LETTERS = 16


def transitions(
    classes: Sequence[str],
    counts: Mapping[tuple[int, int], int],
    *,
    title: str = "",
    old: str = "",
    new: str = "",
    lang: Lang = "vi",
) -> Chart:
    """Draw how many units go from each class to each, classes from the best down.

    ``counts`` are by the positions of the old and the new class. Below the diagonal, which is
    framed, units rise (▲), above it they fall (▼). Numbers tell what the shades do.
    """
    count, most = len(classes), max(counts.values(), default=0) or 1
    title = title or ("Chuyển mức xếp loại" if lang == "vi" else "From class to class")
    names = [paper.wrapped(each, _LETTERS) for each in classes]
    with paper.drawn():
        sheet = paper.figure(1.7 + count * 0.62, 2.6 + count * 1.25)
        axes = sheet.subplots()
        for was in range(count):
            for now in range(count):
                units = counts.get((was, now), 0)
                shade = 1 - 0.55 * units / most if units else 1
                axes.fill([now, now + 1, now + 1, now], [was, was, was + 1, was + 1], color=str(shade), lw=0)
                sign = "" if was == now else "▲ " if now < was else "▼ "
                text = f"{sign}{units}" if units else "·"
                axes.text(now + 0.5, was + 0.5, text, ha="center", va="center", fontsize=11,
                          color=paper.INK, fontweight="bold" if units else "normal")  # fmt: skip
            axes.plot([was, was + 1, was + 1, was, was], [was, was, was + 1, was + 1, was],
                      color=paper.INK, lw=1.8, zorder=3)  # fmt: skip
        axes.set_xlim(0, count)
        axes.set_ylim(count, 0)
        axes.set_xticks([at + 0.5 for at in range(count)], names)
        axes.set_yticks([at + 0.5 for at in range(count)], names)
        axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
        axes.set_xticks(range(count + 1), minor=True)
        axes.set_yticks(range(count + 1), minor=True)
        axes.grid(which="minor", color=paper.FAINT, lw=0.6)
        axes.tick_params(which="minor", length=0)
        axes.spines[:].set_visible(False)
        axes.xaxis.set_label_position("top")
        axes.set_xlabel(paper.lettered(new or ("Xếp loại mới" if lang == "vi" else "New class")))
        axes.set_ylabel(paper.lettered(old or ("Xếp loại cũ" if lang == "vi" else "Old class")))
        paper.titled(sheet, title)
    return Chart(sheet, title)
