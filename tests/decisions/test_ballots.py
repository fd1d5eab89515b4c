"""Counting ballots: votes needed, bases, the chair, limits and ties; reasons that suffice."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from ballots_held import NAMES, Held, held_ballots, outcomes_by_hand
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions.ballots.counting import (
    BallotResult,
    Candidate,
    Poll,
    Tally,
    count,
    votes_needed,
)
from thidua_scoring.decisions.reasons import Reason
from thidua_scoring.errors import Problem, Problems
from thidua_scoring.ruleset.decisions.ballots import BallotSpec, ballot

THRESHOLDS = sorted({Fraction(n, d) for d in (2, 3, 4, 5, 7, 10, 100) for n in range(1, d + 1)})
RANK = {False: 0, None: 1, True: 2}


class TestVotesNeeded:
    """The least whole number of votes that reaches the threshold exactly, strictly or not."""

    @pytest.mark.parametrize("strict", [False, True])
    @pytest.mark.parametrize("threshold", THRESHOLDS, ids=str)
    def test_against_trying_every_number(self, threshold: Fraction, strict: bool) -> None:
        top, bottom = threshold.numerator, threshold.denominator
        for base in range(61):
            reached = [
                n
                for n in range(1, base + 2)
                if n * bottom > top * base or (not strict and n * bottom == top * base)
            ]
            assert votes_needed(threshold, base, strict=strict) == reached[0]

    @pytest.mark.parametrize(
        "threshold, base, strict, expected",
        [
            ("9/10", 8, False, 8),
            ("9/10", 10, False, 9),
            ("9/10", 10, True, 10),
            ("2/3", 8, False, 6),
            ("2/3", 9, False, 6),
            ("2/3", 9, True, 7),
            ("1/2", 8, False, 4),
            ("1/2", 8, True, 5),
            ("1/2", 9, True, 5),
            ("1", 12, False, 12),
            ("0", 12, True, 1),
            ("1/2", 0, False, 1),
        ],
    )
    def test_figures_of_real_rules(self, threshold: str, base: int, strict: bool, expected: int) -> None:
        assert votes_needed(Fraction(threshold), base, strict=strict) == expected


# ── seen rules, worked by hand ──────────────────────────────────────────────────────


def spec_of(keys: dict[str, Any]) -> BallotSpec:
    return ballot("suy-ton", {"title": "Bỏ phiếu suy tôn", "base": "members", **keys})


def poll_of(members: int, *votes: tuple[int, ...], **more: Any) -> Poll:
    """Return a poll of minutes: for each unit its votes for, and against and abstained where stated."""
    counts = tuple(Tally(Candidate(unit), *each) for unit, each in zip(NAMES, votes, strict=False))
    present = more.pop("present", members)
    cast = more.pop("cast", present + more.get("written", 0))
    return Poll(ballot="suy-ton", members=members, present=present, cast=cast, counts=counts, **more)


def outcomes(result: BallotResult) -> dict[str, bool | None]:
    return {each.candidate.unit: each.elected for each in result.outcomes}


CASES = [
    # what; rules; poll; for the first unit: base, needed, elected; its first reason
    (
        "từ 90 % tổng số thành viên: 8/8",
        {"from": "90%"},
        poll_of(8, (8,)),
        (8, 8, True),
        "được 8/8 phiếu (100 %), cần ít nhất 8 phiếu, tức từ 90 % tổng số thành viên trở lên",
    ),
    (
        "từ 90 % tổng số thành viên: 7/8 chưa đủ",
        {"from": "90%"},
        poll_of(8, (7,)),
        (8, 8, False),
        "được 7/8 phiếu (87,5 %), cần ít nhất 8 phiếu, tức từ 90 % tổng số thành viên trở lên",
    ),
    (
        "từ 90 % đúng bằng ngưỡng, người vắng gửi ý kiến bằng văn bản",
        {"from": "90%", "written_opinions": True, "quorum": "2/3"},
        poll_of(10, (9,), present=8, written=2),
        (10, 9, True),
        "có 10/10 thành viên tham gia bỏ phiếu (100 %), quy định từ 2/3 trở lên "
        "(kể cả 2 người vắng mặt gửi ý kiến bằng văn bản)",
    ),
    (
        "vắng mặt vẫn nằm trong tổng số thành viên",
        {"from": "90%"},
        poll_of(10, (8,), present=8),
        (10, 9, False),
        "được 8/10 phiếu (80 %), cần ít nhất 9 phiếu, tức từ 90 % tổng số thành viên trở lên",
    ),
    (
        "trên 50 %: đúng một nửa chưa đủ",
        {"above": "50%", "base": "present"},
        poll_of(12, (4,), present=8),
        (8, 5, False),
        "được 4/8 phiếu (50 %), cần ít nhất 5 phiếu, tức trên 50 % số thành viên tham gia",
    ),
    (
        "trên 50 %: quá nửa",
        {"above": "50%", "base": "present"},
        poll_of(12, (5,), present=8),
        (8, 5, True),
        "được 5/8 phiếu (62,5 %), cần ít nhất 5 phiếu, tức trên 50 % số thành viên tham gia",
    ),
    (
        "từ 2/3 số phiếu hợp lệ",
        {"from": "2/3", "base": "valid"},
        poll_of(10, (6,), cast=10, spoiled=1),
        (9, 6, True),
        "được 6/9 phiếu (66,66… %), cần ít nhất 6 phiếu, tức từ 2/3 số phiếu hợp lệ trở lên",
    ),
    (
        "chưa đủ 2/3 thành viên tham gia",
        {"from": "90%", "quorum": "2/3"},
        poll_of(8, (5,), present=5),
        (8, 8, None),
        "chỉ có 5/8 thành viên tham gia bỏ phiếu (62,5 %), trong khi quy định từ 2/3 trở lên, "
        "nên kết quả bỏ phiếu chưa được công nhận",
    ),
    (
        "đúng 2/3 thành viên là đủ",
        {"above": "50%", "quorum": "2/3"},
        poll_of(9, (5,), present=6),
        (9, 5, True),
        "có 6/9 thành viên tham gia bỏ phiếu (66,66… %), quy định từ 2/3 trở lên",
    ),
    (
        "phiếu không có ý kiến không tính vào tổng",
        {"above": "50%", "base": "valid", "abstentions": "left-out"},
        poll_of(8, (4, 3, 1)),
        (7, 4, True),
        "được 4/7 phiếu (57,14… %), cần ít nhất 4 phiếu, tức trên 50 % số được tính "
        "(số phiếu hợp lệ là 8; không tính 1 phiếu không có ý kiến)",
    ),
    (
        "phiếu không có ý kiến vẫn tính vào tổng",
        {"above": "50%", "base": "valid"},
        poll_of(8, (4, 3, 1)),
        (8, 5, False),
        "được 4/8 phiếu (50 %), cần ít nhất 5 phiếu, tức trên 50 % số phiếu hợp lệ",
    ),
    (
        "không bỏ phiếu cho đơn vị mình",
        {"from": "90%", "own_vote": "barred"},
        poll_of(8, (7, 0, 0), voters={"ong-a": "so-ct", **{f"ba-{n}": "" for n in range(7)}}),
        (7, 7, True),
        "được 7/7 phiếu (100 %), cần ít nhất 7 phiếu, tức từ 90 % số được tính trở lên "
        "(tổng số thành viên là 8; không tính 1 người không được bỏ phiếu cho chính đơn vị mình)",
    ),
    (
        "mọi phiếu đều không có ý kiến",
        {"from": "50%", "base": "valid", "abstentions": "left-out"},
        poll_of(4, (0, 0, 4)),
        (0, 1, False),
        "không có phiếu nào được tính cho đơn vị này "
        "(số phiếu hợp lệ là 4; không tính 4 phiếu không có ý kiến)",
    ),
]


@pytest.mark.parametrize(
    "rules, poll, expected, sentence", [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_seen_rules_by_worked_cases(
    rules: dict[str, Any], poll: Poll, expected: tuple[int, int, bool | None], sentence: str
) -> None:
    outcome = count(spec_of(rules), poll, NAMES).outcomes[0]
    assert (outcome.base, outcome.needed, outcome.elected) == expected
    assert outcome.reasons[0].text().replace("\u00a0", " ") == sentence


class TestChair:
    """Nothing is decided without the chair's vote, where the rules say so."""

    RULES = spec_of({"above": "50%", "chair_needed": True})

    def reason(self, poll: Poll, spec: BallotSpec = RULES) -> tuple[str, bool | None]:
        outcome = count(spec, poll, NAMES).outcomes[0]
        return outcome.reasons[-1].code, outcome.elected

    @pytest.mark.parametrize(
        "votes, chair, expected",
        [
            (7, {"so-ct"}, ("ballot-chair-for", True)),
            (7, set(), ("ballot-chair-not-for", False)),
            (7, None, ("ballot-chair-unknown", None)),
            (8, None, ("ballot-chair-among-all", True)),
            (4, None, ("ballot-chair-unknown", False)),
        ],
    )
    def test_what_is_not_known_of_the_chair_stays_open(
        self, votes: int, chair: set[str] | None, expected: tuple[str, bool | None]
    ) -> None:
        chose = None if chair is None else frozenset(map(Candidate, chair))
        assert self.reason(poll_of(8, (votes,), chair=chose)) == expected

    def test_a_chair_who_may_not_vote_on_the_own_unit_leaves_it_open(self) -> None:
        spec = evolve(self.RULES, own_vote="barred")
        voters = {"chu-tri": "so-ct", "ba-b": "", "ba-c": ""}
        poll = poll_of(3, (2, 0, 0), chair=frozenset(), chaired_by="chu-tri", voters=voters)
        assert self.reason(poll, spec) == ("ballot-chair-barred", None)

    @pytest.mark.parametrize(
        "chaired_by, expected",
        [("ong-c", ("ballot-chair-among-all", True)), ("", ("ballot-chair-unknown", None))],
    )
    def test_all_who_may_vote_are_the_chair_too_if_the_chair_may(
        self, chaired_by: str, expected: tuple[str, bool | None]
    ) -> None:
        spec = evolve(self.RULES, own_vote="barred")
        voters = {"ba-b": "so-ct", "ong-c": "", "ba-d": ""}
        assert self.reason(poll_of(3, (2,), chaired_by=chaired_by, voters=voters), spec) == expected


