"""Standings with hostile names, and what readers make of reports, for the tests of reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

from attrs import define, field, frozen
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.decisions import Standing, decide
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.numbers import show, write
from thidua_scoring.reports.fragments import card, findings, table
from thidua_scoring.reports.html import write_html
from thidua_scoring.reports.markdown import write_csv, write_markdown
from thidua_scoring.reports.schema import write_json

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "\"><img src='http://x' onerror=y>",
            '=HYPERLINK("http://x")',
            "@SUM(A1)",
            "-2+3",
            "{{ 7 * 7 }}{% raw %}",
            "[a](http://x) ![b](http://x) `c` **d** | e",
            "1. www.example.vn a@b.vn <http://x>",
            "\u202eđảo ngược\u200f\u2066",
            "\x00\x1b[31m\x07",
            "]]></style><style>",
            "&lt;b&gt; &amp;",
        ]
    ),
    st.text(min_size=1, max_size=40),
)
LETTERS = st.text("abcđêô ", min_size=1, max_size=8).map(lambda text: f"Xã {text}".strip())
Writer = Callable[..., str]
WRITERS: dict[str, Writer] = {
    "html": write_html,
    "markdown": write_markdown,
    "csv": write_csv,
    "json": lambda result, lang="vi", **reader: write_json(result, **reader),
    "findings": findings,
    "table": table,
}
"""What writes for an audience."""


@st.composite
def standings(draw: Any, names: st.SearchStrategy[str] = HOSTILE) -> Standing:
    """Draw a ruleset and evidence with every kind of gap and with claims, and decide."""
    made = draw(rulesets(plain=True))
    sheet = draw(sheets(made, most=4))
    sheet.names = [draw(names) for _ in sheet.units]
    sheet.claims = {
        name: [draw(st.sampled_from([None, Fraction(31, 8), Fraction(123, 16)])) for _ in sheet.units]
        for name in made.ruleset.formulas.criteria
    }
    return decide(made.ruleset.score(sheet.evidence(made.ruleset)))


# ── three units of which only the marks differ ──────────────────────────────────────

BANDS = ((90, 100), (70, 89), (50, 69))
"""The marks of the best, the middle and the last unit, which keep class and rank within them."""
CLASSES = [
    {"id": "xs", "title": "Hoàn thành xuất sắc nhiệm vụ", "from": 90},
    {"id": "tot", "title": "Hoàn thành tốt nhiệm vụ", "from": 70},
    {"id": "ht", "title": "Hoàn thành nhiệm vụ", "from": 0},
]


def marked(marks: Sequence[int], claims: Sequence[int | None] = (None, None, None)) -> Standing:
    """Decide three units by one mark each."""
    rules = loaded(
        document(
            {
                "format": 1, "id": "thu/bao-cao", "title": "Bộ thử", "status": "official", "source": "thử",
                "scale": {"points": 100}, "groups": {"G": {"title": "Nhóm"}},
                "criteria": {"A": {"title": "Mục", "group": "G", "kind": "judged", "points": 100,
                                   "mark": "m"}},
                "classes": CLASSES,
            }
        )
    )  # fmt: skip
    columns = {"A.m": list(marks), "A.claimed": list(claims)}
    names = ["Xã Một", "Xã Hai", "Xã Ba"]
    return decide(
        rules.score(
            Evidence.from_columns(["a", "b", "c"], columns, rules.formulas, blocs=["K"] * 3, names=names)
        )
    )


def told_apart() -> Standing:
    """Decide two units of equal totals, which 57 and 55 points in one criterion tell apart."""
    criteria = {
        name: {"title": f"Mục {name}", "group": "G", "kind": "judged", "points": points, "mark": "m"}
        for name, points in (("A", 60), ("B", 40))
    }
    rules = loaded(
        document(
            {
                "format": 1, "id": "thu/bang-nhau", "title": "Bộ thử", "status": "official", "source": "thử",
                "scale": {"points": 100}, "groups": {"G": {"title": "Nhóm"}}, "criteria": criteria,
                "ranking": {"by": "total", "ties": [{"by": {"points_of": "A"}, "title": "điểm mục A"}]},
                "classes": CLASSES,
            }
        )
    )  # fmt: skip
    columns = {"A.m": [57, 55], "B.m": [37, 39]}
    return decide(rules.score(Evidence.from_columns(["a", "b"], columns, rules.formulas, blocs=["K"] * 2)))


def marks() -> st.SearchStrategy[list[int]]:
    """Draw marks that keep every unit's class and rank."""
    return st.tuples(*(st.integers(*ends) for ends in BANDS)).map(list)


# ── what readers make of it ─────────────────────────────────────────────────────────


@define
class Read(HTMLParser):
    """What a browser makes of HTML: its elements with their attributes, and the text that is shown."""

    elements: list[tuple[str, dict[str, str | None]]] = field(factory=list)
    texts: list[str] = field(factory=list)
    scripts: list[str] = field(factory=list)
    within: str = ""

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.within = tag

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within == "script":
            self.scripts.append(data)
        elif self.within != "style":
            self.texts.append(data)

    @classmethod
    def of(cls, text: str) -> Read:
        found = cls()
        found.feed(text)
        found.close()
        return found


@frozen
class Figures:
    """The figures of a standing that are not public, as any report may write them."""

    texts: frozenset[str]

    @classmethod
    def of(cls, standing: Standing) -> Figures:
        return cls(frozenset(written for number in _numbers(standing) for written in _written(number)))

    def within(self, text: str) -> set[str]:
        """Return those that stand in a text as numbers of their own, not as parts of others."""
        return set(re.findall(r"\d+(?:[.,/…]\d+)*…?", text)) & self.texts


def _numbers(standing: Standing) -> Iterator[Fraction]:
    for unit in standing.board:
        wholes = [unit.total, *unit.bounds, unit.percent, unit.claimed, unit.base, unit.bonus, unit.deduct]
        for each in unit.criteria.values():
            wholes += [each.points, *each.bounds, each.base, each.bonus, each.deduct, each.claimed]
        yield from (abs(Fraction(number)) for number in wholes if number is not None)


def _written(number: Fraction) -> Iterator[str]:
    yield from (show(number, "vi"), show(number, "en"), write(number))


def cards_of(standing: Standing, **reader: Any) -> list[str]:
    """Return the cards of all units for an audience."""
    return [card(standing, unit.unit.id, **reader) for unit in standing]
