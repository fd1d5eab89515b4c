"""Every refusal of a ruleset's own keys, as data: what is broken, its code, its line, its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua_scoring.errors import EvidenceError, Fault, RulesetError, dotted
from thidua_scoring.ruleset.cases import cases_beside, run_cases
from thidua_scoring.ruleset.load import load_ruleset

GOOD = """\
format = 1
id = "thu/mau"
title = "Bộ mẫu"
status = "illustrative"
source = "Văn bản mẫu"
in_force = { from = 2025-01-01, until = 2025-12-31 }
ranking = { by = "total" }
calendar = { days_off = [2025-01-02] }
classes = [
  { id = "tot", title = "Tốt", from = 8 },
  { id = "kha", title = "Khá", from = 5, require = ["unit.clean"] },
  { id = "yeu", title = "Yếu", from = 0 },
]

[scale]
points = 10
rounding = { at = "total", places = 2, mode = "half-up" }

[groups.G1]
title = "Nhóm một"
points = 10

[facts.clean]
kind = "yes-no"

[vetoes.v1]
title = "Bị kỷ luật"
when = "unit.punished"
outcome = "not-considered"

[criteria.C1]
group = "G1"
kind = "ledger"
title = "Trừ theo số lần"
points = 5
deduct = [{ title = "Chậm", per_case = "late", points = 0.5 }]
at_least = 0

[criteria.C1.fields]
late = { kind = "count", maximum = 10 }

