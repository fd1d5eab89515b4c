"""Rulesets that extend others: what is dropped, overridden and added."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from thidua_scoring.errors import RulesetError
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset

HEAD = 'format = 1\nid = "{id}"\ntitle = "Bộ {id}"\nstatus = "illustrative"\nsource = "{id}"\n'
BASE = (
    HEAD.format(id="goc")
    + """
[scale]
points = 10
rounding = { at = "total", places = 1, mode = "half-up" }

[groups.G]
title = "Nhóm"

[criteria.C1]
group = "G"
kind = "ledger"
title = "Một"
points = 4
deduct = [{ per_case = "late", points = 1 }]

[criteria.C2]
group = "G"
kind = "judged"
title = "Hai"
points = 6
mark = "m"
"""
)


def load(folder: Path, body: str, base: str = BASE, *, head: str = HEAD.format(id="con")) -> Ruleset:
    (folder / "goc.toml").write_text(base, encoding="utf-8")
    (folder / "con.toml").write_text('extends = "goc"\n' + head + body, encoding="utf-8")
    return load_ruleset(folder / "con.toml")


def codes(folder: Path, body: str) -> dict[str, tuple[str, int]]:
    """Return the faults by code, each with its file's name and line."""
    with pytest.raises(RulesetError) as error:
        load(folder, body)
    return {f.code: (Path(str(f.place.file)).name, f.place.line or 0) for f in error.value.faults}


def test_what_is_not_said_again_is_inherited(tmp_path: Path) -> None:
    ruleset = load(tmp_path, "")
    assert ruleset.id == "con"
    assert list(ruleset.written.criteria) == ["C1", "C2"]
    assert ruleset.written.scale.points == 10
    assert [Path(name).name for name in ruleset.files] == ["goc.toml", "con.toml"]
    assert "extends" not in ruleset.data


def test_drop_and_add(tmp_path: Path) -> None:
    added = """
drop = ["criteria.C2"]
[criteria.C3]
group = "G"
kind = "ledger"
title = "Ba"
points = 6
"""
    ruleset = load(tmp_path, added)
    assert list(ruleset.written.criteria) == ["C1", "C3"]
    assert "C2.m" not in ruleset.formulas.fields


def test_override_keeps_the_other_keys(tmp_path: Path) -> None:
    changed = """
[scale]
points = 12
[criteria.C1]
override = true
points = 6
"""
    ruleset = load(tmp_path, changed)
    head = ruleset.written.criteria["C1"].head
    assert (head.points, head.title) == (6, "Một")
    assert "C1.late" in ruleset.formulas.fields
    assert ruleset.written.scale.points == 12
    assert ruleset.written.scale.rounding["total"].step == Fraction(1, 10)


def test_override_must_be_said(tmp_path: Path) -> None:
    found = codes(tmp_path, '[criteria.C1]\ntitle = "Khác"\n')
    assert found == {"override-missing": ("con.toml", 7)}


def test_nothing_to_drop(tmp_path: Path) -> None:
    assert codes(tmp_path, 'drop = ["criteria.C9"]\n')["drops-nothing"] == ("con.toml", 7)


@pytest.mark.parametrize("written", ['"criteria.C2"', "2"])
def test_drop_must_be_a_list(written: str, tmp_path: Path) -> None:
    assert "not-a-list" in codes(tmp_path, f"drop = {written}\n")


def test_override_of_nothing(tmp_path: Path) -> None:
    found = codes(tmp_path, '[criteria.C9]\noverride = true\ngroup = "G"\nkind = "ledger"\ntitle = "Chín"\n')
    assert found


def test_faults_of_the_base_stand_in_its_own_file(tmp_path: Path) -> None:
    with pytest.raises(RulesetError) as error:
        load(tmp_path, "", BASE.replace('mark = "m"', 'mark = "m"\nstepp = 1'))
    (fault,) = error.value.faults
    assert Path(str(fault.place.file)).name == "goc.toml"
    assert (fault.code, fault.nearest) == ("unknown-key", "step")


def test_sums_are_checked_after_the_merge(tmp_path: Path) -> None:
    found = codes(tmp_path, "[criteria.C1]\noverride = true\npoints = 5\n")
    assert set(found) == {"scale-sum"}


@pytest.mark.parametrize("name", ["../goc", "/etc/passwd", "goc.toml", "a/../goc", ""])
def test_a_base_lies_beside_or_in_the_catalogue(name: str, tmp_path: Path) -> None:
    """Promise R5: a ruleset reads no file outside its pack."""
    folder = tmp_path / "a"
    folder.mkdir()
    for place in (tmp_path, folder):
        (place / "goc.toml").write_text(BASE, encoding="utf-8")
    (folder / "con.toml").write_text(f'extends = "{name}"\n' + HEAD.format(id="con"), encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_ruleset(folder / "con.toml")
    assert error.value.faults[0].place.line == 1


def test_three_generations(tmp_path: Path) -> None:
    load(tmp_path, '[criteria.C1]\noverride = true\ntitle = "Con"\n')
    text = 'extends = "con"\n' + HEAD.format(id="chau") + '[criteria.C2]\noverride = true\ntitle = "Cháu"\n'
    (tmp_path / "chau.toml").write_text(text, encoding="utf-8")
    ruleset = load_ruleset(tmp_path / "chau.toml")
    assert [spec.head.title for spec in ruleset.written.criteria.values()] == ["Con", "Cháu"]
