"""``thidua report`` writes every format for every audience, and plugins' reports; its page runs."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from thidua_scoring.cli import main
from thidua_scoring.plugins import Origin, Provided, installed
from thidua_scoring.reports.html import write_html
from thidua_scoring.reports.model_words import words

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "bac_ninh_2019"
BAC_NINH = ["bac-ninh/khoi-kinh-te-2019", str(FOLDER / "full_year.csv")]
FACTS = ["--records", str(FOLDER / "records.csv"), "--ballots", str(FOLDER / "ballots.toml")]
PAGE = (ROOT / "docs" / "reports.md").read_text("utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *BAC_NINH, *FACTS, *arguments], catch_exceptions=False)


@pytest.mark.parametrize("format_", ["html", "markdown", "csv", "json"])
def test_each_format_is_for_the_public_if_nobody_else_is_named(format_: str) -> None:
    result = run("--as", format_)
    assert result.exit_code == 0
    assert "Sở Xây dựng" in result.output
    assert not re.search(r"55[.,]5", result.output)
    told = run("--as", format_, "--audience", "unit", "--unit", "so-xay-dung")
    assert re.search(r"55[.,]5", told.output)
    assert not re.search(r"64[.,]26", told.output)


def test_place_date_and_period_stand_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "results.html"
    run("--place", "Bắc Ninh", "--date", "2019-02-05", "--period-name", "năm 2019", "-o", str(file))
    text = file.read_text("utf-8")
    assert "Bắc Ninh, ngày 05 tháng 02 năm 2019" in text
    assert "Kỳ: năm 2019" in text


def test_long_csv_and_own_templates_are_asked_for_by_options(tmp_path: Path) -> None:
    rows = run("--as", "csv", "--audience", "council", "--long").output.splitlines()
    assert len(rows) == 1 + 8 * 7
    (tmp_path / "own.html").write_text("{{ report.findings }}", "utf-8")
    assert run("--template", str(tmp_path / "own.html")).output.startswith("Trong 8 đơn vị")


def test_a_result_for_the_council_can_be_verified(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    run("--as", "json", "--audience", "council", "-o", str(file))
    assert json.loads(file.read_text("utf-8"))["schema"] == "thidua-result-1"
    verified = CliRunner().invoke(main, ["verify", str(file), "--evidence", BAC_NINH[1], *FACTS])
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--audience", "unit"], "report-needs-unit"),
        (["--audience", "unit", "--unit", "so-xay-dun"], "«so-xay-dung»"),
        (["--as", "odt"], "html, markdown, csv, json"),
        (["--as", "docx"], "--output"),
        (["--as", "csv", "--long"], "report-without-points"),
        (["--template", "no-such-file.html"], "no-such-file.html"),
    ],
)
def test_what_cannot_be_written_is_told(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_plugins_report_gets_its_audience_and_an_old_one_is_the_councils(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new(standing: Any, path: Path, *, audience: str, unit: str | None, lang: str) -> None:
        path.write_text(f"{len(standing)} {audience} {unit} {lang}", "utf-8")

    def old(board: Any, path: Path) -> None:
        path.write_text(str(board["so-xay-dung"].total), "utf-8")

    given = {name: Provided(name, thing, Origin("test")) for name, thing in {"new": new, "old": old}.items()}
    monkeypatch.setattr(installed(), "reports", given)
    file = tmp_path / "out"
    run("--as", "new", "-o", str(file))
    assert file.read_text("utf-8") == "8 public None vi"
    assert run("--as", "old", "-o", str(file)).exit_code == 2
    assert run("--as", "old", "--audience", "council", "-o", str(file)).exit_code == 0
    assert file.read_text("utf-8") == "55.5"
    scored = CliRunner().invoke(main, ["score", *BAC_NINH, "--format", "new", "--output", str(file)])
    assert (scored.exit_code, file.read_text("utf-8")) == (0, "8 council None vi")


# ── the page about reports ──────────────────────────────────────────────────────────


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "reports.md")
    assert doctest.testfile(page, module_relative=False, encoding="utf-8").failed == 0


def test_the_template_of_the_page_can_be_used(tmp_path: Path) -> None:
    from drawn_reports import marked

    [template] = re.findall(r"```html\n(.*?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "own.html").write_text(template, "utf-8")
    text = write_html(marked([95, 80, 60]), audience="council", template=tmp_path / "own.html")
    assert text.count('<section class="card"') == 3


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_word_of_reports_is_there_and_used(lang: Any) -> None:
    folder = ROOT / "src" / "thidua_scoring" / "reports"
    files = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    source = "\n".join(file.read_text("utf-8") for file in files if file.name != "model_words.py")
    for key, said in words(lang).items():
        assert said
        assert f'"{key}"' in source or f"'{key}'" in source, key
