"""Whether what is said of a poll in several places agrees: attendance, papers, counts, the chair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from thidua_scoring.decisions.ballots.polls import Candidate, Paper, Poll, Tally
from thidua_scoring.errors import Step, nearest
from thidua_scoring.evidence.text import normalise
from thidua_scoring.expression.tables import Table
from thidua_scoring.ruleset.decisions.ballots import BallotSpec


def chosen_by(poll: Poll, voter: str) -> frozenset[Candidate]:
    """Return whom a voter's valid paper is for; nobody if there is no such paper."""
    papers = [paper.chosen for paper in poll.papers if paper.voter == voter and not paper.spoiled]
    return papers[0] if papers else frozenset()


# ── attendance ──────────────────────────────────────────────────────────────────────


def attendance(table: Table, spec: BallotSpec, poll: Poll) -> None:
    """Compare the numbers of those who took part, of papers, and of the members who are named."""
    if poll.took_part > poll.members:
        table.refuse("poll-too-many", "present", got=poll.took_part, members=poll.members)
    if poll.written and not spec.written:
        table.refuse("poll-written", "written", got=poll.written)
    if poll.cast > poll.took_part:
        table.refuse("poll-cast", "cast", got=poll.cast, took_part=poll.took_part)
    if poll.spoiled > poll.cast:
        table.refuse("poll-spoiled", "spoiled", got=poll.spoiled, cast=poll.cast)
    _members(table, spec, poll)


def _members(table: Table, spec: BallotSpec, poll: Poll) -> None:
    barred, away = spec.own_vote == "barred", poll.members - poll.took_part
    if "voters" in table.raw:
        if len(poll.voters) != poll.members:
            table.refuse("poll-voters", "voters", got=len(poll.voters), members=poll.members)
    elif barred:
        table.refuse("poll-voters-missing")
    if "absent" in table.raw:
        if len(poll.absent) != away:
            table.refuse("poll-absent", "absent", got=len(poll.absent), expected=away)
        for index, raw in enumerate(table.raw["absent"]):
            _known_voter(table, poll, normalise(raw), "absent", index)
    elif barred and spec.base == "present" and away:
        table.refuse("poll-absent-missing", got=away)


def _known_voter(table: Table, poll: Poll, voter: str, *at: Step) -> None:
    """Refuse a name that a complete list of members does not hold."""
    if len(poll.voters) == poll.members and voter not in poll.voters:
        table.refuse("poll-voter-unknown", *at, got=voter, nearest=nearest(voter, poll.voters))


# ── one paper ───────────────────────────────────────────────────────────────────────


def voter(table: Table, spec: BallotSpec, poll: Poll, paper: Paper) -> None:
    """Check who cast a paper: nobody may be named in a secret ballot, and somebody must in an open one."""
    if spec.secret:
        if paper.voter:
            table.refuse("paper-voter-in-secret", "voter", voter=paper.voter)
    elif not paper.voter:
        if "voter" not in table.raw:
            table.refuse("paper-voter-missing", paper=paper.id)
    elif paper.voter in poll.absent:
        table.refuse("paper-voter-absent", "voter", voter=paper.voter)
    else:
        _known_voter(table, poll, paper.voter, "voter")


def picks(table: Table, spec: BallotSpec, chosen: Collection[Candidate], key: str) -> None:
    """Refuse more votes for candidates, of one title, than a voter has."""
    most = max(Counter(candidate.award for candidate in chosen).values(), default=0)
    if spec.picks is not None and most > spec.picks:
        table.refuse("paper-picks", key, got=most, most=spec.picks)


# ── all votes ───────────────────────────────────────────────────────────────────────


def votes(table: Table, spec: BallotSpec, poll: Poll) -> None:
    """Compare papers and counts with attendance, and the chair's votes with both."""
    if "papers" in table.raw and "counts" in table.raw:
        table.refuse("poll-papers-and-counts", "counts")
    elif "papers" in table.raw:
        _papers(table, spec, poll)
    elif "counts" in table.raw:
        _counts(table, spec, poll)
    elif _quorate(spec, poll):
        table.refuse("poll-votes-missing")
    if not table.problems:
        _chair(table, spec, poll)


def _quorate(spec: BallotSpec, poll: Poll) -> bool:
    return spec.quorum is None or Fraction(poll.took_part, poll.members) >= spec.quorum


def _papers(table: Table, spec: BallotSpec, poll: Poll) -> None:
    stated = table.raw.get("spoiled", poll.spoiled)
    if len(poll.papers) != poll.cast:
        table.refuse("papers-cast", "papers", got=len(poll.papers), expected=poll.cast)
    elif stated != poll.spoiled:
        table.refuse("papers-spoiled", "spoiled", got=stated, expected=poll.spoiled)
    elif spec.own_vote == "barred" and spec.secret:
        exactly = spec.base == "valid" or spec.abstentions == "left-out"
        for tally in poll.tallies:
            _sum(table, spec, poll, tally, ("papers",), exactly=exactly)
    elif spec.abstentions == "left-out":
        for index, paper in enumerate(poll.papers):
            _silence(table, spec, poll, paper, index)


