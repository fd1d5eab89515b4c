"""Ballots: who votes, what counts, and how much is needed (bỏ phiếu suy tôn)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Table

Base: TypeAlias = Literal["members", "present", "valid"]
BASES: Final = ("members", "present", "valid")


@frozen
class BallotSpec:
    """The rules of one ballot."""

    id: str
    title: str
    threshold: Fraction
    strict: bool = False
    """Whether more than the threshold is needed; else the threshold itself is enough."""
    base: Base = "members"
    """What the threshold is a share of: all members, those who take part, or valid papers."""
    quorum: Fraction | None = None
    """The share of the members that must take part for the ballot to count."""
    secret: bool = True
    """Whether papers say nothing of who cast them."""
    written: bool = False
    """Whether an absent member's written opinion counts as taking part."""
    chair: bool = False
    """Whether nothing is decided without the chair's vote for it."""
    abstentions: Literal["counted", "left-out"] = "counted"
    """Whether a member who abstains stays in the base."""
    own_vote: Literal["allowed", "barred"] = "allowed"
    """Whether a voter may vote on the voter's own unit; one who may not leaves the base there."""
    picks: int | None = None
    """How many units a voter may vote for at the most, for each title where titles are voted on."""
    elect: int | None = None
    """How many units are elected at the most, for each title where titles are voted on: those
    with most votes among those with enough."""
    awards: tuple[str, ...] = ()
    """The titles that are voted on, each unit for each; none where the vote is on units."""
    source: str = ""


def ballot(name: str, raw: object) -> BallotSpec:
    """Read ``[ballots.ID]``."""
    table = Table(raw)
    given = {key: table.read(key, tables.share, None) for key in ("from", "above")}
    shares = [share for share in given.values() if share is not None]
    if len(shares) != 1:
        table.refuse("from-or-above")
    found = BallotSpec(
        id=name,
        title=table.need("title", tables.text, "?"),
        threshold=shares[0] if shares else Fraction(1),
        strict=given["above"] is not None,
        base=table.need("base", tables.choice(*BASES), "members"),
        quorum=table.read("quorum", tables.share, None),
        secret=table.read("secret", tables.flag, True),
        written=table.read("written_opinions", tables.flag, False),
        chair=table.read("chair_needed", tables.flag, False),
        abstentions=table.pick("abstentions", ("counted", "left-out"), "counted"),
        own_vote=table.pick("own_vote", ("allowed", "barred"), "allowed"),
        picks=table.read("picks_at_most", tables.positive, None),
        elect=table.read("elect", tables.positive, None),
        awards=table.read("awards", tables.list_of(tables.text, least=1), ()),
        source=table.read("source", tables.text, ""),
    )
    _reachable(table, found, given)
    for index, award in enumerate(found.awards):
        if award in found.awards[:index]:
            table.refuse("id-twice", "awards", index, got=award)
    table.close()
    return found


def _reachable(table: Table, found: BallotSpec, given: Mapping[str, Fraction | None]) -> None:
    """Refuse a threshold that all votes do not reach, and one that needs no vote."""
    if found.strict and found.threshold == 1:
        table.refuse("ballot-unreachable", "above")
    if given["from"] == 0:
        table.refuse("ballot-from-nothing", "from")
