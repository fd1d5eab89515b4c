"""What ``thidua report`` refuses since it would do nothing: no option is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from office_examples import EXAMPLES

from thidua_scoring.cli import main

RULES, EVIDENCE = "bac-ninh/khoi-kinh-te-2019", str(EXAMPLES / "bac_ninh_2019" / "full_year.csv")
FORMS = {
    "html": {"--template", "--place", "--date", "--period-name"},
    "markdown": {"--place", "--date", "--period-name"},
    "csv": {"--long"},
    "json": set[str](),
    "pdf": {"--place", "--date", "--period-name"},
    "docx": {"--template", "--letterhead", "--agency", "--place", "--date", "--period-name"},
    "xlsx": {"--place", "--date", "--period-name"},
}
VALUES = {"--date": "2020-02-09", "--long": None}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments])


@pytest.mark.parametrize("name", FORMS)
def test_an_option_that_does_nothing_is_refused_and_no_file_is_written(name: str, tmp_path: Path) -> None:
    to = tmp_path / "a"
    for option in sorted(set[str]().union(*FORMS.values()) - FORMS[name]):
        value = VALUES.get(option, "x")
        result = run(RULES, EVIDENCE, "--as", name, option, *([value] if value else []), "-o", str(to))
        assert result.exit_code == 2
        assert f"--as {name} không dùng {option}" in result.output
        assert not to.exists()


@pytest.mark.parametrize("kind", ["unit", "ballot", "proposal", "appendix"])
@pytest.mark.parametrize("name", FORMS)
def test_a_kind_that_a_form_has_not_is_refused(name: str, kind: str, tmp_path: Path) -> None:
    if name == "docx" or (name, kind) == ("xlsx", "appendix"):
        return
    result = run(RULES, EVIDENCE, "--as", name, "--kind", kind, "-o", str(tmp_path / "a"))
    assert result.exit_code == 2
    assert f"--as {name} không có loại «{kind}»" in result.output


def test_evidence_is_refused_where_it_would_not_be_read() -> None:
    result = run(RULES, EVIDENCE, "--as", "xlsx", "--kind", "appendix", "-o", "a.xlsx")
    assert result.exit_code == 2
    assert "--records" in result.output


def test_a_template_is_for_the_summary(tmp_path: Path) -> None:
    result = run(
        RULES, EVIDENCE, "--as", "docx", "--kind", "ballot", "--template", "x", "-o", str(tmp_path / "a")
    )
    assert "--template chỉ đi với loại summary" in result.output


def test_a_form_that_there_is_not_is_told_with_each_name_once() -> None:
    result = run(RULES, EVIDENCE, "--as", "odt")
    assert result.exit_code == 2
    assert result.output.count("markdown") == 1


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    result = run(RULES, EVIDENCE, "-o", str(tmp_path / "nix" / "a.html"))
    assert result.exit_code == 2
    assert f"Không có thư mục «{tmp_path / 'nix'}»" in result.output


def test_a_place_and_a_date_stand_in_a_workbook(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    to = tmp_path / "a.xlsx"
    assert (
        run(
            RULES, EVIDENCE, "--as", "xlsx", "--place", "Hà Nội", "--date", "2020-01-05", "-o", str(to)
        ).exit_code
        == 0
    )
    texts = [cell for row in load_workbook(to)["Kết quả"].values for cell in row]
    assert "Hà Nội, ngày 05 tháng 01 năm 2020" in texts


def test_each_unit_gets_its_own_report_and_no_other_points(tmp_path: Path) -> None:
    to = tmp_path / "phieu"
    result = run(RULES, EVIDENCE, "--as", "markdown", "--audience", "unit", "--each", "-o", str(to))
    assert result.exit_code == 0, result.output
    files = {file.stem: file.read_text("utf-8") for file in to.iterdir()}
    assert len(files) == 8
    assert [name for name, text in files.items() if "64,26" in text] == ["so-cong-thuong"]


@pytest.mark.parametrize("options", [["--unit", "so-xay-dung"], ["--as", "docx", "--kind", "ballot"]])
def test_each_goes_with_no_unit_and_with_documents_of_units(options: list[str], tmp_path: Path) -> None:
    result = run(RULES, EVIDENCE, "--each", *options, "-o", str(tmp_path / "a"))
    assert result.exit_code == 2
    assert "--each cần" in result.output
    assert run(RULES, EVIDENCE, "--each").exit_code == 2


def test_each_is_not_for_the_public_of_whom_every_unit_would_get_the_same(tmp_path: Path) -> None:
    result = run(RULES, EVIDENCE, "--each", "-o", str(tmp_path / "a"))
    assert result.exit_code == 2
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--as", "pdf"],
        ["--as", "xlsx"],
        ["--as", "docx"],
        ["--as", "docx", "--kind", "proposal", "--audience", "council"],
    ],
)
def test_a_unit_is_refused_where_the_report_is_about_all(options: list[str], tmp_path: Path) -> None:
    to = tmp_path / "a"
    result = run(RULES, EVIDENCE, *options, "--unit", "so-xay-dung", "-o", str(to))
    assert result.exit_code == 2
    assert "--unit không đổi gì" in result.output
    assert not to.exists()


@pytest.mark.parametrize(
    "options", [["--as", "csv"], ["--as", "docx", "--kind", "unit"], ["--audience", "council"]]
)
def test_a_unit_is_taken_where_it_makes_a_difference(options: list[str], tmp_path: Path) -> None:
    result = run(RULES, EVIDENCE, *options, "--unit", "so-xay-dung", "-o", str(tmp_path / "a"))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "options",
    [["--year", "2018"], ["--exception", "x"], ["--place", "Hà Nội"], ["--other", "a=x"], ["--marks", "x"]],
)
def test_the_appendix_is_made_of_records_alone(options: list[str], tmp_path: Path) -> None:
    records = str(EXAMPLES / "cao_bang_so_khcn_2018" / "awards.csv")
    how = ("cao-bang/so-khcn-2018", "--records", records, "--as", "docx", "--kind", "appendix")
    result = run(*how, *options, "-o", str(tmp_path / "a.docx"))
    assert result.exit_code == 2
    assert options[0] in result.output
