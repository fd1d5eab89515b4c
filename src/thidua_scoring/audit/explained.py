"""Whether the header of a table explains all its columns of figures, so that no other may be meant.

A percentage is called wrong only where it can rest on nothing but the columns that were picked. A
column of figures of which it is not known what it holds (*Lũy kế*, *Bổ sung*) leaves that open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from thidua_scoring.audit.headings import Heading, periods_of, roles_of, things_of, years_of

_COUNT: Final = re.compile(r"s?tt|số (?:tt|thứ tự)|mã(?: số)?")
"""The header of a column that counts the rows."""
_OF_UNITS: Final = re.compile(r"(?:đvt|đơn vị(?: tính)?|đ/v tính)(?: \([^()]*\))?")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTLY: Final = re.compile(
    r"\b(?:lũy kế|lk|cộng|dồn|đến|từ đầu|kéo dài|chuyển|bổ sung|điều chỉnh|trong đó|còn|thêm|ứng|khác)\b"
)
"""What makes another plan or result of one: that may be what is compared."""
_UNITS: Final = frozenset(
    _WORD.findall(
        "ha tấn tạ yến kg gam m km ha lít đồng đ trđ tr nghìn ngàn triệu tỷ tỉ usd vnd vnđ người hộ con lượt"
        " vụ cái chiếc cây kwh mw giờ ngày công xã thôn trường lớp học sinh sản phẩm mét vuông khối đvt"
        " đơn vị tính"
    )
)
_NO_MATTER: Final = frozenset(_WORD.findall("tỉnh huyện xã phường trung ương địa phương vốn thu chi"))
"""Who sets a plan, and what it is of: no other figures than those of the plan."""


def is_counting(heading: Heading) -> bool:
    """Say whether the column numbers the rows."""
    return _COUNT.fullmatch(heading.text) is not None


def is_of_units(heading: Heading) -> bool:
    """Say whether the column holds the units of measure."""
    return _OF_UNITS.fullmatch(heading.text) is not None


def all_explained(share: Heading, headings: Sequence[Heading], figures: Iterable[int]) -> bool:
    """Say whether it is known of each column of ``figures`` what it holds."""
    above = {each.at: each for each in headings}
    alike = _named_alike([above[at] for at in figures if at in above])
    places = set(figures) - {share.at}
    return all(at in above and _is_explained(above[at], alike) for at in places)


def only_two(share: Heading, headings: Sequence[Heading], figures: Iterable[int]) -> bool:
    """Say whether two other columns of figures stand under the title of this one, or in the whole table."""
    counting = {each.at for each in headings if is_counting(each)}
    places = set(figures) - counting - {share.at}
    if len(places) == 2:
        return True
    beside = {each.at for each in headings if each.levels[0] == share.levels[0]}
    return len(share.levels) > 1 and len(places & beside) == 2


def _named_alike(headings: Sequence[Heading]) -> frozenset[frozenset[str]]:
    """Return what plans are of and results as well: *KH lúa*, *TH lúa*."""
    results = {each.things for each in headings if each.roles == {"result"}}
    return frozenset(each.things for each in headings if "result" not in each.roles) & results


def _is_explained(heading: Heading, alike: frozenset[frozenset[str]]) -> bool:
    if is_counting(heading) or is_of_units(heading):
        return True
    if heading.guessed or heading.formula or _PARTLY.search(heading.text):
        return False
    if heading.is_share:
        return True
    known = heading.things <= _NO_MATTER or heading.things in alike
    named = len(heading.roles) == 1 or _is_a_year(heading)
    return known and named and all(map(_is_plain, _BRACKETS.findall(heading.text)))


def _is_a_year(heading: Heading) -> bool:
    return len(heading.years) == 1 and heading.periods <= {"năm"}


def _is_plain(inside: str) -> bool:
    """Say whether what stands in brackets is a unit, a number, or names a plan, a year, a month."""
    if frozenset(_WORD.findall(inside)) <= _UNITS:
        return True
    named = roles_of(inside) or years_of(inside) or periods_of(inside)
    return bool(named) and not things_of(inside)