class TestOwnVote:
    """Nobody votes on the own unit, and who may not is not in the base."""

    @pytest.mark.parametrize("away, base", [("ba-a", 2), ("ong-c", 1)])
    def test_one_who_is_absent_is_not_taken_off_twice(self, away: str, base: int) -> None:
        spec = spec_of({"above": "50%", "base": "present", "own_vote": "barred"})
        voters = {"ba-a": "so-ct", "ong-b": "", "ong-c": ""}
        poll = poll_of(3, (1, 0, 0), present=2, voters=voters, absent=frozenset({away}))
        assert count(spec, poll, NAMES).outcomes[0].base == base


class TestLimit:
    """Where only so many are elected, the most votes come first; a tie across the limit stays one."""

    RULES = spec_of({"above": "50%", "elect": 2})

    def test_the_most_votes_come_first(self) -> None:
        result = count(self.RULES, poll_of(8, (6,), (8,), (7,), (4,)), NAMES)
        assert outcomes(result) == {"so-gtvt": True, "so-nn": True, "so-ct": False, "so-tttt": False}
        assert result.ties == ()
        lost, short = result.outcomes[2:]
        assert lost.enough
        assert lost.reasons[-1].text() == (
            "có 2 đơn vị khác đủ điều kiện và được nhiều phiếu hơn, trong khi chỉ được bầu tối đa 2 đơn vị"
        )
        assert not short.enough
        assert len(short.reasons) == 1

    def test_a_tie_across_the_limit_is_open_for_just_those_tied_and_is_reported(self) -> None:
        result = count(self.RULES, poll_of(8, (7,), (8,), (7,), (5,)), NAMES)
        assert outcomes(result) == {"so-gtvt": True, "so-ct": None, "so-nn": None, "so-tttt": False}
        assert result.ties == ((Candidate("so-ct"), Candidate("so-nn")),)
        assert result.outcomes[1].reasons[-1].text() == (
            "bằng phiếu với Sở Nông nghiệp và Phát triển nông thôn, trong khi chỉ còn 1 suất "
            "trong số tối đa 2 đơn vị được bầu, nên phải do hội nghị quyết định"
        )

    def test_a_tie_within_the_limit_is_none(self) -> None:
        result = count(self.RULES, poll_of(8, (7,), (7,), (5,)), NAMES)
        assert list(outcomes(result).values()) == [True, True, False]
        assert result.ties == ()

    def test_a_tie_of_those_without_enough_votes_is_none(self) -> None:
        result = count(self.RULES, poll_of(8, (7,), (4,), (4,)), NAMES)
        assert list(outcomes(result).values()) == [True, False, False]
        assert result.ties == ()

    def test_who_depends_on_a_chair_whose_vote_is_not_known_stays_open(self) -> None:
        spec = evolve(self.RULES, chair=True, elect=1)
        # All eight of eight are for the second, the chair among them; of the first nothing is known.
        result = count(spec, poll_of(8, (7,), (7,)), NAMES)
        assert outcomes(result) == {"so-ct": None, "so-gtvt": None}
        assert result.ties == ()
        result = count(spec, poll_of(8, (7,), (8,)), NAMES)
        assert outcomes(result) == {"so-gtvt": True, "so-ct": False}

    def test_who_has_more_votes_and_not_the_chair_takes_no_place(self) -> None:
        spec = evolve(self.RULES, chair=True, elect=1)
        poll = poll_of(8, (7,), (6,), (6,), chair=frozenset({Candidate("so-gtvt")}))
        assert outcomes(count(spec, poll, NAMES)) == {"so-ct": False, "so-gtvt": True, "so-nn": False}

    def test_a_tie_that_one_of_the_tied_may_leave_is_not_yet_a_tie(self) -> None:
        # Whether the chair, who may not vote on the first, leaves it a chance is not for the rules to say.
        spec = evolve(self.RULES, chair=True, elect=1, own_vote="barred")
        voters = {"chu-tri": "so-ct", **{f"ba-{n}": "" for n in range(7)}}
        chose = frozenset({Candidate("so-gtvt")})
        result = count(spec, poll_of(8, (6,), (6,), chair=chose, chaired_by="chu-tri", voters=voters), NAMES)
        assert outcomes(result) == {"so-ct": None, "so-gtvt": None}
        assert result.ties == ()
        assert {each.reasons[-1].code for each in result.outcomes} == {
            "ballot-place-tied",
            "ballot-place-open",
        }

    def test_each_title_has_its_own_limit(self) -> None:
        spec = evolve(self.RULES, elect=1, awards=("co-thi-dua", "bang-khen"))
        votes = {("so-ct", "co-thi-dua"): 6, ("so-nn", "co-thi-dua"): 7, ("so-ct", "bang-khen"): 5}
        counts = tuple(Tally(Candidate(*each), n) for each, n in votes.items())
        result = count(spec, Poll(ballot="x", members=8, present=8, cast=8, counts=counts), NAMES)
        assert [(each.candidate, each.elected) for each in result.outcomes] == [
            (Candidate("so-nn", "co-thi-dua"), True),
            (Candidate("so-ct", "co-thi-dua"), False),
            (Candidate("so-ct", "bang-khen"), True),
        ]

    def test_bac_ninh_2019_one_flag_of_each_kind(self) -> None:
        """Eight members; one Government flag by 90 % of all, though two have enough votes."""
        result = count(spec_of({"from": "90%", "elect": 1}), poll_of(8, (8,), (3,), (0,)), NAMES)
        assert outcomes(result) == {"so-ct": True, "so-gtvt": False, "so-nn": False}


