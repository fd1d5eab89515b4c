"""What is taken over as evidence is not confirmed until a person says so, and reads back exactly."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.audit import audit
from thidua_scoring.audit.rows import COLUMNS, evidence_rows, evidence_text
from thidua_scoring.cli import main
from thidua_scoring.evidence.figures import read_number
from thidua_scoring.evidence.readers import read_csv
from thidua_scoring.evidence.statements import read_status

REPORT = (
    "Lúa xuân: gieo cấy được 3.669,25 ha/3.621,7 ha, đạt 101,3% KH; thu 1.463/1.498,3 tấn, đạt 99% KH.\n"
    "Tổng đàn trâu có 102.043 con, tăng 319 con (bằng 100,31%) so với cùng kỳ.\n"
    "Chi 40.162,18,ha, bằng 99,58% so với cùng kỳ.\n"
)


def run(*arguments: str, lang: str = "vi") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "audit", *arguments])


def report(tmp_path: Path, text: str = REPORT) -> str:
    file = tmp_path / "bao-cao.txt"
    file.write_text(text, "utf-8")
    return str(file)


def test_every_figure_is_a_row_that_waits_for_confirmation(tmp_path: Path) -> None:
    output = tmp_path / "so-lieu.csv"
    assert run(report(tmp_path), "--as-evidence", str(output)).exit_code == 0
    statements = read_csv(output)
    assert statements.locale == "vi"
    assert {read_status(each.status) for each in statements.items} == {"unconfirmed"}
    assert {(each.unit, each.criterion) for each in statements.items} == {("", "")}
    values = [each.value for each in statements.items]
    assert values == [
        "3669,25", "3621,7", "101,3%", "1463", "1498,3", "99%",
        "102043", "319", "100,31%", "40162,18", "99,58%",
    ]  # fmt: skip
    assert all(":" in each.source for each in statements.items)


def test_the_rows_enter_no_score_before_a_person_has_filled_them_in(tmp_path: Path) -> None:
    output = tmp_path / "so-lieu.csv"
    run(report(tmp_path), "--as-evidence", str(output))
    result = CliRunner().invoke(main, ["score", "cao-bang/khoi-ii-2015", str(output)])
    assert result.exit_code == 2


@settings(max_examples=60)
@given(st.integers(1, 10**9), st.integers(0, 3), st.integers(1, 10**6))
def test_a_row_holds_the_figure_that_was_read(digits: int, places: int, plan: int) -> None:
    value = Fraction(digits, 10**places)
    whole, part = divmod(digits, 10**places)
    text = f"{whole:,}".replace(",", ".") + (f",{part:0{places}d}" if places else "")
    rows = [*evidence_rows(audit(f"Đạt {text}/{plan} tấn, đạt 1000000% KH"))]
    assert [read_number(row["value"], "vi") for row in rows[:2]] == [value, Fraction(plan)]


def test_words_of_a_report_never_become_a_formula() -> None:
    text = evidence_text(audit("=HYPERLINK(1) đạt 5/10 ha, đạt 50% KH.\n@a đạt 5 ha, đạt 50% KH."))
    rows = [*csv.reader(io.StringIO(text))][1:]
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(("lang", "words"), [("vi", "không khớp"), ("en", "1 do not follow")])
def test_the_command_tells_each_statement_in_the_chosen_language(
    lang: str, words: str, tmp_path: Path
) -> None:
    result = run(report(tmp_path), lang=lang)
    assert result.exit_code == 0
    assert words in " ".join(result.stdout.split())


def test_the_command_tells_machines_all_of_it(tmp_path: Path) -> None:
    found = json.loads(run(report(tmp_path), "--format", "json").stdout)
    assert found["counts"] == {"follows": 2, "does-not-follow": 1, "cannot-be-told": 1}
    wrong = found["findings"][1]
    assert (wrong["verdict"], wrong["right"]) == ("does-not-follow", "98")
    assert wrong["figures"] == ["1.463", "1.498,3"]
    assert wrong["place"]["line"] == 1


def test_a_report_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    result = run(report(tmp_path, "B¸o c¸o kÕt qu¶ thùc hiÖn\n"))
    assert result.exit_code == 2
    assert "TCVN3" in result.stderr
    assert run(str(tmp_path / "khong-co.txt")).exit_code == 2


@pytest.mark.parametrize("arguments", [[], [""], [" "]])
def test_a_report_that_is_not_named_is_told_in_both_languages(arguments: list[str]) -> None:
    for lang, words in (("vi", "Chưa ghi tên tệp báo cáo"), ("en", "No report is named")):
        result = run(*arguments, lang=lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
    assert json.loads(run(*arguments, "--format", "json").stderr)["errors"][0]["code"] == "no-report"


def test_a_folder_is_told_to_be_one(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert "là thư mục" in result.stderr


def test_an_audit_shows_itself_as_a_table() -> None:
    found = audit(REPORT)
    assert len(found.table().rows) == 4
    assert found.table().marked == {1}
    assert "<table>" in found.html()
    assert found.of("does-not-follow") == (found.findings[1],)
