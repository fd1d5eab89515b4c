"""What an audit found: each stated percentage, its place and its words, and whether it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from thidua_scoring.audit.judging import OPPOSITES, Ground, Judgement, values_apart
from thidua_scoring.audit.words import FORMULAS, HOWS, SHOWN, VERDICTS, WHYS
from thidua_scoring.decisions.reasons import Said
from thidua_scoring.errors import Lang, Place
from thidua_scoring.numbers import decimals, show, terminates, write
from thidua_scoring.tabular import Heading, Table, Tabled

_HEADINGS: Final = (
    Heading("place", "Vị trí", "Place"),
    Heading("words", "Nguyên văn", "Words"),
    Heading("stated", "Ghi", "Stated", right=True),
    Heading("verdict", "Kết luận", "Verdict"),
    Heading("right", "Tính lại", "Recomputed", right=True),
    Heading("because", "Căn cứ", "Because"),
)
_SIDE: Final = Said("theo các số thì {}", "by the figures it is {}")
_NAMES: Final[Mapping[bool | None, str]] = {True: "follows", False: "does-not-follow", None: "cannot-be-told"}


@frozen
class Finding:
    """One stated percentage."""

    place: Place
    words: str
    """The statement as it stands, cut to a length that can be quoted."""
    stated: str
    """The percentage as it is written, without its sign."""
    base: str
    """What it is said to be compared with: ``plan``, ``previous``, or nothing."""
    judgement: Judgement
    label: str = ""
    """What the figures are of, as far as the words before them say."""
    alone: str = ""
    """The figure that the percentage is about, where there is nothing to hold that against."""

    @property
    def verdict(self) -> str:
        """Return ``follows``, ``does-not-follow`` or ``cannot-be-told``."""
        return _NAMES[self.judgement.follows]

    def because(self, lang: Lang = "vi") -> str:
        """Say what the verdict rests on: how it is computed, and how the figures were read."""
        return "; ".join(_because(self.judgement, self.stated, lang))

    def to_dict(self) -> dict[str, Any]:
        """Return the finding for machines, figures as text."""
        found = self.judgement
        ground = found.ground
        return {
            "place": self.place.to_dict(),
            "words": self.words,
            "stated": self.stated,
            "base": self.base or None,
            "verdict": self.verdict,
            "how": found.how,
            "why": found.why,
            "kind": None if ground is None else ground.kind,
            "figures": [*filter(None, [self.alone])] if ground is None else list(ground.figures),
            "read_as": [write(value) for value in found.values],
            "exact": None if found.exact is None else write(found.exact),
            "right": None if found.right is None else write(found.right),
            "vi": self.because("vi"),
            "en": self.because("en"),
        }


def _because(found: Judgement, stated: str, lang: Lang) -> Iterator[str]:
    if found.why is not None:
        yield _in(WHYS[found.why], lang)
    if found.ground is not None:
        yield _computed(found, found.ground, lang)
        yield from _other_way(found, found.ground, lang)
    if found.how is not None:
        yield _in(HOWS[found.how], lang)
    if found.ground is not None and found.ambiguous:
        read = dict(zip(found.ground.figures, found.values, strict=True))
        for text in values_apart(found.ground.figures):
            said = Said("đọc {} là {}", "{} read as {}")
            yield _in(said, lang).format(text, ungrouped(read[text], lang))
        for text in values_apart((stated,)):
            yield _in(Said("{} % có hai cách đọc", "{}% can be read in two ways"), lang).format(text)


def _computed(found: Judgement, ground: Ground, lang: Lang) -> str:
    shown = [figure(value, lang) for value in found.values] or list(ground.figures)
    text = FORMULAS[ground.kind].format(*shown)
    return text if found.exact is None else f"{text} = {show(found.exact, lang, most=4)} %"


def _other_way(found: Judgement, ground: Ground, lang: Lang) -> Iterator[str]:
    """Say which way the figures go where the statement says the opposite."""
    if found.right is not None and found.right < 0:
        shown = figure(-found.right, lang)
        yield _in(_SIDE, lang).format(_in(SHOWN[OPPOSITES[ground.kind]], lang).format(shown))


def figure(value: Fraction, lang: Lang) -> str:
    """Write a figure that was read, with all its decimals."""
    return show(value, lang, most=decimals(value) if terminates(value) else 6)


def ungrouped(value: Fraction, lang: Lang) -> str:
    """Write a figure so that it has one reading: no groups, and never three decimals."""
    text = write(value)
    text += "0" * (len(text.partition(".")[2]) == 3)
    return text if lang == "en" else text.replace(".", ",")


def _in(said: Said, lang: Lang) -> str:
    return said.en if lang == "en" else said.vi


@frozen(repr=False)
class Audit(Tabled):
    """All percentages that a report states as the result of a comparison, in its order."""

    source: str
    findings: tuple[Finding, ...]

    def of(self, verdict: str) -> tuple[Finding, ...]:
        """Return the findings with one `Finding.verdict`."""
        return tuple(each for each in self.findings if each.verdict == verdict)

    def table(self) -> Table:
        """Return one row a statement; those that do not follow are marked."""
        rows = [
            (
                _where(each.place), each.words, f"{each.stated} %", VERDICTS[each.judgement.follows],
                None if each.judgement.right is None else _right(each),
                Said(each.because("vi"), each.because("en")),
            )
            for each in self.findings
        ]  # fmt: skip
        wrong = frozenset(i for i, each in enumerate(self.findings) if each.judgement.follows is False)
        return Table(_title(self), _HEADINGS, rows, marked=wrong)

    def to_dict(self) -> dict[str, Any]:
        """Return the audit for machines."""
        counts = {name: len(self.of(name)) for name in _NAMES.values()}
        return {"source": self.source, "counts": counts, "findings": [f.to_dict() for f in self.findings]}


def _where(place: Place) -> Said:
    """Say where something stands in its file, which the title names."""
    if place.cell is not None:
        return Said(place.cell, place.cell)
    if (place.file or "").lower().endswith(".docx"):
        return Said(f"đoạn {place.line}", f"paragraph {place.line}")
    return Said(f"dòng {place.line}", f"line {place.line}")


def _right(finding: Finding) -> Said:
    right, ground = finding.judgement.right or Fraction(0), finding.judgement.ground
    if right < 0 and ground is not None:
        said = SHOWN[OPPOSITES[ground.kind]]
        return Said(said.vi.format(figure(-right, "vi")), said.en.format(figure(-right, "en")))
    return Said(f"{figure(right, 'vi')} %", f"{figure(right, 'en')} %")


def _title(found: Audit) -> Said:
    follows, wrong, open_ = (len(found.of(name)) for name in _NAMES.values())
    return Said(
        f"Tỷ lệ phần trăm trong {found.source}: {follows} khớp, {wrong} không khớp, "
        f"{open_} không kết luận được",
        f"Percentages of {found.source}: {follows} follow, {wrong} do not follow, {open_} cannot be told",
    )
