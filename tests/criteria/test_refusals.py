"""What each kind of criterion refuses, and where it says that it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua_scoring.errors import RulesetError, dotted
from thidua_scoring.ruleset.load import load_ruleset

HEAD = """\
format = 1
id = "tu-choi"
title = "Từ chối"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"

[scale]
points = 10
percent_rounding = { places = 2, mode = "half-up" }

[criteria.C]
title = "C"
group = "G"
points = 10
rounding = { places = 2, mode = "half-up" }
"""
DONE = (
    'kind = "checklist"\nparts = [{ title = "a", points = 4, when = "a" }, '
    '{ title = "b", points = %s, when = "b" }]'
)
CASES = [
    # what is refused; the criterion's keys; the code; the path
    ("parts that add up to less", DONE % 5, "parts-not-points", "criteria.C.parts"),
    ("parts that add up to more", DONE % 7, "parts-not-points", "criteria.C.parts"),
    ("a part without title", 'kind = "checklist"\nparts = [{ points = 10, when = "a" }]',
     "missing-key", "criteria.C.parts[0]"),
    ("no mark", 'kind = "judged"', "mark-or-marks", "criteria.C"),
    ("mark and marks", 'kind = "judged"\nmark = "m"\nmarks = "ms"', "mark-or-marks", "criteria.C"),
    ("full at nothing", 'kind = "proportional"\nmeasure = "x"\nfull_at = 0',
     "step-not-positive", "criteria.C.full_at"),
    ("no measure", 'kind = "proportional"', "missing-key", "criteria.C"),
    ("no measure to compare", 'kind = "relative"', "missing-key", "criteria.C"),
    ("no target", 'kind = "leader"\nactual = "a"', "missing-key", "criteria.C"),
    ("no formula", 'kind = "formula"', "missing-key", "criteria.C"),
    ("no bands", 'kind = "bands"\nmeasure = "x"', "missing-key", "criteria.C"),
    ("an unknown key of a kind", 'kind = "kpi"\nproduct = "p"', "unknown-key", "criteria.C.product"),
    ("two ways of counting", 'kind = "ledger"\ndeduct = [{ per_case = "x", measure = "y", points = 1 }]',
     "clause-two-forms", "criteria.C.deduct[0]"),
    ("bands and a curve", 'kind = "ledger"\nbonus = [{ measure = "x", bands = [{ from = 0, points = 1 }, '
     '{ below = 0, points = 0 }], curve = [[0, 0], [1, 1]] }]', "clause-two-forms", "criteria.C.bonus[0]"),
    ("steps for single points", 'kind = "ledger"\nbonus = [{ points = 1 }, { points = 1, each = 2 }]',
     "clause-key-unused", "criteria.C.bonus[1].each"),
    ("free cases of no cases", 'kind = "ledger"\ndeduct = [{ points = 1, free = 2 }]',
     "clause-key-unused", "criteria.C.deduct[0].free"),
    ("points of a measure", 'kind = "ledger"\nbase = [{ measure = "x", points = 3 }]',
     "clause-key-unused", "criteria.C.base[0].points"),
    ("cases without points", 'kind = "ledger"\ndeduct = [{ per_case = "x" }]',
     "missing-key", "criteria.C.deduct[0]"),
    ("a clause that says nothing", 'kind = "ledger"\ndeduct = [{ title = "x" }]',
     "missing-key", "criteria.C.deduct[0]"),
    ("steps without their points", 'kind = "ledger"\nbonus = [{ measure = "x", over = 1, per = 1 }]',
     "missing-key", "criteria.C.bonus[0]"),
    ("steps of nothing", 'kind = "ledger"\nbonus = [{ measure = "x", over = 1, per = 0, each = 1 }]',
     "step-not-positive", "criteria.C.bonus[0].per"),
    ("steps over a figure", 'kind = "ledger"\nbonus = [{ measure = "x", over = "y", per = 1, each = 1 }]',
     "not-a-number", "criteria.C.bonus[0].over"),
    ("points that are a figure", 'kind = "ledger"\ndeduct = [{ per_case = "x", points = "y" }]',
     "not-a-number", "criteria.C.deduct[0].points"),
    ("a fault within the highest", 'kind = "ledger"\nbonus = [{ highest_of = [{ points = 1 }, '
     '{ per_case = "x" }] }]', "missing-key", "criteria.C.bonus[0].highest_of[1]"),
    ("a void without condition", 'kind = "ledger"\nvoid = [{ title = "x" }]',
     "missing-key", "criteria.C.void[0]"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_refused(case: tuple[str, str, str, str], tmp_path: Path) -> None:
    _, keys, code, path = case
    file = tmp_path / "tu-choi.toml"
    file.write_text(HEAD + keys + "\n", encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_ruleset(file)
    found = [(fault.code, dotted(fault.place.path)) for fault in error.value.faults]
    assert (code, path) in found
    for fault in error.value.faults:
        assert not any("{" in fault.text(lang) for lang in ("vi", "en"))


ACCEPTED = [
    ("a whole checklist", DONE % 6),
    ("one mark", 'kind = "judged"\nmark = "m"'),
    ("the mean of marks", 'kind = "judged"\nmarks = "ms"\ntake = "mean"'),
    ("a curve", 'kind = "proportional"\nmeasure = "x"\ncurve = [[0, 0], [1, 10]]\nbeyond = "flat"'),
    ("the highest of two", 'kind = "ledger"\nat_most = 10\n'
     'bonus = [{ highest_of = [{ points = 1 }, { points = 2 }] }]'),
]  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case[0])
def test_the_neighbours_of_what_is_refused(case: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "nhan.toml"
    file.write_text(HEAD + case[1] + "\n", encoding="utf-8")
    assert list(load_ruleset(file).formulas.criteria) == ["C"]
