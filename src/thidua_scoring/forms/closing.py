"""What is put over and below the rows of a form: marks on claims that do not fit, and where it is signed."""

from __future__ import annotations

from typing import Final

from thidua_scoring.forms import heads
from thidua_scoring.forms.cells import at
from thidua_scoring.forms.paper import Paper

DATED: Final = "………………, ngày …… tháng …… năm ………"
SIGNED: Final = ((heads.TITLE, "NGƯỜI LẬP PHIẾU"), (heads.MOST, "THỦ TRƯỞNG ĐƠN VỊ"))
_NAMES: Final = 4
"""How many rows there are for a signature and a name."""


def mark_claims(paper: Paper, first: int, last: int) -> None:
    """Mark claims that are texts, above the most, or not what the rules give."""
    claim, most, points = (f"${at(first, column)}" for column in (heads.CLAIM, heads.MOST, heads.POINTS))
    marks = (
        (f"=AND(ISTEXT({claim}),LEN({claim})>0)", paper.looks.unread()),
        (f"=AND(ISNUMBER({claim}),ISNUMBER({most}),{claim}>{most})", paper.looks.over()),
        (
            f"=AND(ISNUMBER({claim}),ISNUMBER({points}),ROUND({claim}-{points},9)<>0)",
            paper.looks.different(),
        ),
    )
    for criteria, look in marks:
        rule = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
        paper.sheet.conditional_format(first, heads.CLAIM, last, heads.CLAIM, rule)


def sign(paper: Paper, first: int) -> int:
    """Write the signature block, its date and names open, and return its last row."""
    names = range(first + 2, first + 2 + _NAMES)
    paper.free(first, heads.MOST, DATED, paper.looks.signed("remark"))
    for column, title in SIGNED:
        paper.put(first + 1, column, title, paper.looks("subtitle", align="center"))
        for row in names:
            paper.free(row, column, "", paper.looks.signed("subtitle"))
    return names[-1]
