"""Find the percentages that a passage states, and the figures beside them that they may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from thidua_scoring.audit.changing import Changes, Found
from thidua_scoring.audit.judging import Ground, Why
from thidua_scoring.audit.marks import Mark, marks_of
from thidua_scoring.audit.surroundings import HEDGE, PLAN, STOPS, Base

_KINDS: Final = {"tăng": "more", "vượt": "more", "giảm": "less"}
"""What a pair says under each verb; under any other it is a ratio."""
_FUNDS: Final = re.compile(
    r"\b(?:vốn|kế hoạch|KH|dự toán|kinh phí|ngân sách|giao|phân bổ|bố trí|tổng số|tổng)\b", re.I
)
_OF_THESE: Final = re.compile(r"\btrong (?:đó|số đó)\b", re.I)
_SPENT: Final = re.compile(
    r"\b(?:giải ngân|thực hiện|thanh toán|quyết toán|sử dụng|đã chi|đạt|được)(?:\s(?:ước|là|với))?\s{0,3}$",
    re.I,
)
_ASIDE: Final = re.compile(
    r"\b(?:cùng k[ỳì]|kế hoạch|KH|dự toán|chỉ tiêu)(?:\s[^\W\d_]{1,12}){0,2}\s{0,3}$", re.I
)
"""Words behind which a figure is no result."""
_PLANNED: Final = re.compile(
    r"\s?(?:so với )?(?:(?:kế hoạch|KH|chỉ tiêu|dự toán)(?:\s(?:năm|giao|được giao|tỉnh giao))?\s?)?"
    r"\(\s?(?:(?:kế hoạch|KH|chỉ tiêu|dự toán)(?:\s(?:là|giao|năm|được giao|tỉnh giao))?\s?)?",
    re.I,
)
_FROM: Final = re.compile(r"\btừ\s{1,2}$", re.I)
_TO: Final = re.compile(r"[^0-9,;()]{0,30}\b(?:lên|xuống|còn)\s{1,2}(?:còn\s)?", re.I)
_THEN: Final = re.compile(r"\bso\b|\bcùng k[ỳì]\b", re.I)


@frozen
class Claim:
    """One stated percentage and what it may rest on; ``why`` where that is nothing."""

    percent: Mark
    base: Base
    grounds: tuple[Ground, ...]
    why: Why
    start: int
    """Where the first figure that it rests on, or the percentage, begins in the passage."""
    end: int
    """Where the last of them ends."""
    alone: Mark | None = None
    """The figure that it is about, where there is nothing to hold that against."""


def claims_of(text: str) -> Iterator[Claim]:
    """Yield the percentages of a passage that are stated as the result of a comparison."""
    marks = marks_of(text)
    for index, mark in enumerate(marks):
        if mark.kind == "percent":
            claim = _Reader(text, marks, index).claim()
            if claim is not None:
                yield claim


def _parted(ground: Ground, loose: frozenset[str]) -> Iterator[Ground]:
    """Yield the ground, and what it is if the blank in a loose figure parts that from a number before it."""
    if loose.isdisjoint(ground.figures):
        yield ground
        return
    yield evolve(ground, firm=False)
    behind = (text.partition(" ")[2] if text in loose else text for text in ground.figures)
    yield evolve(ground, figures=tuple(behind), firm=False)


class _Reader(Changes):
    """Find what one percentage may rest on."""

    def claim(self) -> Claim | None:
        """Return what is stated, or None for a percentage that is no result."""
        if not self.verb:
            return None
        if HEDGE.search(self.lead):
            return self._made((), "approximate", ())
        for find in (
            self._by_pair_behind,
            self.by_change,
            self._by_pair,
            self._by_rest,
            self._by_two,
            self._by_previous,
            self._by_plan_behind,
            self._by_whole,
        ):
            grounds, used = find()
            if grounds:
                return self._made(grounds, self._why(), used)
        return self._made((), self._why(), ())

    def _why(self) -> Why:
        """Say what is missing; figures that stand there are not, be they understood or not."""
        then = self.behind
        if then is not None and then.kind == "number" and then.over is None:
            between = self.text[self.percent.end : then.start]
            if self.base == "plan" and _PLANNED.fullmatch(between) and "(" in between:
                return "unclear"
            if re.fullmatch(rf".{{0,60}}{_ASIDE.pattern}", between) and "(" in between:
                return "unclear"
        if self.verb in ("tăng", "giảm"):
            return "no-previous"
        if self.verb == "chiếm":
            return "no-whole"
        whys: dict[Base, Why] = {"plan": "no-plan", "previous": "no-previous", "": "no-figures"}
        why = whys[self.base]
        return "other-units" if why != "no-previous" and self._slashed() else why

    def _slashed(self) -> Mark | None:
        """Return the first of two figures with a slash that are in different units."""
        plain = [mark for mark in self.before if mark.kind == "number"]
        if len(plain) < 2 or self.before[-1] is not plain[-1] or plain[-1].over is not None:
            return None
        one, two = plain[-2:]
        between = self.text[one.end : two.start]
        return one if one.unit and re.fullmatch(r"[^0-9,;()/]{0,30}/\s{0,3}", between) else None

    def _made(self, grounds: tuple[Ground, ...], why: Why, used: tuple[Mark, ...]) -> Claim:
        if self.percent.loose or any(map(self._rough, used)):
            grounds = tuple(evolve(ground, firm=False) for ground in grounds)
        loose = frozenset(mark.text for mark in used if mark.loose)
        grounds = tuple(each for ground in grounds for each in _parted(ground, loose))
        alone = None if grounds else self._about()
        start = min(mark.start for mark in (*used, alone or self.percent, self.percent))
        end = max(mark.end for mark in (*used, self.percent))
        return Claim(self.percent, self.base, grounds, why, start, end, alone)

    def _about(self) -> Mark | None:
        """Return the figure, with its unit, that stands before it with no figure but percentages between."""
        last = self._slashed() or next(
            (mark for mark in reversed(self.before) if mark.kind != "percent"), None
        )
        if last is None or not last.unit or last.over is not None or last.change or self._rough(last):
            return None
        return None if self._aside(last) else last

    def _rough(self, mark: Mark) -> bool:
        return bool(HEDGE.search(self.text[max(0, mark.start - 12) : mark.start]))

    def _aside(self, mark: Mark) -> bool:
        """Say whether a figure is named as planned, or as that of an earlier period."""
        return bool(_ASIDE.search(self.text[max(0, mark.start - 40) : mark.start]))

    def _by_pair_behind(self) -> Found:
        """Hold it against the pair in brackets behind it: ``giảm 45,96% (194/359 vụ)``."""
        above = self.behind
        if above is None or above.over is None or above.over.start < above.start:
            return (), ()
        between = self.text[self.percent.end : above.start]
        if "(" not in between or not _PLANNED.fullmatch(between.replace("=", "")):
            return (), ()
        above.used = True
        ground = self.ground(_KINDS.get(self.verb, "ratio"), above, above.over, remote=above.dated)
        return (ground,), (above, above.over)

    def _by_pair(self) -> Found:
        """Hold it against the pair before it: ``123.887,3/119.016,7 tấn, đạt 104,1%``."""
        if self.verb in ("tăng", "giảm") and self.base == "previous":
            return (), ()
        pairs = [mark for mark in self.before if mark.over is not None and mark.over.start < mark.start]
        since = max((mark.start for mark in self.before if mark.kind == "percent"), default=0)
        several = [mark for mark in reversed(pairs) if mark.start > since] or pairs[-1:]
        found = [(mark.over, mark) for mark in several if mark.over is not None and not mark.over.used]
        if not found:
            return (), ()
        kind = _KINDS.get(self.verb, "ratio")
        grounds = [self.ground(kind, *pair, remote=pair[0].dated) for pair in found]
        if len(found) > 1:
            grounds = [evolve(ground, firm=False) for ground in grounds]
        else:
            found[0][0].used = True
        return tuple(grounds), tuple(mark for pair in found for mark in pair)

    def _by_rest(self) -> Found:
        """Hold it against the percentage before it: ``bằng 74,15% so với cùng kỳ, giảm 25,85%``."""
        last = self.before[-1] if self.before else None
        if last is None or last.kind != "percent" or self.verb not in ("tăng", "giảm"):
            return (), ()
        earlier = self.text[max(0, last.start - 40) : last.start]
        trail = STOPS.split(self.text[self.percent.end : self.percent.end + 40])[0]
        ratio = re.search(r"\b(?:đạt|bằng|tương đương)\s{0,3}$", earlier, re.I)
        base = re.split("[,;(]", self.lead)[0]  # of the earlier percentage, which is to have the same
        if not ratio or not _THEN.search(base) or PLAN.search(base) or "so" in trail.split():
            return (), ()
        return (self.ground("rest-more" if self.verb == "tăng" else "rest-less", last),), (last,)

    def _plain(self) -> list[Mark]:
        return [mark for mark in self.before if mark.kind == "number" and mark.over is None]

    def _by_two(self) -> Found:
        """Hold it against two levels: ``từ 40 vụ lên 50 vụ, tăng 25%``."""
        plain = self._plain()
        if len(plain) < 2 or self.verb not in _KINDS or self.before[-1] is not plain[-1]:
            return (), ()
        then, now = plain[-2:]
        opened = _FROM.search(self.text[max(0, then.start - 6) : then.start])
        if not opened or not _TO.fullmatch(self.text, then.end, now.start):
            return (), ()
        return (self.ground(_KINDS[self.verb], now, then),), (then, now)

    def _by_previous(self) -> Found:
        """Hold it against what is named: ``120 tấn (cùng kỳ 100 tấn), tăng 20%``; plans and funds alike."""
        if self.verb not in ("tăng", "giảm", "đạt", "bằng", "tương đương", "("):
            return (), ()
        plain = self._plain()
        kind = {"tăng": "more", "giảm": "less"}.get(self.verb, "ratio")
        if len(plain) >= 2 and self.before[-1] is plain[-1] and self.base != "plan":
            now, then = plain[-2:]
            named = re.search(r"cùng k[ỳì][^0-9,;]{0,24}$", self.text[max(0, then.start - 40) : then.start])
            if named and now.head == then.head and now.head:
                return (self.ground(kind, now, then),), (now, then)
        if kind == "ratio" and self.base != "previous":
            return self._of_funds(plain)
        return self._in_brackets(kind, plain) if self.base == "previous" else ((), ())

    def _in_brackets(self, kind: str, plain: list[Mark]) -> Found:
        """Hold it against what stands behind: ``7 dự án, tăng 17% so với cùng kỳ (6 dự án)``."""
        then = self.behind
        if then is None or then.kind != "number" or then.over is not None or then.change or not then.head:
            return (), ()
        between = self.text[self.percent.end : then.start]
        if not re.fullmatch(r".{0,120}\(\s?(?:cùng k[ỳì]\s(?:là\s)?)?", between):
            return (), ()
        results = self._results(plain, then)
        return tuple(self.ground(kind, now, then) for now in results), (*results, then)

    def _results(self, plain: list[Mark], base: Mark) -> list[Mark]:
        """Return the figures in the unit of ``base`` that may be the result, the nearest first."""
        return [mark for mark in reversed(plain) if mark.head == base.head and not self._aside(mark)][:3]

    def _by_plan_behind(self) -> Found:
        """Hold it against the plan in brackets behind it: ``95 tấn, đạt 95% KH (KH 100 tấn)``."""
        plan = self.behind
        if plan is None or plan.kind != "number" or plan.over is not None or plan.change or not plan.head:
            return (), ()
        between = self.text[self.percent.end : plan.start]
        if self.verb in _KINDS or not (PLAN.search(between) and _PLANNED.fullmatch(between)):
            return (), ()
        results = self._results(self._plain(), plan)
        return tuple(self.ground("ratio", now, plan) for now in results), (*results, plan)

    def _of_funds(self, plain: list[Mark]) -> Found:
        """Hold what was spent against the funds named before it; other figures may be meant."""
        if not plain or self.before[-1] is not plain[-1]:
            return (), ()
        spent = plain[-1]
        if not spent.head or not _SPENT.search(self.text[max(0, spent.start - 20) : spent.start]):
            return (), ()
        for mark in reversed(self.around):
            said = self.text[max(0, mark.start - 60) : mark.start]
            alike = mark.kind == "number" and mark.head == spent.head and mark.start < spent.start
            if alike and mark.over is None and _FUNDS.search(said):
                return (self.ground("ratio", spent, mark),), (mark, spent)
        return (), ()

    def _by_whole(self) -> Found:
        """Hold a share against its whole: ``4.450 lượt, trong đó 3.560 lượt đạt (chiếm 80%)``.

        Where several parts or wholes stand there, each may be meant, or two parts together.
        """
        plain = self._plain()
        if self.verb != "chiếm" or len(plain) < 2 or self.before[-1] is not plain[-1]:
            return (), ()
        part = plain[-1]
        alike = [mark for mark in plain[:-1] if mark.head == part.head and part.head]
        wholes = [mark for mark in reversed(alike) if _OF_THESE.search(self.text[mark.end : part.start])]
        if not wholes:
            return (), ()
        others = [mark for mark in reversed(alike) if mark not in wholes]
        grounds = [self.ground("share", part, whole, remote=whole is not wholes[0]) for whole in wholes]
        grounds += [self.ground("share", part, other, remote=True) for other in others]
        grounds += [self.ground("sum", other, part, wholes[0], remote=True) for other in others[:1]]
        return tuple(grounds), (*wholes, *others, part)
