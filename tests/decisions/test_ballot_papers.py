"""Polls from files: every one that agrees with itself is read, and each that does not is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from ballots_held import BLOC, NAMES, UNITS, Held, Member, held_ballots, ruleset_of, ruleset_with, toml_of
from broken_polls import BROKEN, COUNTS, OPEN, PAPERS, SECRET, TITLES, VALID
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.decisions.ballots.counting import Candidate, Poll, count
from thidua_scoring.decisions.ballots.reading import read_polls
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.messages.ballots import BALLOTS
from thidua_scoring.ruleset.ruleset import Ruleset

RULES = """
[ballots.suy-ton]
title = "Bỏ phiếu suy tôn"
from = "90%"
base = "members"
quorum = "2/3"
picks_at_most = 2

[ballots.kiem-phieu]
title = "Bỏ phiếu kín theo phiếu hợp lệ"
above = "50%"
base = "valid"
written_opinions = true
abstentions = "left-out"

[ballots.bieu-quyet]
title = "Biểu quyết công khai"
from = "2/3"
base = "present"
secret = false
abstentions = "left-out"
own_vote = "barred"
chair_needed = true

[ballots.phieu-kin]
title = "Bỏ phiếu kín, không bỏ cho đơn vị mình"
from = "2/3"
base = "valid"
own_vote = "barred"

[ballots.cong-khai]
title = "Biểu quyết, ghi tên"
from = "2/3"
base = "members"
secret = false

[ballots.kin-tong-so]
title = "Bỏ phiếu kín theo tổng số, không bỏ cho đơn vị mình"
from = "2/3"
base = "members"
own_vote = "barred"
chair_needed = true

