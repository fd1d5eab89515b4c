"""Generated tables with known truth: a percentage that is right is never called wrong, whatever is meant.

Which columns a header may mean is written down here by hand, and not taken from the library.
"""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.audit import Finding, audit

PLANS = ("KH năm", "KH 6 tháng", "KH", "Kế hoạch (tấn)", "Dự toán", "Chỉ tiêu giao")
EARLIER = ("Cùng kỳ", "CK 2020", "Năm trước")
RESULTS = ("TH 6 tháng", "Thực hiện", "Ước cả năm", "Giải ngân", "Thực hiện (triệu đồng)", "Kết quả (tấn)")
OTHERS = ("Tổng số hộ", "Lũy kế", "Thanh toán", "Diện tích", "Số hộ nghèo")
DISTRACTORS = (
    "Lũy kế", "Cộng dồn", "Tổng số đến nay", "Từ đầu năm đến nay", "Vốn kéo dài", "Bổ sung", "KH điều chỉnh",
    "Trong đó: đã cấp", "Lũy kế TH", "Còn lại", "",
)  # fmt: skip
"""Columns of which a header does not say what they are to the others: any may be what is compared."""
COLUMNS = (*PLANS, *EARLIER, *RESULTS, *OTHERS)

MEANT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Tỷ lệ (%)": ((*RESULTS, *OTHERS), (*PLANS, *EARLIER, *OTHERS)),
    "%": ((*RESULTS, *OTHERS), (*PLANS, *EARLIER, *OTHERS)),
    "Đạt (%)": ((*RESULTS, "Thanh toán", "Lũy kế"), PLANS),
    "% so KH": ((*RESULTS, "Thanh toán", "Lũy kế"), PLANS),
    "% so KH năm": ((*RESULTS, "Thanh toán", "Lũy kế"), ("KH năm", "KH", "Kế hoạch (tấn)")),
    "% TH 6 tháng/KH": (("TH 6 tháng", "Thực hiện"), PLANS),
    "So sánh TH/KH (%)": (RESULTS, PLANS),
    "TH so với cùng kỳ (%)": (RESULTS, EARLIER),
    "Tỷ lệ giải ngân (%)": (("Giải ngân", "Thanh toán", "Thực hiện"), PLANS),
    "% ước cả năm/KH năm": (("Ước cả năm",), ("KH năm", "KH", "Kế hoạch (tấn)")),
    "So với dự toán (%)": (RESULTS, ("Dự toán",)),
}
"""What each header may mean: a result, and what it is held against."""
CLEAR: dict[str, tuple[str, str]] = {
    "% TH 6 tháng/KH năm": ("TH 6 tháng", "KH năm"),
    "Giải ngân/Dự toán (%)": ("Giải ngân", "Dự toán"),
    "TH 6 tháng so với cùng kỳ (%)": ("TH 6 tháng", "Cùng kỳ"),
    "% ước cả năm so KH năm": ("Ước cả năm", "KH năm"),
}
"""Headers that name both columns."""

CALLED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cùng kỳ", ("Cùng kỳ",)),
    ("cùng kỳ", ("Cùng kỳ", "CK 2020")),
    ("giải ngân", ("Giải ngân",)),
    ("dự toán", ("Dự toán",)),
    ("ước", ("Ước cả năm",)),
    ("th 6 tháng", ("TH 6 tháng",)),
    ("kh năm", ("KH năm",)),
    ("/kh", ("KH",)),
    ("so kh", ("KH",)),
)
"""Words of a header, and the columns that are called so: where there is one, it is meant."""


def named_right(share: str, meant: set[str], columns: set[str]) -> bool:
    """Say whether a column that the header calls by its very name is one of those that are meant."""
    words = [
        (word, names)
        for word, names in CALLED
        if word in share and not ("kh năm" in share and names == ("KH",))
    ]
    return all(not columns & {*names} or meant & {*names} for _, names in words)


figures = st.integers(1, 9_999_999)


def one_percentage(
    columns: tuple[str, ...], values: dict[str, int], share: str, stated: str
) -> Finding | None:
    header = "\t".join(["Nội dung", *columns, share])
    row = "\t".join(["Xã A", *(str(values[name]) for name in columns), stated])
    found = audit(f"{header}\n{row}\n").findings
    assert len(found) < 2
    return found[0] if found else None


