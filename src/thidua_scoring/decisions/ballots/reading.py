"""Read the polls of a TOML file: who took part, and what was voted.

| key of ``[[polls]]`` | says |
|---|---|
| ``ballot``, ``bloc`` | which ballot it was, and where; the bloc may be left out where there is one |
| ``members``, ``present``, ``written`` | how many there are, came, and sent a written opinion |
| ``cast``, ``spoiled`` | how many papers were handed in (if left out: by all who took part), and not valid |
| ``candidates`` | who stood; may be left out where the votes below name all of them |
| ``counts`` | for each candidate ``for``, ``against`` and ``abstained``, as minutes have them |
| ``papers`` | or each paper: ``id``, ``voter``, ``for``, ``against``, ``abstained``, ``spoiled`` |
| ``voters`` | the unit that each member represents, ``""`` for none |
| ``absent`` | the members who took no part |
| ``chair``, ``chaired_by`` | whom the chair voted for, and who the chair is |

Candidates are written as a list of units, ``["so-x", "so-y"]``; where titles are voted on, as such
a list for each title, ``{ co-thi-dua = ["so-x"] }``. Units, titles, ballots and blocs may be called
by their ids or by their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from thidua_scoring.decisions.ballots import checks
from thidua_scoring.decisions.ballots.names import Known, Listed, Standing
from thidua_scoring.decisions.ballots.polls import Candidate, Paper, Poll, Tally
from thidua_scoring.decisions.rows import Taking
from thidua_scoring.errors import EvidenceError, Problems, RulesetError
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.evidence.text import match_key, normalise
from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.ruleset.decisions.ballots import BallotSpec
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.ruleset.toml import TomlDocument, read_toml

VOTES: Final = ("for", "against", "abstained")


def read_polls(source: str | Path, ruleset: Ruleset, units: Sequence[Unit]) -> tuple[Poll, ...]:
    """Read the array ``polls`` of a TOML file; other parts of the file are left alone.

    Raises `EvidenceError` with every fault and its place, and ``OSError`` if there is no file.
    """
    document, taking = _document(Path(source)), Taking()
    known, seen, table = Known.of(ruleset, units), set[tuple[str, str]](), Table(document.data)
    polls: tuple[Poll, ...] = ()
    if isinstance(document.data.get("polls"), dict):
        table.refuse("poll-brackets", "polls")
    else:
        polls = table.need("polls", tables.list_of(lambda raw: _poll(raw, known, seen)), ())
    for problem in table.problems:
        taking.fault(problem, document.place(problem.at))
    taking.faults.sort(key=lambda fault: (fault.place.line or 0, fault.place.column or 0))
    taking.close()
    return tuple(_placed(poll, index, document) for index, poll in enumerate(polls))


def _document(path: Path) -> TomlDocument:
    try:
        return read_toml(path)
    except RulesetError as error:
        raise EvidenceError(error.faults) from None


def _placed(poll: Poll, index: int, document: TomlDocument) -> Poll:
    papers = (
        evolve(paper, place=document.place(("polls", index, "papers", number)))
        for number, paper in enumerate(poll.papers)
    )
    return evolve(poll, papers=tuple(papers), place=document.place(("polls", index)))


def _poll(raw: object, known: Known, seen: set[tuple[str, str]]) -> Poll:
    """Read one poll; ``seen`` holds the ballot and bloc of those before."""
    table = Table(raw)
    spec, bloc = table.need("ballot", known.ballot, None), known.bloc(table)
    if spec is None:
        raise Problems(table.problems)
    if bloc is not None:
        if (spec.id, bloc) in seen:
            table.refuse("poll-twice", "ballot", ballot=spec.id, bloc=bloc or "—")
        seen.add((spec.id, bloc))
    return _Reading(table, known, spec, Standing(known, spec, bloc)).poll()


def _label(raw: object) -> str:
    """Read the id of a paper, a text or a whole number."""
    return normalise(tables.text(raw)) if isinstance(raw, str) else str(tables.whole(raw))


def _voter(raw: object) -> str:
    return normalise(tables.text(raw))


@frozen
class _Reading:
    """Read the table of one poll."""

    table: Table
    known: Known
    spec: BallotSpec
    standing: Standing
    met: set[tuple[str, object]] = field(factory=set)
    """The ids and voters of papers, and the candidates of counts, that have been read."""

    def poll(self) -> Poll:
        """Read the poll, and compare what it says of one thing in several places."""
        table = self.table
        self.standing.named.update(self._list("candidates"))
        poll = self._attendance()
        if not table.problems:
            checks.attendance(table, self.spec, poll)
        chair = self._list("chair") if table.has("chair") else None
        poll = evolve(poll, chair=chair, chaired_by=table.read("chaired_by", _voter, ""))
        poll = evolve(
            poll,
            counts=table.read("counts", tables.list_of(self._count, least=1), ()),
            papers=table.read("papers", tables.list_of(lambda raw: self._paper(raw, poll)), ()),
        )
        if "papers" in table.raw:
            poll = evolve(poll, spoiled=sum(paper.spoiled for paper in poll.papers))
        poll = _with_chair(poll, self.spec)
        if not table.problems:
            checks.votes(table, self.spec, poll)
        table.close()
        return poll

    def _attendance(self) -> Poll:
        table, spec = self.table, self.spec
        exactly = spec.base == "valid" and "counts" in table.raw
        present = table.need("present", tables.whole, 0)
        written = (table.need if spec.written else table.read)("written", tables.whole, 0)
        return Poll(
            ballot=spec.id,
            bloc=self.standing.bloc or "",
            members=table.need("members", tables.positive, 1),
            present=present,
            written=written,
            cast=(table.need if exactly else table.read)("cast", tables.whole, present + written),
            spoiled=(table.need if exactly else table.read)("spoiled", tables.whole, 0),
            candidates=frozenset(self.standing.named),
            voters=table.read("voters", self.known.voters, {}),
            absent=frozenset(table.read("absent", tables.list_of(_voter), ())),
        )

    def _list(self, key: str) -> frozenset[Candidate]:
        """Read a list of candidates, each of them once."""
        found = self.table.read(key, self.standing.listed, ())
        _each_once(self.table, key, found)
        return frozenset(candidate for candidate, _ in found)

    def _count(self, raw: object) -> Tally:
        """Read the counts of one candidate; those that nothing depends on may be left out."""
        table, spec = Table(raw), self.spec
        award = table.need("award", self.standing.award, "") if spec.awards else ""
        candidate = table.need("unit", lambda unit: self.standing.candidate(unit, award), Candidate("?"))
        every = spec.own_vote == "barred" and spec.base == "valid"
        abstained = every or spec.abstentions == "left-out"
        found = Tally(
            candidate,
            table.need("for", tables.whole, 0),
            (table.need if every else table.read)("against", tables.whole, None),
            (table.need if abstained else table.read)("abstained", tables.whole, None),
        )
        if not table.problems and self._met("count", candidate):
            table.refuse("poll-named-twice", "unit", unit=candidate)
        table.close()
        return found

    def _met(self, kind: str, what: object) -> bool:
        """Say whether something was read before, and remember it."""
        before = (kind, what) in self.met
        self.met.add((kind, what))
        return before

    def _paper(self, raw: object, poll: Poll) -> Paper:
        table = Table(raw)
        paper = Paper(
            id=table.need("id", _label, "?"),
            voter=table.read("voter", _voter, ""),
            spoiled=table.read("spoiled", tables.flag, False),
        )
        if "id" in table.raw and self._met("paper", match_key(paper.id)):
            table.refuse("paper-id-twice", "id", paper=paper.id)
        if paper.voter and self._met("voter", match_key(paper.voter)):
            table.refuse("paper-voter-twice", "voter", voter=paper.voter)
        marks = {key: table.read(key, self.standing.listed, ()) for key in VOTES}
        chosen, refused, abstained = (frozenset(each for each, _ in marks[key]) for key in VOTES)
        paper = evolve(paper, chosen=chosen, refused=refused, abstained=abstained)
        checks.voter(table, self.spec, poll, paper)
        if not paper.spoiled:
            for key in VOTES:
                _each_once(table, key, marks[key])
            self._marks(table, marks, poll.voters.get(paper.voter))
            checks.picks(table, self.spec, paper.chosen, "for")
        table.close()
        return paper

    def _marks(self, table: Table, marks: Mapping[str, Listed], own: str | None) -> None:
        """Refuse two votes of a paper on one candidate, and a vote on the voter's own unit."""
        before: set[Candidate] = set()
        for key in VOTES:
            for candidate, at in marks[key]:
                if candidate in before:
                    table.refuse("paper-both-ways", key, *at, unit=candidate)
                if own == candidate.unit and self.spec.own_vote == "barred":
                    table.refuse("paper-own-vote", key, *at, unit=candidate)
            before.update(candidate for candidate, _ in marks[key])


def _each_once(table: Table, key: str, listed: Listed) -> None:
    for index, (candidate, at) in enumerate(listed):
        if candidate in [each for each, _ in listed[:index]]:
            table.refuse("poll-named-twice", key, *at, unit=candidate)


def _with_chair(poll: Poll, spec: BallotSpec) -> Poll:
    """Take the chair's votes from the chair's own paper, where papers are named; an absent chair has none."""
    if poll.chair is not None or not poll.chaired_by:
        return poll
    if poll.chaired_by in poll.absent:
        return evolve(poll, chair=frozenset())
    if spec.secret or not poll.papers:
        return poll
    return evolve(poll, chair=checks.chosen_by(poll, poll.chaired_by))
