"""What speaks against calling the percentage of a row wrong: what the row is of, and what else gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from thidua_scoring.audit.documents import GridCell
from thidua_scoring.audit.judging import LOCALES, Ground, Judgement, judge, readings_of

_RATE: Final = re.compile(
    r"(?<![0-9])(?<![0-9] )%|\b(?:t[ỷỉ] (?:lệ|trọng|suất)|tăng trưởng|tốc độ|che phủ|bao phủ|độ phủ|phủ sóng"
    r"|cơ cấu|bình quân|bq|trung bình|tb|chỉ số|hệ số|mật độ|mức độ|hài lòng|phần trăm|lạm phát|điểm)\b",
    re.I,
)
"""What is itself a percentage or a mean: of two such, a difference of points may be told."""
_LESS: Final = re.compile(
    r"\b(?:chưa|không|nghèo|nợ|số vụ|tai nạn|giảm|cháy|nổ|chết|tử vong|bị thương|thương vong|tội phạm"
    r"|phạm pháp|vi phạm|ma túy|nghiện|thất nghiệp|bỏ học|suy dinh dưỡng|mắc|nhiễm|dịch bệnh|thiệt hại"
    r"|tổn thất|hao hụt|tồn đọng|tồn|quá hạn|trễ hạn|chậm|khiếu nại|tố cáo|đơn thư|tảo hôn|bội chi"
    r"|sinh con thứ|thâm hụt|lỗ|ô nhiễm|phát thải|xếp hạng|thứ hạng|thứ bậc|hạng|thời gian|chi phí|tiết kiệm"
    r"|lưu ban|trốn|mất|thiếu|dột|tạm bợ|phá rừng|lấn chiếm|kỷ luật|vụ án|bạo lực|tử suất|mức sinh)\b",
    re.I,
)
"""What is the better the less there is of it, so that it may be computed the other way round."""
_PER: Final = re.compile(r"[^/]{0,12}[^\W\d_]\s?/\s?[^\W\d_][^/]{0,12}")
"""A unit of two parts: *tỷ/triệu*."""
_SCALED: Final = re.compile(r"\b(?:tỷ|tỉ|triệu|trđ|nghìn|ngàn|1\.?000 ?\w+)\b", re.I)
_UNIT_IS: Final = re.compile(r"\b(?:đvt|đơn vị(?: tính)?|đ/v tính)\b", re.I)
_LONGEST_UNIT: Final = 60
_FIGURE: Final = re.compile(r"[-–\u2212+]?\s?[0-9][0-9., ]{0,40}\s?%?")
_NAMES: Final = re.compile(r"[^\W\d_]{2}")
_TELLS: Final = re.compile(r"[^\W\d_]|%")
_GOES_ON: Final = re.compile(r"\s*(?:[-–+*•]|trong đó|tr\.? ?đ|gồm)", re.I)
_FAR: Final = 500
"""How many times too large or too small a percentage is if the two figures are in different units."""
_LARGEST: Final = 1000
"""A percentage above this, or below 1, may be one of different units where rows have their own."""


def words_of(row: Sequence[GridCell]) -> str:
    """Return the words of a row, those that go on from above included."""
    told = (cell.text[:200] or cell.over[:200] for cell in row)
    return " | ".join(
        dict.fromkeys(text for text in told if _TELLS.search(text) and not _FIGURE.fullmatch(text))
    )


def is_named(words: str) -> bool:
    """Say whether a row is called something: one that is not may number the columns."""
    return _NAMES.search(words) is not None


def goes_on(words: str) -> bool:
    """Say whether a row is a part of one above: *- Thành thị*, *Trong đó: nữ*."""
    return any(map(_GOES_ON.match, words.split(" | ")))


def is_of_rates(words: str) -> bool:
    """Say whether words name what is itself a percentage, or a mean."""
    return _RATE.search(words) is not None


def tells_scale(text: str) -> bool:
    """Say whether a text gives the unit of a whole table, one of thousands: *ĐVT: tỷ đồng*."""
    return len(text) < _LONGEST_UNIT and _UNIT_IS.search(text) is not None and is_scaled(text)


def is_scaled(words: str) -> bool:
    """Say whether words name a unit of which there are thousands: figures in that are rounded."""
    return _SCALED.search(words) is not None


def is_never_sure(words: str) -> bool:
    """Say whether the words of a row leave open how its percentage is computed."""
    return (
        is_of_rates(words) or _LESS.search(words) is not None or any(map(_PER.fullmatch, words.split(" | ")))
    )


def may_be_other(
    judged: Judgement,
    stated: str,
    figures: Sequence[tuple[str, str]],
    *,
    scaled: bool,
    units: bool,
    capped: bool,
) -> bool:
    """Say whether the same figures give what is stated in another way, or may have been rounded.

    ``units`` tells that rows have units of their own, ``scaled`` that these may be of thousands, and
    ``capped`` that no formula says how it is computed: 100 is then also told of what was reached.
    """
    if _is_given_otherwise(stated, figures):
        return True
    exact = judged.exact
    if exact is None:
        return False
    values = readings_of(stated).values()
    if capped and 100 in values:
        return True
    if units and not 1 <= abs(exact) <= _LARGEST:
        return True
    far = any(not abs(exact) < _FAR * each < _FAR * _FAR * abs(exact) for each in values if exact)
    share = any(abs(exact - 100 * each) <= 1 for each in values)
    kind = judged.ground.kind if judged.ground else "ratio"
    return far or share or any(_may_be_rounded(stated, kind, pair, scaled=scaled) for pair in figures)


def _is_given_otherwise(stated: str, figures: Sequence[tuple[str, str]]) -> bool:
    """Say whether a ratio, a change, a difference, or the plan held against the result may be stated."""
    inverse = tuple(Ground("ratio", (two, one)) for one, two in figures)
    grounds = tuple(Ground(kind, pair) for pair in figures for kind in ("ratio", "more", "less"))
    if judge(stated, grounds + inverse, "unclear").follows is True:
        return True
    near = [(value, _unit(stated)) for value in readings_of(stated).values()]
    others = [other for pair in figures for other in _differences(pair)]
    return any(abs(value - other) <= unit / 2 for value, unit in near for other in others)


def _differences(pair: tuple[str, str]) -> Iterator[Fraction]:
    """Yield the difference, and what is left of twice the plan, as it is told where less is better."""
    for one, two in _read(pair):
        yield abs(one - two)
        if two:
            yield 200 - 100 * one / two


def _read(pair: tuple[str, str]) -> Iterator[tuple[Fraction, Fraction]]:
    one, two = map(readings_of, pair)
    for locale in LOCALES:
        if locale in one and locale in two:
            yield one[locale], two[locale]


def _unit(text: str) -> Fraction:
    """Return the worth of the last decimal that is printed; one that can be read in two ways has none."""
    part = re.search(r"[.,]([0-9]+)$", text.strip())
    return Fraction(1, 10 ** len(part[1])) if part and len(part[1]) != 3 else Fraction(1)


def _may_be_rounded(stated: str, kind: str, pair: tuple[str, str], *, scaled: bool) -> bool:
    """Say whether figures that were rounded to those printed may give the percentage.

    Figures without decimals are counts, and exact, unless their unit is one of thousands.
    """
    least = min(map(_unit, pair))
    if least == 1 and not scaled:
        return False
    unit = _unit(stated)
    for one, two in _read(pair):
        low = 100 * max(one - least / 2, Fraction(0)) / (two + least / 2)
        high = 100 * (one + least / 2) / (two - least / 2) if two > least / 2 else None
        for value in readings_of(stated).values():
            ratio = {"more": 100 + value, "less": 100 - value}.get(kind, value)
            if ratio + unit >= low and (high is None or ratio - unit / 2 <= high):
                return True
    return False
