"""What the tests of Word and Excel are made from: two shipped examples, and names that do harm."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from attrs import evolve

from thidua_scoring import decide, load_ruleset, read_polls, read_records
from thidua_scoring.decisions import Standing
from thidua_scoring.decisions.awards.appendix import Appendix, appendix
from thidua_scoring.reports.word import Letterhead

EXAMPLES = Path(__file__).parents[2] / "examples"
LETTERHEAD = Letterhead(
    agency="Sở Nội vụ",
    parent="Ủy ban nhân dân tỉnh Bắc Ninh",
    place="Bắc Ninh",
    day=date(2020, 1, 5),
    number=7,
    sign="BC-SNV",
    to=("Hội đồng Thi đua - Khen thưởng tỉnh",),
    grounds=("Căn cứ quy chế của khối", "Theo đề nghị của Trưởng khối"),
    authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer="Nguyễn Văn Ước",
    secretary="Trần Thị Hường",
    recipients=("Ủy ban nhân dân tỉnh", "Lưu: VT"),
)
HARMFUL = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "@SUM(A1:A9)",
    "-2+3",
    "<script>alert(1)</script> & <b>",
    "{{ 7*7 }} {% raw %}",
    "Sở\u202e gnud yâX\x00\x0b\ufffe",
    "http://example.org/x",
)
"""Names of units: formulas, markup, statements of templates, signs that XML or a reader cannot take."""


@cache
def bac_ninh() -> Standing:
    rules = load_ruleset("bac-ninh/khoi-kinh-te-2019")
    board = rules.score(EXAMPLES / "bac_ninh_2019" / "full_year.csv")
    records = read_records(EXAMPLES / "bac_ninh_2019" / "records.csv", rules)
    polls = read_polls(EXAMPLES / "bac_ninh_2019" / "ballots.toml", rules, board.evidence.units)
    return decide(board, records=records, polls=polls)


@cache
def cao_bang() -> Appendix:
    rules = load_ruleset("cao-bang/so-khcn-2018")
    return appendix(read_records(EXAMPLES / "cao_bang_so_khcn_2018" / "awards.csv", rules), rules)


@cache
def harmful() -> Standing:
    """The example of Bắc Ninh, its units with names that do harm."""
    found = bac_ninh()
    units = tuple(
        evolve(unit, name=name) for unit, name in zip(found.board.evidence.units, HARMFUL, strict=True)
    )
    board = evolve(found.board, evidence=evolve(found.board.evidence, units=units))
    return evolve(found, board=board)
