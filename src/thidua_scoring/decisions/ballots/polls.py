"""Polls: a ballot as it was held, by its papers or by the counts of its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from thidua_scoring.errors import Place


@frozen(order=True)
class Candidate:
    """A unit that is voted on, for a title where the ballot is over titles."""

    unit: str
    award: str = ""

    def __str__(self) -> str:
        return f"{self.unit} ({self.award})" if self.award else self.unit

    def to_dict(self) -> dict[str, str]:
        """Return the ids."""
        return {"unit": self.unit, **({"award": self.award} if self.award else {})}


@frozen(kw_only=True)
class Paper:
    """One ballot paper; on candidates that it does not name it is silent."""

    id: str
    voter: str = ""
    """Who cast it; empty where the ballot is secret."""
    chosen: frozenset[Candidate] = frozenset()
    refused: frozenset[Candidate] = frozenset()
    abstained: frozenset[Candidate] = frozenset()
    spoiled: bool = False
    """Whether it was cast but is not valid, so that its votes count for nothing."""
    place: Place = field(factory=Place, eq=False)

    @property
    def marked(self) -> frozenset[Candidate]:
        """The candidates on which the paper says something."""
        return self.chosen | self.refused | self.abstained


@frozen
class Tally:
    """The votes on one candidate, in papers; None for what minutes do not say."""

    candidate: Candidate
    votes: int
    against: int | None = 0
    abstained: int | None = 0

    @property
    def total(self) -> int:
        """How many papers say something, as far as it is stated."""
        return self.votes + (self.against or 0) + (self.abstained or 0)


@frozen(kw_only=True)
class Poll:
    """One ballot as it was held in one bloc, by its papers or by the counts of its minutes."""

    ballot: str
    bloc: str = ""
    members: int
    """How many could have taken part."""
    present: int
    written: int = 0
    """How many absent members sent a written opinion that counts."""
    cast: int
    """How many papers were handed in, written opinions among them."""
    spoiled: int = 0
    candidates: frozenset[Candidate] = frozenset()
    """Who stands, as far as that is stated beside the papers."""
    papers: tuple[Paper, ...] = ()
    counts: tuple[Tally, ...] = ()
    chair: frozenset[Candidate] | None = None
    """The candidates that the chair voted for; None where that is not known."""
    chaired_by: str = ""
    """The voter who is the chair, where that is known."""
    voters: Mapping[str, str] = field(factory=dict)
    """The unit that each member represents, empty for none; no members where that is not stated."""
    absent: frozenset[str] = frozenset()
    """The members who took no part, where they are named."""
    place: Place = field(factory=Place, eq=False)

    @property
    def took_part(self) -> int:
        """How many were present or sent their opinion."""
        return self.present + self.written

    @property
    def valid(self) -> int:
        """How many papers count."""
        return self.cast - self.spoiled

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """The votes on every candidate, by unit and title."""
        if self.counts:
            return tuple(sorted(self.counts, key=lambda tally: tally.candidate))
        papers = [paper for paper in self.papers if not paper.spoiled]
        standing = self.candidates.union(*(paper.marked for paper in papers))
        return tuple(
            Tally(
                each,
                sum(each in paper.chosen for paper in papers),
                sum(each in paper.refused for paper in papers),
                sum(each in paper.abstained for paper in papers),
            )
            for each in sorted(standing)
        )

    def own_voters(self, candidate: Candidate) -> frozenset[str]:
        """Return the members who represent the candidate's unit."""
        return frozenset(voter for voter, unit in self.voters.items() if unit == candidate.unit)
