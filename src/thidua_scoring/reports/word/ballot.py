"""The minutes of ballots (biên bản): who took part, how papers counted, who is elected, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from thidua_scoring.frames.extras import faulty
from thidua_scoring.numbers import show_percent
from thidua_scoring.reports.audience import reader_of
from thidua_scoring.reports.word.frame import closed, head, signed_by_two, titled
from thidua_scoring.reports.word.letterhead import BLANK, Letterhead, in_words
from thidua_scoring.reports.word.paper import Paper
from thidua_scoring.reports.word.tables import SMALL, Column, put_table
from thidua_scoring.tabular import NOTHING

if TYPE_CHECKING:
    from thidua_scoring.decisions.ballots.counting import BallotResult, Outcome
    from thidua_scoring.decisions.ballots.polls import Candidate
    from thidua_scoring.decisions.standing import Standing

_ELECTED: Final = {True: "Đạt", False: "Không đạt", None: "Chưa quyết định"}


def write_ballot(
    standing: Standing,
    letterhead: Letterhead,
    *,
    audience: str = "council",
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Write the minutes of all ballots that were held, for the council.

    Raises `FaultsError` with ``report-council-only`` for another audience and ``report-no-ballot``
    where no ballot was held.
    """
    for_council(standing, audience, unit)
    if not standing.ballots:
        raise faulty("report-no-ballot")
    paper = Paper.new("Biên bản bỏ phiếu")
    head(paper, letterhead, dated=False)
    titled(paper, "Biên bản", letterhead.subject or f"Bỏ phiếu xét thi đua, khen thưởng {period}".strip())
    _meeting(paper, letterhead)
    for index, result in enumerate(standing.ballots.values(), start=1):
        _Minutes(standing, paper).ballot(result, index)
    ended = letterhead.ended or f"{BLANK} giờ {BLANK} cùng ngày"
    closed(paper, f"Cuộc họp kết thúc vào {ended}; biên bản đã được đọc lại và thông qua")
    signed_by_two(paper, letterhead)
    return paper.to_bytes()


def for_council(standing: Standing, audience: str, unit: str | None) -> None:
    """Refuse a document that goes to the council only to anybody else."""
    if not reader_of(standing, audience, unit).council:
        raise faulty("report-council-only", got=audience)


def _meeting(paper: Paper, letterhead: Letterhead) -> None:
    """Write when and where the meeting was held, and who led it."""
    began = letterhead.began or f"{BLANK} giờ {BLANK}, {in_words(letterhead.day)}"
    paper.text(f"Thời gian bắt đầu: {began}.")
    paper.text(f"Địa điểm: {letterhead.venue or letterhead.place or BLANK}.")
    paper.text(f"Chủ trì: {letterhead.signer or BLANK}.")
    paper.text(f"Thư ký: {letterhead.secretary or BLANK}.")


class _Minutes:
    """Write one ballot after the other on a paper."""

    def __init__(self, standing: Standing, paper: Paper) -> None:
        self.paper = paper
        self.names = {unit.id: unit.name for unit in standing.board.evidence.units}
        self.titles = {a.id: a.title for a in standing.board.ruleset.written.decisions.awards.values()}

    def ballot(self, result: BallotResult, index: int) -> None:
        """Write one ballot: who took part, the papers, the votes, and what came of them."""
        where = f" ({result.poll.bloc})" if result.poll.bloc else ""
        self.paper.text(f"{index}. {_capital(result.spec.title)}{where}", bold=True, space=10, with_next=True)
        for line in _attendance(result):
            self.paper.text(f"- {line}", space=2)
        self._votes(result)
        self._voters(result)
        open_ = [each for each in result.outcomes if each.elected is None]
        failed = [each for each in result.outcomes if each.elected is False]
        self._because("Không đạt, vì:", failed)
        self._because("Chưa quyết định, vì:", open_)
        for tie in result.ties:
            among = ", ".join(self._named(each) for each in tie)
            self.paper.text(f"Bằng phiếu, hội đồng quyết định: {among}.", space=4)

    def _votes(self, result: BallotResult) -> None:
        awards = bool(result.spec.awards)
        abstained = any(each.tally.abstained for each in result.outcomes)
        titles = ["Đồng ý", "Không đồng ý", *["Không ý kiến"] * abstained, "Tỷ lệ", "Cần"]
        columns = [Column("Stt", "center"), Column("Đơn vị"), *[Column("Danh hiệu")] * awards]
        columns += [*(Column(title, "center") for title in titles), Column("Kết quả")]
        rows = []
        for number, each in enumerate(result.outcomes, start=1):
            name = self.names.get(each.candidate.unit) or each.candidate.unit
            award = [self.titles.get(each.candidate.award, each.candidate.award)] * awards
            votes = [each.tally.votes, each.tally.against, *[each.tally.abstained] * abstained]
            told = [NOTHING if count is None else str(count) for count in votes]
            cells = [str(number), name, *award, *told, _share(each), str(each.needed)]
            rows.append([*cells, _ELECTED[each.elected]])
        put_table(self.paper, columns, rows, size=SMALL)

    def _voters(self, result: BallotResult) -> None:
        """Write who voted for whom, where the ballot is not secret and papers say so."""
        papers = [each for each in result.poll.papers if each.voter and not result.spec.secret]
        if papers:
            columns = [Column("Người bỏ phiếu"), Column("Đồng ý với")]
            rows = [
                [each.voter, "Phiếu không hợp lệ" if each.spoiled else self._all(each.chosen)]
                for each in papers
            ]
            put_table(self.paper, columns, rows, size=SMALL)

    def _all(self, chosen: frozenset[Candidate]) -> str:
        return "; ".join(self._named(each) for each in sorted(chosen)) or "Không chọn đơn vị nào"

    def _because(self, heading: str, outcomes: list[Outcome]) -> None:
        if outcomes:
            self.paper.text(heading, bold=True, space=4, with_next=True)
        for each in outcomes:
            told = [reason.text("vi") for reason in each.reasons if reason.holds is each.elected]
            self.paper.text(f"- {self._named(each.candidate)}: {'; '.join(told)}.", space=2)

    def _named(self, candidate: Candidate) -> str:
        name = self.names.get(candidate.unit) or candidate.unit
        award = self.titles.get(candidate.award, candidate.award)
        return f"{name} ({award})" if award else name


def _attendance(result: BallotResult) -> Iterator[str]:
    poll = result.poll
    absent = f" (vắng: {', '.join(sorted(poll.absent))})" if poll.absent else ""
    written = f"; gửi ý kiến bằng văn bản: {poll.written}" if poll.written else ""
    yield f"Số thành viên: {poll.members}; có mặt: {poll.present}{written}{absent}."
    if poll.chaired_by:
        yield f"Người chủ trì bỏ phiếu: {poll.chaired_by}."
    yield f"Số phiếu thu về: {poll.cast}; hợp lệ: {poll.valid}; không hợp lệ: {poll.spoiled}."
    how = "Bỏ phiếu kín" if result.spec.secret else "Biểu quyết công khai"
    yield how + (f", theo {result.spec.source}." if result.spec.source else ".")
    if result.quorum is not None:
        said = result.quorum.text("vi")
        yield f"{_capital(said)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(outcome: Outcome) -> str:
    """Write the votes as a share of those that count: ``7/8 (87,5 %)``."""
    votes, base = outcome.tally.votes, outcome.base
    return f"{votes}/{base}" + (f" ({show_percent(Fraction(votes, base))})" if base else "")
