"""How values, stretches, classes and ranks are shown in tables."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, between, either, shown
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.whatif.courses.figures import Figure, Setting
from thidua_scoring.whatif.courses.outcomes import Rank, Verdict

Ends = tuple["Setting | None", bool, "Setting | None", bool]
"""The lower end and whether it is in, the upper end and whether it is in."""
_OUTCOMES: Final[Mapping[str, Said]] = {
    "unrated": Said("không xếp loại", "unrated"),
    "not-considered": Said("không xét", "not considered"),
}


def said(reason: Reason) -> Said:
    """Turn a reason into a text that differs by language."""
    return Said(reason.text("vi"), reason.text("en"))


def range_said(figure: Figure, ends: Ends) -> Said:
    """Write a stretch in words: ``từ 5 đến dưới 10``."""
    low, low_in, high, high_in = ends
    if low is None and high is None:
        return Said("mọi giá trị", "any value")
    texts = {lang: [_text(figure, end, lang) for end in (low, high)] for lang in ("vi", "en")}
    if low == high and low is not None:
        return Said(texts["vi"][0], texts["en"][0])
    begins = ("từ", "from") if low_in else ("trên", "above")
    if high is None:
        return Said(f"{begins[0]} {texts['vi'][0]}", f"{begins[1]} {texts['en'][0]}")
    if low is None:
        ends_by = ("đến", "up to") if high_in else ("dưới", "below")
        return Said(f"{ends_by[0]} {texts['vi'][1]}", f"{ends_by[1]} {texts['en'][1]}")
    ends_by = ("đến", "to") if high_in else ("đến dưới", "to below")
    return Said(
        f"{begins[0]} {texts['vi'][0]} {ends_by[0]} {texts['vi'][1]}",
        f"{begins[1]} {texts['en'][0]} {ends_by[1]} {texts['en'][1]}",
    )


def _text(figure: Figure, end: Setting | None, lang: Any) -> str:
    cell = figure.cell(end)
    if isinstance(cell, bool):
        return {"vi": ("không", "có"), "en": ("no", "yes")}[lang][cell]
    return "∞" if cell is None else shown(cell, lang)


def verdict_cell(ruleset: Ruleset, verdict: Verdict | None) -> Parameter | None:
    """Give a class, or those that are possible, or what stands in its place, to a table."""
    if verdict is None:
        return None
    if verdict.outcome is not None:
        return _OUTCOMES[verdict.outcome]
    return classes_cell(ruleset, verdict.classes)


def classes_cell(ruleset: Ruleset, classes: tuple[str, ...]) -> Parameter | None:
    """Give the classes that are possible to a table."""
    titles = {each.id: each.title for each in ruleset.written.classes}
    if len(classes) == 1:
        return Named(classes[0], titles[classes[0]])
    return either([titles[each] for each in classes]) if classes else None


def rank_cell(rank: Rank) -> Parameter | None:
    """Give a rank, or the best and worst possible, to a table."""
    if rank is None:
        return None
    return rank[0] if rank[0] == rank[1] else between(rank)


def verdict_plain(verdict: Verdict | None) -> dict[str, Any]:
    """Give a class to machines."""
    if verdict is None:
        return {"class": None, "outcome": None}
    found: dict[str, Any] = {"class": verdict.class_, "outcome": verdict.outcome}
    return found if len(verdict.classes) < 2 else {**found, "class_bounds": list(verdict.classes)}


def rank_plain(rank: Rank) -> Any:
    """Give a rank to machines: one number, or the best and the worst."""
    return None if rank is None else rank[0] if rank[0] == rank[1] else list(rank)


def number_plain(number: Fraction | None) -> str | None:
    """Give a number to machines."""
    return None if number is None else write(number)
