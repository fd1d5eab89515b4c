"""The frame of a document: head, type and subject, closing, recipients and signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from thidua_scoring.reports.word.letterhead import BLANK, COUNTRY, MOTTO, Letterhead
from thidua_scoring.reports.word.paper import Paper, drop_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

END: Final = "./."
"""What follows the last word of a document."""
_LEFT_SHARE: Final = 0.43
_MOTTO_LINE: Final = 57
"""How long the motto is in bold letters of 13 points, in millimetres."""
_LETTER: Final = 2.9
"""How wide a bold capital of 13 points is on average, in millimetres."""


def begun(letterhead: Letterhead, name: str, subject: str) -> Paper:
    """Begin a document: head, type, what it is about, to whom it goes."""
    paper = Paper.new(f"{name} – {subject}" if subject else name)
    head(paper, letterhead)
    titled(paper, name, subject)
    addressed(paper, letterhead)
    return paper


def head(paper: Paper, letterhead: Letterhead, *, dated: bool = True) -> None:
    """Write the issuer and number at the left, the country, motto and date at the right.

    Minutes are not ``dated`` in their head: their text says when they were taken (Mẫu 1.9).
    """
    widths = (paper.width * _LEFT_SHARE, paper.width * (1 - _LEFT_SHARE))
    left, right = paper.side_by_side(widths)
    if letterhead.parent:
        _centred(paper, _kept(letterhead.parent.upper()), left, size=12)
    _centred(paper, _kept(letterhead.agency.upper()) or BLANK, left, size=12, bold=True)
    length = len(letterhead.agency) * _LETTER
    paper.line(min(max(0.4 * length, 12), widths[0] * 0.45), widths[0], inside=left)
    _centred(paper, letterhead.numbered, left, size=13, space=4)
    _centred(paper, COUNTRY, right, size=12, bold=True)
    _centred(paper, MOTTO, right, size=13, bold=True)
    paper.line(_MOTTO_LINE, widths[1], inside=right)
    if dated:
        _centred(paper, letterhead.dated, right, size=13, italic=True, space=4)
    for cell in (left, right):
        drop_first(cell)


def _kept(name: str) -> str:
    """Keep the last two words of a name on one line."""
    first, _, last = name.rpartition(" ")
    return f"{first}\u00a0{last}" if first else name


def titled(paper: Paper, name: str, subject: str) -> None:
    """Write the type of the document and what it is about, with a line beneath."""
    paper.text(name.upper(), bold=True, align="center", space=18, with_next=True)
    if subject:
        paper.text(subject, bold=True, align="center", space=0, with_next=True)
    paper.line(30, paper.width)


def addressed(paper: Paper, letterhead: Letterhead) -> None:
    """Write to whom the document goes, and what it rests on."""
    if len(letterhead.to) == 1:
        paper.text(f"Kính gửi: {letterhead.to[0]}", align="center", space=12)
    elif letterhead.to:
        paper.text("Kính gửi:", indent=True, space=12)
        _listed(paper, letterhead.to)
    for index, ground in enumerate(letterhead.grounds):
        last = index == len(letterhead.grounds) - 1
        paper.text(ground + ("." if last else ";"), italic=True)


def _listed(paper: Paper, items: Sequence[str]) -> None:
    for index, item in enumerate(items):
        paper.text(f"- {item}" + ("." if index == len(items) - 1 else ";"), space=2)


def closed(paper: Paper, sentence: str) -> None:
    """Write the last sentence, and the sign that nothing follows."""
    paper.text(sentence.rstrip(" .;") + END, with_next=True)


def signed(paper: Paper, letterhead: Letterhead) -> None:
    """Write the recipients at the left and the signature at the right."""
    left, right = _foot(paper)
    _recipients(paper, letterhead, left)
    _signature(paper, letterhead.authority or (BLANK,), letterhead.signer, right)
    _drop(left, right)


def signed_by_two(paper: Paper, letterhead: Letterhead) -> None:
    """Write the signatures of the secretary and the chair, and the recipients beneath."""
    left, right = _foot(paper)
    _signature(paper, ("THƯ KÝ",), letterhead.secretary, left)
    _signature(paper, ("CHỦ TỌA",), letterhead.signer, right)
    _drop(left, right)
    _recipients(paper, letterhead, None)


def _recipients(paper: Paper, letterhead: Letterhead, inside: Any) -> None:
    paper.text("Nơi nhận:", bold=True, italic=True, size=12, align="left", space=0, inside=inside)
    recipients = letterhead.recipients or (BLANK, "Lưu: VT")
    for index, each in enumerate(recipients):
        end = "." if index == len(recipients) - 1 else ";"
        paper.text(f"- {each}{end}", size=11, align="left", space=0, inside=inside)


def _foot(paper: Paper) -> tuple[Any, Any]:
    paper.text("", size=6, space=0, with_next=True)
    left, right = paper.side_by_side((paper.width / 2, paper.width / 2))
    return left, right


def _signature(paper: Paper, authority: Sequence[str], signer: str, cell: Any) -> None:
    for each in authority:
        _centred(paper, each.upper(), cell, size=14, bold=True)
    for _ in range(4):
        # Room for the signature and the seal.
        _centred(paper, "", cell, size=14)
    _centred(paper, signer, cell, size=14, bold=True)


def _drop(*cells: Any) -> None:
    for cell in cells:
        drop_first(cell)


def _centred(
    paper: Paper,
    text: str,
    cell: Any,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    space: float = 0,
) -> None:
    paper.text(text, bold=bold, italic=italic, size=size, align="center", space=space, inside=cell)