def written(value: Fraction, places: int) -> str:
    whole, part = divmod(math.floor(value * 10**places + Fraction(1, 2)), 10**places)
    return f"{whole},{part:0{places}d}" if places else str(whole)


@settings(max_examples=300)
@given(data=st.data(), share=st.sampled_from(sorted(MEANT)), places=st.integers(0, 2))
def test_a_right_percentage_is_never_called_wrong(data: st.DataObject, share: str, places: int) -> None:
    result, base = (data.draw(st.sampled_from(names)) for names in MEANT[share])
    assume(result != base)
    more = data.draw(st.lists(st.sampled_from(COLUMNS), max_size=4, unique=True))
    columns = tuple(data.draw(st.permutations(sorted({result, base, *more}))))
    assume(named_right(share.lower(), {result, base}, {*columns}))
    values = {name: data.draw(figures) for name in columns}
    if result in OTHERS:  # what is not called a result stands beside the percentage that is about it
        columns = (*(name for name in columns if name != result), result)
    found = one_percentage(
        columns, values, share, written(Fraction(100 * values[result], values[base]), places)
    )
    assert found is None or found.verdict != "does-not-follow"


@settings(max_examples=200)
@given(
    data=st.data(), share=st.sampled_from(sorted(CLEAR)), places=st.integers(0, 2), off=st.integers(-60, 60)
)
def test_a_header_that_names_both_columns_tells_right_from_wrong(
    data: st.DataObject, share: str, places: int, off: int
) -> None:
    result, base = CLEAR[share]
    clash = {"KH năm": {"KH", "Kế hoạch (tấn)"}, "Cùng kỳ": {"CK 2020"}, "Dự toán": set()}[base]
    same = {"Thực hiện", "Thực hiện (triệu đồng)", "Kết quả (tấn)"}
    spare = sorted({*COLUMNS} - clash - same - {*OTHERS})
    more = data.draw(st.lists(st.sampled_from(spare), max_size=4, unique=True))
    columns = tuple(data.draw(st.permutations(sorted({result, base, *more}))))
    values = {name: data.draw(figures) for name in columns}
    exact = Fraction(100 * values[result], values[base])
    right = written(exact, places)
    stated = written(Fraction(right.replace(",", ".")) + Fraction(off, 10**places), places)
    assume(not stated.startswith("-"))
    found = one_percentage(columns, values, share, stated)
    assert found is not None
    ground = found.judgement.ground
    assert ground is not None
    assert ground.figures == (str(values[result]), str(values[base]))
    # The same figures may give it the other way round, as a change, or as a share of 1.
    near = Fraction(stated.replace(",", "."))
    others = (exact - 100, 100 - exact, 10_000 / exact, 200 - exact, abs(values[result] - values[base]))
    scale = near and exact / near
    if stated == right:
        assert found.verdict == "follows"
    elif all(abs(near - other) > 2 for other in (exact, 100, *others)) and Fraction(1, 90) < scale < 90:
        assert found.verdict == "does-not-follow"
        assert found.judgement.exact == exact


@settings(max_examples=200)
@given(
    data=st.data(), share=st.sampled_from(sorted({*MEANT} | {*CLEAR})), stated=st.integers(1, 300),
    numbers=st.booleans(),
)  # fmt: skip
def test_beside_a_column_that_is_not_explained_nothing_is_called_wrong(
    data: st.DataObject, share: str, stated: int, numbers: bool
) -> None:
    result, base = (CLEAR.get(share) or [data.draw(st.sampled_from(each)) for each in MEANT[share]])[:2]
    assume(result != base)
    others = data.draw(st.lists(st.sampled_from(DISTRACTORS), min_size=1, max_size=3, unique=True))
    more = data.draw(st.lists(st.sampled_from(COLUMNS), max_size=2, unique=True))
    columns = data.draw(st.permutations(sorted({result, base, *more, *others})))
    rows = [["Nội dung", *columns, share]]
    if numbers:
        rows.append(["A", *map(str, range(1, len(columns) + 2))])
    rows.append(["Xã A", *(str(data.draw(figures)) for _ in columns), str(stated)])
    found = audit("\n".join(map("\t".join, rows)) + "\n").findings
    assert "does-not-follow" not in {each.verdict for each in found}
