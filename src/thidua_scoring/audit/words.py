"""The words in which findings are told, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua_scoring.decisions.reasons import Said

VERDICTS: Final[Mapping[bool | None, Said]] = {
    True: Said("khớp", "follows"),
    False: Said("không khớp", "does not follow"),
    None: Said("không kết luận được", "cannot be told"),
}
HOWS: Final[Mapping[str, Said]] = {
    "exactly": Said("bằng đúng", "exactly"),
    "half-up": Said("do làm tròn", "by rounding"),
    "half-even": Said("do làm tròn về số chẵn", "by rounding half to even"),
    "truncated": Said("do cắt bớt phần lẻ", "by truncation"),
}
WHYS: Final[Mapping[str, Said]] = {
    "no-plan": Said("không có số kế hoạch", "the planned figure is not given"),
    "no-previous": Said("không có số của kỳ trước", "the figure of the earlier period is not given"),
    "no-whole": Said("không có tổng số", "the whole is not given"),
    "no-figures": Said("không có số liệu để tính", "there are no figures to compute it from"),
    "unclear": Said("không rõ tính từ những số nào", "it is not clear which figures it rests on"),
    "approximate": Said("chỉ ghi phỏng chừng", "it is only stated roughly"),
    "mixed-signs": Said("các số viết theo hai kiểu khác nhau", "the figures are written in different ways"),
    "not-a-figure": Said("có số viết sai cách", "a figure is not properly written"),
    "no-base": Said("không có gốc để so sánh", "there is nothing to compare with"),
    "below-zero": Said(
        "số của kỳ trước sẽ nhỏ hơn 0", "the figure of the earlier period would be below zero"
    ),
    "other-units": Said("các số khác đơn vị tính", "the figures are in different units"),
    "opposite": Said("các số cho kết quả ngược chiều", "the figures go the other way"),
    "rounded-figures": Said(
        "có thể đã tính từ số chưa làm tròn", "it may come from the figures before they were rounded"
    ),
}
SHOWN: Final[Mapping[str, Said]] = {
    "more": Said("cao hơn {} %", "higher by {} %"),
    "less": Said("thấp hơn {} %", "lower by {} %"),
}
"""What figures show that go the other way."""
FORMULAS: Final[Mapping[str, str]] = {
    "ratio": "{0} ÷ {1}",
    "share": "{0} ÷ {1}",
    "more": "({0} − {1}) ÷ {1}",
    "less": "({1} − {0}) ÷ {1}",
    "rise": "{1} ÷ ({0} − {1})",
    "fall": "{1} ÷ ({0} + {1})",
    "after-rise": "{0} ÷ ({0} − {1})",
    "after-fall": "{0} ÷ ({0} + {1})",
    "rest-more": "{0} % − 100 %",
    "rest-less": "100 % − {0} %",
    "rise-from": "{1} ÷ {0}",
    "fall-from": "{1} ÷ {0}",
    "sum": "({0} + {1}) ÷ {2}",
    "sum-rise": "{2} ÷ ({0} + {1} − {2})",
    "sum-fall": "{2} ÷ ({0} + {1} + {2})",
}
"""How each kind of statement is computed, for people."""
ROLES: Final[Mapping[str, tuple[Said, ...]]] = {
    "ratio": (Said("thực hiện", "achieved"), Said("kế hoạch", "planned")),
    "share": (Said("bộ phận", "part"), Said("tổng số", "whole")),
    "more": (Said("thực hiện", "achieved"), Said("gốc so sánh", "compared with")),
    "rise": (Said("thực hiện", "achieved"), Said("mức tăng", "rise")),
    "fall": (Said("thực hiện", "achieved"), Said("mức giảm", "fall")),
    "rest-more": (Said("tỷ lệ", "ratio"),),
    "rise-from": (Said("kỳ trước", "earlier"), Said("mức tăng", "rise")),
    "fall-from": (Said("kỳ trước", "earlier"), Said("mức giảm", "fall")),
    "sum": (Said("bộ phận", "part"), Said("bộ phận", "part"), Said("tổng số", "whole")),
    "sum-rise": (Said("thực hiện", "achieved"), Said("thực hiện", "achieved"), Said("mức tăng", "rise")),
    "sum-fall": (Said("thực hiện", "achieved"), Said("thực hiện", "achieved"), Said("mức giảm", "fall")),
}
"""What the figures of a kind are, for those who take them over; see `roles`."""


def roles(kind: str) -> tuple[Said, ...]:
    """Return what each figure of a kind of statement is."""
    alike = {"less": "more", "after-rise": "rise", "after-fall": "fall", "rest-less": "rest-more"}
    return ROLES[alike.get(kind, kind)]
