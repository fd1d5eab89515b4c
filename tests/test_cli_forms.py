"""``thidua form`` for a list of units, and what a person sees while forms are written and read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thidua_scoring.cli import main
from thidua_scoring.cli.progress import watched, working
from thidua_scoring.forms import read_forms
from thidua_scoring.ruleset.load import load_ruleset

RULES = "quy-dinh/366-tap-the"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def listed(folder: Path, *rows: str) -> Path:
    file = folder / "don-vi.csv"
    file.write_text("\n".join(["unit,name,bloc", *rows, ""]), "utf-8")
    return file


def test_each_unit_of_a_list_gets_its_form(tmp_path: Path) -> None:
    to = tmp_path / "phieu"
    result = run(
        "form", RULES, "--units", listed(tmp_path, "phong-a,Phòng A,Khối 1", "phong-b,Phòng B,"), "-o", to
    )
    assert result.exit_code == 0, result.output
    found = read_forms(sorted(to.iterdir()), load_ruleset(RULES))
    assert [(unit.id, unit.name, unit.bloc) for unit in found.units] == [
        ("phong-a", "Phòng A", "Khối 1"), ("phong-b", "Phòng B", ""),
    ]  # fmt: skip


def test_file_names_are_fit_for_every_system_and_no_two_are_one(tmp_path: Path) -> None:
    to = tmp_path / "phieu"
    run("form", RULES, "--units", listed(tmp_path, "a/b,A,", "a:b,B,", "../c.,C,"), "-o", to)
    assert sorted(file.name for file in to.iterdir()) == ["..-c-.xlsx", "a-b-2.xlsx", "a-b.xlsx"]
    names = {unit.name for unit in read_forms(to.iterdir(), load_ruleset(RULES)).units}
    assert names == {"A", "B", "C"}


def test_no_form_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "phong-b.xlsx").write_bytes(b"filled in")
    result = run("form", RULES, "--units", listed(tmp_path, "phong-a,A,", "phong-b,B,"), "-o", tmp_path)
    assert result.exit_code == 2
    assert str(tmp_path / "phong-b.xlsx") in result.output
    assert (tmp_path / "phong-b.xlsx").read_bytes() == b"filled in"
    assert not (tmp_path / "phong-a.xlsx").exists()


@pytest.mark.parametrize(
    "options", [[], ["--unit", "a", "--units", "x.csv"], ["--units", "x.csv", "--name", "A"]]
)
def test_one_unit_or_a_list_and_not_both(options: list[str], tmp_path: Path) -> None:
    result = run("form", RULES, *options, "-o", tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert "--units" in result.output


def test_one_form_is_not_written_over_either(tmp_path: Path) -> None:
    to = tmp_path / "a.xlsx"
    assert run("form", RULES, "--unit", "a", "-o", to).exit_code == 0
    made = to.read_bytes()
    assert run("form", RULES, "--unit", "b", "-o", to).exit_code == 2
    assert to.read_bytes() == made


def test_units_that_could_not_be_scored_together_get_no_forms(tmp_path: Path) -> None:
    result = run("form", RULES, "--units", listed(tmp_path, "a-b,A,", "a b,B,"), "-o", tmp_path / "phieu")
    assert result.exit_code == 2
    assert "form-unit-twice" in result.output
    assert not (tmp_path / "phieu").exists()


def test_a_list_without_units_is_told(tmp_path: Path) -> None:
    result = run("form", RULES, "--units", listed(tmp_path), "-o", tmp_path / "phieu")
    assert result.exit_code == 2
    assert "không có đơn vị nào" in result.output
    assert not (tmp_path / "phieu").exists()


def test_no_file_is_named_like_a_device(tmp_path: Path) -> None:
    run("form", RULES, "--units", listed(tmp_path, "CON,A,", "com1,B,", "console,C,"), "-o", tmp_path / "p")
    assert sorted(file.name for file in (tmp_path / "p").iterdir()) == [
        "CON-.xlsx",
        "com1-.xlsx",
        "console.xlsx",
    ]


def test_files_that_say_what_is_open_are_passed_over(tmp_path: Path) -> None:
    to = tmp_path / "phieu"
    run("form", RULES, "--units", listed(tmp_path, "a,A,", "b,B,"), "-o", to)
    (to / "~$a.xlsx").write_bytes(b"lock")
    result = run("score", RULES, *sorted(to.iterdir()))
    assert result.exit_code == 0, result.output
    assert "~$a.xlsx" in result.stderr


def test_a_folder_and_a_file_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    units = listed(tmp_path, "a,A,")
    file.write_text("", "utf-8")
    assert "cần tên một thư mục" in run("form", RULES, "--units", units, "-o", file).output
    assert "cần tên một tệp" in run("form", RULES, "--unit", "a", "-o", tmp_path).output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_work_is_told_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, told in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr("sys.stderr", stream)
        with working("writing"):
            pass
        assert list(watched(range(6), 6, "reading-forms", least=5)) == list(range(6))
        assert ("Đang lập báo cáo" in stream.getvalue()) is told
        assert ("Đang đọc phiếu" in stream.getvalue()) is told


def test_little_work_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    assert list(watched(range(4), 4, "reading-forms", least=5)) == list(range(4))
    assert not stream.getvalue()
