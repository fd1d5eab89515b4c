"""The figures of a passage: where each stands, in what unit, and which are no figures at all.

Every search looks at a bounded stretch of text, so that the time grows with the length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from attrs import define

from thidua_scoring.audit.certainty import COUNTED, MEASURE

Kind: TypeAlias = Literal["number", "percent", "other"]

_SPACE: Final = "[ \u00a0\u2007\u2009\u202f]"
_FIGURE: Final = re.compile(
    rf"(?<![0-9.,])[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}}){{1,6}}(?![0-9])(?:[.,][0-9]+)?(?!{_SPACE}?[0-9])"
    r"|[0-9]+(?:[.,]{1,3}[0-9]+)*"
)
_LOOSE: Final = re.compile("[0-9]{1,3} [1-9]")
"""A figure that a plain blank parts; no second figure begins with a nought."""
_PERCENT: Final = re.compile(r"\s{0,3}(?:%|phần\s{1,3}trăm)", re.I)
_UNIT: Final = re.compile(r"\s{0,3}[.,;]?\s{0,3}([^\W\d_]{1,20}(?:\s[^\W\d_]{1,20}){0,3})")
SCALES: Final = frozenset({"trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"})
_TWO_WORDS: Final = SCALES | {"lượt"}
_PARTS: Final[Mapping[str, str]] = {"tỷ": "triệu", "tỉ": "triệu", "triệu": "nghìn"}
"""What a scale is divided into, a thousand each: *1 tỷ 250 triệu* is one figure."""
_NUMBERED: Final = re.compile(
    r"(?:\b(?:năm|tháng|quý|ngày|số|khóa|khoá|mức độ|lần thứ|thứ|điều|khoản|mục|(?<!cùng )kỳ|giai đoạn"
    r"|chương trình)\s{0,3}|[^\W\d_][-–\u2212]?|[-–\u2212])$",
    re.I,
)
_ORDINAL: Final = re.compile(
    r"(?<!trong )(?<!số )(?<!mỗi )(?<!mét )(?<!tổng )\b(?:tuần|đợt|vòng|lớp|khối|lần|quận|phường|thôn|ấp|khóm"
    r"|phố|khu|cụm|lô|tuyến|tổ|đội|nhóm|phòng|bảng|biểu|phụ lục|hình|trang|bài|câu|chương|tập|cột|dòng|tầng)"
    r"\s{1,3}$",
    re.I,
)
"""Words behind which a figure tells which one it is; after *số* or *trong* it counts: *số lớp 12/15*."""
_COMPOUND: Final = re.compile(
    r"\b(?:(?:tiêm|quốc|dự|văn|đề|biên)\sphòng|(?:trực|thông)\stuyến|(?:mô|truyền|tình|loại|địa|điển)\shình"
    r"|(?:học|luyện|thực|tuyển)\stập|(?:hạ|cao)\stầng|(?:đại|phát|tiêu)\sbiểu|(?:ra|đến|bỏ)\slớp"
    r"|nông\sthôn|thành\sphố|quân\sđội|huy\schương)\s{1,3}$",
    re.I,
)
"""Words that only end like those, and are no number's."""
_WHOLE: Final = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+")
_VERBS: Final = re.compile(r"(?:\b(?:được|đạt|có|là|còn|gồm|thu|chi|tăng|giảm)\s{1,3}|[(,:/]\s{0,3})$", re.I)
"""What no number of a thing belongs to, so that a blank behind that figure can only group it."""
_DATED: Final = re.compile(
    r"\b(?:đến|từ|hết|trước|sau|vào|thời điểm|sáng|chiều|dịp|và|xong|ngày|lịch|thời vụ)\s{1,2}$"
    r"|[0-9]\s?[-–]\s?$",
    re.I,
)
"""Words behind which two small figures with a slash are a day and a month."""
_KNOWN: Final = re.compile(rf"\s{{0,3}}(?:{MEASURE}|{COUNTED})", re.I)
_MEASURED: Final = re.compile(rf"\s{{0,3}}{MEASURE}", re.I)
_SHARE: Final = re.compile(r"\s{0,3}[^\W\d_]")
_RANK: Final = re.compile(r"\b(?:xếp|hạng|xếp thứ|đứng thứ|vị trí|vị thứ)\s{1,2}$", re.I)
_NAMED: Final = re.compile(
    r"\b(?:tỷ lệ|quyết định|nghị quyết|thông tư|công văn|chỉ thị|kế hoạch số)\s{1,2}$", re.I
)
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_TIME: Final = re.compile(r"\s{0,2}(?:tháng|quý|năm|ngày|giờ|tuổi|phút|[hg][0-9])", re.I)
_BREAK: Final = re.compile(r"[.;!?…](?=\s|$)|[\t\n]")
_OVER: Final = re.compile(
    r"\s{0,3}(?:[.,;]?\s{0,3}[^\W\d_]{1,20}[²³]?(?:\s[^\W\d_]{1,20}){0,3}?)?\s{0,3}"
    r"(?:/\s{0,3}(?:(?:kế hoạch|KH|chỉ tiêu|tổng số)\s{0,3})?"
    r"|\btrên tổng số\s|\bso với (?:kế hoạch|KH|chỉ tiêu|dự toán)\s(?:giao\s)?(?:là\s)?)",
    re.I,
)
_LONGEST_GAP: Final = 70
_SIGNS: Final = ("-", "–", "\u2212")
_WAYS: Final = {**dict.fromkeys(_SIGNS, "giảm"), "+": "tăng"}
CHANGE: Final = re.compile(r"\b(tăng|giảm)(?:\s(?:thêm|được|so với cùng kỳ))?\s{0,3}$", re.I)


