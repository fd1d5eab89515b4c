"""Find the percentages that a passage states, and the figures beside them that they may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from thidua_scoring.audit.judging import Ground, Why
from thidua_scoring.audit.marks import Mark, marks_of, segment_start
from thidua_scoring.audit.surroundings import HEDGE, LEAD, PLAN, PREVIOUS, STOPS, Base, Surroundings

_MOST_LEVELS: Final = 3
_COUNTED: Final = re.compile(
    r"\s{0,3}(?:chỉ tiêu|tiêu chí|đơn vị|xã|phường|huyện|thôn|tổ|hộ|trường|lớp|cơ quan|phòng|người|học sinh"
    r"|sản phẩm|nhiệm vụ|dự án|công trình|doanh nghiệp|hợp tác xã)\b",
    re.I,
)
"""Things that may each reach a percentage of their own."""
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


class _Reader(Surroundings):
    """Find what one percentage may rest on."""

    def claim(self) -> Claim | None:
        """Return what is stated, or None for a percentage that is no result."""
        if not self.verb:
            return None
        if HEDGE.search(self.lead):
            return self._made((), "approximate", ())
        for find in (
            self._by_pair_behind,
            self._by_change,
            self._by_pair,
            self._by_rest,
            self._by_previous,
            self._by_whole,
        ):
            grounds, used = find()
            if grounds:
                return self._made(grounds, "no-figures", used)
        whys: dict[Base, Why] = {"plan": "no-plan", "previous": "no-previous", "": "no-figures"}
        why = whys[self.base]
        if self.verb in ("tăng", "giảm"):
            why = "no-previous"
        elif self.verb == "chiếm":
            why = "no-whole"
        return self._made((), why, ())

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
        last = next((mark for mark in reversed(self.before) if mark.kind != "percent"), None)
        if last is None or not last.unit or last.over is not None or last.change or self._rough(last):
            return None
        return last

    def _rough(self, mark: Mark) -> bool:
        return bool(HEDGE.search(self.text[max(0, mark.start - 12) : mark.start]))

    def _by_pair_behind(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against the pair in brackets behind it: ``giảm 45,96% (194/359 vụ)``."""
        above = self.behind
        if above is None or above.over is None or above.over.start < above.start:
            return (), ()
        if not re.fullmatch(r"\s?\(\s?", self.text[self.percent.end : above.start]):
            return (), ()
        above.used = True
        kind = _KINDS.get(self.verb, "ratio")
        return (Ground(kind, (above.text, above.over.text), kind == "ratio"),), (above, above.over)

    def _by_pair(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against the pair before it: ``123.887,3/119.016,7 tấn, đạt 104,1%``."""
        at = next((i for i in reversed(range(len(self.before))) if self.before[i].over is not None), None)
        if at is None:
            return (), ()
        below = self.before[at]
        above = below.over
        if above is None or above.used or (self.verb in ("tăng", "giảm") and self.base == "previous"):
            return (), ()
        above.used = True
        firm = at == len(self.before) - 1 and self.base != "previous" and self.same_subject()
        # «18/20 chỉ tiêu đạt 100%» tells how many of them reach it, and is no percentage of its own.
        between = self.text[below.end : self.percent.start]
        counted = _COUNTED.match(between) is not None and not any(sign in between for sign in ",;(=:")
        firm = firm and not (counted and self.verb == "đạt")
        kind = _KINDS.get(self.verb, "ratio")
        if kind != "ratio" and self.base != "plan":
            firm = firm and self.verb == "vượt"
        return (Ground(kind, (above.text, below.text), firm),), (above, below)

    def _by_change(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against a change: ``tăng 319 con (bằng 100,31%)``, ``giảm 06 vụ/7,5%``."""
        by, behind = self._amount()
        if by is None or (self.base == "plan" and self.verb not in ("=", "/")):
            return (), ()
        way = by.change or self._inherited(by)
        if not way or (self.verb != way and (behind or self.verb in ("tăng", "giảm"))):
            return (), ()
        levels, firm = self._possible_levels(by)
        beside = behind or self.verb in ("=", "/") or "(" in self.lead or "," not in self.lead
        rise = way == "tăng"
        kinds = ["rise" if rise else "fall"]
        if self.verb in ("bằng", "đạt", "tương đương", "tương ứng", "ứng với"):
            kinds.insert(0, f"after-{kinds[0]}")
        grounds = tuple(
            Ground(kind, (level.text, by.text), firm and beside and level is levels[0])
            for level in levels
            for kind in kinds
        )
        return grounds, (*levels, by)

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

    def _possible_levels(self, by: Mark) -> tuple[list[Mark], bool]:
        """Find the figures that may have changed by ``by``, and say whether the first must be the one.

        They stand before it in the same unit, the nearest first, those that are named alike if some
        are; in *So với cùng kỳ giảm 400 vụ (-18,74%)*, they stand in the sentence before.
        """
        known, firm = self._levels(by, self.before), True
        if not known:
            begin = segment_start(self.text, by.start)
            opening = self.text[max(begin, by.start - LEAD) : by.start].lower()
            if "so với" not in opening:
                return [], False
            earlier = [mark for mark in self.around if mark.segment == self.percent.segment - 1]
            known, firm = self._levels(by, earlier), opening.lstrip().startswith("so với")
        words = " ".join(by.unit[len(by.head) :][:2])
        named = [mark for mark in known if words in self._phrase(mark)]
        likely = (named or known)[: -_MOST_LEVELS - 1 : -1]
        beside = [mark for mark in self.around if mark.start < by.start][-1:] == likely[:1]
        return likely, firm and (len(likely) == 1 or beside)

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

    def _by_rest(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against the percentage before it: ``bằng 74,15% so với cùng kỳ, giảm 25,85%``."""
        last = self.before[-1] if self.before else None
        if last is None or last.kind != "percent" or self.verb not in ("tăng", "giảm"):
            return (), ()
        earlier = self.text[max(0, last.start - 40) : last.start]
        trail = STOPS.split(self.text[self.percent.end : self.percent.end + 40])[0]
        ratio = re.search(r"\b(?:đạt|bằng|tương đương)\s{0,3}$", earlier, re.I)
        base = re.split("[,;(]", self.lead)[0]  # of the earlier percentage, which is to have the same
        if not ratio or not PREVIOUS.search(base) or PLAN.search(base) or "so" in trail.split():
            return (), ()
        kind = "rest-more" if self.verb == "tăng" else "rest-less"
        other = PREVIOUS.search(trail) or PLAN.search(trail)  # that it is compared with
        return (Ground(kind, (last.text,), self.same_subject() and not other),), (last,)

    def _by_previous(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against what is named: ``120 tấn (cùng kỳ 100 tấn), tăng 20%``; plans and funds alike."""
        if self.verb not in ("tăng", "giảm", "đạt", "bằng", "tương đương", "("):
            return (), ()
        plain = [mark for mark in self.before if mark.kind == "number" and mark.over is None]
        kind = {"tăng": "more", "giảm": "less"}.get(self.verb, "ratio")
        if len(plain) >= 2 and self.before[-1] is plain[-1] and self.base != "plan":
            now, then = plain[-2:]
            named = re.search(r"cùng k[ỳì][^0-9,;]{0,24}$", self.text[max(0, then.start - 40) : then.start])
            if named and now.head == then.head and now.head:
                firm = kind != "ratio" or self.base == "previous"
                return (Ground(kind, (now.text, then.text), firm),), (now, then)
        if kind == "ratio" and self.base != "previous":
            return self._of_funds(plain)
        return self._in_brackets(kind, plain) if self.base == "previous" else ((), ())

    def _in_brackets(self, kind: str, plain: list[Mark]) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold it against what stands behind: ``7 dự án, tăng 17% so với cùng kỳ (6 dự án)``."""
        then = self.behind
        now = next((mark for mark in reversed(plain) if then is not None and mark.head == then.head), None)
        if then is None or now is None or then.kind != "number" or then.over is not None or then.change:
            return (), ()
        between = self.text[self.percent.end : then.start]
        if not now.head or not re.fullmatch(r".{0,120}\(\s?(?:cùng k[ỳì]\s(?:là\s)?)?", between):
            return (), ()
        firm = "cùng k" in between.rpartition("(")[2]  # other counts may stand there as well
        return (Ground(kind, (now.text, then.text), firm),), (now, then)

    def _of_funds(self, plain: list[Mark]) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
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
                return (Ground("ratio", (spent.text, mark.text), firm=False),), (mark, spent)
        return (), ()

    def _by_whole(self) -> tuple[tuple[Ground, ...], tuple[Mark, ...]]:
        """Hold a share against its whole: ``4.450 lượt, trong đó 3.560 lượt đạt (chiếm 80%)``."""
        plain = [mark for mark in self.before if mark.kind == "number" and mark.over is None]
        if self.verb != "chiếm" or len(plain) < 2 or self.before[-1] is not plain[-1]:
            return (), ()
        part = plain[-1]
        for whole in reversed(plain[:-1]):
            between = self.text[whole.end : part.start]
            if whole.head == part.head and part.head and _OF_THESE.search(between):
                return (Ground("ratio", (part.text, whole.text)),), (whole, part)
        return (), ()
