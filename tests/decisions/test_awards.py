"""Awards: what it takes, how many there may be, what is passed down, and what past years brought."""

from __future__ import annotations

from typing import Any

import pytest
from made_rulesets import ruleset, standing

from thidua_scoring.decisions.awards.records import Record, Records, records_of
from thidua_scoring.decisions.ballots.counting import Candidate as Voted
from thidua_scoring.decisions.ballots.counting import Poll, Tally

RECORDED = {
    "sang-kien": {"title": "sáng kiến", "proposed": False},
    "ldtt": {"title": "Lao động tiên tiến", "proposed": False, "to": "individual"},
    "cstdcs": {"title": "Chiến sĩ thi đua cơ sở", "proposed": False, "to": "individual"},
    "chuyen-de": {"title": "Bằng khen chuyên đề", "proposed": False, "thematic": True},
}


def rules(**awards: dict[str, Any]) -> Any:
    made = {name: {"title": f"Giải {name}", **award} for name, award in awards.items()}
    return ruleset(awards={**RECORDED, **made})


def record(holder: str, award: str, year: int, **more: Any) -> Record:
    return Record(holder=holder, award=award, year=year, kind=more.pop("kind", "individual"), **more)


def verdicts(found: Any, award: str) -> list[str]:
    return [unit.awards[award].verdict for unit in found]


# ── an official answer: two excellent years with two initiatives ────────────────────

BANG_KHEN = {
    "title": "Bằng khen cấp tỉnh",
    "require": [
        {"any": [
            {"held": "cstdcs", "in_a_row": 2, "ending": "this"},
            {"all": [
                {"held": "xs", "in_a_row": 2, "ending": "this"},
                {"held": "sang-kien", "at_least": 2, "within": 2, "ending": "this"},
            ]},
        ]},
    ],
}  # fmt: skip

HISTORY = [
    # what each of two years brought; the verdict
    ({2024: ["xs", "sang-kien"], 2025: ["xs", "sang-kien", "cstdcs"]}, "proposed"),
    ({2024: ["cstdcs"], 2025: ["cstdcs"]}, "proposed"),
    ({2024: ["xs", "sang-kien"], 2025: ["xs", "cstdcs"]}, "not-proposed"),
    ({2024: ["xs"], 2025: ["xs"]}, "not-proposed"),
    ({2023: ["cstdcs"], 2025: ["cstdcs"]}, "not-proposed"),
    ({2023: ["xs", "sang-kien"], 2025: ["xs", "sang-kien"]}, "not-proposed"),
]


@pytest.mark.parametrize(("years", "verdict"), HISTORY)
def test_bang_khen_by_either_of_two_ways(years: dict[int, list[str]], verdict: str) -> None:
    records = Records(tuple(record("u0", what, year) for year, each in years.items() for what in each))
    given = {"records": records, "year": 2025}
    found = standing(rules(bk=BANG_KHEN), [95], given=given)
    assert verdicts(found, "bk") == [verdict]


def test_the_reasons_of_an_award_can_be_read_out() -> None:
    records = Records(
        tuple(record("u0", what, year) for year in (2024, 2025) for what in ("xs", "sang-kien"))
    )
    found = standing(rules(bk=BANG_KHEN), [95], given={"records": records, "year": 2025})
    assert found.explain("u0").splitlines()[-1] == (
        "  – Bằng khen cấp tỉnh: được đề nghị, vì một trong các trường hợp (đồng thời (đạt Hoàn thành "
        "xuất sắc nhiệm vụ 2 năm liên tục tính đến năm 2025, cần 2 năm; có 2 lần đạt sáng kiến từ năm 2024 "
        "đến năm 2025, cần 2 lần))"
    )


# ── how many, and who comes first ───────────────────────────────────────────────────

FLAG: dict[str, Any] = {"require": [{"class": "xs"}], "at_most": 1, "achievement": "nam", "else": "bk"}
MERIT: dict[str, Any] = {"require": [{"class": "tot"}], "at_most": 2, "achievement": "nam"}


def test_who_is_cut_is_looked_at_for_the_next_award_and_nobody_is_rewarded_twice() -> None:
    found = standing(rules(co=FLAG, bk=MERIT), [99, 95, 80, 75, 60])
    assert verdicts(found, "co") == ["proposed", *["not-proposed"] * 4]
    assert verdicts(found, "bk") == ["not-proposed", "proposed", "proposed", "not-proposed", "not-proposed"]
    said = found.explain("u0")
    assert "Giải bk: không được đề nghị, vì thành tích này đã được đề nghị Giải co" in said


