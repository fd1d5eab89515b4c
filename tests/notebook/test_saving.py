"""A saved page needs no kernel and no network, and runs nothing."""

from __future__ import annotations

import re
from pathlib import Path

from boards import HOSTILE, Drawn, Read, boards
from hypothesis import given, settings
from test_views import views

from thidua_scoring.errors import Lang
from thidua_scoring.notebook import page, save_html

NAMESPACES = re.compile(r'xmlns(:xlink)?="http://www\.w3\.org/[0-9]+/(svg|xlink)"')
OUTSIDE = re.compile(r"https?:|@import|<link|<script|<iframe|<img|javascript:|\bsrc=", re.IGNORECASE)


def refers_outside(html: str) -> list[str]:
    """Return what a browser would fetch or run; names stand in the text, where nothing is fetched."""
    read = Read.of(NAMESPACES.sub("", html))
    found = [tag for tag, _ in read.elements if tag in ("script", "link", "iframe", "img", "object", "embed")]
    for _, attributes in read.elements:
        for key, value in attributes.items():
            if key in ("src", "srcset", "action") or key.startswith("on"):
                found.append(f"{key}={value}")
            if key.endswith("href") and not (value or "").startswith("#"):
                found.append(f"{key}={value}")
            found += [f"{key}={value}"] if re.search(r"url\((?!#)", value or "") else []
    styles = "".join(re.findall(r"<style.*?</style>", html, re.DOTALL))
    return found + OUTSIDE.findall(styles) + re.findall(r"url\((?!#)", styles)


@settings(max_examples=6, deadline=None)
@given(boards(HOSTILE), HOSTILE)
def test_no_view_refers_outside(drawn: Drawn, title: str) -> None:
    board = drawn.board
    shown = [*views(board), board.plot(), next(iter(board)).plot()]
    languages: tuple[Lang, Lang] = ("vi", "en")
    for lang in languages:
        html = page(*shown, title=title, lang=lang)
        assert refers_outside(html) == []
        assert html.encode()  # halves of letters have no bytes
        assert html.count("<section>") == len(shown)


def test_the_policy_of_a_page_allows_nothing_to_be_loaded(tmp_path: Path) -> None:
    to = save_html(tmp_path / "trang.html", title="Năm 2025 <b>")
    html = to.read_text("utf-8")
    assert "default-src 'none'" in html
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert "<title>Năm 2025 &lt;b&gt;</title>" in html


def test_what_would_be_fetched_is_found() -> None:
    for bad in (
        '<img src="x">',
        '<a href="http://x">',
        '<p style="background:url(x)">',
        "<script>",
        '<p onclick="x">',
    ):
        assert refers_outside(bad)
