"""Ballots (bỏ phiếu suy tôn): who is elected by the votes, and why.

Each outcome follows from its reasons alone: elected if all of them hold, not elected if one fails,
undecided otherwise. Where the quorum is missed nothing is decided, and there is no other reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from thidua_scoring.decisions.ballots.polls import Candidate, Paper, Poll, Tally
from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, Share
from thidua_scoring.numbers import round_quotient, terminates
from thidua_scoring.ruleset.decisions.ballots import BallotSpec

__all__ = [
    "BallotResult",
    "Candidate",
    "Outcome",
    "Paper",
    "Poll",
    "Tally",
    "all_hold",
    "count",
    "votes_needed",
]


@frozen(kw_only=True)
class Outcome:
    """What the votes on one candidate come to."""

    tally: Tally
    base: int
    """What the threshold is a share of: members, those who took part, or valid papers."""
    needed: int
    """The least number of votes that reaches the threshold, 1 or more."""
    reasons: tuple[Reason, ...]

    @property
    def candidate(self) -> Candidate:
        """Who was voted on."""
        return self.tally.candidate

    @property
    def enough(self) -> bool:
        """Whether the votes reach the threshold."""
        return self.tally.votes >= self.needed

    @property
    def elected(self) -> bool | None:
        """Whether the candidate is elected; None where it is not decided."""
        return all_hold(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome for machines."""
        return {
            **self.candidate.to_dict(),
            "votes": self.tally.votes,
            "against": self.tally.against,
            "abstained": self.tally.abstained,
            "base": self.base,
            "needed": self.needed,
            "enough": self.enough,
            "elected": self.elected,
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@frozen
class BallotResult:
    """The outcome of one ballot in one bloc, by title and votes, the most first."""

    spec: BallotSpec
    poll: Poll
    quorum: Reason | None
    """Whether enough took part; it does not hold but is None where too few did. None: not asked for."""
    outcomes: tuple[Outcome, ...]
    ties: tuple[tuple[Candidate, ...], ...] = ()
    """Those with equal votes of whom not all can be elected; the council decides."""

    def of(self, candidate: Candidate) -> Outcome | None:
        """Return the outcome of a candidate; None for one who was not voted on."""
        return next((each for each in self.outcomes if each.candidate == candidate), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines."""
        return {
            "ballot": self.spec.id,
            "title": self.spec.title,
            "source": self.spec.source,
            "bloc": self.poll.bloc,
            "members": self.poll.members,
            "present": self.poll.present,
            "written": self.poll.written,
            "cast": self.poll.cast,
            "valid": self.poll.valid,
            "quorum": None if self.quorum is None else self.quorum.to_dict(),
            "candidates": [outcome.to_dict() for outcome in self.outcomes],
            "ties": [[candidate.to_dict() for candidate in tie] for tie in self.ties],
        }


def count(spec: BallotSpec, poll: Poll, names: Mapping[str, str]) -> BallotResult:
    """Count a poll that is consistent, as those of `read_polls` are; ``names`` are those of units.

    >>> spec = BallotSpec("suy-ton", "Suy tôn", Fraction(9, 10))
    >>> poll = Poll(ballot="suy-ton", members=8, present=8, cast=8, counts=(Tally(Candidate("so-x"), 8),))
    >>> [outcome] = count(spec, poll, {}).outcomes
    >>> outcome.tally.votes, outcome.needed, outcome.elected
    (8, 8, True)
    """
    quorum = _quorum(spec, poll)
    outcomes = [_outcome(spec, poll, tally, quorum) for tally in poll.tallies]
    if spec.elect is not None:
        outcomes = [_within_limit(spec.elect, outcome, outcomes, names) for outcome in outcomes]
    order = {award: index for index, award in enumerate(spec.awards)}

    def place(outcome: Outcome) -> tuple[int, int, str]:
        return order.get(outcome.candidate.award, 0), -outcome.tally.votes, outcome.candidate.unit

    outcomes.sort(key=place)
    return BallotResult(spec, poll, quorum, tuple(outcomes), _ties(outcomes))


def votes_needed(threshold: Fraction, base: int, *, strict: bool) -> int:
    """Return the least number of votes, 1 or more, whose share of ``base`` reaches the threshold.

    >>> votes_needed(Fraction(2, 3), 8, strict=False), votes_needed(Fraction(1, 2), 8, strict=True)
    (6, 5)
    """
    exact = threshold * base
    mode = "floor" if strict else "ceiling"
    return max(1, round_quotient(exact.numerator, exact.denominator, mode) + strict)


def all_hold(reasons: Iterable[Reason]) -> bool | None:
    """Say whether all reasons hold: False where one fails, None where one is not known and none fails."""
    held = [reason.holds for reason in reasons]
    if False in held:
        return False
    return None if None in held else True


def _quorum(spec: BallotSpec, poll: Poll) -> Reason | None:
    """Say whether enough took part; where too few did, all is open until the ballot is held again."""
    if spec.quorum is None:
        return None
    share = Fraction(poll.took_part, poll.members)
    enough = share >= spec.quorum
    return Reason(
        "ballot-quorum" if enough else "ballot-no-quorum",
        {
            "took_part": poll.took_part,
            "members": poll.members,
            "share": Share(share),
            "quorum": _as_ruled(spec.quorum),
        },
        True if enough else None,
        (Reason("ballot-written", {"written": poll.written}),) if poll.written else (),
    )


def _as_ruled(share: Fraction) -> Parameter:
    """Show a share as regulations do: as a percentage if it has one that ends, else like ``2/3``."""
    return Share(share) if terminates(share) else f"{share.numerator}/{share.denominator}"


def _outcome(spec: BallotSpec, poll: Poll, tally: Tally, quorum: Reason | None) -> Outcome:
    whole = {"members": poll.members, "present": poll.took_part, "valid": poll.valid}[spec.base]
    barred = _barred(spec, poll, tally)
    abstained = (tally.abstained or 0) if spec.abstentions == "left-out" else 0
    base = whole - barred - abstained
    needed = votes_needed(spec.threshold, base, strict=spec.strict)
    reasons: tuple[Reason, ...]
    if quorum is not None and quorum.holds is None:
        reasons = (quorum,)
    else:
        parts = _left_out(_OF[spec.base], whole, barred, abstained)
        found = (quorum, _votes(spec, tally.votes, base, needed, parts), _chair(spec, poll, tally))
        reasons = tuple(reason for reason in found if reason is not None)
    return Outcome(tally=tally, base=base, needed=needed, reasons=reasons)


def _barred(spec: BallotSpec, poll: Poll, tally: Tally) -> int:
    """Count those of the base who may not vote on the candidate, which is their own unit."""
    if spec.own_vote == "allowed":
        return 0
    own = poll.own_voters(tally.candidate)
    if spec.base == "members":
        return len(own)
    if spec.base == "present":
        return len(own - poll.absent)
    if poll.papers and not spec.secret:
        return sum(not paper.spoiled and paper.voter in own for paper in poll.papers)
    return poll.valid - tally.total


_OF = {
    "members": Said("tổng số thành viên", "all members"),
    "present": Said("số thành viên tham gia", "the members who took part"),
    "valid": Said("số phiếu hợp lệ", "the valid papers"),
}
_COUNTED = Said("số được tính", "those who count")


def _left_out(of: Said, whole: int, barred: int, abstained: int) -> tuple[Reason, ...]:
    """Say how the base comes from the whole, where it is less."""
    found = []
    if barred or abstained:
        found.append(Reason("ballot-whole", {"of": of, "whole": whole}))
    if barred:
        found.append(Reason("ballot-barred", {"barred": barred}))
    if abstained:
        found.append(Reason("ballot-abstained", {"abstained": abstained}))
    return tuple(found)


def _votes(spec: BallotSpec, votes: int, base: int, needed: int, parts: tuple[Reason, ...]) -> Reason:
    if not base:
        return Reason("ballot-nobody", holds=False, parts=parts)
    return Reason(
        "ballot-votes-above" if spec.strict else "ballot-votes-from",
        {
            "votes": votes,
            "base": base,
            "share": Share(Fraction(votes, base)),
            "needed": needed,
            "threshold": _as_ruled(spec.threshold),
            "of": _COUNTED if parts else _OF[spec.base],
        },
        votes >= needed,
        parts,
    )


def _chair(spec: BallotSpec, poll: Poll, tally: Tally) -> Reason | None:
    """Say whether the chair voted for the candidate, where nothing is decided without that."""
    if not spec.chair:
        return None
    own = poll.own_voters(tally.candidate) if spec.own_vote == "barred" else frozenset()
    if poll.chaired_by in own:
        return Reason("ballot-chair-barred", holds=None)
    if poll.chair is not None:
        holds = tally.candidate in poll.chair
        return Reason("ballot-chair-for" if holds else "ballot-chair-not-for", holds=holds)
    if tally.votes == poll.members - (len(own) if poll.chaired_by else 0):
        return Reason("ballot-chair-among-all")
    return Reason("ballot-chair-unknown", holds=None)


# ── no more than may be elected ─────────────────────────────────────────────────────


def _within_limit(
    elect: int, outcome: Outcome, outcomes: Sequence[Outcome], names: Mapping[str, str]
) -> Outcome:
    """Add what the limit makes of a candidate with enough votes."""
    if outcome.elected is False or outcome.reasons[0].code == "ballot-no-quorum":
        return outcome
    award, votes = outcome.candidate.award, outcome.tally.votes
    rivals = [each for each in outcomes if each.candidate.award == award and each is not outcome]
    ahead = [each for each in rivals if each.elected and each.tally.votes > votes]
    level = [each for each in rivals if each.elected and each.tally.votes == votes]
    unsure = [each for each in rivals if each.elected is None and each.tally.votes >= votes]
    known: dict[str, Parameter] = {"elect": elect, "ahead": len(ahead)}
    if len(ahead) >= elect:
        reason = Reason("ballot-place-lost", known, False)
    elif (most := len(ahead) + len(level) + len(unsure)) < elect:
        reason = Reason("ballot-place" if most else "ballot-place-first", {"elect": elect, "rivals": most})
    else:
        units = [each.candidate.unit for each in level + unsure]
        others = tuple(Named(unit, names.get(unit, "")) for unit in units)
        open_ = "ballot-place-open" if unsure else "ballot-place-tied"
        reason = Reason(open_, {**known, "others": others, "left": elect - len(ahead)}, None)
    return evolve(outcome, reasons=(*outcome.reasons, reason))


def _ties(outcomes: Sequence[Outcome]) -> tuple[tuple[Candidate, ...], ...]:
    """Gather those whom nothing but the tie leaves undecided, a group for each title."""
    found: dict[str, list[Candidate]] = {}
    for outcome in outcomes:
        *before, last = outcome.reasons
        if last.code == "ballot-place-tied" and all_hold(before):
            found.setdefault(outcome.candidate.award, []).append(outcome.candidate)
    return tuple(map(tuple, found.values()))
