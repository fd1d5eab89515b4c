"""Ballots told member by member, what they come to by going through the members, and their files."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from thidua_scoring.decisions.ballots.counting import Candidate, Paper, Poll, Tally
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.ruleset.decisions.ballots import BASES, BallotSpec
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset

BLOC = "Khối thi đua Kinh tế ngành"
NAMES = {
    "so-ct": "Sở Công Thương",
    "so-gtvt": "Sở Giao thông Vận tải",
    "so-nn": "Sở Nông nghiệp và Phát triển nông thôn",
    "so-tttt": "Sở Thông tin và Truyền thông",
    "so-xd": "Sở Xây dựng",
}
UNITS = (*(Unit(id_, name, BLOC) for id_, name in NAMES.items()), Unit("so-yt", "Sở Y tế", "Khối Văn hóa"))
RULESET = """\
format = 1
id = "thu/bo-phieu"
title = "Bộ thử"
status = "illustrative"
source = "Văn bản mẫu"

[scale]
points = 10

[groups.G]
title = "Nhóm"

[criteria.C]
group = "G"
kind = "judged"
title = "Tiêu chí"
points = 10
mark = "m"

[awards.co-thi-dua]
title = "Cờ thi đua của Chính phủ"

[awards.bang-khen]
title = "Bằng khen của UBND tỉnh"
"""


def ruleset_of(folder: Path, ballots: str) -> Ruleset:
    """Load a ruleset with these ballots."""
    file = folder / "bo-phieu.toml"
    file.write_text(RULESET + ballots, encoding="utf-8")
    return load_ruleset(file)


@cache
def _without_ballots(folder: Path) -> Ruleset:
    return ruleset_of(folder, "")


def ruleset_with(folder: Path, spec: BallotSpec) -> Ruleset:
    """Return a ruleset that holds one ballot."""
    ruleset = _without_ballots(folder)
    decisions = evolve(ruleset.written.decisions, ballots={spec.id: spec})
    return evolve(ruleset, written=evolve(ruleset.written, decisions=decisions))


# ── a ballot as it was held ─────────────────────────────────────────────────────────


@frozen
class Member:
    """One member: whom it represents, whether it came, and what it did with its paper."""

    name: str
    own: str
    took: str
    """``present``, ``written`` or ``away``."""
    paper: str
    """``valid``, ``spoiled`` or ``none``."""
    marks: Mapping[Candidate, str]

    def marked(self, kind: str) -> frozenset[Candidate]:
        return frozenset(each for each, mark in self.marks.items() if mark == kind)


@frozen
class Held:
    """A ballot and everything that happened in it."""

    spec: BallotSpec
    members: tuple[Member, ...]
    candidates: tuple[Candidate, ...]
    chair: int
    known: str = "votes"
    """What is known of the chair: the ``votes``, the ``name`` alone, or ``nothing``."""
    lists_absent: bool = True
    """Whether the minutes name the absent, which they must where it decides how many may vote on a unit."""

    @property
    def took_part(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.took != "away")

    @property
    def cast(self) -> tuple[Member, ...]:
        return tuple(member for member in self.took_part if member.paper != "none")

    @property
    def valid(self) -> tuple[Member, ...]:
        return tuple(member for member in self.cast if member.paper == "valid")

    def votes(self, candidate: Candidate, kind: str = "for") -> int:
        return sum(member.marks.get(candidate) == kind for member in self.valid)

    @property
    def chair_chose(self) -> frozenset[Candidate] | None:
        if self.known != "votes":
            return None
        chair = self.members[self.chair]
        if chair not in self.valid:
            return frozenset()
        return chair.marked("for")

    def _poll(self, **votes: Any) -> Poll:
        lists = self.lists_absent or (self.spec.own_vote == "barred" and self.spec.base == "present")
        return Poll(
            ballot=self.spec.id,
            bloc=BLOC,
            members=len(self.members),
            present=sum(member.took == "present" for member in self.members),
            written=sum(member.took == "written" for member in self.members),
            cast=len(self.cast),
            spoiled=len(self.cast) - len(self.valid),
            candidates=frozenset(self.candidates),
            chair=self.chair_chose,
            chaired_by="" if self.known == "nothing" else self.members[self.chair].name,
            voters={member.name: member.own for member in self.members},
            absent=frozenset(member.name for member in self.members if member.took == "away" and lists),
            **votes,
        )

    def by_papers(self) -> Poll:
        """Return the poll as its papers tell it."""
        papers = [
            Paper(
                id=str(number),
                voter="" if self.spec.secret else member.name,
                chosen=member.marked("for"),
                refused=member.marked("against"),
                abstained=member.marked("abstained"),
                spoiled=member.paper == "spoiled",
            )
            for number, member in enumerate(self.cast, start=1)
        ]
        return self._poll(papers=tuple(papers))

    def by_counts(self) -> Poll:
        """Return the poll as its minutes tell it."""
        counts = (
            Tally(each, self.votes(each), self.votes(each, "against"), self.votes(each, "abstained"))
            for each in self.candidates
        )
        return self._poll(counts=tuple(counts))


# ── the oracle: who is elected, by going through members and completions ────────────


def outcomes_by_hand(held: Held) -> dict[Candidate, bool | None]:
    """Say who is elected: in every way in which what is not known may turn out, or in none."""
    spec = held.spec
    if spec.quorum is not None and len(held.took_part) < spec.quorum * len(held.members):
        return dict.fromkeys(held.candidates)
    open_ = {each: _before_limit(held, each) for each in held.candidates}
    found: dict[Candidate, set[bool | None]] = {each: set() for each in held.candidates}
    for way in itertools.product(*(sorted(states) for states in open_.values())):
        passed = [each for each, state in zip(open_, way, strict=True) if state]
        for each in held.candidates:
            found[each].add(_chosen(held, each, passed))
    return {each: next(iter(states)) if len(states) == 1 else None for each, states in found.items()}


def _before_limit(held: Held, candidate: Candidate) -> set[bool]:
    """Return whether the candidate has what it takes, both where that is not known."""
    base = [member for member in _whole(held) if _counts(held, member, candidate)]
    votes = held.votes(candidate)
    least = next(
        n for n in range(len(base) + 2) if n and (_above if held.spec.strict else _from)(held, n, len(base))
    )
    if votes < least:
        return {False}
    if not held.spec.chair:
        return {True}
    own = [m for m in held.members if held.spec.own_vote == "barred" and m.own == candidate.unit]
    if held.known != "nothing" and held.members[held.chair] in own:
        return {False, True}
    if held.known == "votes":
        return {candidate in (held.chair_chose or ())}
    # Nobody is left who may vote and did not; the chair may, if anybody may or the chair is known to.
    all_did = votes == len(held.members) - len(own) and (not own or held.known == "name")
    return {True} if all_did else {False, True}


def _from(held: Held, votes: int, base: int) -> bool:
    return votes * held.spec.threshold.denominator >= held.spec.threshold.numerator * base


def _above(held: Held, votes: int, base: int) -> bool:
    return votes * held.spec.threshold.denominator > held.spec.threshold.numerator * base


def _whole(held: Held) -> Iterable[Member]:
    return {"members": held.members, "present": held.took_part, "valid": held.valid}[held.spec.base]


def _counts(held: Held, member: Member, candidate: Candidate) -> bool:
    if held.spec.own_vote == "barred" and member.own == candidate.unit:
        return False
    abstains = member in held.valid and member.marks.get(candidate) == "abstained"
    return not (held.spec.abstentions == "left-out" and abstains)


def _chosen(held: Held, candidate: Candidate, passed: list[Candidate]) -> bool | None:
    """Say whether one is among the most votes; None for a tie across the limit."""
    if candidate not in passed or held.spec.elect is None:
        return candidate in passed
    votes = [held.votes(each) for each in passed if each.award == candidate.award]
    own = held.votes(candidate)
    if sum(other >= own for other in votes) <= held.spec.elect:
        return True
    return False if sum(other > own for other in votes) >= held.spec.elect else None


# ── strategies ──────────────────────────────────────────────────────────────────────

SHARES = st.sampled_from([Fraction(9, 10), Fraction(1, 2), Fraction(2, 3), Fraction(1, 3), Fraction(4, 5)])
SPECS = st.builds(
    BallotSpec,
    st.just("suy-ton"),
    st.just("Bỏ phiếu suy tôn"),
    SHARES,
    strict=st.booleans(),
    base=st.sampled_from(BASES),
    quorum=st.none() | SHARES,
    secret=st.booleans(),
    written=st.booleans(),
    chair=st.booleans(),
    abstentions=st.sampled_from(["counted", "left-out"]),
    own_vote=st.sampled_from(["allowed", "barred"]),
    elect=st.none() | st.integers(1, 3),
    awards=st.sampled_from([(), (), ("co-thi-dua", "bang-khen")]),
)

KNOWN = st.sampled_from(["votes", "name", "nothing"])


@st.composite
def held_ballots(draw: st.DrawFn) -> Held:
    """Draw a ballot in which every valid paper marks every candidate but the voter's own unit."""
    spec = draw(SPECS)
    ids = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=4, unique=True))
    candidates = tuple(Candidate(unit, award) for unit in sorted(ids) for award in spec.awards or ("",))
    took = st.sampled_from(["present"] * 4 + ["away"] + ["written"] * spec.written)
    members = []
    for number in range(draw(st.integers(1, 7))):
        own = draw(st.sampled_from(["", *NAMES]))
        voted_on = [each for each in candidates if spec.own_vote == "allowed" or each.unit != own]
        kinds = draw(st.sampled_from([["for"], ["for", "against"], ["for", "against", "abstained"]]))
        marks = {each: draw(st.sampled_from(kinds)) for each in voted_on}
        paper = draw(st.sampled_from(["valid"] * 5 + ["spoiled", "none"]))
        members.append(Member(f"thanh-vien-{number}", own, draw(took), paper, marks))
    chair = draw(st.integers(0, len(members) - 1))
    held = Held(spec, tuple(members), candidates, chair, draw(KNOWN), draw(st.booleans()))
    most = max((_picks(member) for member in held.valid), default=0)
    return evolve(held, spec=evolve(spec, picks=draw(st.none() | st.just(max(1, most)))))


