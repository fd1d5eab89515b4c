"""The table of all units (bảng tổng hợp), and the score sheet of one (phiếu điểm), as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.reports.model import Report, report
from thidua_scoring.reports.model_cards import Card, Part
from thidua_scoring.reports.word.frame import begun, closed, signed
from thidua_scoring.reports.word.letterhead import Letterhead
from thidua_scoring.reports.word.paper import Paper
from thidua_scoring.reports.word.tables import SMALL, Column, numbered, put_table, put_tabular
from thidua_scoring.tabular import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_scoring.decisions.standing import Standing


def write_summary(
    standing: Standing,
    letterhead: Letterhead,
    *,
    audience: str = "council",
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Write the table of all units: for the council with points, for all others the words of the grade.

    Raises what `report` raises, and `FaultsError` with ``needs-extra`` without python-docx.
    """
    made = report(standing, audience=audience, unit=unit, period=period)
    subject = letterhead.subject or f"Kết quả thi đua {period}".strip()
    paper = begun(letterhead, "Bảng tổng hợp", subject)
    _rules(paper, made)
    put_tabular(paper, numbered(made.summary))
    _listed(paper, "Nội dung hội đồng quyết định:", made.open)
    for note in (made.status, *made.notes):
        if note:
            paper.text(note, italic=True)
    closed(paper, f"Tổng cộng: {len(made.summary.rows)} đơn vị")
    signed(paper, letterhead)
    return paper.to_bytes()


def write_unit(
    standing: Standing,
    letterhead: Letterhead,
    *,
    audience: str = "unit",
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Write the score sheet of a unit: points by criterion, what was decided, and why.

    For the public it holds the unit's class and awards in words alone. Raises what `report` raises;
    `FaultsError` with ``report-needs-unit`` where no unit is named.
    """
    from thidua_scoring.frames.extras import faulty

    if unit is None:
        raise faulty("report-needs-unit")
    row = standing[unit].row
    made = report(standing, audience=audience, unit=unit, period=period)
    name = standing[unit].unit.name or unit
    subject = letterhead.subject or f"{name} {period}".strip()
    paper = begun(letterhead, "Phiếu điểm", subject)
    _rules(paper, made)
    for card in made.cards:
        if card.id == standing[unit].unit.id:
            _card(paper, card)
    if not made.cards:
        headings = made.summary.headings[1:]
        for heading, cell in zip(headings, made.summary.cells("vi")[row][1:], strict=True):
            paper.text(f"{heading.title('vi')}: {cell}")
    if made.status:
        paper.text(made.status, italic=True)
    closed(paper, f"Phiếu điểm này lập cho {name}")
    signed(paper, letterhead)
    return paper.to_bytes()


def _rules(paper: Paper, made: Report) -> None:
    """Say by which rules units were scored, and what came out on the whole."""
    source = f" ({made.source})" if made.source else ""
    paper.text(f"Bộ tiêu chí: {made.ruleset}{source}.", italic=True)
    if made.findings:
        paper.text(made.findings)


def _listed(paper: Paper, heading: str, lines: Sequence[str]) -> None:
    if lines:
        paper.text(heading, bold=True, with_next=True)
    for line in lines:
        paper.text(f"- {line}", space=2)


def _card(paper: Paper, card: Card) -> None:
    paper.text("1. Điểm theo từng tiêu chí", bold=True, with_next=True)
    put_tabular(paper, card.criteria, size=SMALL)
    known = (("Tổng điểm", card.total), ("Tỷ lệ điểm", card.percent), ("Xếp hạng", card.rank))
    told = "; ".join(f"{what}: {value}" for what, value in known if value not in ("", NOTHING))
    if told:
        paper.text(f"{told}.", bold=True)
    paper.text("2. Quyết định và lý do", bold=True, with_next=True)
    for decision in card.decisions:
        paper.text(f"- {decision.what}: {decision.result}", bold=True, space=4, with_next=True)
        for reason in decision.reasons:
            paper.text(f"+ {reason};", space=1)
    paper.text("3. Cách tính điểm", bold=True, with_next=True)
    columns = [Column("Mục"), Column("Nội dung, cách tính"), Column("Điểm", "right")]
    rows, bold = _workings(card.parts)
    put_table(paper, columns, rows, bold=bold, size=SMALL)


def _workings(parts: Sequence[Part]) -> tuple[list[list[str]], set[int]]:
    """Return a row for each criterion and each of its lines, and which rows are those of criteria."""
    rows: list[list[str]] = []
    bold = set[int]()
    for part in parts:
        bold.add(len(rows))
        rows.append([part.id, part.heading.partition(" · ")[2] or part.heading, ""])
        for column, points, title, how, source in part.lines.cells("vi"):
            said = ": ".join(each for each in (title, how) if each)
            rows.append([column, said + (f" [{source}]" if source else ""), points])
        # Where a figure came from is a file on somebody's disk: not for paper.
        figures = [figure.partition(" ← ")[0] for figure in part.figures]
        if figures:
            rows.append(["", f"Số liệu: {'; '.join(figures)}", ""])
    return rows, bold
