"""Who stands at the same place has the same points, so a unit is not told who that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thidua_scoring import EvidenceError, decide, load_ruleset
from thidua_scoring.reports import write_csv, write_html, write_json, write_markdown

EXAMPLE = Path(__file__).parents[2] / "examples/bac_ninh_2019/full_year.csv"


@pytest.fixture(scope="module")
def standing() -> Any:
    return decide(load_ruleset("bac-ninh/khoi-kinh-te-2019").score(EXAMPLE))


@pytest.mark.parametrize("write", [write_csv, write_html, write_json, write_markdown])
def test_the_same_place_is_told_without_the_other_unit(standing: Any, write: Any) -> None:
    assert standing["so-xay-dung"].tied == ("so-giao-thong-van-tai",)
    own = write(standing, audience="unit", unit="so-xay-dung")
    assert "bằng hạng với" not in own
    if write is write_csv:
        assert "so-giao-thong-van-tai" not in own
    assert "so-giao-thong-van-tai" in write_csv(standing, audience="council")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"{{ 1|dictsort }}", b"{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"]
)
def test_a_template_that_fails_is_a_fault(standing: Any, content: bytes, tmp_path: Path) -> None:
    template = tmp_path / "mau.html"
    template.write_bytes(content)
    with pytest.raises(EvidenceError):
        write_html(standing, audience="public", template=template)
