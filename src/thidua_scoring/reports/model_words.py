"""The words of reports, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from thidua_scoring.decisions.telling import NEEDS

if TYPE_CHECKING:
    from thidua_scoring.decisions.reasons import Reason, Said
    from thidua_scoring.errors import Lang

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "results": ("Kết quả", "Results"),
    "findings": ("Nhận xét chung", "Findings"),
    "cards": ("Phiếu điểm của đơn vị", "Score cards"),
    "card": ("Phiếu điểm", "Score card"),
    "decisions": ("Quyết định và lý do", "Decisions and reasons"),
    "criteria": ("Điểm theo từng tiêu chí", "Points by criterion"),
    "lines": ("Cách tính", "How it was worked out"),
    "figures": ("Số liệu đã dùng", "Figures used"),
    "open": ("Nội dung hội đồng quyết định", "Left to the council"),
    "notes": ("Ghi chú", "Notes"),
    "awards": ("Khen thưởng", "Awards"),
    "ballots": ("Kết quả bỏ phiếu", "Ballots"),
    "rank": ("Xếp hạng", "Rank"),
    "class": ("Xếp loại", "Class"),
    "total": ("Tổng điểm", "Total"),
    "percent": ("Tỷ lệ điểm", "Share of points"),
    "points": ("Điểm", "Points"),
    "unit": ("Đơn vị", "Unit"),
    "bloc": ("Khối", "Bloc"),
    "source": ("Căn cứ", "Source"),
    "ruleset": ("Bộ tiêu chí", "Ruleset"),
    "period": ("Kỳ", "Period"),
    "filter": ("Lọc theo đơn vị hoặc xếp loại", "Filter by unit or class"),
    "to-top": ("Về đầu trang", "To the top"),
    "public": ("Bản công khai", "For the public"),
    "for-unit": ("Bản gửi đơn vị", "For the unit itself"),
    "council": ("Bản dùng cho hội đồng", "For the council"),
    "matrix": ("Điểm theo tiêu chí", "Points by criterion"),
    "chart": ("Số đơn vị theo mức xếp loại", "Units by class"),
}


def word(key: str, lang: Lang) -> str:
    """Return a word of reports in a language."""
    return _WORDS[key][lang == "en"]


def words(lang: Lang) -> dict[str, str]:
    """Return all words of reports in a language, by their keys."""
    return {key: both[lang == "en"] for key, both in _WORDS.items()}


def said(text: Said, lang: Lang) -> str:
    """Return a text in a language."""
    return text.en if lang == "en" else text.vi


def spoken(reason: Reason, lang: Lang) -> str:
    """Say a reason so that one reads whether a need is met."""
    text = reason.text(lang)
    if reason.code not in NEEDS or reason.holds is True:
        return text
    return _NOT_MET[reason.holds][lang == "en"] + text


def dated(place: str, year: int, month: int, day: int, lang: Lang) -> str:
    """Write a place and a date as offices do: days below ten and the first two months with a zero.

    >>> dated("Bắc Ninh", 2020, 1, 5, "vi"), dated("", 2020, 3, 15, "vi"), dated("", 2020, 3, 5, "en")
    ('Bắc Ninh, ngày 05 tháng 01 năm 2020', 'Ngày 15 tháng 3 năm 2020', '5 March 2020')
    """
    if lang == "en":
        said = f"{day} {_MONTHS[month - 1]} {year}"
    else:
        written = f"{month:02}" if month < 3 else str(month)
        said = f"{'ngày' if place else 'Ngày'} {day:02} tháng {written} năm {year}"
    return f"{place}, {said}" if place else said


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NOT_MET: Final[Mapping[bool | None, tuple[str, str]]] = {
    False: ("không đạt: ", "not met: "),
    None: ("chưa rõ: ", "not known: "),
}
