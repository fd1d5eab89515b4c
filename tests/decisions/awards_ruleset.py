"""A small ruleset with awards, and records of what somebody came to have by it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st
from written_toml import loaded

from thidua_scoring.decisions.awards.records import Record
from thidua_scoring.ruleset.decisions.awards import HOLDERS, Holder
from thidua_scoring.ruleset.ruleset import Ruleset

TEXT = """
format = 1
id = "thu/khen-thuong"
title = "Khen thưởng"
status = "illustrative"
source = "thử"

[scale]
points = 10
rounding = { at = "total", places = 2, mode = "half-up" }

[groups.1]
title = "Chung"

[criteria.a]
group = "1"
kind = "judged"
mark = "mark"
title = "Việc chung"
points = 10

[[classes]]
id = "xuat-sac"
title = "Hoàn thành xuất sắc nhiệm vụ"
from = "90%"

[[classes]]
id = "tot"
title = "Hoàn thành tốt nhiệm vụ"
from = "0%"

[levels.tinh]
title = "Khen thưởng cấp tỉnh"

[levels.so]
title = "Khen thưởng cấp sở"

[awards.bang-khen]
title = "Bằng khen của Chủ tịch UBND tỉnh"
level = "tinh"
proposed = false
parts = [{ id = "nam", title = "Thành tích một năm" }, { id = "hai-nam", title = "Thành tích hai năm" }]

[awards.ldtt]
title = "Lao động tiên tiến"
level = "so"
to = "individual"
proposed = false

[awards.tap-the-ldtt]
title = "Tập thể lao động tiên tiến"
level = "so"
to = "collective"
proposed = false

[awards.giay-khen-chuyen-de]
title = "Giấy khen chuyên đề"
level = "so"
proposed = false
thematic = true

[awards.sang-kien]
title = "Sáng kiến"
proposed = false

[awards.giay-khen-nam]
title = "Giấy khen năm"
achievement = "Thành tích năm"
"""


@cache
def ruleset(more: str = "") -> Ruleset:
    """Load the ruleset, with more tables."""
    return loaded(TEXT + more)


AWARDS = ("bang-khen", "ldtt", "tap-the-ldtt", "giay-khen-chuyen-de", "sang-kien", "giay-khen-nam")
CLASSES = ("xuat-sac", "tot")
NOTES = ("", "Văn phòng", "=1+1", "Đ/c An")
PEOPLE = ("nguoi-1", "nguoi-2", "nguoi-3")


@st.composite
def record(draw: st.DrawFn, number: int, holders: Sequence[str] = ()) -> Record:
    """Draw a record that is right by the ruleset; its number makes its achievement its own."""
    awards = AWARDS + CLASSES
    award = draw(st.sampled_from([each for each in awards if not holders or each != "tap-the-ldtt"]))
    kind: Holder = "individual" if award == "ldtt" or holders else "collective"
    if award not in ("ldtt", "tap-the-ldtt") and not holders:
        kind = draw(st.sampled_from(HOLDERS))
    return Record(
        holder=draw(st.sampled_from(holders)) if holders else f"doi-tuong-{number}",
        award=award,
        year=draw(st.integers(2016, 2019)),
        kind=kind,
        unit=draw(st.sampled_from(("", "van-phong", "trung-tam"))),
        direct=draw(st.booleans()),
        part=draw(st.sampled_from(("nam", "hai-nam"))) if award == "bang-khen" else "",
        achievement=f"thành tích {number}",
        note=draw(st.sampled_from(NOTES)),
    )


@st.composite
def record_lists(draw: st.DrawFn, holders: Sequence[str] = ()) -> list[Record]:
    """Draw records, each of another holder unless a few holders are given."""
    return [draw(record(number, holders)) for number in range(draw(st.integers(0, 20)))]
