"""What went wrong, where, what was expected and what to do: for a clerk, all at once.

Code deep inside raises a `Problem`, which knows what is wrong but not where. The edge
that reads a file knows where; it turns problems into `Fault` values, gathers all
of them, and raises one error that carries the list.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.messages import MESSAGES
from thidua_scoring.messages.message import Message

_BARE: Final = re.compile(r"[^\s.\[\]\"\\]+")
"""A step of a path that needs no quotation marks."""
Lang: TypeAlias = Literal["vi", "en"]
Step: TypeAlias = "str | int"


@frozen
class Place:
    """Where something stands: a file, and a line or a cell or a path in it."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: tuple[Step, ...] = ()
    """The way through a TOML or JSON file: ``("criteria", "C1", "bands", 0, "from")``."""
    cell: str | None = None
    """A spreadsheet's cell: ``Sheet1!C7``."""

    def __str__(self) -> str:
        position = [str(n) for n in (self.line, self.column) if n is not None]
        head = ":".join([self.file or "?", *position]) if self.file or position else ""
        return " ".join(part for part in (head, self.cell or "", dotted(self.path)) if part)

    def to_dict(self) -> dict[str, Any]:
        """Return the parts that are known, the path in its dotted form."""
        known = {"file": self.file, "line": self.line, "column": self.column, "cell": self.cell}
        known["path"] = dotted(self.path) or None
        return {key: value for key, value in known.items() if value is not None}


def dotted(path: Sequence[Step]) -> str:
    """Write a path as people do: ``criteria.C1.bands[0].from``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            quoted = step if _BARE.fullmatch(step) else '"' + re.sub(r'(["\\])', r"\\\1", step) + '"'
            text += f".{quoted}" if text else quoted
    return text


def _as_dict(parameters: Mapping[str, str]) -> dict[str, str]:
    return dict(parameters)


@frozen
class Fault:
    """One thing that is wrong.

    ``code`` is stable and documented; ``parameters`` fill the message of that code.
    """

    code: str
    place: Place = field(factory=Place)
    parameters: Mapping[str, str] = field(factory=dict, converter=_as_dict)
    nearest: str | None = None

    def text(self, lang: Lang = "vi") -> str:
        """Say what is wrong and what to do, in one or two sentences."""
        # A plugin's own code has no message here; it is told as it is.
        message = MESSAGES.get(self.code) or Message(self.code, self.code)
        parts = [message.say(lang).format_map(_Gaps(self.parameters))]
        if self.nearest is not None:
            parts.append(
                ("Có phải ý là «{}»?" if lang == "vi" else "Did you mean “{}”?").format(self.nearest)
            )
        parts.append(message.advise(lang).format_map(_Gaps(self.parameters)))
        return " ".join(part for part in parts if part)

    def line(self, lang: Lang = "vi") -> str:
        """Put the place before the text and the code behind it."""
        place = str(self.place)
        return f"{place}: {self.text(lang)} [{self.code}]" if place else f"{self.text(lang)} [{self.code}]"

    def to_dict(self) -> dict[str, Any]:
        """Return the fault for machines, its text in both languages."""
        said = {"code": self.code, **self.place.to_dict(), "parameters": dict(self.parameters)}
        if self.nearest is not None:
            said["nearest"] = self.nearest
        return {**said, "vi": self.text("vi"), "en": self.text("en")}


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


class Problem(ValueError):
    """A fault without its place: raised where a value is read, placed where the file is known."""

    def __init__(
        self, code: str, *, nearest: str | None = None, at: Iterable[Step] = (), **parameters: object
    ):
        self.code = code
        self.nearest = nearest
        self.at = tuple(at)
        """The rest of the path, from the value that was being read."""
        self.parameters = {name: str(value) for name, value in parameters.items()}
        super().__init__(code)

    def __str__(self) -> str:
        return self.placed(Place()).text("en")

    def placed(self, place: Place) -> Fault:
        """Make the fault that this problem is at ``place``."""
        return Fault(code=self.code, place=place, parameters=self.parameters, nearest=self.nearest)


class Problems(ValueError):
    """Several problems found together, each with the rest of its path."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class ThiduaError(Exception):
    """The base of every error that this library raises for its users."""


class FaultsError(ThiduaError):
    """An error that lists every fault found, in the order of the file."""

    heading: Mapping[str, str] = {"vi": "Có {} lỗi:", "en": "{} faults:"}

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return self.text("vi")

    def text(self, lang: Lang = "vi") -> str:
        """List the faults, one a line."""
        lines = [self.heading[lang].format(len(self.faults))]
        return "\n".join([*lines, *(f"  {fault.line(lang)}" for fault in self.faults)])


class RulesetError(FaultsError):
    """A ruleset cannot be used."""

    heading = {"vi": "Bộ tiêu chí có {} lỗi:", "en": "The ruleset has {} fault(s):"}


class EvidenceError(FaultsError):
    """Evidence cannot be used."""

    heading = {"vi": "Số liệu có {} lỗi:", "en": "The evidence has {} fault(s):"}


class PluginError(FaultsError):
    """A plugin was refused, or one that a ruleset needs is not there."""

    heading = {"vi": "Phần mở rộng có {} lỗi:", "en": "Plugins have {} fault(s):"}


class NoSuchName(FaultsError, LookupError):
    """A unit, criterion or other name that the result does not hold."""

    heading = {"vi": "Không tìm thấy:", "en": "Not found:"}

    @classmethod
    def of(cls, code: str, name: str, known: Iterable[str]) -> NoSuchName:
        """Make the error for one name, with those that there are and the nearest of them."""
        names = list(known)
        shown = ", ".join(names[:20]) + ("…" if len(names) > 20 else "")
        return cls([Fault(code, Place(), {"got": name, "expected": shown}, nearest(name, names))])


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like ``name``, if one does."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    folded = {candidate.casefold().replace("_", "-"): candidate for candidate in names}
    return folded.get(name.casefold().replace("_", "-"))
