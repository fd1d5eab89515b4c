"""Whether a statement in prose can rest on nothing but certain figures, so that it may be called wrong.

That is the exception. A statement is certain only where the whole clause, from its first figure to its
end, is one of the few forms below, with figures of one measure and not a word more. Whatever is said
in any other way may mean other figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from attrs import frozen

from thidua_scoring.audit.judging import readings_of

_S: Final = r"\s{0,3}"
_SCALE: Final = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
MEASURE: Final = (
    rf"(?:(?:{_SCALE}\s){{0,2}}(?:tấn|tạ|yến|kg|ha|hecta|km|mét(?:\s(?:khối|vuông))?|m[23²³]?|lít|đồng|VNĐ|USD"
    rf"|kWh|MW|con|quả|cây)(?:\s?/\s?(?:ha|năm|tháng|ngày|người))?|{_SCALE}(?:\s{_SCALE})?)(?!\w)"
)
"""Units of what is measured, and so may be planned."""
_SINGLE: Final = (
    r"(?:chỉ tiêu|tiêu chí|hộ|người|cháu|em|học sinh|trẻ|vụ việc|vụ|việc|đơn|hồ sơ|sản phẩm|đảng viên|cử tri"
    r"|đại biểu|lao động|đối tượng|xe)(?!\w)"
)
"""What is counted one by one."""
_GREATER: Final = (
    r"(?:đơn vị|xã|phường|thị trấn|huyện|thôn|xóm|bản|tổ|trường|lớp|cơ quan|nhiệm vụ|dự án|đề án|công trình"
    r"|doanh nghiệp|hợp tác xã|HTX|chi bộ|bệnh viện|mô hình|ngành|khoản thu)(?!\w)"
)
"""What is counted as well, but may each reach a percentage of its own: *12/15 công trình, đạt 95%*."""
COUNTED: Final = rf"(?:{_SINGLE}|{_GREATER})"
_PLAN: Final = (
    r"(?:so với\s)?(?:kế\s{1,3}hoạch|KH|chỉ tiêu|dự toán)"
    r"(?:\s(?:cả\s)?năm(?:\s[0-9]{4})?|\s(?:được\s|tỉnh\s|huyện\s)?giao|\sđề ra)?"
)
_BEFORE: Final = r"(?:trước|ngoái|[0-9]{4})"
_THEN: Final = rf"{_S}(?:so\s(?:với\s)?(?:cùng k[ỳì](?:\snăm\s{_BEFORE})?|năm\s{_BEFORE})){_S}"
"""One earlier period; two of them would be two bases."""
_STOP: Final = rf"{_S}(?:,(?!{_S}(?:so|trên|của|trong)\b)|[.;]|\){_S}(?:[,.;]|$)|$)"
_OVER: Final = (
    rf"{_S}(?:/{_S}(?:(?:kế hoạch|KH|chỉ tiêu|tổng số){_S})?|trên tổng số\s"
    r"|so với (?:kế hoạch|KH|chỉ tiêu|dự toán)\s(?:giao\s)?(?:là\s)?)"
)
_REACHED: Final = rf"(?:(?:đạt|bằng|tương đương|tương ứng)(?:\s(?:được|với|tỷ lệ|mức))?|vượt(?:\smức)?)?{_S}"
_WAY: Final = r"(?:tăng|giảm)(?:\sthêm|\sđược)?"
_THE_SAME: Final = rf"(?:{_S}so\s(?:với\s)?cùng k[ỳì](?:\snăm\s(?:trước|ngoái))?)?"
_NAMED: Final = rf"\(\s?cùng k[ỳì](?:\snăm\s{_BEFORE})?(?:\slà|\sđạt)?"
_CHANGING: Final = rf"(?P<unit>{MEASURE}|vụ(?!\w))"
"""Of people and households a percentage may be a rate, and its change points of that rate."""

_CLAUSE: Final = re.compile("[,;(]")
_COMPARES: Final = re.compile(r"\bso với\b|\bcùng k[ỳì]\b|\bt[ỷỉ] lệ\b", re.I)
_PLACE: Final = re.compile(r"\b(?:tại|ở|trên|trong|từ|cho|qua|của|với|thuộc)\b", re.I)
_LACKING: Final = re.compile(
    r"\b(?:thiếu|hụt|vượt|tăng|giảm|còn|nợ|chưa|không|hỏng|mất|tồn|thiệt hại|từ|kế hoạch"
    r"|KH|chỉ tiêu|dự toán)\b",
    re.I,
)
"""Words before a pair by which its first figure is no result."""
_PARTLY: Final = re.compile(r"\b(?:tháng|quý|tuần|đợt|vụ (?:xuân|mùa|đông))\b", re.I)
_OTHER_PLAN: Final = re.compile(
    r"[^0-9]{0,60}[0-9.,]+\s?%[^0-9,;]{0,12}\b(?:kế hoạch|KH|dự toán|chỉ tiêu)\b", re.I
)
_EARLIER: Final = re.compile(
    r"\b(?:đầu|cuối|trong)?\s?(?:năm|kỳ|tháng|quý)\b|\btrước\b|\bban đầu\b|\btừ\b|\bso với\b|\bt[ỷỉ] lệ\b",
    re.I,
)
_IN_WHOLE: Final = re.compile("km|m|mét", re.I)
_OF_WHOLE: Final = re.compile(
    r"\b(?:thu hoạch|tiêm|phun|kiểm (?:tra|dịch|soát)|tưới|cứng hóa|bê tông|làm đất|chăm sóc|bảo vệ"
    r"|đo đạc)\b",
    re.I,
)
"""What is done to all that there is, so that a slash may stand before that and not before the plan."""
_DONE: Final = re.compile(
    r"[-–+\s]{0,3}(?:(?:đã|tỷ lệ)\s)?(?:điều tra|khám phá|làm rõ|khởi tố|giải quyết|xử lý|thi hành|xét xử"
    r"|kiểm tra|giải ngân|thu|chi|trồng|gieo trồng|gieo cấy)(?:\s(?:được|xong))?\s(?:đạt|bằng)\s{1,3}",
    re.I,
)
"""All that may stand before a percentage whose figures are in brackets behind it."""


@frozen
class Stretch:
    """A clause: the words before, the first figure to the last with signs in their place, the rest.

    ``①`` and ``②`` stand for the figures, in the order in which they are computed with, and ``③`` for
    the percentage.
    """

    before: str
    core: str
    after: str
    figures: tuple[str, ...]
    percent: str


_Found = re.Match[str]


@frozen
class _Form:
    """A form of statements that are certain."""

    kinds: frozenset[str]
    core: re.Pattern[str]
    after: re.Pattern[str]
    holds: Callable[[Stretch, _Found, _Found], bool]


def is_certain(kind: str, stretch: Stretch) -> bool:
    """Say whether a statement of this kind can rest on these figures alone."""
    for form in _FORMS:
        if kind not in form.kinds:
            continue
        core, after = form.core.fullmatch(stretch.core), form.after.match(stretch.after)
        if core and after and form.holds(stretch, core, after):
            return True
    return False


def stretch_of(
    text: str, bounds: tuple[int, int], figures: Sequence[tuple[str, int, int]], percent: tuple[str, int, int]
) -> Stretch:
    """Cut a clause at its figures; ``bounds`` are those of the sentence, or of as much as is looked at."""
    signs = sorted(
        zip([*figures, percent], [*"①②"[: len(figures)], "③"], strict=True), key=lambda each: each[0][1]
    )
    core, at = "", signs[0][0][1]
    for (_, start, end), sign in signs:
        core += text[at:start] + sign
        at = end
    return Stretch(
        text[bounds[0] : signs[0][0][1]], core, text[at : bounds[1]],
        tuple(each[0] for each in figures), percent[0],
    )  # fmt: skip


def _last_clause(stretch: Stretch) -> str:
    return _CLAUSE.split(stretch.before)[-1]


def _is_result(stretch: Stretch, unit: str) -> bool:
    """Say whether the words before a pair leave its first figure a result, and the only one in its unit."""
    clause = _last_clause(stretch)
    return not (_LACKING.search(clause) or _COMPARES.search(clause) or _again(stretch, unit))


def _again(stretch: Stretch, unit: str) -> bool:
    """Say whether another figure in this unit stands before, after the last percentage."""
    since = stretch.before.rpartition("%")[2]
    return bool(unit) and re.search(rf"[0-9]\s?{re.escape(unit)}(?!\w)", since, re.I) is not None


def _measured(stretch: Stretch, core: _Found, after: _Found) -> bool:
    """Hold a result against its plan; without a unit, only what can be no date, year or number of a thing."""
    if core["unit"] is None and not all("." in text or "," in text for text in stretch.figures):
        return False
    clause = _last_clause(stretch)
    if after["plan"] and _PARTLY.search(stretch.before):
        return False  # one plan may be that of these months, and the other that of the year
    if after["plan"] and (_OF_WHOLE.search(clause) or _IN_WHOLE.fullmatch(core["unit"] or "")):
        return False
    return _is_result(stretch, core["unit"] or "") and not _OTHER_PLAN.match(stretch.after)


def _counted(stretch: Stretch, core: _Found, after: _Found) -> bool:
    """Hold a part against its whole, which what is counted *in* places is not."""
    part, whole, share = (
        max(readings_of(text).values(), default=0) for text in (*stretch.figures, stretch.percent)
    )
    if core["reached"] and not re.fullmatch(_SINGLE, core["thing"], re.I):
        return False
    likely = part <= whole and share <= 100 and not _PLACE.search(_last_clause(stretch))
    return likely and _is_result(stretch, core["thing"])


def _behind(stretch: Stretch, core: _Found, after: _Found) -> bool:
    """Ask that the words before the percentage name nothing of which it may be."""
    if core["plan"] and not after["unit"]:
        return False
    return _DONE.fullmatch(_last_clause(stretch)) is not None


def _changed(stretch: Stretch, core: _Found, after: _Found) -> bool:
    """Ask for one figure of this unit, which is the new one, and one period that it is compared with."""
    bases = len(re.findall(r"\bso\s", stretch.core + after[0]))
    if core["apart"] and after["then"] and not after["closed"]:
        return False  # the percentage has a base, and the change may have another
    return not _again(stretch, core["unit"]) and not _EARLIER.search(stretch.before) and bases <= 1


def _compared(stretch: Stretch, core: _Found, after: _Found) -> bool:
    return not _again(stretch, core["unit"]) and not _COMPARES.search(stretch.before)


def _rest(stretch: Stretch, core: _Found, after: _Found) -> bool:
    ends = re.search(r"\b(?:đạt|bằng|tương đương)\s{0,3}$", stretch.before, re.I)
    return bool(ends) and not _COMPARES.search(stretch.before)


def _form(kinds: str, core: str, after: str, holds: Callable[[Stretch, _Found, _Found], bool]) -> _Form:
    return _Form(frozenset(kinds.split()), re.compile(core, re.I), re.compile(after, re.I), holds)


_CHANGES: Final = "rise fall after-rise after-fall"
_FORMS: Final = (
    # 350,3 ha/350 ha, đạt 101% KH
    _form(
        "ratio more",
        rf"①{_S}(?:{MEASURE})?{_OVER}②{_S}(?P<unit>{MEASURE})?{_S}[,(:=]?{_S}{_REACHED}③",
        rf"(?P<plan>{_S}{_PLAN})?{_STOP}",
        _measured,
    ),
    # 18/20 chỉ tiêu, đạt 91%; (75/150 vụ = 51%)
    _form(
        "ratio",
        rf"①{_S}(?:{COUNTED})?{_OVER}②{_S}"
        rf"(?P<thing>{COUNTED}){_S}[,(:=]{_S}(?P<reached>{_REACHED})(?:chiếm{_S})?(?:tỷ lệ{_S})?③",
        _STOP,
        _counted,
    ),
    # đạt 90% (3.026/3.389 vụ)
    _form(
        "ratio",
        rf"③{_S}(?P<plan>{_PLAN}{_S})?\({_S}=?{_S}①{_S}(?:{MEASURE}|{COUNTED})?{_S}/{_S}②",
        rf"{_S}(?:(?P<unit>{MEASURE})|{COUNTED}){_S}\){_S}(?:[,.;]|$)",
        _behind,
    ),
    # 102.043 con, tăng 319 con (bằng 100,3%) so với cùng kỳ; 73 vụ (giảm 06 vụ/7,5%)
    _form(
        _CHANGES,
        rf"①{_S}{_CHANGING}{_S}[,(;]?{_S}\(?(?:{_THEN})?{_S}{_WAY}{_S}②{_S}(?P=unit)(?:{_THEN})?"
        rf"{_S}(?:[=/]|(?P<apart>\(|,(?={_S}(?:tăng|giảm))))"
        rf"{_S}(?:=|tăng|giảm|bằng|tương đương|tương ứng)?{_S}③",
        rf"(?:(?P<closed>{_S}\))?(?P<then>{_THEN}))?{_STOP}",
        _changed,
    ),
    # 57,84 tấn (tăng 25,2% hay tăng 11,66 tấn)
    _form(
        _CHANGES,
        rf"①{_S}{_CHANGING}{_S},?{_S}\(?{_S}{_WAY}{_S}③{_S}(?P<apart>hay|tức|\(){_S}(?:{_WAY})?{_S}②",
        rf"{_S}(?:{MEASURE}|vụ)(?P<closed>{_S}\))?(?P<then>{_THEN})?{_STOP}",
        _changed,
    ),
    # 120 tấn (cùng kỳ 100 tấn), tăng 21%
    _form(
        "more less",
        rf"①{_S}{_CHANGING}{_S}{_NAMED}{_S}②{_S}(?P=unit){_S}\){_S},?{_S}{_WAY}{_S}③",
        rf"{_THE_SAME}{_STOP}",
        _compared,
    ),
    # 120 tấn, tăng 21% so với cùng kỳ (cùng kỳ 100 tấn)
    _form(
        "more less",
        rf"①{_S}{_CHANGING}{_S},?{_S}{_WAY}{_S}③{_THE_SAME}{_S}{_NAMED}{_S}②",
        rf"{_S}(?:{MEASURE}|vụ){_STOP}",
        _compared,
    ),
    # bằng 74% so với cùng kỳ, giảm 25%
    _form("rest-more rest-less", rf"①{_THEN}{_S}[,(]?{_S}{_WAY}{_S}③", _STOP, _rest),
    # 4.450 xe, trong đó 3.560 xe đạt (chiếm 81%)
    _form(
        "share",
        rf"②{_S}(?P<unit>[^\W\d_]+(?:\s[^\W\d_]+)?){_S}[,;(]?{_S}trong (?:đó|số đó)(?:\scó)?{_S}①"
        rf"{_S}(?P=unit)(?:\s[^\W\d_]+){{0,2}}{_S}[,(]?{_S}chiếm(?:\stỷ lệ)?{_S}③",
        _STOP,
        _compared,
    ),
)
