"""Broken rulesets: each gives its fault with file, line and fix, in both languages; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua_scoring.errors import Fault, RulesetError
from thidua_scoring.ruleset.load import load_ruleset

GOOD = """\
format = 1
id = "thu/mau"
title = "Bộ mẫu"
status = "illustrative"
source = "Văn bản mẫu"
in_force = { from = 2025-01-01, until = 2025-12-31 }

[scale]
points = 15

[groups.G1]
title = "Nhóm một"
points = 15

[criteria.C1]
group = "G1"
kind = "ledger"
title = "Trừ theo số lần"
points = 5
deduct = [{ title = "Chậm", per_case = "late", points = 0.5 }]
at_least = 0

[criteria.C2]
group = "G1"
kind = "bands"
title = "Theo khung"
points = 10
measure = "rate"
bands = [
  { from = 90, points = 10 },
  { from = 50, below = 90, points = 5 },
  { below = 50, points = 0 },
]
"""

CASES = [
    # what is wrong; what is replaced; by what; code; the text of the line that is named; the nearest name
    ("unknown key", "at_least = 0", "at_lest = 0", "unknown-key", "at_lest", "at_least"),
    ("wrong type", "points = 5\n", 'points = "năm"\n', "not-a-number", 'points = "năm"', None),
    ("band hole", "from = 50, below = 90", "from = 50, below = 80", "band-hole", "bands = [", None),
    ("band overlap", "from = 50, below = 90", "from = 50, up_to = 95", "band-overlap", "bands = [", None),
    ("group sum", "points = 15\n\n[criteria", "points = 16\n\n[criteria", "group-sum", "points = 16", None),
    ("scale sum", "[scale]\npoints = 15", "[scale]\npoints = 14", "scale-sum", "points = 14", None),
    ("duplicate id", "[criteria.C2]", "[criteria.C1]", "toml-duplicate", "[criteria.C1]", None),
    ("unknown kind", 'kind = "ledger"', 'kind = "leger"', "unknown-kind", 'kind = "leger"', "ledger"),
    ("bad date", "until = 2025-12-31", 'until = "31/12/2025"', "not-a-toml-date", "until", None),
    ("dates upside down", "until = 2025-12-31", "until = 2024-12-31", "in-force-upside-down", "until", None),
    ("missing source", 'source = "Văn bản mẫu"\n', "", "missing-key", "format = 1", None),
    ("unknown group", 'group = "G1"\nkind = "ledger"', 'group = "G"\nkind = "ledger"',
     "unknown-group", 'group = "G"', "G1"),
]  # fmt: skip


def faults(folder: Path, text: str, name: str = "mau.toml") -> list[Fault]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    try:
        load_ruleset(path)
    except RulesetError as error:
        return list(error.faults)
    return []


def test_the_sample_is_good(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_one_fault(case: tuple[str, str, str, str, str, str | None], tmp_path: Path) -> None:
    _, old, new, code, line, nearest = case
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = faults(tmp_path, text)
    assert code in [fault.code for fault in found]
    fault = next(f for f in found if f.code == code)
    assert fault.place.file is not None and fault.place.file.endswith("mau.toml")
    assert fault.place.line is not None
    assert line in text.splitlines()[fault.place.line - 1]
    assert fault.nearest == nearest
    said = {lang: fault.line(lang) for lang in ("vi", "en")}
    for each in said.values():
        assert f"mau.toml:{fault.place.line}" in each
        assert f"[{code}]" in each
    assert not any("{" in fault.text(lang) for lang in ("vi", "en"))
    assert fault.text("vi") != fault.text("en")


def test_a_rule_without_rounding(tmp_path: Path) -> None:
    share = """