def test_a_tie_across_the_last_place_is_for_the_council() -> None:
    found = standing(rules(co=FLAG, bk=MERIT), [95, 95, 80])
    assert verdicts(found, "co") == ["undecided", "undecided", "not-proposed"]
    assert verdicts(found, "bk") == ["undecided", "undecided", "undecided"]
    said = {(each.what, tuple(unit.id for unit in each.units)) for each in found.open}
    assert ("award", ("u0", "u1")) in said


def test_an_achievement_that_was_rewarded_is_not_rewarded_again() -> None:
    made = rules(co=FLAG, bk=MERIT)
    once = [record("u0", "chuyen-de", 2025, kind="collective", achievement="nam")]
    found = standing(made, [99], given={"records": records_of(once, made), "year": 2025})
    assert verdicts(found, "bk") == ["not-proposed"]
    assert "thành tích «nam» đã được khen thưởng" in found.explain("u0")


def test_thematic_awards_do_not_count() -> None:
    made = rules(bk={"require": [{"held": "chuyen-de", "at_least": 1}]})
    records = records_of([record("u0", "chuyen-de", 2024, kind="collective")], made)
    assert verdicts(standing(made, [95], given={"records": records, "year": 2025}), "bk") == ["not-proposed"]


def test_a_share_of_those_who_come_to_have_another_award() -> None:
    """A fifth of those excellent, one at least."""
    made = rules(
        a={"require": [{"class": "xs"}]},
        b={"require": [{"class": "xs"}], "share": "20%", "of": "a", "rounding": "down", "at_least": 1},
    )
    for excellent, most in [(1, 1), (9, 1), (10, 2)]:
        found = standing(made, [*range(91, 91 + excellent), 60])
        assert verdicts(found, "b").count("proposed") == most


def test_by_votes_where_an_award_is_given_by_ballot() -> None:
    made = ruleset(
        ballots={"phieu": {"title": "bỏ phiếu suy tôn", "from": "50%", "base": "members"}},
        awards={"co": {"title": "Cờ", "require": [{"elected": "phieu"}], "at_most": 1,
                       "order": [{"votes": "phieu"}, "rank"]}},
    )  # fmt: skip
    counts = tuple(Tally(Voted(f"u{n}"), votes, 8 - votes) for n, votes in enumerate([6, 8, 3]))
    poll = Poll(ballot="phieu", bloc="K", members=8, present=8, cast=8, counts=counts)
    found = standing(made, [99, 90, 80], given={"polls": [poll]})
    assert verdicts(found, "co") == ["not-proposed", "proposed", "not-proposed"]
    assert verdicts(standing(made, [99, 90, 80]), "co") == ["undecided"] * 3
    assert "chưa có kết quả bỏ phiếu suy tôn" in standing(made, [99]).explain("u0")


# ── members, and units that are held back ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("relation", "staff", "verdict"),
    [("from", 10, "proposed"), ("above", 10, "not-proposed"), ("above", 9, "proposed"),
     ("from", 11, "not-proposed"), ("from", None, "undecided")],
)  # fmt: skip
def test_a_share_of_the_members_exactly_at_the_mark(relation: str, staff: int | None, verdict: str) -> None:
    """Seven of ten are 70 %: enough where 70 % is, not where more is needed."""
    need = {"members_hold": "ldtt", relation: "70%", "of": "unit.staff"}
    members = tuple(record(f"nguoi-{n}", "ldtt", 2025, unit="u0") for n in range(7))
    given = {"records": Records(members), "year": 2025}
    found = standing(rules(tt={"require": [need]}), [95], facts={"staff": [staff]}, given=given)
    assert verdicts(found, "tt") == [verdict]


def test_at_least_one_member() -> None:
    need = {"members_hold": "cstdcs", "at_least": 1}
    records = Records((record("nguoi", "cstdcs", 2025, unit="u0"), record("ai", "cstdcs", 2024, unit="u1")))
    found = standing(rules(tt={"require": [need]}), [95, 95], given={"records": records, "year": 2025})
    assert verdicts(found, "tt") == ["proposed", "not-proposed"]


@pytest.mark.parametrize(
    ("outcome", "verdict", "said"),
    [
        ("postponed", "undecided", "chưa khen thưởng cho đến khi có kết luận"),
        ("unrated", "not-proposed", "đơn vị không được xếp loại"),
        ("not-considered", "not-proposed", "đơn vị không thuộc diện xét"),
    ],
)
def test_a_veto_reaches_awards(outcome: str, verdict: str, said: str) -> None:
    made = ruleset(
        vetoes={
            "V": {"title": "đang xem xét kỷ luật", "when": {"fact": "bad", "is": True}, "outcome": outcome}
        },
        awards={"bk": {"title": "Bằng khen", "require": [{"fact": "bad", "is": True}]}},
    )
    found = standing(made, [95], facts={"bad": [True]})
    assert verdicts(found, "bk") == [verdict]
    assert said in found.explain("u0")
