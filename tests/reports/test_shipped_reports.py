"""The shipped reports come by the same hook as those of plugins."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from thidua_scoring import decide, load_ruleset
from thidua_scoring.cli import main
from thidua_scoring.plugins import installed
from thidua_scoring.reports import write_html

RULESET = "bac-ninh/khoi-kinh-te-2019"
EVIDENCE = str(Path(__file__).parents[2] / "examples/bac_ninh_2019/full_year.csv")
NAMES = ("html", "markdown", "docx", "xlsx", "pdf")


@pytest.mark.parametrize("name", NAMES)
def test_each_is_registered_and_written_by_score(name: str, tmp_path: Path) -> None:
    assert str(installed().reports[name].origin).startswith("thidua_reports")
    file = tmp_path / f"ket-qua.{name}"
    found = CliRunner().invoke(main, ["score", RULESET, EVIDENCE, "--format", name, "--output", str(file)])
    assert found.exit_code == 0
    assert file.stat().st_size > 1_000


def test_one_is_what_the_library_writes_for_that_audience(tmp_path: Path) -> None:
    standing = decide(load_ruleset(RULESET).score(EVIDENCE))
    installed().reports["html"].thing(standing, tmp_path / "a.html", audience="public", unit=None, lang="en")
    assert (tmp_path / "a.html").read_text("utf-8") == write_html(standing, audience="public", lang="en")