@define(eq=False)
class Mark:
    """A figure as it stands; ``kind`` is other for years, dates and numbers of documents."""

    text: str
    start: int
    end: int
    kind: Kind
    segment: int
    """Which part of the passage, from stop to stop, it is in."""
    unit: tuple[str, ...] = ()
    """The words behind it, in lower case, at most four."""
    change: str = ""
    """*tăng* or *giảm*, where that stands right before it; of a percentage, what its sign says."""
    over: Mark | None = None
    """The figure below it in a pair, or the one above."""
    used: bool = False
    """Whether a percentage has been held against this pair."""
    loose: bool = False
    """Whether its first blank may part two figures, as in *Bảng 1 500 hộ*."""
    dated: bool = False
    """Whether this pair may be a day and a month."""

    @property
    def head(self) -> tuple[str, ...]:
        """Return the words that name the unit: two where the first only scales."""
        return self.unit[: 2 if self.unit and self.unit[0] in _TWO_WORDS else 1]


def marks_of(text: str) -> list[Mark]:
    """Return the figures of a passage in order, pairs joined."""
    breaks = [match.end() for match in _BREAK.finditer(text)]
    found = [_mark(text, match, bisect_right(breaks, match.start())) for match in _FIGURE.finditer(text)]
    found = [*_whole(text, found)]
    for run in _runs(text, found):
        _join(text, run)
    return found


