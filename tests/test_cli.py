"""Every command in both languages: what it prints, and how it ends."""

from __future__ import annotations

import csv
import doctest
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thidua_scoring.cli import main
from thidua_scoring.cli.tables import csv_cell
from thidua_scoring.cli.texts import TEXTS
from thidua_scoring.scoring.scoreboard import Scoreboard

README = Path(__file__).parents[1] / "README.md"
TIEN_GIANG = "tien-giang/tnmt-cap-huyen-2022"

RULESET = """
format = 1
id = "thu/mot"
title = "Bộ tiêu chí thử"
status = "illustrative"
source = "không có"
note = "Ghi chú của bộ tiêu chí."

[scale]
points = 10

[groups.1]
title = "Phần một"

[criteria.a]
group = "1"
kind = "ledger"
title = "Việc thứ nhất"
points = 6
note = "Ghi chú của việc."
deduct = [{ title = "Chậm", per_case = "late", points = 0.5 }]
deduct_at_most = 6

[criteria.b]
group = "1"
kind = "ledger"
title = "Việc thứ hai [red]"
points = 4
deduct = [{ title = "Sai", when = "wrong", points = 4 }]
"""

EVIDENCE = """# locale: vi
unit,criterion,field,value,source,status,note
x1,,name,Xã Một,,,
x1,,claimed,10,,,
x1,a,late,3,Báo cáo 1,,
x1,a,claimed,6,,,
x1,b,wrong,không,,,
x2,,name,=CMD(),,,
x2,a,late,1,,,
x2,b,wrong,,,,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A small ruleset and its evidence: one unit certain, one with a figure missing."""
    rules, evidence = tmp_path / "mot.toml", tmp_path / "so-lieu.csv"
    rules.write_text(RULESET, encoding="utf-8")
    evidence.write_text(EVIDENCE, encoding="utf-8")
    return str(rules), str(evidence)


def run(*arguments: str) -> Result:
    """Run ``thidua``."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def good(*arguments: str) -> str:
    """Run ``thidua`` and return what it printed; it must end well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


class TestHelp:
    """Help is in the chosen language and loads nothing that it does not need."""

    @pytest.mark.parametrize("command", ["score", "explain", "check", "list", "show", "verify", "demo"])
    def test_each_command_has_help_in_both_languages(self, command: str) -> None:
        vi, en = (" ".join(good("--lang", lang, command, "--help").split()) for lang in ("vi", "en"))
        assert TEXTS[f"help {command}"][0] in vi
        assert TEXTS[f"help {command}"][1] in en

    def test_group_lists_commands(self) -> None:
        assert "Chấm điểm mọi đơn vị" in good("--help")
        assert "Score all units" in good("--lang", "en", "-h")

    def test_version(self) -> None:
        assert re.fullmatch(r"thidua-scoring \d+\.\d+\.\d+\n", good("--version"))

    def test_bad_option_ends_with_2(self) -> None:
        assert run("score", "--nothing").exit_code == 2
        assert run("--lang", "fr", "list").exit_code == 2
        assert run("nothing").exit_code == 2

    def test_texts_differ_only_in_language(self) -> None:
        for vi, en in TEXTS.values():
            assert set(re.findall(r"\{\w+\}", vi)) == set(re.findall(r"\{\w+\}", en))


