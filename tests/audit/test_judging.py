"""Generated statements with right, rounded, truncated and wrong percentages are told apart exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.audit import Finding, audit
from thidua_scoring.audit.judging import KINDS, Ground, How, Why, judge
from thidua_scoring.audit.words import FORMULAS, HOWS, WHYS, roles

FORMS: dict[str, tuple[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "pair": ("Sản lượng đạt {a}/{b} tấn, đạt {p}% kế hoạch.", lambda a, b: a / b),
    "units": ("Trồng được {a} ha/{b} ha, bằng {p} % KH; hết.", lambda a, b: a / b),
    "words": ("Thu {a} tấn so với kế hoạch {b} tấn (đạt {p}%).", lambda a, b: a / b),
    "excess": ("Thu được {a}/{b} tấn, vượt {p}% kế hoạch.", lambda a, b: a / b - 1),
    "rise": ("Tổng đàn có {a} con, tăng {b} con (bằng {p}%) so với cùng kỳ.", lambda a, b: a / (a - b)),
    "rise by": ("Bắt giữ {a} vụ (tăng {b} vụ so với cùng kỳ năm 2020 = {p}%).", lambda a, b: b / (a - b)),
    "fall by": ("Xảy ra {a} vụ (giảm {b} vụ/{p}% so với cùng kỳ).", lambda a, b: b / (a + b)),
    "share": ("Kiểm định {b} xe, trong đó {a} xe đạt (chiếm {p}%).", lambda a, b: a / b),
    "earlier": ("Đạt {a} tấn (cùng kỳ {b} tấn), tăng {p}%.", lambda a, b: a / b - 1),
}
"""Forms, and what each states, computed without the library."""
ALSO: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "rise": lambda a, b: b / (a - b),
    "rise by": lambda a, b: a / (a - b),
}
"""What else a form may state: *tăng 5 con (bằng 5%)* the rise itself, *tăng 5 vụ = 105%* the new level."""


@st.composite
def figures(draw: st.DrawFn) -> tuple[Fraction, int]:
    """Draw a figure above zero and how many decimals it is written with."""
    places = draw(st.integers(0, 2))
    return Fraction(draw(st.integers(1, 10 ** draw(st.integers(1, 8)))), 10**places), places


def written(value: Fraction, places: int, style: str) -> str:
    """Write a figure as files do: dots or spaces or nothing for thousands, or the English way."""
    scaled = round(value * 10**places)
    whole, part = divmod(scaled, 10**places)
    groups = {"vi": ".", "en": ",", "spaces": "\u00a0", "plain": ""}[style]
    sign = "." if style == "en" else ","
    return f"{whole:,}".replace(",", groups) + (f"{sign}{part:0{places}d}" if places else "")


def ambiguous(text: str) -> bool:
    """Say whether a single sign with three digits behind it can open decimals or thousands."""
    signs = [c for c in text if c in ".,"]
    head, _, tail = text.replace(",", ".").partition(".")
    return len(signs) == 1 and len(tail) == 3 and len(head) <= 3 and head != "0"


def state(form: str, a: str, b: str, p: str) -> Finding:
    found = audit(FORMS[form][0].format(a=a, b=b, p=p)).findings
    assert len(found) == 1
    return found[0]


def may_be(form: str, a: tuple[Fraction, int], b: tuple[Fraction, int], p: Fraction, places: int) -> bool:
    """Say whether figures that print as these do, rounded or cut, may give what is stated."""
    ends = [
        (value - Fraction(1, 2 * 10**of), value + Fraction(1, 10**of)) if of else (value,)
        for value, of in (a, b)
    ]
    if not a[1] and not b[1]:
        return False
    for formula in filter(None, (FORMS[form][1], ALSO.get(form))):
        try:
            found = [100 * formula(one, two) for one in ends[0] for two in ends[1]]
        except ZeroDivisionError:
            return True
        if form in ALSO and min(found) < 0:
            return True  # the earlier figure may have been as near to nothing as one likes
        unit = Fraction(1, 10**places)
        if min(found) < p + unit and p - unit / 2 <= max(found):
            return True
    return False


def rounded(value: Fraction, places: int) -> dict[str, Fraction]:
    scaled = value * 10**places
    return {
        "half-up": Fraction(math.floor(scaled + Fraction(1, 2)), 10**places),
        "half-even": Fraction(round(scaled), 10**places),
        "truncated": Fraction(math.floor(scaled), 10**places),
    }


@settings(max_examples=300)
@given(
    form=st.sampled_from(sorted(FORMS)),
    one=figures(),
    two=figures(),
    places=st.integers(0, 2),
    how=st.sampled_from(["half-up", "half-even", "truncated", "wrong"]),
    off=st.integers(-60, 60),
    style=st.sampled_from(["vi", "en", "spaces", "plain"]),
)
def test_a_percentage_follows_only_if_it_is_rounded_or_cut_right(
    *,
    form: str,
    one: tuple[Fraction, int],
    two: tuple[Fraction, int],
    places: int,
    how: str,
    off: int,
    style: str,
) -> None:
    (a, a_places), (b, b_places) = one, two
    if form in ("rise", "rise by"):
        assume(a > b)
    exact = 100 * FORMS[form][1](a, b)
    assume(exact >= 0)
    texts = [written(a, a_places, style), written(b, b_places, style)]
    assume(not any(map(ambiguous, texts)))
    ways = rounded(exact, places)
    stated = ways[how] if how != "wrong" else ways["half-up"] + Fraction(off, 10**places)
    assume(0 <= stated < 1000)
    finding = state(form, texts[0], texts[1], written(stated, places, "vi"))
    right = {way for way, value in ways.items() if value == stated} | (
        {"exactly"} if stated == exact else set()
    )
    if form in ALSO and not right:
        other = rounded(100 * ALSO[form](a, b), places)
        right = {way for way, value in other.items() if value == stated}
        right |= {"exactly"} if stated == 100 * ALSO[form](a, b) else set()
    if right:
        assert finding.verdict == "follows"
        assert finding.judgement.how in right
        assert finding.judgement.values == (a, b)
    elif may_be(form, one, two, stated, places):
        assert (finding.verdict, finding.judgement.why) == ("cannot-be-told", "rounded-figures")
    else:
        assert finding.verdict == "does-not-follow"
        if form not in ALSO:
            assert finding.judgement.exact == exact
            assert finding.judgement.right == ways["half-up"]


@settings(max_examples=200)
@given(
    st.sampled_from(sorted(FORMS)), st.integers(1, 10**7), st.integers(1, 10**7),
    st.integers(0, 2), st.sampled_from(["half-up", "half-even", "truncated"]),
)  # fmt: skip
def test_what_was_computed_before_the_figures_were_rounded_is_not_called_wrong(
    form: str, one: int, two: int, places: int, how: str
) -> None:
    a, b = Fraction(one, 1000), Fraction(two, 1000)
    assume(form not in ("rise", "rise by") or a > b)
    stated = rounded(100 * FORMS[form][1](a, b), places)[how]
    printed = [rounded(value, 1)[how] for value in (a, b)]
    assume(0 <= stated < 1000 and all(printed))
    first, second = (written(value, 1, "vi") for value in printed)
    assert state(form, first, second, written(stated, places, "vi")).verdict != "does-not-follow"


@settings(max_examples=100)
@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 9), st.integers(0, 300))
def test_every_reading_of_an_ambiguous_figure_is_tried(whole: int, plan: int, part: int, stated: int) -> None:
    text = f"{whole}.{part}00"
    finding = state("pair", text, str(plan), str(stated))
    readings = [Fraction(whole * 1000 + part * 100), Fraction(whole * 10 + part, 10)]
    fits = [value for value in readings if stated in (*rounded(100 * value / plan, 0).values(),)]
    if fits:
        assert finding.verdict == "follows"
        assert finding.judgement.values[0] in fits
        assert f"đọc {text} là" in finding.because("vi")
    elif may_be("pair", (readings[1], 3), (Fraction(plan), 0), Fraction(stated), 0):
        assert (finding.verdict, finding.judgement.why) == ("cannot-be-told", "rounded-figures")
    else:
        assert finding.verdict == "does-not-follow"
        assert finding.judgement.values[0] == readings[0]


def test_the_plan_settles_how_the_result_is_read() -> None:
    finding = audit("Trồng được 1.463/1.498,3 ha, đạt 98% kế hoạch").findings[0]
    assert finding.judgement.values == (Fraction(1463), Fraction(14983, 10))
    assert not finding.judgement.ambiguous


@pytest.mark.parametrize(
    ("figures_", "percent", "why"),
    [
        (("1.234,5", "1,498.3"), "82", "mixed-signs"),
        (("1.23.4", "150"), "82", "not-a-figure"),
        (("12", "0"), "82", "no-base"),
        (("12", "15"), "8,,2", "not-a-figure"),
        (("1" * 200, "15"), "82", "not-a-figure"),
    ],
)
def test_what_cannot_be_computed_is_told_with_the_reason(
    figures_: tuple[str, str], percent: str, why: str
) -> None:
    judged = judge(percent, (Ground("ratio", figures_),), "no-plan")
    assert (judged.follows, judged.why) == (None, why)


@pytest.mark.parametrize(
    ("percent", "how"),
    [("12,5", "exactly"), ("13", "half-up"), ("12", "half-even"), ("12,50", "exactly"), ("12,4", None)],
)
def test_halves_and_exact_figures_are_told_apart(percent: str, how: str | None) -> None:
    judged = judge(percent, (Ground("ratio", ("1", "8")),), "no-plan")
    assert (judged.how, judged.follows) == (how, how is not None)


def test_what_only_may_be_meant_is_never_called_wrong() -> None:
    judged = judge("50", (Ground("ratio", ("1", "3"), firm=False),), "no-plan")
    assert (judged.follows, judged.why) == (None, "unclear")


def test_every_kind_and_every_reason_has_words() -> None:
    assert set(FORMULAS) == set(KINDS)
    assert all(roles(kind) for kind in KINDS)
    assert set(WHYS) == set(get_args(Why))
    assert set(HOWS) == set(get_args(How))
