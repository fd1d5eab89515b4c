"""Faults say what is wrong, where, and what to do, in both languages and all at once."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.errors import (
    EvidenceError,
    Fault,
    FaultsError,
    NoSuchName,
    Place,
    PluginError,
    Problem,
    Problems,
    RulesetError,
    ThiduaError,
    dotted,
    nearest,
)
from thidua_scoring.messages import MESSAGES

FAULT = Fault("not-a-number", Place("a.toml", 3, 7, ("criteria", "C1", 0)), {"got": "x"}, nearest="y")


class TestAPlace:
    """A place is written as an editor can jump to it, and only what is known of it."""

    def test_is_written_as_file_line_column_and_path(self) -> None:
        assert str(FAULT.place) == "a.toml:3:7 criteria.C1[0]"
        assert str(Place("a.xlsx", cell="Sheet1!C7")) == "a.xlsx Sheet1!C7"
        assert str(Place(line=3)) == "?:3"
        assert str(Place()) == ""

    def test_gives_machines_what_is_known(self) -> None:
        assert FAULT.place.to_dict() == {"file": "a.toml", "line": 3, "column": 7, "path": "criteria.C1[0]"}
        assert Place().to_dict() == {}

    def test_has_a_path_whose_odd_keys_are_quoted(self) -> None:
        assert dotted(("a", "b.c", 0, "d e", "")) == 'a."b.c"[0]."d e".""'


class TestAFault:
    """A fault has a stable code, a text in each language, and the nearest valid name."""

    def test_says_what_is_wrong_what_was_meant_and_what_to_do(self) -> None:
        said = FAULT.text("en")
        assert said.startswith("“x” cannot be read as a number.")
        assert "Did you mean “y”?" in said
        assert said.endswith(MESSAGES["not-a-number"].advise("en"))
        assert "Có phải ý là «y»?" in FAULT.text("vi")

    def test_stands_on_one_line_between_its_place_and_its_code(self) -> None:
        assert FAULT.line("en").startswith("a.toml:3:7 criteria.C1[0]: “x”")
        assert FAULT.line("vi").endswith(" [not-a-number]")
        assert Fault("not-a-number").line("en").startswith("“{got}” cannot")

    @given(st.text())
    def test_holds_any_text_as_it_is(self, got: str) -> None:
        assert f"“{got}” cannot be read" in Fault("not-a-number", parameters={"got": got}).text("en")

    def test_is_plain_data_for_machines(self) -> None:
        said = json.loads(json.dumps(FAULT.to_dict()))
        assert (said["code"], said["parameters"], said["nearest"]) == ("not-a-number", {"got": "x"}, "y")
        assert (said["vi"], said["en"]) == (FAULT.text("vi"), FAULT.text("en"))
        assert "nearest" not in Fault("not-a-number").to_dict()

    def test_keeps_its_parameters_when_the_callers_change(self) -> None:
        parameters = {"got": "x"}
        fault = Fault("not-a-number", parameters=parameters)
        parameters["got"] = "z"
        assert fault.parameters == {"got": "x"}


class TestAProblem:
    """A problem becomes a fault where the place is known."""

    def test_becomes_the_fault_that_it_is(self) -> None:
        problem = Problem("not-a-number", nearest="y", got="x")
        assert problem.placed(FAULT.place) == FAULT
        assert str(problem) == Fault("not-a-number", parameters={"got": "x"}, nearest="y").text("en")

    def test_writes_its_parameters_as_text(self) -> None:
        assert Problem("not-a-number", got=12).parameters == {"got": "12"}

    def test_is_gathered_with_others(self) -> None:
        both = Problems([Problem("not-a-number", got=1, at=["a", 0]), Problem("not-finite", got=2)])
        assert [problem.at for problem in both.problems] == [("a", 0), ()]
        assert str(both) == "; ".join(map(str, both.problems))


class TestAnError:
    """An error carries every fault, and each kind can be caught by its class or as one of ours."""

    @pytest.mark.parametrize("kind", [RulesetError, EvidenceError, PluginError, NoSuchName])
    def test_lists_every_fault_in_order(self, kind: type[FaultsError]) -> None:
        error = kind([FAULT, Fault("not-finite", parameters={"got": "NaN"})])
        lines = error.text("en").splitlines()
        assert [line.strip() for line in lines[1:]] == [fault.line("en") for fault in error.faults]
        assert str(error) == error.text("vi")
        assert isinstance(error, ThiduaError)

    def test_says_how_many_faults_there_are(self) -> None:
        assert RulesetError([FAULT]).text("vi").startswith("Bộ tiêu chí có 1 lỗi:")
        assert RulesetError([FAULT, FAULT]).text("en").startswith("The ruleset has 2 fault(s):")

    def test_of_an_unknown_name_is_a_lookup_error(self) -> None:
        assert issubclass(NoSuchName, LookupError)


class TestTheNearestName:
    """The nearest name is one that exists and looks like what was written, or none."""

    def test_is_found_through_slips_and_other_cases(self) -> None:
        assert nearest("quotta", ["quota", "share"]) == "quota"
        assert nearest("HALF_UP", ["half-up", "half-even"]) == "half-up"
        assert nearest("xyz", ["quota", "share"]) is None

    @given(st.text(), st.lists(st.text()))
    def test_exists(self, name: str, names: list[str]) -> None:
        assert nearest(name, names) in [*names, None]


def test_an_error_survives_being_sent_to_another_process() -> None:
    error = RulesetError([Fault("not-a-number", Place("a.toml", 3), {"got": "năm"})])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.faults) == (str(error), error.faults)
