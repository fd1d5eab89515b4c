"""What results come to, in one paragraph: how many units are in which class, and who leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thidua_scoring.decisions.telling import outcome_name

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing, UnitStanding
    from thidua_scoring.errors import Lang
    from thidua_scoring.reports.audience import Reader

_FEW = 5
"""How many units that lead together are named."""


def paragraph(standing: Standing, reader: Reader, lang: Lang) -> str:
    """Say how many units are in which class; who leads is told to the council, and to the leader itself."""
    if not len(standing):
        return "Không có đơn vị nào." if lang == "vi" else "There are no units."
    count = len(standing)
    parts = list(_graded(standing, lang))
    if lang == "vi":
        sentence = f"Trong {count} đơn vị, {', '.join(parts)}" if parts else f"Có {count} đơn vị"
    else:
        units = "1 unit" if count == 1 else f"{count} units"
        sentence = f"Of {units}, {', '.join(parts)}" if parts else f"There {_are(count)} {units}"
    leaders = [unit for unit in standing if unit.rank == 1 and reader.points_of(unit.unit.id)]
    if leaders and count > 1 and len(set(_scopes(standing))) == 1:
        sentence += ("; dẫn đầu là " if lang == "vi" else "; leading: ") + _named(leaders, lang)
    return f"{sentence}."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _scopes(standing: Standing) -> Iterator[int]:
    """Yield for each unit the first that it is ranked with: the same for all in one ranking."""
    return (rows[0] for rows in standing.members)


def _graded(standing: Standing, lang: Lang) -> Iterator[str]:
    """Yield how many units are in each class, the best first, then those without and those not decided."""
    classes = standing.board.ruleset.written.classes
    counts = Counter(unit.class_ or unit.outcome or "" for unit in standing)
    for each in classes:
        if count := counts[each.id]:
            en = f"{count} {_are(count)} in “{each.title}”"
            yield en if lang == "en" else f"{count} đơn vị {_small(each.title)}"
    others = {each: outcome_name(each, lang).lower() for each in ("unrated", "not-considered")}
    others |= {"": "not decided" if lang == "en" else "chưa phân định xếp loại"} if classes else {}
    for key, name in others.items():
        if count := counts[key]:
            yield f"{count} {_are(count)} {name}" if lang == "en" else f"{count} đơn vị {name}"


def _small(title: str) -> str:
    """Begin a title small inside a sentence, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _named(units: list[UnitStanding], lang: Lang) -> str:
    names = [unit.unit.name or unit.unit.id for unit in units[:_FEW]]
    if (more := len(units) - _FEW) > 0:
        names.append(f"{more} đơn vị khác" if lang == "vi" else f"{more} others")
    last = " và " if lang == "vi" else " and "
    return last.join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
