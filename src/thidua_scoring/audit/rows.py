"""What an audit recognised, as rows of evidence for a person to confirm.

Unit and criterion are for that person to fill in, and every row says *chưa xác nhận* until they
write *đã xác nhận*: scoring takes no row without a unit, and none of these for confirmed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from thidua_scoring.audit.findings import Audit, Finding, ungrouped
from thidua_scoring.audit.judging import readings_of
from thidua_scoring.audit.words import VERDICTS, roles
from thidua_scoring.decisions.reasons import Said

COLUMNS: Final = ("unit", "criterion", "field", "value", "source", "status", "note")
UNCONFIRMED: Final = "chưa xác nhận"
_PERCENT: Final = Said("tỷ lệ", "percentage")
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def evidence_rows(found: Audit) -> Iterator[dict[str, str]]:
    """Yield a row for each figure of each finding, and for its percentage.

    A figure that stands in several statements of one place is given once. One that can be read in two
    ways is given as it was read where the statement follows, else the Vietnamese way.
    """
    seen: set[tuple[str, str, str, str]] = set()
    for finding in found.findings:
        for role, value in _figures(finding):
            key = (str(finding.place), finding.label, role, value)
            if key not in seen:
                seen.add(key)
                yield _row(finding, role, value)


def _row(finding: Finding, role: str, value: str) -> dict[str, str]:
    label = f"{finding.label}: {role}" if finding.label else role
    verdict = VERDICTS[finding.judgement.follows].vi
    cells = (
        "", "", label, value, str(finding.place), UNCONFIRMED,
        f"{finding.words} [{finding.stated} %: {verdict}]",
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _figures(finding: Finding) -> Iterator[tuple[str, str]]:
    judged = finding.judgement
    if judged.ground is not None:
        read = dict(enumerate(judged.values))
        for index, text in enumerate(judged.ground.figures):
            role = roles(judged.ground.kind)[index].vi
            if finding.base == "previous" and role == "kế hoạch":
                role = "kỳ trước"
            value = read.get(index, _only(text))
            yield role, text if value is None else ungrouped(value, "vi")
    if finding.alone:
        value = _only(finding.alone)
        yield "thực hiện", finding.alone if value is None else ungrouped(value, "vi")
    percent = _only(finding.stated)
    shown = finding.stated if percent is None else ungrouped(percent, "vi")
    against = {"plan": " so với kế hoạch", "previous": " so với kỳ trước"}.get(finding.base, "")
    yield f"{_PERCENT.vi}{against}", f"{shown}%"


def _only(text: str) -> Fraction | None:
    """Return what a figure means where it has one reading."""
    values = set(readings_of(text).values())
    return values.pop() if len(values) == 1 else None


def evidence_text(found: Audit) -> str:
    """Write the rows as CSV for `thidua_scoring.evidence`, numbers the Vietnamese way.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    to = io.StringIO()
    to.write("# locale: vi\n")
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in evidence_rows(found):
        writer.writerow([f"'{cell}" if cell.startswith(_RUN) else cell for cell in row.values()])
    return to.getvalue()