# ── properties ──────────────────────────────────────────────────────────────────────


def told(result: BallotResult) -> Any:
    return result.to_dict() | {"ties": result.ties}


@settings(max_examples=400)
@given(held_ballots())
def test_outcomes_are_those_of_going_through_the_members(held: Held) -> None:
    expected = outcomes_by_hand(held)
    for poll in (held.by_papers(), held.by_counts()):
        assert {each.candidate: each.elected for each in count(held.spec, poll, NAMES).outcomes} == expected


@given(held_ballots())
def test_papers_and_the_counts_they_come_to_give_the_same_result(held: Held) -> None:
    assert told(count(held.spec, held.by_papers(), NAMES)) == told(count(held.spec, held.by_counts(), NAMES))


@given(held_ballots(), st.randoms(use_true_random=False))
def test_d2_the_order_of_papers_counts_and_members_changes_nothing(held: Held, random: Any) -> None:
    for poll in (held.by_papers(), held.by_counts()):
        papers, counts, voters = list(poll.papers), list(poll.counts), list(poll.voters.items())
        for each in (papers, counts, voters):
            random.shuffle(each)
        other = evolve(poll, papers=tuple(papers), counts=tuple(counts), voters=dict(voters))
        assert told(count(held.spec, other, NAMES)) == told(count(held.spec, poll, NAMES))