class TestScore:
    """Points as a table, as JSON and as CSV."""

    def test_table_says_status_and_marks_what_is_open(self, files: tuple[str, str]) -> None:
        text = good("score", *files)
        assert "MINH HỌA" in text
        assert text.index("MINH HỌA") < text.index("Tổng điểm")
        assert re.search(r"x1 +Xã Một +8,5 ", text)
        assert re.search(r"x2 .* —\* +5,5 đến 9,5 ", text)
        assert "* Chưa chắc chắn" in text

    def test_table_in_english(self, files: tuple[str, str]) -> None:
        text = good("--lang", "en", "score", *files)
        assert "ILLUSTRATIVE" in text
        assert re.search(r"x1 +Xã Một +8\.5 ", text)

    def test_json(self, files: tuple[str, str]) -> None:
        found = json.loads(good("score", *files, "--format", "json"))
        assert [unit["total"] for unit in found["units"]] == ["8.5", None]
        assert found["units"][1]["bounds"] == ["5.5", "9.5"]

    def test_csv_runs_no_formula(self, files: tuple[str, str]) -> None:
        rows = list(csv.DictReader(io.StringIO(good("score", *files, "--format", "csv"))))
        assert [row["name"] for row in rows] == ["Xã Một", "'=CMD()"]
        assert [row["total"] for row in rows] == ["8.5", ""]
        assert (rows[1]["total_low"], rows[1]["total_high"]) == ("5.5", "9.5")

    @pytest.mark.parametrize("form", ["table", "json", "csv"])
    def test_output_file(self, files: tuple[str, str], tmp_path: Path, form: str) -> None:
        output = tmp_path / "out"
        assert good("score", *files, "--format", form, "--output", str(output)) == ""
        text = output.read_text(encoding="utf-8-sig")
        assert "Xã Một" in text
        assert "\x1b" not in text

    def test_long_vietnamese_text_is_not_cut(self, files: tuple[str, str], tmp_path: Path) -> None:
        name = "Ủy ban nhân dân " + "xã Nghĩa Thuận " * 20
        evidence = tmp_path / "dai.csv"
        evidence.write_text(EVIDENCE.replace("Xã Một", name.strip()), encoding="utf-8")
        text = good("score", files[0], str(evidence))
        assert "…" not in text
        assert text.count("Thuận") == 20

    def test_reports_of_plugins(
        self, files: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from thidua_scoring.plugins import Origin, Provided, installed

        def count(board: Scoreboard, path: Path) -> None:
            path.write_text(str(len(board)))

        monkeypatch.setitem(installed().reports, "count", Provided("count", count, Origin("thử")))
        output = tmp_path / "count.txt"
        good("score", *files, "--format", "count", "--output", str(output))
        assert output.read_text() == "2"
        assert run("score", *files, "--format", "count").exit_code == 2
        refused = run("score", *files, "--format", "xml")
        assert refused.exit_code == 2
        assert "table, json, csv, html, markdown, docx, xlsx, pdf, count" in refused.stderr

    def test_locale(self, files: tuple[str, str], tmp_path: Path) -> None:
        evidence = tmp_path / "en.csv"
        evidence.write_text(EVIDENCE.replace("# locale: vi\n", ""), encoding="utf-8")
        assert "8,5" in good("score", files[0], str(evidence), "--locale", "en")


class TestErrors:
    """Faults come on standard error, all of them, and the exit code is 2."""

    def test_faults_as_text(self, files: tuple[str, str], tmp_path: Path) -> None:
        evidence = tmp_path / "sai.csv"
        evidence.write_text(
            EVIDENCE.replace("late,3", "late,ba").replace("late,1", "lat,1"), encoding="utf-8"
        )
        for lang, heading in (("vi", "Số liệu có 2 lỗi:"), ("en", "The evidence has 2 fault(s):")):
            result = run("--lang", lang, "score", files[0], str(evidence))
            assert result.exit_code == 2
            assert result.stdout == ""
            assert heading in result.stderr
            assert "sai.csv:5" in result.stderr

    def test_faults_as_json(self, files: tuple[str, str], tmp_path: Path) -> None:
        evidence = tmp_path / "sai.csv"
        evidence.write_text(EVIDENCE.replace("late,3", "late,ba"), encoding="utf-8")
        result = run("score", files[0], str(evidence), "--format", "json")
        assert (result.exit_code, result.stdout) == (2, "")
        (fault,) = json.loads(result.stderr)["errors"]
        assert fault["line"] == 5
        assert {"code", "vi", "en"} <= set(fault)

    def test_no_such_ruleset(self) -> None:
        result = run("show", "tien-giang/tnmt-cap-huyen-2023")
        assert result.exit_code == 2
        assert f"«{TIEN_GIANG}»" in result.stderr

    def test_no_such_file(self, files: tuple[str, str]) -> None:
        result = run("--lang", "en", "score", files[0], "khong-co.csv")
        assert result.exit_code == 2
        assert "khong-co.csv" in result.stderr
        again = run("score", files[0], "khong-co.csv", "--format", "json")
        assert again.exit_code == 2
        assert "khong-co.csv" in json.loads(again.stderr)["errors"][0]["file"]

    def test_no_units_at_all(self, files: tuple[str, str], tmp_path: Path) -> None:
        evidence = tmp_path / "trong.csv"
        evidence.write_text("", encoding="utf-8")
        result = run("score", files[0], str(evidence), "--format", "json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["units"] == []
        assert "không có đơn vị nào" in result.stderr

    def test_no_such_unit(self, files: tuple[str, str]) -> None:
        result = run("explain", *files, "x11")
        assert result.exit_code == 2
        assert "x11" in result.stderr

    def test_output_that_cannot_be_written(self, files: tuple[str, str], tmp_path: Path) -> None:
        result = run("score", *files, "--output", str(tmp_path / "none" / "out"))
        assert result.exit_code == 2

    def test_control_characters_are_not_passed_on(self, files: tuple[str, str], tmp_path: Path) -> None:
        evidence = tmp_path / "esc.csv"
        evidence.write_text(EVIDENCE.replace("Xã Một", "Xã\x1b[2J"), encoding="utf-8")
        result = run("score", files[0], str(evidence))
        assert "\x1b" not in result.output


class TestExplain:
    """Explanations as text and as JSON."""

    def test_text_in_both_languages(self, files: tuple[str, str]) -> None:
        assert "4,5/6 điểm" in good("explain", *files, "x1", "a")
        assert "4.5/6 points" in good("--lang", "en", "explain", *files, "x1", "a")

    def test_all_criteria(self, files: tuple[str, str]) -> None:
        text = good("explain", *files, "x1")
        assert "Việc thứ nhất" in text
        assert "Việc thứ hai [red]" in text

    def test_json(self, files: tuple[str, str]) -> None:
        found = json.loads(good("explain", *files, "x1", "a", "--format", "json"))
        assert (found["criterion"], found["points"]) == ("a", "4.5")


class TestCheck:
    """A ruleset and evidence are checked together."""

    def test_good(self, files: tuple[str, str]) -> None:
        assert "không có lỗi" in good("check", files[0])
        text = good("--lang", "en", "check", *files)
        assert "2 unit(s), 1 with points that are not certain" in text

    def test_notes_are_printed(self) -> None:
        assert "[points-below-zero]" in good("check", TIEN_GIANG)

    def test_bad(self, tmp_path: Path) -> None:
        rules = tmp_path / "sai.toml"
        rules.write_text(RULESET.replace('kind = "ledger"', 'kind = "leger"'), encoding="utf-8")
        result = run("check", str(rules))
        assert result.exit_code == 2
        assert "«ledger»" in result.stderr


class TestCatalogue:
    """What is installed, and what a ruleset says."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_list(self, lang: str) -> None:
        text = good("--lang", lang, "list")
        for expected in (TIEN_GIANG, "ledger", "[deduct]", "thidua_criteria (thidua-scoring"):
            assert expected in text

    def test_list_in_spite_of_a_bad_ruleset(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        from thidua_scoring.ruleset import load

        (tmp_path / "bad.toml").write_text("format = 1\n", encoding="utf-8")
        monkeypatch.setattr(load, "catalogue", lambda: {"pack/bad": tmp_path / "bad.toml"})
        assert "pack/bad" in good("list").partition("Không nạp được")[2]

    def test_show(self, files: tuple[str, str]) -> None:
        text = good("show", files[0])
        for expected in (
            "Bộ tiêu chí thử",
            "minh họa",
            "1. Phần một",
            "a. Việc thứ nhất (6 điểm) [ledger]",
            "− Chậm: 0,5 × late",
            "− trừ: tối đa 6",
            "Ghi chú: Ghi chú của việc.",
        ):
            assert expected in text
        assert "a. Việc thứ nhất (6 points)" in good("--lang", "en", "show", files[0])

    def test_show_every_shipped_ruleset(self) -> None:
        from thidua_scoring.ruleset.load import catalogue

        for name in catalogue():
            assert name in good("show", name)


class TestVerify:
    """A result is computed again and every figure compared."""

    @pytest.fixture
    def result(self, files: tuple[str, str], tmp_path: Path) -> Path:
        """A result of the small ruleset."""
        path = tmp_path / "result.json"
        good("score", *files, "--format", "json", "--output", str(path))
        return path

    def test_holds(self, files: tuple[str, str], result: Path) -> None:
        text = good("verify", str(result), "--ruleset", files[0], "--evidence", files[1])
        assert "mọi con số của 2 đơn vị khớp" in text

    def test_changed_points_are_found(self, files: tuple[str, str], result: Path) -> None:
        changed = json.loads(result.read_text(encoding="utf-8"))
        changed["units"][0]["criteria"]["a"]["points"] = "6"
        result.write_text(json.dumps(changed), encoding="utf-8")
        ended = run("--lang", "en", "verify", str(result), "--ruleset", files[0], "--evidence", files[1])
        assert ended.exit_code == 1
        assert 'units.x1.criteria.a.points: stored "6", computed "4.5"' in ended.stdout

    def test_changed_evidence_is_found(self, files: tuple[str, str], result: Path) -> None:
        Path(files[1]).write_text(EVIDENCE.replace("late,3", "late,2"), encoding="utf-8")
        ended = run("verify", str(result), "--ruleset", files[0], "--evidence", files[1])
        assert ended.exit_code == 1
        assert "evidence.digest" in ended.stdout

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"units": 1, "ruleset": {"id": "x"}}', "[" * 99999])
    def test_other_files_are_refused(self, files: tuple[str, str], tmp_path: Path, text: str) -> None:
        other = tmp_path / "other.json"
        other.write_text(text, encoding="utf-8")
        assert run("verify", str(other), "--evidence", files[1]).exit_code == 2

    def test_evidence_is_needed(self, result: Path) -> None:
        assert run("verify", str(result)).exit_code == 2


class TestDemo:
    """The example that everyone can run."""

    def test_vietnamese(self) -> None:
        text = good("demo")
        for expected in ("Cai Lậy", "Tự chấm", "Theo quy định", "Chênh lệch"):
            assert expected in text
        assert re.search(r"\nC2 +.* 5,7 +5,5 +-0,2", text)
        assert re.search(r"Tổng cộng +124,4 +118\* +-6,4\* +117 đến 119", text)
        assert "tạm lấy điểm tự chấm: C5.3." in text

    def test_english(self) -> None:
        text = good("--lang", "en", "demo")
        for expected in ("Claimed", "By the rules", "Difference", "124.4"):
            assert expected in text


class TestReadme:
    """What the README shows is what comes out."""

    @pytest.fixture(autouse=True)
    def in_checkout(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(README.parent)
        monkeypatch.setenv("COLUMNS", "100")

    def test_python(self) -> None:
        assert doctest.testfile(str(README), module_relative=False, encoding="utf-8").failed == 0

    def test_commands(self) -> None:
        text = README.read_text(encoding="utf-8")
        shown = re.findall(r"```console\n\$ thidua (.*)\n((?:(?!```).*\n)*)```", text)
        assert len(shown) == 2
        for command, output in shown:
            printed = [line.rstrip() for line in good(*command.split()).splitlines()]
            for line in output.splitlines():
                assert line == "…" or line in printed


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-2.5", "-2.5"),
        ("-1/3", "-1/3"),
        ("+7", "+7"),
        ("-1+2", "'-1+2"),
        ("x=1", "x=1"),
        (3, "3"),
        (None, ""),
    ],
)
def test_csv_cells(value: object, cell: str) -> None:
    """Only text that a spreadsheet would run is changed."""
    assert csv_cell(value) == cell
