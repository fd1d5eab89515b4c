"""Finding rulesets: by path, by name, by family and day; digests; the format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_inheritance import BASE, HEAD

from thidua_scoring.errors import NoSuchName, RulesetError
from thidua_scoring.plugins import installed
from thidua_scoring.ruleset import load as loading
from thidua_scoring.ruleset.load import catalogue, load_ruleset


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put three editions of a family into the catalogue."""
    years = {
        "2023": ("2023-01-01", "2023-12-31"),
        "2024": ("2024-01-01", "2024-12-31"),
        "2025": ("2025-01-01", ""),
    }
    known = {}
    for year, (start, end) in years.items():
        until = f", until = {end}" if end else ""
        force = f'family = "thu/bo"\nin_force = {{ from = {start}{until} }}\n'
        text = BASE.replace(HEAD.format(id="goc"), HEAD.format(id=f"thu/bo-{year}") + force)
        path = tmp_path / f"bo-{year}.toml"
        path.write_text(text, encoding="utf-8")
        known[f"thu/bo-{year}"] = path
    monkeypatch.setattr(loading, "catalogue", lambda plugins=None: known)
    return tmp_path


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 1, 1), "2023"),
        (date(2023, 12, 31), "2023"),
        (date(2024, 1, 1), "2024"),
        (date(2024, 12, 31), "2024"),
        (date(2025, 1, 1), "2025"),
        (date(2099, 6, 1), "2025"),
    ],
)
def test_the_day_chooses_the_edition(editions: Path, day: date, year: str) -> None:
    assert load_ruleset("thu/bo", on=day).id == f"thu/bo-{year}"


def test_no_edition_in_force(editions: Path) -> None:
    with pytest.raises(NoSuchName) as error:
        load_ruleset("thu/bo", on=date(2022, 12, 31))
    assert error.value.faults[0].code == "no-such-ruleset"


def test_several_editions(editions: Path) -> None:
    with pytest.raises(NoSuchName) as error:
        load_ruleset("thu/bo")
    assert error.value.faults[0].code == "several-editions"
    assert "thu/bo-2024" in error.value.text("en")


def test_by_name_and_by_path(editions: Path) -> None:
    by_name, by_path = load_ruleset("thu/bo-2024"), load_ruleset(editions / "bo-2024.toml")
    assert by_name.digest == by_path.digest


def test_the_nearest_name(editions: Path) -> None:
    with pytest.raises(NoSuchName) as error:
        load_ruleset("thu/bo-20244")
    assert error.value.faults[0].nearest == "thu/bo-2024"


def test_the_digest_is_of_what_is_said(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        (tmp_path / "a.toml").write_text(text, encoding="utf-8")
        return load_ruleset(tmp_path / "a.toml").digest

    plain = digest(BASE)
    assert digest("# lời ghi\n" + BASE.replace("points = 4\n", "points = 4.0   # bốn\n")) == plain
    assert digest(BASE.replace("places = 1", "places = 2")) != plain


@pytest.mark.parametrize("written", ["2", '"1"', "true", "1.5"])
def test_the_format_is_known(written: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BASE.replace("format = 1", f"format = {written}"), encoding="utf-8")
    with pytest.raises(RulesetError) as error:
        load_ruleset(tmp_path / "a.toml")
    assert [(f.code, f.place.line) for f in error.value.faults] == [("unknown-format", 1)]


def test_every_ruleset_of_the_catalogue_loads() -> None:
    names = catalogue(installed())
    for name in names:
        assert load_ruleset(name).formulas.criteria, name


LATE = '{ per_case = { days_late = "sent", due = 2025-03-03, working = true }, points = 1 }'
WORKING = f"""
[criteria.gui]
group = "G"
kind = "ledger"
title = "Gửi báo cáo"
deduct = [{LATE}]
"""


@pytest.mark.parametrize(
    ("force", "codes"),
    [
        ("", {"calendar-needs-dates"}),
        ("in_force = { from = 2025-01-01 }\n", {"calendar-needs-dates"}),
        ("in_force = { from = 2025-01-01, until = 2025-12-31 }\n", set()),
    ],
)
def test_working_days_need_both_dates(force: str, codes: set[str], tmp_path: Path) -> None:
    """The fault is told, in a criterion as in an award; nothing breaks for want of a calendar."""
    award = (
        '[awards.x]\ntitle = "X"\nrequire = [{ measure = { days_late = "unit.handed_in", '
        "due = 2025-06-02, working = true }, below = 4 }]\n"
    )
    for part in (WORKING, award):
        path = tmp_path / "ngay.toml"
        path.write_text(BASE.replace(HEAD.format(id="goc"), HEAD.format(id="ngay") + force) + part, "utf-8")
        try:
            load_ruleset(path)
            found = set()
        except RulesetError as error:
            found = {fault.code for fault in error.faults}
        assert found == codes