def _whole(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """Yield the figures, those that two scales part as one: *1 tỷ 250 triệu đồng*."""
    held: Mark | None = None
    for mark in marks:
        if held is not None and _continues(text, held, mark):
            held.text = held.text.replace(".", "") + mark.text.zfill(3)
            held.end, held.unit = mark.end, mark.unit
            continue
        if held is not None:
            yield held
        held = mark
    if held is not None:
        yield held


def _continues(text: str, left: Mark, right: Mark) -> bool:
    if left.kind != "number" or right.kind != "number" or not left.unit or not right.unit:
        return False
    between = text[left.end : right.start].strip().lower()
    whole = _WHOLE.fullmatch(left.text) and right.text.isdecimal() and len(right.text) <= 3
    return bool(whole) and between == left.unit[0] and _PARTS.get(between) == right.unit[0]


def segment_start(text: str, at: int) -> int:
    """Return where the part of the passage that holds ``at`` begins, at most 400 characters before."""
    low = max(0, at - 400)
    last = low
    for match in _BREAK.finditer(text, low, at):
        last = match.end()
    return last


def segment_end(text: str, at: int) -> int:
    """Return where the part of the passage that holds ``at`` ends, at most 200 characters behind."""
    found = _BREAK.search(text, at, at + 200)
    return found.start() if found else min(len(text), at + 200)


def _mark(text: str, match: re.Match[str], segment: int) -> Mark:
    start, end = match.span()
    before = text[max(0, start - 24) : start]
    percent = _PERCENT.match(text, end)
    loose = _LOOSE.match(match[0]) is not None and not _VERBS.search(before)
    if percent:
        # In "15-18%" the sign parts two figures: what is stated is no single one.
        parts = before.endswith(_SIGNS) and before[-2:-1].isalnum()
        kind: Kind = "other" if parts else "percent"
        sign = _WAYS.get(before[-1:], "")
        return Mark(match[0], start, percent.end(), kind, segment, change=sign, loose=loose)
    ordinal = _ORDINAL.search(before) and not _COMPOUND.search(before) and not loose
    named = _NUMBERED.search(before) or _RANK.search(before) or ordinal
    times = before.lower().endswith("gấp ") and text.startswith(" lần", end)
    kind = "other" if named or times or _TIME.match(text, end) else "number"
    unit = _UNIT.match(text, end)
    words = tuple(unit[1].lower().split()) if unit else ()
    change = CHANGE.search(before)
    way = change[1].lower() if change else ""
    return Mark(match[0], start, end, kind, segment, words, way, loose=loose)


def _runs(text: str, marks: list[Mark]) -> Iterator[list[Mark]]:
    """Yield the figures that are joined by slashes or by words to that effect."""
    run: list[Mark] = []
    for mark in marks:
        if run and not _joined(text, run[-1], mark):
            yield run
            run = []
        run.append(mark)
    yield run


def _joined(text: str, left: Mark, right: Mark) -> bool:
    gap = right.start - left.end
    return gap <= _LONGEST_GAP and bool(_OVER.fullmatch(text, left.end, right.start))


def _is_no_pair(text: str, left: Mark, right: Mark) -> bool:
    """Say whether two figures with a slash are a date, years, a scale or a number of a document."""
    if not (left.text.isdecimal() and right.text.isdecimal()):
        return False
    before = text[max(0, left.start - 25) : left.start]
    unit = _KNOWN if len(left.text) > 2 else _MEASURED
    if not unit.match(text, right.end) and _is_year(left.text, right.text):
        return True
    if _NAMED.search(before) or (left.text, right.text) == ("24", "7"):
        return True
    return _is_day(left, right) and bool(_DATED.search(before)) and not _KNOWN.match(text, right.end)


def _is_year(left: str, right: str) -> bool:
    """Say whether a slash stands before a year, or between two: *Kết luận 21/2021*, *2021/22*."""
    if _YEAR.fullmatch(right):
        return True
    return _YEAR.fullmatch(left) is not None and len(right) == 2


def _is_day(left: Mark, right: Mark) -> bool:
    texts = left.text, right.text
    return all(map(str.isdecimal, texts)) and 1 <= int(texts[0]) <= 31 and 1 <= int(texts[1]) <= 12


def _join(text: str, run: list[Mark]) -> None:
    """Join two figures with one slash; three are a date, and so is what a document is numbered by."""
    if len(run) != 2 or any(mark.kind == "percent" for mark in run):
        if len(run) > 2 and all(mark.kind != "percent" for mark in run):
            for mark in run:
                mark.kind = "other"
        return
    left, right = run
    if _is_no_pair(text, left, right):
        left.kind = right.kind = "other"
        return
    if left.kind == "other" or text[right.end : right.end + 1] == "/":
        left.kind = right.kind = "other"
        return
    right.kind = "number"
    if any(one != two for one, two in zip(left.head, right.head, strict=False)):
        return  # a rate, such as 500 đồng/2 suất
    left.over, right.over = right, left
    left.dated = right.dated = _is_day(left, right) and not _SHARE.match(text, right.end)