def _silence(table: Table, spec: BallotSpec, poll: Poll, paper: Paper, index: int) -> None:
    """Refuse silence where an abstention changes the base: whether it is one must be said."""
    own = poll.voters.get(paper.voter) if spec.own_vote == "barred" else None
    open_ = [each.candidate for each in poll.tallies if each.candidate.unit != own]
    silent = [str(candidate) for candidate in open_ if candidate not in paper.marked]
    if silent and not paper.spoiled:
        table.refuse("paper-silent", "papers", index, paper=paper.id, units=", ".join(silent))


def _counts(table: Table, spec: BallotSpec, poll: Poll) -> None:
    for index, tally in enumerate(poll.counts):
        exactly = tally.against is not None and tally.abstained is not None
        _sum(table, spec, poll, tally, ("counts", index), exactly=exactly)
    missing = poll.candidates - {tally.candidate for tally in poll.counts}
    if missing:
        table.refuse("count-missing", "counts", units=", ".join(map(str, sorted(missing))))
    if spec.picks is not None and not table.problems:
        given = Counter[str]()
        for tally in poll.counts:
            given[tally.candidate.award] += tally.votes
        if max(given.values(), default=0) > spec.picks * poll.valid:
            got, most = max(given.values()), spec.picks * poll.valid
            table.refuse("count-picks", "counts", got=got, most=most, valid=poll.valid, picks=spec.picks)


def _sum(
    table: Table, spec: BallotSpec, poll: Poll, tally: Tally, at: tuple[Step, ...], *, exactly: bool
) -> None:
    """Compare the votes on a candidate with the number of valid papers that may hold one."""
    least_barred, most_barred = _barred(spec, poll, tally.candidate)
    least = max(0, poll.valid - most_barred)
    most = min(poll.valid, poll.took_part - least_barred)
    unit, got = tally.candidate, tally.total
    if exactly and not least <= got <= most:
        expected = str(most) if least == most else f"{least}–{most}"
        table.refuse("count-sum", *at, unit=unit, got=got, expected=expected)
    elif got > most:
        table.refuse("count-too-many", *at, unit=unit, got=got, most=most)


def _barred(spec: BallotSpec, poll: Poll, candidate: Candidate) -> tuple[int, int]:
    """Return the least and the most who took part and may not vote on the candidate, their own unit."""
    if spec.own_vote == "allowed":
        return 0, 0
    own, away = poll.own_voters(candidate), poll.members - poll.took_part
    if len(poll.absent) == away:
        there = len(own - poll.absent)
        return there, there
    return max(0, len(own) - away), min(len(own), poll.took_part)


# ── the chair ───────────────────────────────────────────────────────────────────────


def _chair(table: Table, spec: BallotSpec, poll: Poll) -> None:
    known = poll.voters or {paper.voter for paper in poll.papers if paper.voter}
    if poll.chaired_by and known and poll.chaired_by not in known:
        close = nearest(poll.chaired_by, known)
        table.refuse("poll-voter-unknown", "chaired_by", got=poll.chaired_by, nearest=close)
    if "chair" not in table.raw or poll.chair is None or table.problems:
        return
    picks(table, spec, poll.chair, "chair")
    if spec.own_vote == "barred":
        if spec.chair and not poll.chaired_by:
            table.refuse("chair-not-named", "chair")
        own = poll.voters.get(poll.chaired_by)
        for candidate in sorted(each for each in poll.chair if each.unit == own):
            table.refuse("paper-own-vote", "chair", unit=candidate)
    if poll.chair and poll.chaired_by in poll.absent:
        table.refuse("paper-voter-absent", "chair", voter=poll.chaired_by)
    if not table.problems:
        _chair_among_votes(table, spec, poll, poll.chair)


def _chair_among_votes(table: Table, spec: BallotSpec, poll: Poll, chosen: frozenset[Candidate]) -> None:
    """Compare the chair's votes with the papers, one of which is the chair's, or with the counts."""
    if poll.papers:
        papers = [paper.chosen for paper in poll.papers if not paper.spoiled]
        named = not spec.secret and bool(poll.chaired_by)
        agrees = chosen == chosen_by(poll, poll.chaired_by) if named else not chosen or chosen in papers
        if not agrees:
            table.refuse("chair-no-paper", "chair")
        return
    got = {tally.candidate: tally.votes for tally in poll.counts}
    for candidate in sorted(each for each in chosen if not got.get(each)):
        table.refuse("chair-without-votes", "chair", unit=candidate)
    for candidate in sorted(got.keys() - chosen):
        own = poll.own_voters(candidate) if spec.own_vote == "barred" else frozenset()
        may_vote = poll.chaired_by not in own if poll.chaired_by else not own
        if may_vote and got[candidate] == poll.members - len(own):
            table.refuse("chair-against-all", "chair", unit=candidate)
