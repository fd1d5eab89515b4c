"""Generated boards and names that files may hold, for the tests of what is shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from attrs import define, field, frozen
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets
from hypothesis import strategies as st

from thidua_scoring.scoring.scoreboard import Scoreboard

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "\"><img src='http://x' onerror=y>",
            "Sở $\\frac{1}$ & 'Xây dựng'",
            "\u202eđảo ngược\u200f\u2066",
            "\x00\x1b[31m\x07",
            "]]></style><style>",
            "😀 漢字",
            "[bold]Sở[/bold]",
            "",
        ]
    ),
    st.text(min_size=1, max_size=60),
)
LONG = (
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Công Thương",
    "Ban Quản lý các khu công nghiệp",
    "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
)


@frozen
class Drawn:
    """A ruleset, evidence, and what it comes to."""

    made: Made = field(repr=False)
    sheet: Sheet = field(repr=False)
    board: Scoreboard = field(repr=False)


@st.composite
def boards(draw: Any, names: st.SearchStrategy[str] | None = None) -> Drawn:
    """Draw a ruleset and evidence with every kind of gap."""
    made = draw(rulesets(plain=True))
    sheet = draw(sheets(made, most=4))
    if names is not None:
        sheet.names = [draw(names) for _ in sheet.units]
    return Drawn(made, sheet, made.ruleset.score(sheet.evidence(made.ruleset)))


@define
class Read(HTMLParser):
    """What a browser makes of HTML: its elements with their attributes, and its text."""

    elements: list[tuple[str, dict[str, str | None]]] = field(factory=list)
    texts: list[str] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @classmethod
    def of(cls, text: str) -> Read:
        found = cls()
        found.feed(text)
        found.close()
        return found
