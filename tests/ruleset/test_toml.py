"""Places in TOML files: every one that a writer of many styles recorded must be found again."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua_scoring.errors import Fault, RulesetError, dotted
from thidua_scoring.messages.toml import TOML
from thidua_scoring.ruleset.toml import Layered, layer, parse_toml, read_toml

Path_ = tuple[str | int, ...]
Position = tuple[int, int]


# A writer that knows where it writes


class Block:
    """A header with the pairs below it, or an array of tables with all that is in it."""

    def __init__(self, write: Callable[[], None]):
        self.write = write


class Writer:
    """Write data as TOML in styles drawn at random, and record where each key and value lands."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.text = ""
        self.keys: dict[Path_, Position] = {}
        self.values: dict[Path_, Position] = {}
        self.written: dict[Path_, str] = {}
        self.implicit: dict[Path_, tuple[Position, str]] = {}

    def document(self, data: dict[str, Any]) -> str:
        blocks = self.body((), data)
        for block in blocks:
            block.write()
        for path, (position, written) in self.implicit.items():
            if path not in self.keys:
                self.keys[path], self.written[path] = position, written
        return self.text

    def at(self) -> Position:
        return self.text.count("\n") + 1, len(self.text) - (self.text.rfind("\n") + 1) + 1

    def put(self, *choices: str) -> str:
        chosen = self.rng.choice(choices)
        self.text += chosen
        return chosen

    def chance(self) -> bool:
        return self.rng.random() < 0.5

    def end_line(self) -> None:
        self.put("", " ", "\t", " # ghi chú", "#[x]", '# "', "# '''", "\n", "\n # = [[\n")
        self.text += "\n"
        self.put("", "", "  ", "\t")

    def gap(self) -> None:
        """Write what may stand around the elements of an array, or the pairs of an inline table."""
        self.put("", "", " ", "\n", " # ], } \n", '\n\n  # """\n\t')

    # Tables

    def body(self, path: Path_, table: dict[str, Any]) -> list[Block]:
        """Write the pairs of a table; return the blocks that must come after, in any order."""
        headed: dict[str, Any] = {}
        for key, value in table.items():
            tables = isinstance(value, dict) or (value and all_tables(value))
            if tables and self.chance():
                headed[key] = value
        pairs = list(self.pairs({k: v for k, v in table.items() if k not in headed}))
        self.rng.shuffle(pairs)
        for parts, value in pairs:
            self.pair(path, parts, value)
            self.end_line()
        blocks = [block for key, value in headed.items() for block in self.blocks((*path, key), value)]
        self.rng.shuffle(blocks)
        return blocks

    def blocks(self, path: Path_, value: Any) -> list[Block]:
        if isinstance(value, list):
            return [Block(lambda: self.tables(path, value))]
        own, below = self.split(value)
        blocks = [block for key, inner in below.items() for block in self.blocks((*path, key), inner)]
        if own or not blocks or self.chance():
            blocks.append(Block(lambda: self.table(path, own)))
        return blocks

    def split(self, table: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        below = {
            key: value
            for key, value in table.items()
            if value and (isinstance(value, dict) or all_tables(value)) and self.chance()
        }
        return {key: value for key, value in table.items() if key not in below}, below

    def table(self, path: Path_, own: dict[str, Any]) -> None:
        self.header(path, "[", "]", path)
        pairs = list(self.pairs(own))
        self.rng.shuffle(pairs)
        for parts, value in pairs:
            self.pair(path, parts, value)
            self.end_line()

    def tables(self, path: Path_, elements: list[dict[str, Any]]) -> None:
        for number, element in enumerate(elements):
            self.header(path, "[[", "]]", (*path, number))
            for block in self.body((*path, number), element):
                block.write()

    def header(self, path: Path_, left: str, right: str, owner: Path_) -> None:
        at = self.at()
        self.text += left + self.rng.choice(["", " "])
        names = [n for n, step in enumerate(path) if isinstance(step, str)]
        for n in names:
            if n != names[0]:
                self.put(".", " . ", ".\t")
            part_at, written = self.at(), self.key(str(path[n]))
            if n != names[-1]:
                self.implicit.setdefault(path[: n + 1], (part_at, written))
        self.text += self.rng.choice(["", " "]) + right
        for headed in {path, owner}:
            self.note(headed, at, left)
            self.values.setdefault(headed, at)
        self.end_line()

    # Pairs and values

    def pairs(self, table: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Yield keys, some dotted into the tables below, and what they are given."""
        for key, value in table.items():
            if isinstance(value, dict) and value and self.chance():
                for parts, inner in self.pairs(value):
                    yield (key, *parts), inner
            else:
                yield (key,), value

    def pair(self, path: Path_, parts: tuple[str, ...], value: Any) -> None:
        for n, part in enumerate(parts):
            if n:
                self.put(".", " . ", ". ")
            at = self.at()
            self.note((*path, *parts[: n + 1]), at, self.key(part))
        self.put("=", " = ", "\t= ")
        self.value((*path, *parts), value)

    def note(self, path: Path_, at: Position, written: str) -> None:
        if path not in self.keys:
            self.keys[path], self.written[path] = at, written

    def key(self, key: str) -> str:
        written = [basic(key, self.rng), f'"{plain(key)}"']
        if re.fullmatch("[A-Za-z0-9_-]+", key):
            written += [key] * 3
        if "'" not in key and key.isprintable():
            written.append(f"'{key}'")
        return self.put(*written)

    def value(self, path: Path_, value: Any) -> None:
        self.values[path] = self.at()
        if isinstance(value, dict):
            self.inside("{", "}", [partial(self.pair, path, *pair) for pair in self.pairs(value)])
        elif isinstance(value, list):
            self.inside("[", "]", [partial(self.element, (*path, n), v) for n, v in enumerate(value)])
        elif isinstance(value, str):
            self.put(*strings(value, self.rng))
        else:
            self.text += scalar(value)

    def element(self, path: Path_, value: Any) -> None:
        self.note(path, self.at(), "")
        self.value(path, value)

    def inside(self, left: str, right: str, items: list[Callable[[], None]]) -> None:
        self.text += left
        for n, item in enumerate(items):
            if n:
                self.text += ","
            self.gap()
            item()
            self.gap()
        if items and self.chance():
            self.text += ","
        self.gap()
        self.text += right


def all_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)


def basic(text: str, rng: random.Random) -> str:
    """Write a string between double quotes, with some letters escaped that need not be."""
    letters = [plain(c) if rng.random() < 0.7 else f"\\U{ord(c):08X}" for c in text]
    return f'"{"".join(letters)}"'


def plain(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\x7F")


def strings(text: str, rng: random.Random) -> list[str]:
    """Return the ways to write a string, in all four kinds where they can hold it."""
    body = basic(text, rng)[1:-1]
    ways = [f'"{body}"', f'"""{body}"""', f'"""\n{body}"""', f'"""\\ \n  \n\t{leading(body)}"""']
    if all(c.isprintable() or c == "\n" for c in text):
        ways += [way for way in (f"'''\n{text}'''", f'"""\n{text}"""') if holds(way, text)]
        if "\n" not in text and "'" not in text:
            ways.append(f"'{text}'")
    return ways


def leading(body: str) -> str:
    """Keep a first blank from being swallowed by the end of line before it."""
    return f"\\u{ord(body[0]):04X}{body[1:]}" if body[:1] in {" ", "\t"} else body


def holds(way: str, text: str) -> bool:
    quote = way[:3]
    run = max((len(m) for m in re.findall(f"{quote[0]}+", text)), default=0)
    ending = len(text) - len(text.rstrip(quote[0]))
    inside = run < 3 or (run == ending < 3)
    return inside and ending < 3 and (quote[0] == "'" or "\\" not in text)


def scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


# What is written

KEYS = [*"ab-#]=𝒙\n\"'\\", "points", "C1", "1a", "điểm", "a.b", "x y", ""]
WORDS = ["", "98%", 'a"b', "''", '""', "#", "[x]", "a = 1", "\\", "dòng\nhai", " \t", "𝒙'"]
NAMES = st.sampled_from(KEYS)
STRINGS = st.text(st.sampled_from("ab \t\n'\"\\#[]{},=đ𝒙\x7f\r"), max_size=8)
NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(-1000, 1000, places=2)
DATES = st.dates() | st.datetimes(timezones=st.none() | st.just(dt.UTC)) | st.times()
SCALARS = STRINGS | NUMBERS | DATES | st.booleans()
TABLES = st.recursive(
    st.dictionaries(NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        NAMES,
        SCALARS
        | inner
        | st.lists(inner, max_size=3)
        | st.lists(SCALARS | inner | st.lists(SCALARS | inner, max_size=2), max_size=3),
        max_size=4,
    ),
    max_leaves=12,
)
SEEDS = st.integers(0, 2**32).map(random.Random)
ENDS = st.sampled_from(["\n", "\r\n"])
RANDOM = st.randoms(use_true_random=False)


def rich(rng: random.Random, depth: int = 0) -> dict[str, Any]:
    """Return a table larger and deeper than hypothesis likes to make."""
    keys = rng.sample(KEYS, rng.randint(0, 5 - depth))
    return {key: rich_value(rng, depth) for key in keys}


def rich_value(rng: random.Random, depth: int) -> Any:
    kind = rng.randrange(5 if depth < 4 else 2)
    if kind < 2:
        return rng.choice([7, True, Decimal("-1.50"), dt.date(2022, 1, 1), dt.time(7, 30), *WORDS])
    if kind == 2:
        return rich(rng, depth + 1)
    if kind == 3:
        return [rich(rng, depth + 1) for _ in range(rng.randrange(4))]
    return [rich_value(rng, depth + 1) for _ in range(rng.randrange(4))]


def paths(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield every path in the data."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield (*path, step)
        yield from paths(value, (*path, step))


def position(place: Any) -> Position:
    return place.line, place.column


def check_places(data: dict[str, Any], rng: random.Random, ends: str) -> None:
    writer = Writer(rng)
    text = writer.document(data).replace("\n", ends)
    document = parse_toml(text, "f.toml")
    assert document.data == data
    lines = text.split("\n")
    for path in paths(data):
        place = document.place(path)
        assert (position(place), place.path, place.file) == (writer.keys[path], path, "f.toml"), text
        line, column = position(place)
        assert lines[line - 1][column - 1 :].startswith(writer.written[path])
        assert position(document.value_place(path)) == writer.values.get(path, writer.keys[path]), text


def check_broken(data: dict[str, Any], rng: random.Random) -> None:
    """Spoil a text: it is read in full, or refused with one fault that stands in it."""
    text = spoil(Writer(rng).document(data), rng)
    try:
        document = parse_toml(text, "f.toml")
    except RulesetError as error:
        [fault] = error.faults
        assert fault.code in {"toml-syntax", "toml-duplicate"}
        line = fault.place.line
        assert line is not None and 1 <= line <= text.count("\n") + 1
        assert "{" not in TOML[fault.code].say("vi").format_map(fault.parameters) or "{" in text
        if fault.code == "toml-duplicate":
            assert 1 <= int(fault.parameters["first_line"]) <= line
            assert fault.place.path and dotted(fault.place.path).startswith(fault.parameters["key"])
    else:
        for path in paths(document.data):
            assert document._index.find(path).path() == path


def spoil(text: str, rng: random.Random) -> str:
    """Repeat a line elsewhere, or put in or take out a letter."""
    lines = text.split("\n")
    kind = rng.randrange(3)
    if kind == 0:
        lines.insert(rng.randint(0, len(lines)), rng.choice(lines))
        return "\n".join(lines)
    at = rng.randint(0, len(text))
    return text[:at] + (rng.choice("[]{}=.,'\"#\n ab1") + text[at:] if kind == 1 else text[at + 1 :])


def examples(number: int) -> settings:
    return settings(max_examples=number, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestEveryPlace:
    """Whatever the style, a key stands where it was written, and the data is what was meant."""

    @examples(100)
    @given(TABLES, RANDOM, ENDS)
    def test_is_the_place_that_was_written(self, data: dict[str, Any], rng: random.Random, ends: str) -> None:
        check_places(data, rng, ends)

    @examples(200)
    @given(SEEDS, ENDS)
    def test_is_the_place_that_was_written_in_a_rich_text(self, rng: random.Random, ends: str) -> None:
        check_places(rich(rng), rng, ends)

    @pytest.mark.long
    @examples(5_000)
    @given(TABLES, RANDOM, ENDS)
    def test_is_found_at_length(self, data: dict[str, Any], rng: random.Random, ends: str) -> None:
        check_places(data, rng, ends)

    @pytest.mark.long
    @examples(20_000)
    @given(SEEDS, ENDS)
    def test_is_found_in_rich_texts_at_length(self, rng: random.Random, ends: str) -> None:
        check_places(rich(rng), rng, ends)


class TestASpoiltText:
    """A text with a letter or line too many or too few is read in full or refused with one fault in it."""

    @examples(100)
    @given(TABLES, RANDOM)
    def test_is_read_or_refused(self, data: dict[str, Any], rng: random.Random) -> None:
        check_broken(data, rng)

    @examples(200)
    @given(SEEDS)
    def test_is_read_or_refused_when_rich(self, rng: random.Random) -> None:
        check_broken(rich(rng), rng)

    @pytest.mark.long
    @examples(20_000)
    @given(SEEDS)
    def test_is_read_or_refused_at_length(self, rng: random.Random) -> None:
        check_broken(rich(rng), rng)


def fault_of(text: str) -> Fault:
    with pytest.raises(RulesetError) as caught:
        parse_toml(text, "f.toml")
    [fault] = caught.value.faults
    for lang in ("vi", "en"):
        assert not re.search(r"\{(key|first_line|source|reason|byte)\}", fault.text(lang))
    return fault


class TestAFault:
    """Reading stops at one fault, which says where and what to do."""

    @pytest.mark.parametrize(
        ("text", "place", "key", "first_line"),
        [
            ("a = 1\nb = 2\na = 3", "f.toml:3:1 a", "a", 1),
            ("[a]\n\n[b]\n[a]\n", "f.toml:4:1 a", "a", 1),
            ("[[a]]\nx = 1\n[a]", "f.toml:3:1 a", "a", 1),
            ("a = 1\n[a.b]", "f.toml:2:1 a.b", "a", 1),
            ("a = 1\na.b = 2", "f.toml:2:1 a.b", "a", 1),
            ("a = { x = 1, x = 2 }", "f.toml:1:14 a.x", "a.x", 1),
            ("[a.b]\n[a]\nb.c = 1", "f.toml:3:1 a.b.c", "a.b", 1),
            ('["x y"]\n["x y"]', 'f.toml:2:1 "x y"', '"x y"', 1),
            ("[t]\n[[t.u]]\n[[t.u]]\nk = 1\nk = 2", "f.toml:5:1 t.u[1].k", "t.u[1].k", 4),
        ],
    )
    def test_of_a_name_given_twice_shows_both_places(
        self, text: str, place: str, key: str, first_line: int
    ) -> None:
        fault = fault_of(text)
        assert (fault.code, str(fault.place)) == ("toml-duplicate", place)
        assert fault.parameters == {"key": key, "first_line": str(first_line)}

    @pytest.mark.parametrize(
        ("text", "at", "source"),
        [
            ("a = 1\nshare = 98%\nb = 2", (2, 11), "share = 98%"),
            ("điểm = 1", (1, 1), "điểm = 1"),
            ("a = [1, 2\n\n", (3, 1), "a = [1, 2"),
            ('a = "x\nb = 1', (1, 7), 'a = "x'),
            ("a = 1,5", (1, 6), "a = 1,5"),
        ],
    )
    def test_of_syntax_shows_the_line(self, text: str, at: Position, source: str) -> None:
        fault = fault_of(text)
        assert (fault.code, position(fault.place)) == ("toml-syntax", at)
        assert fault.parameters["source"] == source

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (f"x = {'1' * 5_000}", "toml-number"),
            ("x = 1e99999999999999999999", "toml-number"),
            (f"x = {'[' * 2_000}{']' * 2_000}", "toml-depth"),
        ],
    )
    def test_that_tomli_does_not_place_has_a_line(self, line: str, code: str) -> None:
        fault = fault_of(f"a = 1\nb = [\n]\n{line}\nc = 3\n")
        assert (fault.code, str(fault.place)) == (code, "f.toml:4")
        assert len(fault.parameters["source"]) <= 60


class TestAFile:
    def test_is_read_past_a_byte_order_mark(self, tmp_path: Path) -> None:
        file = tmp_path / "điểm.toml"
        file.write_bytes("\ufeff[scale]\r\npoints = 2.50\r\n".encode())
        document = read_toml(str(file))
        assert document.data == {"scale": {"points": Decimal("2.50")}}
        assert str(document.data["scale"]["points"]) == "2.50"
        assert str(document.value_place(["scale", "points"])) == f"{file}:2:10 scale.points"

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_in_another_encoding_is_refused_at_its_byte(self, tmp_path: Path, mark: str) -> None:
        file = tmp_path / "f.toml"
        file.write_bytes(f"{mark}a = 1\nđ".encode() + b"\xe0x")
        with pytest.raises(RulesetError) as caught:
            read_toml(file)
        [fault] = caught.value.faults
        assert (fault.code, fault.parameters) == ("not-utf8", {"byte": "0xE0"})
        assert position(fault.place) == (2, 2)

    def test_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_toml(tmp_path / "f.toml")


class TestAPath:
    """A path that is not there stands where its longest beginning does."""

    DOCUMENT = parse_toml("[a]\nb = [1, { c = 2 }]\n[[d]]\n[[d]]\n", "f.toml")

    @pytest.mark.parametrize(
        ("path", "at"),
        [
            ((), (1, 1)),
            (("z",), (1, 1)),
            (("a", "z"), (1, 1)),
            (("a", "b", 1, "c"), (2, 11)),
            (("a", "b", 1, "z"), (2, 9)),
            (("a", "b", 7), (2, 1)),
            (("d",), (3, 1)),
            (("d", 1, "z"), (4, 1)),
        ],
    )
    def test_has_a_place(self, path: Path_, at: Position) -> None:
        place = self.DOCUMENT.place(path)
        assert (position(place), place.path) == (at, path)


class TestLayers:
    """What a later document gives hides what an earlier one gave; the rest keeps its place."""

    @staticmethod
    def layered() -> Layered:
        base = parse_toml("x = 1\n[t]\na = 1\nb = [1, 2]\n[u]\nc = 1", "base.toml")
        over = parse_toml("[t]\nb = [3]\nz = 1", "over.toml")
        last = parse_toml("u = 7", "last.toml")
        merged = {"x": 1, "t": {"a": 1, "b": [3], "z": 1}, "u": {"c": 1}}
        return layer(layer(base, over, merged), last, {**merged, "u": 7})

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            (("x",), "base.toml:1:1 x"),
            (("t", "a"), "base.toml:3:1 t.a"),
            (("t", "z"), "over.toml:3:1 t.z"),
            (("t", "b", 0), "over.toml:2:6 t.b[0]"),
            (("t", "b", 1), "over.toml:2:1 t.b[1]"),
            (("u", "c"), "last.toml:1:1 u.c"),
            (("t",), "over.toml:1:1 t"),
            (("nowhere",), "last.toml:1:1 nowhere"),
        ],
    )
    def test_know_who_gave_what(self, path: Path_, place: str) -> None:
        assert str(self.layered().place(path)) == place

    def test_know_where_the_value_is(self) -> None:
        assert str(self.layered().value_place(["t", "a"])) == "base.toml:3:5 t.a"

    def test_are_kept_in_order(self) -> None:
        layered = self.layered()
        assert [document.file for document in layered.documents] == ["base.toml", "over.toml", "last.toml"]
        assert (layered.file, layered.data["u"]) == ("last.toml", 7)


@pytest.mark.parametrize("code", TOML)
def test_messages_have_the_same_gaps_and_a_fix_in_both_languages(code: str) -> None:
    message = TOML[code]
    assert message.fix_vi and message.fix_en
    assert set(re.findall(r"\{\w+\}", message.vi)) == set(re.findall(r"\{\w+\}", message.en))