[ballots.danh-hieu]
title = "Bầu cờ và bằng khen"
from = "90%"
base = "members"
awards = ["co-thi-dua", "bang-khen"]
picks_at_most = 1
"""


Read = Callable[..., tuple[Poll, ...]]


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    return ruleset_of(tmp_path_factory.mktemp("ruleset"), RULES)


@pytest.fixture
def read(tmp_path: Path, ruleset: Ruleset) -> Read:
    def reading(text: str, units: tuple[Unit, ...] = UNITS, rules: Ruleset = ruleset) -> tuple[Poll, ...]:
        file = tmp_path / "phieu.toml"
        file.write_text(text, encoding="utf-8")
        return read_polls(file, rules, units)

    return reading


def faults_of(read: Read, text: str) -> tuple[Fault, ...]:
    with pytest.raises(EvidenceError) as error:
        read(text)
    return error.value.faults


# ── what is refused ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, change, fault",
    [(text, case[1:3], case[3:]) for text, *case in BROKEN],
    ids=[case[1] for case in BROKEN],
)
def test_r1_each_inconsistency_has_its_code_line_and_nearest_name(
    read: Read, text: str, change: tuple[str, str], fault: tuple[str, ...]
) -> None:
    old, new = change
    code, line, *close = fault
    assert old in text
    written = text.replace(old, new, 1)
    found = faults_of(read, written)
    assert [fault.code for fault in found] == [code]
    assert line in written.splitlines()[(found[0].place.line or 0) - 1]
    assert Path(str(found[0].place.file)).name == "phieu.toml"
    assert found[0].nearest == (close[0] if close else None)
    assert not set("{}") & set(found[0].text("vi") + found[0].text("en"))


def test_polls_without_votes_are_refused(read: Read) -> None:
    head = COUNTS[: COUNTS.index("counts")]
    assert [fault.code for fault in faults_of(read, head)] == ["poll-votes-missing"]
    assert [fault.code for fault in faults_of(read, head + "counts = []")] == ["list-too-short"]


def test_one_ballot_is_held_once_in_one_bloc(read: Read) -> None:
    [fault] = faults_of(read, COUNTS + COUNTS.replace("suy-ton", "Bỏ phiếu suy tôn"))
    assert (fault.code, fault.place.line) == ("poll-twice", len(COUNTS.splitlines()) + 2)


def test_every_fault_of_polls_has_a_case() -> None:
    elsewhere = {"ballot-unreachable", "ballot-from-nothing", "chair-against-all"}
    assert set(BALLOTS) <= {case[4] for case in BROKEN} | elsewhere | {"poll-votes-missing", "poll-twice"}


def test_r1_all_faults_are_told_at_once_in_the_order_of_the_file(read: Read) -> None:
    second = PAPERS.replace("id = 2", 'id = 2, voter = "ba-b"').replace("present = 3", "present = 4")
    text = second.replace('"so-ct", "so-gtvt"], ag', '"so-ct", "so-ct"], ag') + VALID.replace(
        "so-ct", "so-cc"
    )
    text += COUNTS.replace("suy-ton", "suy-tom") + SECRET.replace('"so-nn"] },', '"so-mm"] },', 1)
    assert [(fault.code, fault.place.line) for fault in faults_of(read, text)] == [
        ("poll-too-many", 5),
        ("poll-named-twice", 9),
        ("paper-voter-in-secret", 10),
        ("poll-unit-unknown", 21),
        ("poll-ballot-unknown", 23),
        ("poll-unit-unknown", 43),
    ]


def test_a_vote_stands_where_it_is_written(read: Read) -> None:
    text = PAPERS.replace('["so-ct", "so-gtvt"], ag', '[\n    "so-ct",\n    "so-ct",\n  ], ag')
    [fault] = faults_of(read, text)
    assert (fault.place.line, fault.place.column) == (11, 5)
    assert fault.place.path == ("polls", 0, "papers", 0, "for", 1)


def test_all_for_a_unit_and_the_chair_not_is_refused(read: Read) -> None:
    text = COUNTS.replace("members = 8", "members = 6")
    text = text.replace("present = 7\ncast = 7\nspoiled = 1", "present = 6")
    [fault] = faults_of(read, text.replace('chair = ["so-ct", "so-gtvt"]', 'chair = ["so-gtvt"]'))
    assert (fault.code, fault.parameters["unit"]) == ("chair-against-all", "so-ct")


def test_all_who_may_vote_for_a_unit_and_the_chair_not_is_refused(read: Read) -> None:
    text = SECRET[: SECRET.index("papers")].replace("phieu-kin", "kin-tong-so")
    text += 'chaired_by = "ong-c"\nchair = []\ncounts = [{ unit = "so-ct", for = 2 }]\n'
    assert [fault.code for fault in faults_of(read, text)] == ["chair-against-all"]
    assert read(text.replace("for = 2", "for = 1"))
    assert read(text.replace('"ong-c"\nchair', '"ong-a"\nchair'))


def test_who_was_absent_decides_how_many_votes_there_are(read: Read) -> None:
    text = SECRET[: SECRET.index("papers")].replace("present = 3", "present = 2")
    text += "cast = 2\nspoiled = 0\n"
    counts = 'counts = [{ unit = "so-ct", for = 1, against = 0, abstained = 0 }]\n'
    assert read(text + counts)
    assert read(text + 'absent = ["ong-c"]\n' + counts)
    [fault] = faults_of(read, text + 'absent = ["ong-a"]\n' + counts)
    assert (fault.code, fault.parameters["expected"]) == ("count-sum", "2")
    [fault] = faults_of(read, text + counts.replace("for = 1", "for = 3"))
    assert (fault.code, fault.parameters["expected"]) == ("count-sum", "1–2")


def test_one_voter_in_two_spellings_is_one(read: Read) -> None:
    text = '[[polls]]\nballot = "cong-khai"\nmembers = 2\npresent = 2\npapers = [\n'
    text += '  { id = 1, voter = "Ông Hòa", for = ["so-ct"] },\n'
    text += '  { id = 2, voter = "ông Hoà", for = ["so-ct"] },\n]\n'
    with pytest.raises(EvidenceError) as error:
        read(text, UNITS[:5])
    assert [(fault.code, fault.place.line) for fault in error.value.faults] == [("paper-voter-twice", 7)]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path, ruleset: Ruleset) -> None:
    with pytest.raises(FileNotFoundError):
        read_polls(tmp_path / "khong-co.toml", ruleset, UNITS)


@given(held_ballots(), st.data())
def test_no_count_can_be_changed_alone(
    tmp_path_factory: pytest.TempPathFactory, held: Held, data: st.DataObject
) -> None:
    """Where everybody's votes are counted and no vote is barred, one vote more or less does not add up."""
    held = evolve(held, spec=evolve(held.spec, own_vote="allowed", quorum=None))
    held = evolve(held, members=tuple(_with_every_mark(held)))
    poll = held.by_counts()
    at = data.draw(st.integers(0, len(poll.counts) - 1))
    key = data.draw(st.sampled_from(["votes", "against", "abstained"]))
    number = max(0, getattr(poll.counts[at], key) + data.draw(st.sampled_from([-1, 1, 2])))
    changed = evolve(poll.counts[at], **{key: number})
    counts = (*poll.counts[:at], changed, *poll.counts[at + 1 :])
    if changed == poll.counts[at]:
        return
    with pytest.raises(EvidenceError) as error:
        _reread(tmp_path_factory, held, evolve(poll, counts=counts))
    assert {fault.code for fault in error.value.faults} <= {"count-sum", "count-picks"}


