"""The words of tables and charts: headings, states of evidence, outcomes, the status of a ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from thidua_scoring.decisions.reasons import Said
from thidua_scoring.tabular import Heading

if TYPE_CHECKING:
    from thidua_scoring.scoring.scoreboard import Scoreboard

_HEADINGS: Final[Mapping[str, tuple[str, str]]] = {
    "unit": ("Đơn vị", "Unit"),
    "bloc": ("Khối", "Bloc"),
    "criterion": ("Mục", "Criterion"),
    "title": ("Nội dung", "Title"),
    "most": ("Điểm chuẩn", "Full points"),
    "base": ("Điểm đạt", "Base"),
    "bonus": ("Điểm cộng", "Bonus"),
    "deduct": ("Điểm trừ", "Deducted"),
    "points": ("Điểm", "Points"),
    "total": ("Tổng điểm", "Total"),
    "bounds": ("Trong khoảng", "Bounds"),
    "claimed": ("Tự chấm", "Claimed"),
    "percent": ("Tỷ lệ %", "Percent"),
    "rank": ("Hạng", "Rank"),
    "class": ("Xếp loại", "Class"),
    "status": ("Trạng thái", "Status"),
    "column": ("Cột", "Column"),
    "how": ("Cách tính", "How"),
    "source": ("Căn cứ", "Source"),
    "awards": ("Đề nghị khen thưởng", "Proposed for"),
    "decision": ("Quyết định", "Decision"),
    "result": ("Kết quả", "Result"),
    "because": ("Lý do", "Reasons"),
    "now": ("Hiện tại", "Now"),
    "then": ("Khi thay đổi", "When changed"),
}
_FIGURES: Final = frozenset(
    (
        "most",
        "base",
        "bonus",
        "deduct",
        "points",
        "total",
        "bounds",
        "claimed",
        "percent",
        "rank",
        "now",
        "then",
    )
)
STATES: Final[Mapping[str, Said]] = {
    "scored": Said("đã chấm", "scored"),
    "settled": Said("điểm đã chốt", "settled"),
    "not-applicable": Said("không áp dụng", "not applicable"),
    "missing": Said("thiếu số liệu", "evidence missing"),
    "unconfirmed": Said("chưa xác nhận", "not confirmed"),
}
OUTCOMES: Final[Mapping[str, Said]] = {
    "unrated": Said("Không xếp loại", "Unrated"),
    "not-considered": Said("Không xét", "Not considered"),
}
_STATUS: Final[Mapping[str, Said]] = {
    "partial": Said(
        "Lưu ý: bộ tiêu chí này chỉ thể hiện MỘT PHẦN quy định; tổng điểm không phải là điểm chính thức.",
        "Note: this ruleset holds only PART of the rules; its totals are not official.",
    ),
    "illustrative": Said(
        "Lưu ý: bộ tiêu chí này chỉ để MINH HỌA; điểm không có giá trị chính thức.",
        "Note: this ruleset is ILLUSTRATIVE; its points are not official.",
    ),
}
OPEN: Final = Said(
    "Chưa chắc chắn: có số liệu thiếu hoặc chưa xác nhận; cột «Trong khoảng» cho mức thấp nhất và cao nhất.",
    "Not certain: some evidence is missing or unconfirmed; “Bounds” gives the least and the most.",
)
_BEYOND: Final = Said(
    "Hạng và xếp loại ở đây chỉ theo điểm; bộ tiêu chí còn có quy định khác: dùng decide(board).",
    "Ranks and classes here are by points alone; the ruleset has further rules: use decide(board).",
)


def headings(*keys: str) -> tuple[Heading, ...]:
    """Return the headings of columns by their keys."""
    return tuple(Heading(key, *_HEADINGS[key], right=key in _FIGURES) for key in keys)


def either(names: Iterable[Said]) -> Said:
    """Write what may be, in both languages."""
    given = list(names)
    return Said(" hoặc ".join(name.vi for name in given), " or ".join(name.en for name in given))


def titled(board: Scoreboard) -> tuple[Said, bool]:
    """Return the title of a table of units, and whether a column has to tell their blocs.

    Where all are of one bloc, the title names it.
    """
    title = board.ruleset.written.title
    blocs = {unit.bloc for unit in board.evidence.units}
    if len(blocs) == 1 and (bloc := blocs.pop()):
        title = f"{title} — {bloc}"
    return Said(title, title), len(blocs) > 1


def status_of(board: Scoreboard) -> Iterator[Said]:
    """Yield what a reader of results by an unofficial ruleset must know."""
    if board.ruleset.status in _STATUS:
        yield _STATUS[board.ruleset.status]


def notes_of(board: Scoreboard, unsure: bool) -> Iterator[Said]:
    """Yield what is to be said beneath a table of points."""
    yield from status_of(board)
    if unsure:
        yield OPEN
    if board.ruleset.written.beyond_points:
        yield _BEYOND