@given(held_ballots(), st.data())
def test_s4_more_votes_never_un_elect(held: Held, data: st.DataObject) -> None:
    before = held.by_counts()
    tally = data.draw(st.sampled_from(before.counts))
    moves: list[Callable[[int], Tally]] = []
    if tally.against:
        moves.append(lambda n: evolve(tally, votes=tally.votes + n, against=(tally.against or 0) - n))
    if tally.abstained:
        moves.append(lambda n: evolve(tally, votes=tally.votes + n, abstained=(tally.abstained or 0) - n))
    if not moves:
        return
    more = data.draw(st.sampled_from(moves))(1)
    after = evolve(before, counts=tuple(more if each is tally else each for each in before.counts))
    was, is_ = (count(held.spec, poll, NAMES).of(tally.candidate) for poll in (before, after))
    assert was is not None
    assert is_ is not None
    assert RANK[is_.elected] >= RANK[was.elected]


@given(held_ballots())
def test_d1_reasons_suffice_to_decide_again(held: Held) -> None:
    for outcome in count(held.spec, held.by_papers(), NAMES).outcomes:
        assert recomputed(outcome.reasons) == outcome.elected


def recomputed(reasons: tuple[Reason, ...]) -> bool | None:
    """Decide from the parameters of reasons alone, as somebody who was not there would."""
    held: list[bool | None] = []
    for reason in reasons:
        said = reason.to_dict()
        held.append(_again(said))
        assert said["holds"] == held[-1]
    return False if False in held else None if None in held else True


