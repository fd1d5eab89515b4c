"""Percentages of a change that is stated as a figure: ``73 vụ, giảm 6 vụ (giảm 7,6%)``."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from thidua_scoring.audit.judging import Ground
from thidua_scoring.audit.marks import Mark, segment_start
from thidua_scoring.audit.surroundings import LEAD, STOPS, Surroundings

Found: TypeAlias = tuple[tuple[Ground, ...], tuple[Mark, ...]]
"""Grounds, and the figures that they are of."""

_MOST_LEVELS: Final = 3
_LEVEL_VERBS: Final = ("bằng", "đạt", "tương đương", "tương ứng", "ứng với")
"""Behind these a percentage may be the new level, and not the change."""
_EARLIER: Final = re.compile(
    r"\b(?:đầu (?:năm|kỳ)|cùng k[ỳì]|(?:năm|tháng|quý|kỳ) trước|năm ngoái|trước đó|năm (?:19|20)[0-9]{2})\b",
    re.I,
)
"""Words before a figure that may be the one from which something changed."""


class Changes(Surroundings):
    """Find the change, and what has changed by it."""

    def by_change(self) -> Found:
        """Hold it against a change: ``tăng 319 con (bằng 100,31%)``, ``giảm 06 vụ/7,5%``."""
        by, behind = self._amount()
        if by is None or (self.base == "plan" and self.verb not in ("=", "/")):
            return (), ()
        way = by.change or self._inherited(by)
        if not way or (self.verb != way and (behind or self.verb in ("tăng", "giảm"))):
            return (), ()
        levels, alike = self._possible_levels(by)
        kind = "rise" if way == "tăng" else "fall"
        kinds = [f"after-{kind}", kind] if self.verb in _LEVEL_VERBS else [kind]
        grounds = [self.ground(each, level, by) for level in levels for each in kinds]
        return (*grounds, *self._other_grounds(kind, levels, by, alike)), (*levels, by)

    def _other_grounds(self, kind: str, levels: list[Mark], by: Mark, alike: list[Mark]) -> list[Ground]:
        """Return what else may be meant: the new level, the change from an earlier one, that of a sum."""
        found: list[Ground] = []
        if not levels:
            return found
        level = levels[0]
        if self.verb in ("(", "="):
            found.append(self.ground(f"after-{kind}", level, by, remote=True))
        begin = segment_start(self.text, level.start)
        if _EARLIER.search(self.text, max(begin, level.start - LEAD), level.start):
            found.append(self.ground(f"{kind}-from", level, by, remote=True))
        if len(alike) > 1:
            found.append(self.ground(f"sum-{kind}", *alike[-2:], by, remote=True))
        return found

    def _amount(self) -> tuple[Mark | None, bool]:
        """Return the figure by which something changed, and whether it stands behind."""
        last = self.before[-1] if self.before else None
        if last is not None and last.kind == "number" and last.over is None and self.verb != "chiếm":
            if last.change and (self.verb not in ("tăng", "giảm", "vượt") or "(" in self.lead):
                return last, False
            if self.verb in ("=", "/"):
                return last, False
        then = self.behind
        if then is not None and then.change and then.kind == "number" and then.over is None and then.unit:
            between = self.text[self.percent.end : then.start]
            if len(between) <= 60 and ("(" in between or "hay" in between.split()):
                return then, True
        return None, False

    def _inherited(self, by: Mark) -> str:
        """Return the change that is said once for a list: ``giảm 16 vụ = 37,2%, 08 người chết = 36,4%``."""
        since = self.text.rfind("(", max(0, by.start - 200), by.start)
        ways = [mark.change for mark in self.before if mark.change and mark.start > since]
        return ways[-1] if ways and since >= 0 else ""

    def _possible_levels(self, by: Mark) -> tuple[list[Mark], list[Mark]]:
        """Find the figures that may have changed by ``by``, and all in its unit if the nearest was taken.

        They stand before it in the same unit: those that are named alike, the nearest first, or else the
        nearest; in *So với cùng kỳ giảm 400 vụ (-18,74%)*, they stand in the sentence before.
        """
        known = self._levels(by, self.before)
        if not known:
            begin = segment_start(self.text, by.start)
            opening = self.text[max(begin, by.start - LEAD) : by.start].lower()
            if "so với" not in opening:
                return [], []
            earlier = [mark for mark in self.around if mark.segment == self.percent.segment - 1]
            known = self._levels(by, earlier)
        words = " ".join(by.unit[len(by.head) :][:2])
        named = [mark for mark in known if words and words in self._phrase(mark)]
        if named:
            return named[: -_MOST_LEVELS - 1 : -1], []
        return known[-1:], known

    def _levels(self, by: Mark, marks: list[Mark]) -> list[Mark]:
        """Return the figures that may have changed by ``by``."""
        return [
            mark
            for mark in marks
            if mark.kind == "number" and not mark.change and mark.over is None and mark.start < by.start
            and mark.head == by.head and mark.head and not self._is_amount(mark)
        ]  # fmt: skip

    def _is_amount(self, mark: Mark) -> bool:
        """Say whether a figure is followed by ``= 37,2%`` and so is itself a change."""
        at = self.around.index(mark)
        following = self.around[at + 1] if at + 1 < len(self.around) else self.percent
        between = self.text[mark.end : following.start]
        return following.kind == "percent" and ("=" in between or "/" in between)

    def _phrase(self, mark: Mark) -> str:
        at = self.around.index(mark)
        low = max(self.around[at - 1].end if at else 0, segment_start(self.text, mark.start), mark.start - 40)
        return STOPS.split(self.text[low : mark.start])[-1].lower() + " ".join(mark.unit)