[criteria.C3]
group = "G1"
kind = "proportional"
title = "Theo tỷ lệ"
points = 3
measure = { ratio = ["done", "planned"] }
"""
    text = GOOD.replace("points = 15", "points = 18") + share
    (fault,) = faults(tmp_path, text)
    assert fault.code == "rounding-missing"
    assert text.splitlines()[(fault.place.line or 0) - 1] == "[criteria.C3]"


@pytest.mark.parametrize("length", [1, 2, 3])
def test_rulesets_that_extend_one_another(length: int, tmp_path: Path) -> None:
    names = [f"r{n}" for n in range(length)]
    for name, base in zip(names, [*names[1:], names[0]], strict=True):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{base}"\n' + GOOD, encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_ruleset(tmp_path / "r0.toml")
    fault = next(f for f in error.value.faults if f.code == "extends-cycle")
    assert fault.place.line == 1
    for name in names:
        assert name in fault.text("vi")
        assert name in fault.text("en")


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = GOOD
    replaced = [each for each in CASES if each[0] not in ("scale sum", "duplicate id", "dates upside down")]
    done = set()
    for _, old, new, code, _, _ in replaced:
        if old in text:
            text = text.replace(old, new, 1)
            done.add(code)
    found = faults(tmp_path, text)
    assert len(done) >= 7
    # A criterion that cannot be read has no bands to check and its group no sum; without kind, no keys.
    assert done - {fault.code for fault in found} <= {"band-hole", "group-sum", "unknown-key"}
    assert len({fault.code for fault in found}) >= 6
    places = [(fault.place.file, fault.place.line, fault.place.column) for fault in found]
    assert places == sorted(places)
    assert len({fault.line("en") for fault in found}) == len(found)


def test_a_criterion_that_cannot_be_read_brings_no_further_faults(tmp_path: Path) -> None:
    """The sums and the uses of a criterion that is at fault itself are not faults of their own."""
    found = faults(tmp_path, GOOD.replace("at_least = 0", "at_lest = 0"))
    assert [fault.code for fault in found] == ["unknown-key"]


def test_no_ruleset_with_a_fault_scores(tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(GOOD.replace("points = 10", "points = 11"), encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_ruleset(tmp_path / "mau.toml")
    assert str(error.value) == error.value.text("vi")
    assert error.value.text("en").count("\n") == len(error.value.faults)


@pytest.mark.parametrize(("better", "noted"), [("higher", []), ("lower", ["better-lowers"])])
def test_s4_a_rule_by_which_better_evidence_costs_points_is_noted(
    tmp_path: Path, better: str, noted: list[str]
) -> None:
    path = tmp_path / "mau.toml"
    path.write_text(f'{GOOD}fields = {{ rate = {{ better = "{better}" }} }}\n', encoding="utf-8")
    codes = [note.code for note in load_ruleset(path).notes]
    assert [code for code in codes if code.startswith("better")] == noted


def loaded(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mau.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_ruleset(path)
    except RulesetError as error:
        return [fault.code for fault in error.faults]
    return []


def test_points_of_another_criterion_may_be_a_measure(tmp_path: Path) -> None:
    start = GOOD.index('measure = "rate"')
    rule = 'measure = { points_of = "C1" }\nbands = [{ from = 5, points = 10 }, { below = 5, points = 0 }]\n'
    assert loaded(tmp_path, GOOD[:start] + rule) == []


def test_a_fold_of_rows_within_limits_needs_no_bands_beyond_them(tmp_path: Path) -> None:
    start = GOOD.index('measure = "rate"')
    fold = '{ over = "reports", take = "sum", of = "mark", at_least = 0, at_most = 9 }'
    bands = "[{ from = 5, up_to = 9, points = 10 }, { from = 0, below = 5, points = 0 }]"
    assert loaded(tmp_path, f"{GOOD[:start]}measure = {fold}\nbands = {bands}\n") == []
    shown = bands.replace("from = 0, ", "from = 1, ")
    assert loaded(tmp_path, f"{GOOD[:start]}measure = {fold}\nbands = {shown}\n") == ["band-hole"]


@pytest.mark.parametrize("kind", ['"yes-no"', '"date"', '"percent"', '"level", levels = ["a"]'])
def test_whether_it_applies_may_be_asked_of_a_figure_of_any_kind(kind: str, tmp_path: Path) -> None:
    asked = 'void = [{ when = { given = "f" } }]'
    text = f"{GOOD}{asked}\nfields = {{ f = {{ kind = {kind}, optional = true }} }}\n"
    assert loaded(tmp_path, text) == []


def test_bands_may_meet_at_one_number(tmp_path: Path) -> None:
    bands = "[{ at = 3, points = 10 }, { below = 3, points = 0 }, { above = 3, points = 5 }]"
    start = GOOD.index("bands = [")
    assert loaded(tmp_path, f"{GOOD[:start]}bands = {bands}\n") == []


def test_a_figure_of_two_kinds_is_one_fault(tmp_path: Path) -> None:
    text = f'{GOOD}[criteria.C1.fields]\nlate = {{ kind = "level", levels = ["a"] }}\n'
    assert loaded(tmp_path, text) == ["field-kinds-disagree"]