def _with_every_mark(held: Held) -> Iterator[Member]:
    for member in held.members:
        yield evolve(member, marks={each: member.marks.get(each, "against") for each in held.candidates})


# ── what is read ────────────────────────────────────────────────────────────────────


def _reread(factory: pytest.TempPathFactory, held: Held, poll: Poll) -> Poll:
    folder = factory.getbasetemp()
    file = folder / "phieu.toml"
    file.write_text(toml_of(poll, held.spec), encoding="utf-8")
    [found] = read_polls(file, ruleset_with(folder, held.spec), UNITS)
    return found


@given(held_ballots())
def test_every_poll_that_agrees_with_itself_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, held: Held
) -> None:
    if held.spec.chair and held.spec.own_vote == "barred" and held.known == "nothing":
        held = evolve(held, known="name")
    for poll in (held.by_papers(), held.by_counts()):
        found = _reread(tmp_path_factory, held, poll)
        if held.known != "name":
            assert found.chair == poll.chair
        elif found.chair is not None:
            # An open ballot's papers, or the list of the absent, say what the chair did.
            assert found.chair == evolve(held, known="votes").chair_chose
        assert evolve(found, chair=poll.chair) == poll


@given(held_ballots(), st.data())
def test_silence_that_changes_nothing_is_no_fault_and_no_vote(
    tmp_path_factory: pytest.TempPathFactory, held: Held, data: st.DataObject
) -> None:
    spec = evolve(held.spec, abstentions="counted")
    open_ = spec.own_vote == "barred" and spec.base == "valid"
    held = evolve(held, spec=evolve(spec, secret=spec.secret and not open_), known="name")
    members = []
    for member in held.members:
        kept = data.draw(st.sets(st.sampled_from(held.candidates)))
        marks = {each: mark for each, mark in member.marks.items() if mark == "for" or each in kept}
        members.append(evolve(member, marks=marks))
    poll = evolve(held, members=tuple(members)).by_papers()
    found = evolve(_reread(tmp_path_factory, held, poll), chair=None)
    told = count(held.spec, held.by_counts(), NAMES)
    for outcome in count(held.spec, found, NAMES).outcomes:
        same = told.of(outcome.candidate)
        assert same is not None
        assert (outcome.elected, outcome.base, outcome.needed) == (same.elected, same.base, same.needed)


def test_minutes_with_nothing_but_the_votes_for(read: Read, ruleset: Ruleset) -> None:
    text = '[[polls]]\nballot = "suy-ton"\nmembers = 8\npresent = 8\n'
    text += '[[polls.counts]]\nunit = "Sở Công Thương"\nfor = 8\n[[polls.counts]]\nunit = "so-nn"\nfor = 7\n'
    [poll] = read(text, UNITS[:5])
    assert (poll.bloc, poll.cast, poll.chair) == (BLOC, 8, None)
    assert (poll.place.line, poll.place.path) == (1, ("polls", 0))
    result = count(ruleset.written.decisions.ballots["suy-ton"], poll, NAMES)
    assert [each.elected for each in result.outcomes] == [True, False]


