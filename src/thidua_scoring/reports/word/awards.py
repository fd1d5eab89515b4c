"""The proposal of awards (tờ trình), and the appendix of awards that were given (phụ lục khen thưởng)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from thidua_scoring.decisions.awards.appendix import COUNTS, HEADINGS, TITLE
from thidua_scoring.reports.word.ballot import for_council
from thidua_scoring.reports.word.frame import END, begun, closed, signed
from thidua_scoring.reports.word.letterhead import Letterhead
from thidua_scoring.reports.word.paper import Paper
from thidua_scoring.reports.word.tables import SMALL, Column, put_table

if TYPE_CHECKING:
    from thidua_scoring.decisions.awards.appendix import Appendix
    from thidua_scoring.decisions.awards.proposing import AwardResult
    from thidua_scoring.decisions.standing import Standing


def write_proposal(
    standing: Standing,
    letterhead: Letterhead,
    *,
    audience: str = "council",
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Write the proposal of awards, award by award, with reasons, for the council.

    Awards that nobody may have are left out. Raises `FaultsError` with ``report-council-only`` for
    another audience.
    """
    for_council(standing, audience, unit)
    subject = letterhead.subject or f"Về việc đề nghị khen thưởng {period}".strip()
    paper = begun(letterhead, "Tờ trình", subject)
    found = [each for each in standing.awards.values() if each.rows("proposed", "undecided")]
    agency = letterhead.agency
    if found:
        paper.text(f"{agency} kính trình xem xét, khen thưởng các đơn vị sau đây:")
    else:
        paper.text(f"{agency} báo cáo: không có đơn vị nào đủ điều kiện đề nghị khen thưởng.")
    for number, each in enumerate(found, start=1):
        _award(paper, standing, each, number)
    end = "Kính đề nghị xem xét, quyết định" if found else "Kính báo cáo"
    closed(paper, end)
    signed(paper, letterhead)
    return paper.to_bytes()


def _award(paper: Paper, standing: Standing, result: AwardResult, number: int) -> None:
    source = f" ({result.award.source})" if result.award.source else ""
    paper.text(f"{number}. {result.award.title}{source}", bold=True, space=8, with_next=True)
    for verdict, what in (("proposed", "Đề nghị"), ("undecided", "Chưa quyết định, hội đồng xem xét")):
        rows = result.rows(verdict)  # type: ignore[arg-type]
        if rows:
            paper.text(f"{what}: {len(rows)} đơn vị.", space=4, with_next=True)
            columns = [Column("Stt", "center"), Column("Đơn vị"), Column("Lý do")]
            cells = [_row(standing, result, number, row) for number, row in enumerate(rows, start=1)]
            put_table(paper, columns, cells, size=SMALL)


def _row(standing: Standing, result: AwardResult, number: int, row: int) -> list[str]:
    named = standing.named(row)
    because = "; ".join(reason.text("vi") for reason in result.proposals[row].reasons)
    return [str(number), named.name or named.id, because]


def write_appendix(
    made: Appendix,
    letterhead: Letterhead,
    *,
    audience: str = "public",
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Write the statistics of awards: ten columns on A4 across. It holds no points, so that all may read it.

    The cells of the table are those of ``made.cells()``.
    """
    paper = Paper.new(TITLE["vi"], landscape=True)
    years = ", ".join(map(str, made.years or ()))
    paper.text("Phụ lục", bold=True, align="center", space=0)
    name = letterhead.subject or f"{TITLE['vi']} {period or years}".strip()
    paper.text(name.upper(), bold=True, align="center", space=0)
    enclosed = letterhead.enclosed_with or (
        f"văn bản {letterhead.numbered.replace('Số:', 'số')} {letterhead.dated.rpartition(', ')[2]} "
        f"của {letterhead.agency}"
    )
    paper.text(f"(Kèm theo {enclosed})", italic=True, align="center", space=0)
    paper.line(40, paper.width)
    put_table(paper, _columns(), made.cells(), bold=_levels(made), size=SMALL)
    paper.text(END, align="right", space=0, size=SMALL)
    return paper.to_bytes()


def _columns() -> Sequence[Column]:
    places = ("center", "left", *("center" for _ in COUNTS), "left")
    return [Column(*each) for each in zip(HEADINGS["vi"], places, strict=True)]


def _levels(made: Appendix) -> set[int]:
    """Return the rows that sum up a level."""
    return {index for index, row in enumerate(made.rows) if not row.award}