def _again(said: dict[str, Any]) -> bool | None:
    match said["code"]:
        case "ballot-quorum" | "ballot-no-quorum":
            enough = Fraction(said["took_part"], said["members"]) >= Fraction(said["quorum"])
            return True if enough else None
        case "ballot-votes-from" | "ballot-votes-above" as code:
            parts = {key: part[key] for part in said.get("parts", ()) for key in part if key != "holds"}
            base = parts.get("whole", said["base"]) - parts.get("barred", 0) - parts.get("abstained", 0)
            assert base == said["base"]
            share, threshold = Fraction(said["votes"], base), Fraction(said["threshold"])
            assert share == Fraction(said["share"])
            return share > threshold if code.endswith("above") else share >= threshold
        case "ballot-place" | "ballot-place-first":
            return bool(said["rivals"] < said["elect"])
        case "ballot-place-lost":
            return bool(said["ahead"] < said["elect"])
        case "ballot-place-tied" | "ballot-place-open":
            assert 0 < said["left"] <= len(said["others"])
            assert said["left"] == said["elect"] - said["ahead"]
            return None
    by_code = {"ballot-chair-for": True, "ballot-chair-among-all": True, "ballot-chair-not-for": False}
    return {**by_code, "ballot-nobody": False}.get(said["code"])


@given(held_ballots())
def test_only_those_open_for_a_tie_alone_are_tied(held: Held) -> None:
    result = count(held.spec, held.by_papers(), NAMES)
    for tie in result.ties:
        found = [result.of(candidate) for candidate in tie]
        assert len(found) > 1
        assert {each.elected for each in found if each} == {None}
        assert len({(each.tally.votes, each.candidate.award) for each in found if each}) == 1
    assert not result.ties or held.spec.elect is not None


@given(held_ballots())
def test_results_can_be_written_as_json_and_read_out(held: Held) -> None:
    result = count(held.spec, held.by_papers(), NAMES)
    assert json.loads(json.dumps(result.to_dict()))["ballot"] == "suy-ton"
    for outcome in result.outcomes:
        for reason in outcome.reasons:
            for text in (reason.text("vi"), reason.text("en")):
                assert text[0].islower() or text[0].isdigit()
                assert text[-1] not in ".;,"


# ── the rules themselves ────────────────────────────────────────────────────────────


def test_every_key_of_a_ballot_is_read() -> None:
    raw = {"title": "Suy tôn", "above": "1/2", "base": "valid", "quorum": "2/3", "secret": False}
    raw |= {"written_opinions": True, "chair_needed": True, "abstentions": "left-out", "own_vote": "barred"}
    raw |= {"picks_at_most": 3, "elect": 2, "awards": ["co-thi-dua"], "source": "Quy chế"}
    assert ballot("b", raw) == BallotSpec(
        "b", "Suy tôn", Fraction(1, 2), True, "valid", Fraction(2, 3), False, True, True, "left-out", "barred"
    , 3, 2, ("co-thi-dua",), "Quy chế")  # fmt: skip


@pytest.mark.parametrize(
    "keys, code, at",
    [
        ({"above": "100%"}, "ballot-unreachable", ("above",)),
        ({"from": "0%"}, "ballot-from-nothing", ("from",)),
        ({"from": "90%", "awards": ["a", "b", "a"]}, "id-twice", ("awards", 2)),
        ({"from": "90%", "above": "50%"}, "from-or-above", ()),
        ({}, "from-or-above", ()),
        ({"from": "90%", "quorom": "2/3"}, "unknown-key", ("quorom",)),
        ({"from": "90%", "elect": 0}, "not-positive", ("elect",)),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(keys: dict[str, Any], code: str, at: tuple[Any, ...]) -> None:
    with pytest.raises((Problem, Problems)) as refused:
        spec_of(keys)
    error = refused.value
    found = error.problems if isinstance(error, Problems) else (error,)
    assert [(each.code, each.at) for each in found] == [(code, at)]
