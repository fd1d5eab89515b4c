"""Audit the percentages of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from thidua_scoring.audit.documents import Grid, Passage, passages_of, read_report, refuse_legacy, tabbed
from thidua_scoring.audit.findings import Audit, Finding
from thidua_scoring.audit.grids import grid_findings
from thidua_scoring.audit.judging import judge
from thidua_scoring.audit.marks import segment_start
from thidua_scoring.audit.recognising import Claim, claims_of

_FILE: Final = re.compile(r"\.[a-z]{2,4}$", re.I)
_LONGEST_QUOTE: Final = 200
_AFTER: Final = 40
_LONGEST_LABEL: Final = 80


def audit(report: str | Path) -> Audit:
    """Recompute every percentage that a report states, from the figures beside it.

    ``report`` is the path of a .txt, .md, .docx or .xlsx file, or the text itself: a ``str`` with a
    line break in it, or with a space and neither an ending nor such a file. Raises `EvidenceError`
    for what cannot be read, or is typed in a legacy encoding, and ``OSError`` if there is no file.

    >>> found = audit("Trồng rừng được 1.463/1.498,3 ha, đạt 98% kế hoạch; lúa 52/50 ha, đạt 103% KH")
    >>> [(each.stated, each.verdict, each.judgement.right) for each in found.findings]
    [('98', 'follows', Fraction(98, 1)), ('103', 'does-not-follow', Fraction(104, 1))]
    """
    if isinstance(report, str) and _is_text(report):
        passages = passages_of(report, None)
        refuse_legacy(passages)
        return Audit("«…»", tuple(_in_order(passages, [*tabbed(report, None)])))
    path = Path(report)
    passages, grids = read_report(path)
    return Audit(path.name, tuple(_in_order(passages, grids)))


def _is_text(report: str) -> bool:
    """Say whether it is no path: a name with a space in it and an ending is one, be there a file or not."""
    if "\n" in report:
        return True
    return any(map(str.isspace, report)) and not _FILE.search(report) and not _exists(report)


def _exists(report: str) -> bool:
    try:
        return Path(report).exists()
    except (OSError, ValueError):  # too long for a path, or not one
        return False


def _in_order(passages: list[Passage], grids: list[Grid]) -> Iterator[Finding]:
    yield from _in_passages(passages)
    for grid in grids:
        yield from grid_findings(grid)


def _in_passages(passages: list[Passage]) -> Iterator[Finding]:
    for passage in passages:
        for claim in claims_of(passage.text):
            yield _finding(passage, claim)


def _finding(passage: Passage, claim: Claim) -> Finding:
    text, percent = passage.text, claim.percent
    begin = segment_start(text, claim.start)
    return Finding(
        passage.place_of(percent.start),
        _quoted(text, max(begin, percent.end - _LONGEST_QUOTE), claim.end),
        percent.text,
        claim.base,
        judge(percent.text, claim.grounds, claim.why),
        _label(text[begin : claim.start]),
        "" if claim.alone is None else claim.alone.text,
    )


def _label(before: str) -> str:
    """Return the words that name the figures: those since the last comma, whole."""
    words = re.split(r"[,;(]\s", before)[-1].strip(" \t-–+*:(,")
    if len(words) > _LONGEST_LABEL:
        words = words[-_LONGEST_LABEL:].partition(" ")[2]
    return words


def _quoted(text: str, start: int, end: int) -> str:
    """Quote a statement, from the start of a word, with a few of the words behind it."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        start = max(start, text.find(" ", start, end))
    stop = min(len(text), end + _AFTER)
    tail = text[end:stop]
    cut = min((at for sign in ",;.)(\t" if (at := tail.find(sign)) >= 0), default=len(tail))
    closed = tail[cut : cut + 1] == ")" and "(" in text[start:end]
    return " ".join(text[start : end + cut + closed].split())
