"""Every code that the source raises has a text in both languages, and every text has a code."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from thidua_scoring import messages
from thidua_scoring.errors import Fault
from thidua_scoring.messages import MESSAGES
from thidua_scoring.messages.message import Message

ROOT = Path(__file__).parents[1]
FILES = [
    file
    for folder in ("src", "criteria")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file.parent.name != "messages"
]
RAISERS = {"Problem", "Fault", "refuse", "_fault", "_unlocated"}
ROOMS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": room
    for module in vars(messages).values()
    if getattr(module, "__name__", "").startswith("thidua_scoring.messages.")
    for name, room in vars(module).items()
    if name.isupper() and isinstance(room, dict)
}
INDIRECT = {
    "several-editions": {"got", "expected"},
    "no-such-ruleset": {"got", "expected"},
    "unknown-hook": {"plugin", "hook", "expected"},
    "hook-arguments": {"plugin", "hook"},
    "toml-depth": {"source"},
    "toml-number": {"source"},
}
"""Parameters of codes that reach their fault through a variable."""


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts(node: ast.expr) -> list[str]:
    """Return the codes that an expression may be: a string, or one of two."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def raised() -> Iterator[tuple[str, frozenset[str] | None, str]]:
    """Yield each code of the source, the parameters given with it if they stand there, and its place."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found: list[str] = []
            given: set[str] | None = None
            if isinstance(node, ast.Call) and name_of(node) in RAISERS:
                codes = [word.value for word in node.keywords if word.arg == "code"]
                found = texts((node.args[:1] or codes or [ast.Constant(None)])[0])
                if name_of(node) in ("Problem", "refuse", "_fault") and all(w.arg for w in node.keywords):
                    given = {word.arg for word in node.keywords if word.arg} - {"at", "nearest"}
                if given is not None and file.name == "plugins.py" and "unknown-kind" not in found:
                    # What is raised while a plugin is checked is told with the plugin and its hook.
                    given |= {"plugin", "hook"} if name_of(node) == "Problem" else {"plugin"}
            elif isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "code" for t in node.targets):
                found = texts(node.value)
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and node.value.elts:
                code, *rest = node.value.elts
                found = texts(code) if rest and isinstance(rest[0], ast.Dict) else []
            place = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            yield from ((code, None if given is None else frozenset(given), place) for code in found)


RAISED = list(raised())


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def asked(message: Message) -> set[str]:
    return set().union(*map(holes, (message.vi, message.en, message.fix_vi, message.fix_en)))


def test_the_search_finds_every_way_of_raising() -> None:
    codes = {code for code, _, _ in RAISED}
    assert {"missing-key", "band-overlap", "places-or-step", "several-editions", "unknown-kind"} <= codes
    assert {"unknown-kind-failures", "hook-arguments", "plugin-name-taken", "clause-two-forms"} <= codes
    assert set(INDIRECT) <= codes


def test_every_code_raised_has_a_message() -> None:
    assert {code: place for code, _, place in RAISED if code not in MESSAGES} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_is_raised_somewhere(room: str) -> None:
    # A code may come to its fault by way of a name or of a table of codes.
    source = "\n".join(file.read_text("utf-8") for file in FILES)
    assert [code for code in ROOMS[room] if f'"{code}"' not in source] == []


def test_no_two_rooms_share_a_code() -> None:
    counted = Counter(code for room in ROOMS.values() for code in room)
    assert [code for code, times in counted.items() if times > 1] == []
    assert set(counted) == set(MESSAGES)


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same_things(code: str) -> None:
    message = MESSAGES[code]
    assert message.vi
    assert message.en
    assert bool(message.fix_vi) == bool(message.fix_en)
    assert holes(message.vi) | holes(message.fix_vi) == holes(message.en) | holes(message.fix_en)


@pytest.mark.parametrize("code", MESSAGES)
def test_texts_are_sentences(code: str) -> None:
    message = MESSAGES[code]
    for text in (message.vi, message.en, message.fix_vi, message.fix_en):
        assert text == text.strip()
        assert "  " not in text
        assert not text or text[-1] in ".:?"
    assert not set("“”") & set(message.vi + message.fix_vi)
    assert not set("«»") & set(message.en + message.fix_en)


@pytest.mark.parametrize(
    "code, given, place", [each for each in RAISED if each[1] is not None and each[0] in MESSAGES]
)
def test_the_parameters_given_fill_the_text(code: str, given: frozenset[str], place: str) -> None:
    assert asked(MESSAGES[code]) <= given, place
    fault = Fault(code, parameters=dict.fromkeys(given, "7"))  # type: ignore[arg-type]
    for text in (fault.text("vi"), fault.text("en")):
        assert not set("{}") & set(text)


@pytest.mark.parametrize("code", INDIRECT)
def test_the_parameters_given_elsewhere_fill_the_text(code: str) -> None:
    assert asked(MESSAGES[code]) <= INDIRECT[code]