[criteria.C2]
group = "G1"
kind = "bands"
title = "Theo khung"
points = 5
measure = "rate"
bands = [{ from = 90, points = 5 }, { below = 90, points = 2 }]
"""

C1, C2, LATE = "criteria.C1", "criteria.C2", 'late = { kind = "count", maximum = 10 }'

REFUSED = [
    # what is replaced; by what; code; path; the text of the line that is named
    ("format = 1", "format = 2", "unknown-format", "format", "format = 2"),
    ("format = 1", "format = true", "unknown-format", "format", "format = true"),
    ("format = 1\n", "", "missing-key", "", "id ="),
    ('id = "thu/mau"', "id = 3", "not-a-text", "id", "id = 3"),
    ('"illustrative"', '"ilustrative"', "not-a-choice", "status", "status"),
    ("from = 2025-01-01,", "from = 2026-01-01,", "in-force-upside-down", "in_force.until", "in_force"),
    ("until = 2025-12-31", "til = 2025-12-31", "unknown-key", "in_force.til", "in_force"),
    ("[scale]\npoints = 10", "[scale]\npoints = 0", "scale-not-positive", "scale.points", "points = 0"),
    ('at = "total", places', 'places', "missing-key", "scale.rounding", "rounding"),
    ('{ at = "total", places = 2, mode = "half-up" }', '[{ at = "totl", places = 2, mode = "half-up" }]',
     "not-a-choice", "scale.rounding[0].at", "rounding"),
    ("places = 2, mode", "mode", "places-or-step", "scale.rounding", "rounding"),
    ('{ by = "total" }', '{ by = "points" }', "not-a-choice", "ranking.by", "ranking"),
    ("[2025-01-02]", '["2/1"]', "not-a-toml-date", "calendar.days_off[0]", "calendar"),
    ("[groups.G1]\ntitle", "[groups.G1]\ntitel", "unknown-key", "groups.G1.titel", "titel"),
    ("[facts.clean]\nkind", "[facts]\nclean = 3\n[x]\nkind", "not-a-table", "facts.clean", "clean = 3"),
    ('["unit.clean"]', '[{ measure = { points_of = "C7" }, from = 5 }]', "unknown-criterion",
     "classes[1].require[0]", "Khá"),
    ('kind = "yes-no"', 'kind = "yesno"', "not-a-choice", "facts.clean.kind", "yesno"),
    ("[facts.clean]", '[facts."a b"]', "not-a-name", 'facts."a b"', "[facts"),
    ('when = "unit.punished"\n', "", "missing-key", "vetoes.v1", "[vetoes.v1]"),
    ('when = "unit.punished"', "when = 3", "not-a-condition", "vetoes.v1.when", "when = 3"),
    ('when = "unit.punished"', 'when = { applies = "C3" }', "unknown-criterion", "vetoes.v1.when", "when"),
    ('when = "unit.punished"', 'when = "C9.bad"', "unknown-criterion", "vetoes.v1.when", "when"),
    ('id = "kha"', 'id = "tot"', "duplicate-id", "classes[1].id", 'title = "Khá"'),
    ("from = 5,", "from = 8,", "classes-not-falling", "classes[1].from", "Khá"),
    ("from = 5,", 'from = "50%",', "classes-mixed", "classes[1].from", "Khá"),
    ('"Yếu", from = 0', '"Yếu", from = 1', "classes-without-last", "classes[2].from", "Yếu"),
    ('"Yếu", from = 0', '"Yếu", from = 0, require = ["unit.clean"]', "classes-without-last",
     "classes[2].from", "Yếu"),
    ('["unit.clean"]', "[3]", "not-a-condition", "classes[1].require[0]", "Khá"),
    (LATE, "late = 3", "not-a-table", f"{C1}.fields.late", "late = 3"),
    (LATE, 'late = { minimum = 5, maximum = 2 }', "range-upside-down", f"{C1}.fields.late.maximum", "late ="),
    (LATE, 'late = { columns = { a = {} } }', "columns-without-table", f"{C1}.fields.late.columns", "late ="),
    (LATE, LATE + "\nlatte = {}", "field-not-used", f"{C1}.fields.latte", "latte"),
    ('measure = "rate"', 'applies = { field = "l", is = "b" }\nmeasure = "rate"\nfields = { l = { kind = "yes-no" } }',  # noqa: E501
     "field-kinds-disagree", f"{C2}.fields.l", "fields ="),
    ('measure = "rate"', 'void = [{ when = { measure = { points_of = "C2" }, from = 1 } }]\nmeasure = "rate"',
     "points-cycle", C2, "[criteria.C2]"),
    ('measure = "rate"', 'applies = { applies = "C9" }\nmeasure = "rate"', "unknown-criterion",
     f"{C2}.applies", "applies ="),
    ("[groups.G1]", '[groups.G0]\ntitle = "Trên"\npoints = 11\n[groups.G1]\nparent = "G0"', "group-sum",
     "groups.G0.points", "points = 11"),
    (LATE, 'late = { kind = "number", columns = 3 }', "not-a-table", f"{C1}.fields.late.columns", "late ="),
    ('kind = "ledger"\n', "", "missing-key", C1, "[criteria.C1]"),
    ("at_least = 0", "at_least = 0\nrounding = 3", "not-a-table", f"{C1}.rounding", "rounding = 3"),
    ("at_least = 0", 'at_least = 0\nrounding = { places = 1 }', "missing-key", f"{C1}.rounding", "rounding ="),  # noqa: E501
    ("at_least = 0", "at_least = 0\ndeduct_at_most = 9", "cap-unreachable", f"{C1}.deduct_at_most", "deduct_at"),  # noqa: E501
    ("at_least = 0", "at_least = 0\nvoid = [3]", "not-a-table", f"{C1}.void[0]", "void = [3]"),
    ("at_least = 0", "at_least = 0\nvoid = [{}]", "missing-key", f"{C1}.void[0]", "void"),
    ("at_least = 0", "at_least = 0\nvoid = [{ when = 3 }]", "not-a-condition", f"{C1}.void[0].when", "void"),
    ("points = 0.5 }", "points = 0.5, pt = 1 }", "unknown-key", f"{C1}.deduct[0].pt", "deduct ="),
    ("points = 0.5 }", "points = -0.5 }", "line-never-counts", f"{C1}.deduct[0]", "deduct ="),
    ("at_least = 0", 'at_least = 0\nbonus = [{ measure = { difference = ["x", "y"] } }]',
     "line-may-be-negative", f"{C1}.bonus[0]", "bonus ="),
    ("from = 90, points = 5", "from = 90, points = 4", "points-unreachable", f"{C2}.points", "points = 5"),
    ("from = 90, points = 5", "from = 90, points = 6", "points-exceeded", f"{C2}.points", "points = 5"),
    ("[groups.G1]", '[groups.G0]\ntitle = "Không"\n[groups.G1]', "group-empty", "groups.G0", "[groups.G0]"),
    ("[groups.G1]", '[groups.G0]\ntitle = "Không"\nparent = "G7"\n[groups.G1]', "unknown-group",
     "groups.G0.parent", 'parent = "G7"'),
    ("[groups.G1]", '[groups.G1]\nparent = "G1"', "group-cycle", "groups.G1.parent", 'parent = "G1"'),
    ("[criteria.C2]", "[criteria]\nC3 = 3\n[criteria.C2]", "not-a-table", "criteria.C3", "C3 = 3"),
    ('measure = "rate"', 'applies = { field = "l", in = ["b"] }\nmeasure = "rate"\nfields = { l = '
     '{ kind = "level", levels = ["a"] } }', "unknown-level", f"{C2}.fields.l", "fields ="),
    ('measure = "rate"', 'measure = { over = "t", of = "v" }\nfields = { t = { kind = "table", '
     'columns = { v = { kind = "text" }, 9 = {} } } }', "not-a-name", f'{C2}.fields.t.columns.9', "fields ="),
]  # fmt: skip


def found(folder: Path, text: str) -> list[Fault]:
    path = folder / "mau.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_ruleset(path)
    except RulesetError as error:
        return list(error.faults)
    return []


def test_the_sample_is_good(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[2]} {case[3]}")
def test_a_refusal(case: tuple[str, str, str, str, str], tmp_path: Path) -> None:
    old, new, code, path, line = case
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    faults = found(tmp_path, text)
    told = [(fault.code, dotted(fault.place.path)) for fault in faults]
    assert (code, path) in told
    fault = faults[told.index((code, path))]
    assert fault.place.line is not None
    assert line in text.splitlines()[fault.place.line - 1]
    assert fault.text("vi") != fault.text("en")


# ── worked cases ────────────────────────────────────────────────────────────────────

CASE = """\
[[cases]]
title = "Chậm hai lần"
[cases.evidence]
C1 = { late = 2 }
C2 = { rate = 95 }
unit = { clean = true, punished = false }
[cases.expect]
C1 = 4
total = 9
"group.G1" = 9
percent = 90
class = "tot"
"""


def test_a_case_that_holds_and_one_that_does_not(tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(GOOD, encoding="utf-8")
    rules = load_ruleset(tmp_path / "mau.toml")
    assert cases_beside(rules) is None
    path = tmp_path / "mau.cases.toml"
    text = CASE + CASE.replace("C1 = 4\n", "C1 = 4.5\n").replace('"tot"', '"kha"')
    path.write_text(text, encoding="utf-8")
    assert cases_beside(rules) == path
    good, bad = run_cases(rules, path)
    assert good.mismatches == ()
    assert good.holds
    assert not bad.holds
    assert [(m.name, m.expected, m.found) for m in bad.mismatches] == [
        ("C1", "4.5", "4"),
        ("class", "kha", "tot"),
    ]
    assert [text.splitlines()[(m.place.line or 0) - 1] for m in bad.mismatches] == [
        "C1 = 4.5",
        'class = "kha"',
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (CASE, "cases = 3\n", "not-a-list", 1),
        (CASE, "cases = []\n", "list-too-short", 1),
        (CASE, "cases = [3]\n", "not-a-table", 1),
        ('title = "Chậm hai lần"\n', "", "missing-key", 1),
        ("[cases.expect]", "[cases.expected]", "unknown-key", 7),
    ],
)
def test_a_file_of_cases_is_refused(old: str, new: str, code: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(GOOD, encoding="utf-8")
    path = tmp_path / "mau.cases.toml"
    path.write_text(CASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        run_cases(load_ruleset(tmp_path / "mau.toml"), path)
    assert (code, line) in [(fault.code, fault.place.line) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "line"), [("late = 2", "latte = 2", 4), ("clean = true", "clen = true", 6)]
)
def test_a_case_with_figures_that_are_not_known(old: str, new: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(GOOD, encoding="utf-8")
    path = tmp_path / "mau.cases.toml"
    path.write_text(CASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EvidenceError) as error:
        run_cases(load_ruleset(tmp_path / "mau.toml"), path)
    assert [fault.place.line for fault in error.value.faults] == [line]


SCORED = [
    # what is replaced; by what; C1, its late reports and C2's rate; the total
    ("[groups.G1]", '[groups.G0]\ntitle = "Trên"\n[groups.G1]\nparent = "G0"', 2, 95, 9),
    ("[scale]", '[scale]\nnot_applicable = "rescale"', 2, 95, 9),
    ("at_least = 0", 'at_least = 0\nvoid = [{ when = { measure = { points_of = "C2" }, from = 5 } }]', 2, 95, 5),  # noqa: E501
    ("at_least = 0", 'at_least = 0\nvoid = [{ when = { measure = { points_of = "C2" }, from = 5 } }]', 2, 80, 6),  # noqa: E501
    ("at_least = 0", 'at_least = 0\nrounding = { places = 0, mode = "down" }', 3, 95, 8),
    ("at_least = 0", 'at_least = 0\napplies = { measure = { points_of = "C2" }, from = 5 }', 2, 95, 9),
    ("at_least = 0", 'at_least = 0\napplies = { measure = { points_of = "C2" }, from = 5 }', 2, 80, 2),
    ('"unit.clean"', '{ measure = { points_of = "C1" }, from = 5 }', 2, 80, 6),
]  # fmt: skip


@pytest.mark.parametrize("case", SCORED, ids=lambda case: case[1])
def test_what_is_read_counts(case: tuple[str, str, int, int, int], tmp_path: Path) -> None:
    old, new, late, rate, total = case
    (tmp_path / "mau.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    path = tmp_path / "mau.cases.toml"
    text = f"""[[cases]]
title = "Một"
[cases.evidence]
C1 = {{ late = {late} }}
C2 = {{ rate = {rate} }}
unit = {{ clean = true, punished = false }}
[cases.expect]
total = {total}
"""
    path.write_text(text, encoding="utf-8")
    (result,) = run_cases(load_ruleset(tmp_path / "mau.toml"), path)
    assert result.mismatches == ()


@pytest.mark.parametrize(("outcome", "close"), [("khaa", "kha"), ("unratd", "unrated"), ("gì đó", None)])
def test_an_outcome_that_there_is_not_is_refused(outcome: str, close: str | None, tmp_path: Path) -> None:
    path = tmp_path / "mau.toml"
    path.write_text(GOOD.replace('"not-considered"', f'"{outcome}"'), encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_ruleset(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.nearest, dotted(fault.place.path)) == (
        "unknown-outcome", close, "vetoes.v1.outcome",
    )  # fmt: skip
