"""The words around a stated percentage: what governs it, and what it is compared with.

What a percentage says is read from the word before it (*đạt*, *bằng*, *tăng*, …) and from what it is
compared with (*kế hoạch*, *cùng kỳ*).
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from thidua_scoring.audit.certainty import is_certain, stretch_of
from thidua_scoring.audit.judging import Ground
from thidua_scoring.audit.marks import SCALES, Mark, segment_end, segment_start

Base: TypeAlias = Literal["plan", "previous", ""]

_LOOK_BACK: Final = 16
"""How many figures before a percentage are looked at."""
LEAD: Final = 140
_TRAIL: Final = 80
"""How far behind a percentage is read what it is compared with."""
_VERB: Final = re.compile(
    r"\b(?:đạt|bằng|tương đương|tương ứng|ứng với|chiếm|tăng|giảm|vượt)\b|\b[tT][ỷỉ] (?:lệ|trọng)\b|[=/(]",
    re.I,
)
_GLUE: Final = re.compile(
    r"(?:được|khoảng|gần|hơn|trên|thêm|tới|đến|mức|là|t[ỷỉ]|lệ|trọng|thấp|cao|ước|xấp|xỉ|chừng|với|[,:(])"
)
_RATES: Final = re.compile(r"\bt[ỷỉ] (?:lệ|trọng)\b", re.I)
_RATE_BEHIND: Final = re.compile(r"\b(?:mức|tốc độ) (?:tăng|giảm)\b[^0-9,;:()]{0,60}\(\s?$", re.I)
"""What a percentage in brackets behind words alone is: *mức tăng chung của cả nước (5,8%)*."""
_ALLOWED: Final = re.compile(r"\b(?:được phép|không quá|tối đa|tối thiểu)\b", re.I)
"""What is allowed or asked for is no result."""
_VARIABLE: Final = re.compile(r"(?<!\w)[A-Z]\s?$")
HEDGE: Final = re.compile(r"\b(?:khoảng|gần|hơn|trên|xấp xỉ|chừng|dưới)\s{0,3}$", re.I)
PLAN: Final = re.compile(r"\b(?:kế\s{1,3}hoạch|KH|chỉ tiêu|dự toán|mục tiêu)\b", re.I)
PREVIOUS: Final = re.compile(
    r"\b(?:cùng k[ỳì]|năm trước|tháng trước|quý trước|năm (?:19|20)[0-9]{2})\b", re.I
)
STOPS: Final = re.compile(r"[,;)]")


class Surroundings:
    """One percentage of a passage, the figures around it, and the words that say what it is."""

    def __init__(self, text: str, marks: list[Mark], index: int):
        self.text, self.percent = text, marks[index]
        near = [mark for mark in marks[max(0, index - _LOOK_BACK) : index] if mark.kind != "other"]
        self.around = near
        self.before = [mark for mark in near if mark.segment == self.percent.segment]
        begin = max(self.before[-1].end if self.before else 0, segment_start(text, self.percent.start))
        self.lead = text[max(begin, self.percent.start - LEAD) : self.percent.start]
        self.next = marks[index + 1] if index + 1 < len(marks) else None
        behind = [mark for mark in marks[index + 1 : index + 4] if mark.kind != "other"]
        self.behind = behind[0] if behind and behind[0].segment == self.percent.segment else None
        self.verb_at = len(self.lead)
        verb = self._verb()
        self.verb = (verb and self.percent.change) or verb
        self.base = self._base()

    def _verb(self) -> str:
        """Return the word or sign that governs the percentage; nothing where it is no result."""
        if _ALLOWED.search(STOPS.split(self.lead)[-1]):
            return ""
        if _RATE_BEHIND.search(self.lead):
            return "đạt"
        found = next(reversed([*_VERB.finditer(self.lead)]), None)
        rated = "đạt" if _RATES.search(self.lead) else ""
        if found is None:
            return rated
        words = re.sub("([,:(])", r" \1 ", self.lead[found.end() :].rstrip("-–\u2212+")).lower().split()
        if not all(map(_GLUE.fullmatch, words)):
            return rated
        self.verb_at = found.start()
        verb = found[0].lower()
        if verb in "=/(" and not self._signed(found.start()):
            return ""
        return verb

    def _signed(self, at: int) -> bool:
        """Say whether a figure stands so near before a sign that the sign is about it."""
        if _VARIABLE.search(self.lead[:at]):
            return False
        return bool(self.before) and (at <= 30 or self.lead[at] == "=") and self.before[-1].kind == "number"

    def _base(self) -> Base:
        end = self.percent.end
        stop = end + _TRAIL
        if self.next is not None and self.next.kind != "other":
            stop = min(stop, self.next.start)
        trail = STOPS.split(self.text[end:stop])[0]
        for words in (trail, re.split("[,;(]", self.lead)[-1]):
            plan, previous = PLAN.search(words), PREVIOUS.search(words)
            if plan or previous:
                if plan and previous:
                    return "plan" if plan.start() < previous.start() else "previous"
                return "plan" if plan else "previous"
        return ""

    def ground(self, kind: str, *marks: Mark, remote: bool = False) -> Ground:
        """Return what the percentage may rest on, and whether it can be nothing else."""
        scaled = any(mark.kind == "percent" or (mark.unit[:1] and mark.unit[0] in SCALES) for mark in marks)
        firm = not remote and len(marks) <= 2 and self._is_certain(kind, marks)
        texts = tuple(mark.text for mark in marks)
        return Ground(kind, texts, firm, "scaled" if scaled else "decimals", remote)

    def _is_certain(self, kind: str, marks: tuple[Mark, ...]) -> bool:
        ends = [mark.end for mark in (*marks, self.percent)]
        begin = segment_start(self.text, min(mark.start for mark in (*marks, self.percent)))
        figures = [(mark.text, mark.start, mark.end) for mark in marks]
        percent = self.percent.text, self.percent.start, self.percent.end
        bounds = begin, segment_end(self.text, max(ends))
        return is_certain(kind, stretch_of(self.text, bounds, figures, percent))