def test_units_without_a_bloc_are_one(read: Read) -> None:
    text = COUNTS.replace(f'bloc = "{BLOC}"\n', "")
    [poll] = read(text, tuple(Unit(unit.id, unit.name) for unit in UNITS))
    assert poll.bloc == ""


def test_one_ballot_may_be_held_in_several_blocs(read: Read) -> None:
    other = '[[polls]]\nballot = "suy-ton"\nbloc = "khối văn hoá"\nmembers = 3\npresent = 3\n'
    polls = read(COUNTS + other + 'counts = [{ unit = "so-yt", for = 3 }]\n')
    assert [poll.bloc for poll in polls] == [BLOC, "Khối Văn hóa"]


def test_titles_are_voted_on_apart(read: Read, ruleset: Ruleset) -> None:
    [poll] = read(TITLES)
    result = count(ruleset.written.decisions.ballots["danh-hieu"], poll, NAMES)
    assert [(str(each.candidate), each.tally.votes, each.elected) for each in result.outcomes] == [
        ("so-ct (co-thi-dua)", 1, False),
        ("so-nn (co-thi-dua)", 1, False),
        ("so-nn (bang-khen)", 1, False),
    ]


def test_the_chair_of_an_open_ballot_is_known_by_the_paper(read: Read) -> None:
    [poll] = read(OPEN.replace('chair = ["so-ct"]\n', ""))
    assert poll.chair == frozenset({Candidate("so-ct")})
    assert [paper.place.line for paper in poll.papers] == [10, 11, 12]


def test_an_absent_chair_voted_for_nobody(read: Read) -> None:
    text = SECRET[: SECRET.index("papers")].replace("phieu-kin", "kin-tong-so")
    text = text.replace("present = 3", 'present = 2\nabsent = ["ong-c"]\nchaired_by = "ong-c"')
    [poll] = read(text + 'counts = [{ unit = "so-ct", for = 1 }]\n')
    assert poll.chair == frozenset()


def test_a_spoiled_paper_may_be_silent(read: Read) -> None:
    text = OPEN.replace('voter = "ba-b", for = ["so-ct"]', 'voter = "ba-b", spoiled = true')
    assert read(text)[0].valid == 2


def test_a_chair_whose_vote_nothing_depends_on_need_not_be_named(read: Read) -> None:
    assert read(SECRET.replace("papers =", 'chair = ["so-nn"]\npapers ='))[0].chair == frozenset(
        {Candidate("so-nn")}
    )


def test_minutes_may_name_nobody_as_absent(read: Read) -> None:
    assert (
        read(OPEN.replace('"ba-d"', "").replace("present = 3", "present = 4\ncast = 3"))[0].absent
        == frozenset()
    )


def test_a_spoiled_paper_is_cast_but_not_valid(read: Read, ruleset: Ruleset) -> None:
    [poll] = read(PAPERS)
    assert (poll.cast, poll.spoiled, poll.valid) == (3, 1, 2)
    result = count(ruleset.written.decisions.ballots["suy-ton"], poll, NAMES)
    assert [each.tally.votes for each in result.outcomes] == [1, 1, 1]
    assert result.quorum is not None
    assert result.quorum.holds


def test_a_ballot_that_misses_its_quorum_needs_no_votes(read: Read, ruleset: Ruleset) -> None:
    text = '[[polls]]\nballot = "suy-ton"\nmembers = 8\npresent = 5\ncandidates = ["so-ct"]\n'
    [poll] = read(text, UNITS[:5])
    spec = ruleset.written.decisions.ballots["suy-ton"]
    [outcome] = count(spec, poll, NAMES).outcomes
    assert spec.quorum == Fraction(2, 3)
    assert (outcome.elected, [reason.code for reason in outcome.reasons]) == (None, ["ballot-no-quorum"])