def _picks(member: Member) -> int:
    chosen = [each.award for each, mark in member.marks.items() if mark == "for"]
    return max((chosen.count(award) for award in chosen), default=0)


# ── files ───────────────────────────────────────────────────────────────────────────


def toml_of(poll: Poll, spec: BallotSpec) -> str:
    """Write a poll as a clerk would."""
    lines = ["[[polls]]", f'ballot = "{poll.ballot}"', f'bloc = "{poll.bloc}"']
    numbers = ("members", "present", "cast", *(("written",) if spec.written else ()))
    lines += [f"{key} = {getattr(poll, key)}" for key in numbers]
    lines += [f"spoiled = {poll.spoiled}", f"candidates = {_listed(poll.candidates, spec)}"]
    if poll.chair is not None:
        lines.append(f"chair = {_listed(poll.chair, spec)}")
    if poll.chaired_by:
        lines.append(f'chaired_by = "{poll.chaired_by}"')
    if poll.absent:
        lines.append(f"absent = {_array(poll.absent)}")
    if not poll.counts:
        lines += ["papers = [", *(f"  {_paper(paper, spec)}," for paper in poll.papers), "]"]
    lines += ["[polls.voters]", *(f'{voter} = "{own}"' for voter, own in poll.voters.items())]
    for tally in poll.counts:
        lines += ["[[polls.counts]]", f'unit = "{NAMES[tally.candidate.unit]}"']
        lines += [f'award = "{tally.candidate.award}"'] if spec.awards else []
        lines += [f"for = {tally.votes}", f"against = {tally.against}", f"abstained = {tally.abstained}"]
    return "\n".join(lines) + "\n"


def _listed(candidates: Iterable[Candidate], spec: BallotSpec) -> str:
    if not spec.awards:
        return _array(each.unit for each in candidates)
    by_award = {award: [each.unit for each in candidates if each.award == award] for award in spec.awards}
    return "{ " + ", ".join(f"{award} = {_array(units)}" for award, units in by_award.items()) + " }"


def _array(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"


def _paper(paper: Paper, spec: BallotSpec) -> str:
    parts = [f'id = "{paper.id}"', *([f'voter = "{paper.voter}"'] if paper.voter else [])]
    keys = {"for": paper.chosen, "against": paper.refused, "abstained": paper.abstained}
    parts += [f"{key} = {_listed(candidates, spec)}" for key, candidates in keys.items()]
    return "{ " + ", ".join([*parts, *(["spoiled = true"] if paper.spoiled else [])]) + " }"
