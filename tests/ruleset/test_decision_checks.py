"""Broken decisions: each gives its fault with line, nearest name and fix; what is sound gives none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua_scoring.errors import EvidenceError, Fault, RulesetError, dotted
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Compare
from thidua_scoring.messages.decisions import DECISIONS
from thidua_scoring.ruleset.decisions import checks
from thidua_scoring.ruleset.decisions.reach import Reach
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

GOOD = """\
format = 1
id = "thu/mau"
title = "Bộ mẫu"
status = "illustrative"
source = "Văn bản mẫu"

[scale]
points = 100
rounding = { at = "total", places = 2, mode = "half-up" }

[groups.chung]
title = "Nhóm chung"
points = 30
assessor = "Văn phòng"

[groups.ket-qua]
title = "Kết quả"
points = 70
assessor = "Sở Nội vụ"

[criteria.ky-luat]
group = "chung"
kind = "judged"
title = "Ý thức kỷ luật"
points = 30
mark = "mark"

[criteria.tien-do]
group = "ket-qua"
kind = "proportional"
title = "Tiến độ"
points = 70
measure = { ratio = ["done", "planned"] }
fields = { done = { kind = "count" }, planned = { kind = "count", minimum = 1 } }

[facts]
disciplined = { kind = "yes-no", title = "Có người bị kỷ luật" }
grave = { kind = "yes-no", title = "Kỷ luật từ cảnh cáo" }
late = { kind = "count", maximum = 5, title = "Báo cáo chậm" }
staff = { kind = "count", minimum = 1, title = "Số người" }
rate = { kind = "percent", maximum = "100%", title = "Tỷ lệ hài lòng" }
size = { kind = "level", levels = ["lon", "nho"], title = "Quy mô" }
similar = { kind = "text", title = "Nhóm nhiệm vụ tương đồng" }
parent = { kind = "text", title = "Đơn vị cấp trên" }

[ranking]
by = "total"
within = ["bloc", "size"]
ties = [{ points_of = "group.ket-qua" }]

[[classes]]
id = "xuat-sac"
title = "Hoàn thành xuất sắc nhiệm vụ"
from = { value_of = "unit.size", values = { lon = 90, nho = 85 } }
require = [
  { must = { fact = "disciplined", is = false }, title = "không ai bị kỷ luật", else = "hoan-thanh" },
  { every = "criteria", from = "50%" },
  { rank_up_to = 5 },
  { held = ["xuat-sac", "tot"], in_a_row = 1 },
]

[[classes]]
id = "tot"
title = "Hoàn thành tốt nhiệm vụ"
from = 70
require = [{ fact = "late", up_to = 3 }]

[[classes]]
id = "hoan-thanh"
title = "Hoàn thành nhiệm vụ"
from = 50

[[classes]]
id = "yeu"
title = "Không hoàn thành nhiệm vụ"
from = 0

[vetoes.ky-luat]
title = "Có người bị kỷ luật"
when = { fact = "disciplined", is = true }
outcome = "hoan-thanh"

[vetoes.canh-cao]
title = "Có người bị kỷ luật từ cảnh cáo"
when = { all = ["unit.disciplined", "unit.grave"] }
outcome = "yeu"

[vetoes.cham]
title = "Chậm nhiều báo cáo"
when = { fact = "late", from = 5 }
outcome = "demoted"
points = "lower-bound"

[vetoes.hai-long]
title = "Tỷ lệ hài lòng thấp"
when = { fact = "rate", below = "20%" }
outcome = "postponed"

[quotas.khoi]
title = "Xuất sắc trong khối"
class = "xuat-sac"
share = "20%"
rounding = "down"
at_least = 1
of = "tot-or-better"
exception = { id = "vuot-troi", title = "Hoàn thành vượt trội", share = "25%" }

[quotas.nhom]
title = "Xuất sắc trong nhóm tương đồng"
class = "xuat-sac"
share = "30%"
rounding = "half-up"
within = ["bloc", "similar"]

[quotas.so-luong]
title = "Số đơn vị xuất sắc"
class = "xuat-sac"
at_most = 3

[caps.cap-tren]
title = "Không cao hơn đơn vị cấp trên"
entity = "parent"
results = "cap-tren"
when = { fact = "size", is = "nho" }

[levels.tinh]
title = "Cấp tỉnh"

[ballots.suy-ton]
title = "Suy tôn"
from = "2/3"
base = "members"
awards = ["co-thi-dua", "bang-khen"]

[ballots.de-cu]
title = "Đề cử"
above = "50%"
base = "present"

[awards.co-thi-dua]
title = "Cờ thi đua"
level = "tinh"
require = [
  { must = { class = "xuat-sac" }, title = "hoàn thành xuất sắc nhiệm vụ" },
  { elected = "suy-ton" },
  { any = [{ held = "co-thi-dua", at_least = 1, within = 3 }, { rank_up_to = 2 }] },
]
at_most = 1
order = ["rank", { votes = "suy-ton" }, { by = "unit.rate", title = "tỷ lệ hài lòng" }]
achievement = "nam"
else = "bang-khen"

[awards.bang-khen]
title = "Bằng khen"
level = "tinh"
require = [{ class = "tot" }, { fact = "rate", from = "50%" }]
share = "20%"
rounding = "down"
of = "tot-or-better"
achievement = "nam"

[awards.giay-khen]
title = "Giấy khen"
require = [{ members_hold = "lao-dong-tien-tien", from = "70%", of = "unit.staff" }]
share = "50%"
rounding = "up"
of = "bang-khen"
within = "similar"

[awards.pho-khoi]
title = "Phó khối"
require = [{ elected = "de-cu" }]
at_most = 1
order = [{ votes = "de-cu" }]

[awards.lao-dong-tien-tien]
title = "Lao động tiên tiến"
to = "individual"
proposed = false

[appraisal]
final = "weighted"
stages = [
  { id = "tu-cham", title = "Tự chấm", assessors = "own", weight = "20%" },
  { id = "cheo", title = "Chấm chéo", assessors = "peers", weight = "30%" },
  { id = "tham-dinh", title = "Thẩm định", assessors = "blocks", weight = "50%" },
]

[periods]
take = "weighted"
parts = ["H1", "H2"]
weights = { H1 = 1, H2 = 2 }
"""

SIZES = '{ value_of = "unit.size", values = { lon = 90, nho = 85 } }'
FIRST = '{ must = { fact = "disciplined", is = false }, title = "không ai bị kỷ luật", else = "hoan-thanh" }'
LATE = '{ fact = "late", up_to = 3 }'
ASKED = '{ must = { class = "xuat-sac" }, title = "hoàn thành xuất sắc nhiệm vụ" }'
PRAISED = '[{ class = "tot" }, { fact = "rate", from = "50%" }]'
AGAIN = '\n[quotas.lai]\ntitle = "Lại"\nclass = "xuat-sac"\n'
HELD = '{ held = "co-thi-dua", at_least = 1, within = 3 }'

Case = tuple[str, str, str, str, str, str | None]

RANK = "{ rank_up_to = 5 }"

NAMES: Sequence[Case] = [
    # what is replaced; by what; code; path; the text of the line that is named; the nearest name
    ('class = "xuat-sac"\nshare = "20%"', 'class = "xuat-sca"\nshare = "20%"', "unknown-class",
     "quotas.khoi.class", 'class = "xuat-sca"', "xuat-sac"),
    ('of = "tot-or-better"\nexception', 'of = "tot-or-beter"\nexception', "unknown-class",
     "quotas.khoi.of", 'of = "tot-or-beter"', "tot-or-better"),
    ('of = "tot-or-better"\nexception', 'of = "al"\nexception', "unknown-class", "quotas.khoi.of", "of =",
     "all"),
    ('within = ["bloc", "similar"]', 'within = ["bloc", "simlar"]', "unknown-fact",
     "quotas.nhom.within[1]", "within =", "similar"),
    ('within = ["bloc", "size"]', 'within = ["block", "size"]', "unknown-fact",
     "ranking.within[0]", "within =", "bloc"),
    ('within = ["bloc", "size"]', 'within = "name"', "unknown-fact", "ranking.within", "within =", None),
    ('within = "similar"', 'within = "sector"', "unknown-fact", "awards.giay-khen.within", "within =", None),
    ('within = "similar"', 'within = "rate"', "fact-kind", "awards.giay-khen.within", "within =", None),
    ('entity = "parent"', 'entity = "parents"', "unknown-fact", "caps.cap-tren.entity", "entity", "parent"),
    ('entity = "parent"', 'entity = "staff"', "fact-kind", "caps.cap-tren.entity", "entity", None),
    ('entity = "parent"', 'entity = "bloc"', "unknown-fact", "caps.cap-tren.entity", "entity", None),
    ('awards = ["co-thi-dua", "bang-khen"]', 'awards = ["co-thi-dua", "bang-khem"]', "unknown-award",
     "ballots.suy-ton.awards[1]", "awards =", "bang-khen"),
    ('level = "tinh"\nrequire = [{', 'level = "tỉnh"\nrequire = [{', "unknown-award-level",
     "awards.bang-khen.level", 'level = "tỉnh"', "tinh"),
    ('{ votes = "suy-ton" }', '{ votes = "suy-tong" }', "unknown-ballot",
     "awards.co-thi-dua.order[1].votes", "order =", "suy-ton"),
    ('{ votes = "de-cu" }', '{ votes = "suy-ton" }', "ballot-without-award",
     "awards.pho-khoi.order[0].votes", "order =", None),
    ('{ elected = "de-cu" }', '{ elected = "suy-ton" }', "ballot-without-award",
     "awards.pho-khoi.require[0].elected", "require = [{ elected", None),
    ('{ elected = "suy-ton" }', '{ elected = "suy_ton" }', "unknown-ballot",
     "awards.co-thi-dua.require[1].elected", '{ elected = "suy_ton" }', "suy-ton"),
    ('{ class = "xuat-sac" }', '{ class = "xuatsac" }', "unknown-class",
     "awards.co-thi-dua.require[0].must.class", "xuatsac", "xuat-sac"),
    ('{ class = "xuat-sac" }', '{ not = { all = [{ class = "toot" }] } }', "unknown-class",
     "awards.co-thi-dua.require[0].must.not.all[0].class", "toot", "tot"),
    (HELD, HELD.replace("co-thi-dua", "co-thidua"), "unknown-title",
     "awards.co-thi-dua.require[2].any[0].held", "co-thidua", "co-thi-dua"),
    ('held = ["xuat-sac", "tot"]', 'held = ["xuat-sac", "tott"]', "unknown-title",
     "classes[0].require[3].held[1]", "tott", "tot"),
    ('members_hold = "lao-dong-tien-tien"', 'members_hold = "lao-dong-tien"', "unknown-title",
     "awards.giay-khen.require[0].members_hold", "members_hold", "lao-dong-tien-tien"),
    ('else = "bang-khen"', 'else = "bang-kheng"', "unknown-award", "awards.co-thi-dua.else", "else",
     "bang-khen"),
    ('else = "bang-khen"', 'else = "lao-dong-tien-tien"', "award-not-proposed", "awards.co-thi-dua.else",
     "else", None),
    ('title = "hoàn thành xuất sắc nhiệm vụ" }', 'else = "bang-khen" }', "else-of-award",
     "awards.co-thi-dua.require[0].else", "else", None),
    ('of = "bang-khen"', 'of = "bang_khen"', "unknown-title", "awards.giay-khen.of", "of =", "bang-khen"),
    ('of = "bang-khen"', 'of = "lao-dong-tien-tien"', "award-not-proposed", "awards.giay-khen.of",
     "of =", None),
    ('else = "hoan-thanh"', 'else = "hoanthanh"', "unknown-class", "classes[0].require[0].else", "else =",
     "hoan-thanh"),
    (LATE, f'{{ must = {LATE}, else = "xuat-sac" }}', "class-not-lower", "classes[1].require[0].else",
     "else =", None),
    (LATE, f'{{ must = {LATE}, else = "tot" }}', "class-not-lower", "classes[1].require[0].else",
     "else", None),
    ('[ranking]\nby = "total"', '[ranking]\nby = "percent"', "lower-bound-elsewhere", "vetoes.cham.points",
     "points =", None),
    ('outcome = "yeu"', 'outcome = "yeu-kem"', "unknown-outcome", "vetoes.canh-cao.outcome", "outcome",
     "yeu"),
]  # fmt: skip

CIRCLES: Sequence[Case] = [
    ("{ rank_up_to = 5 }", '{ class = "tot" }', "class-asks-class", "classes[0].require[2].class",
     "class =", None),
    ("{ rank_up_to = 5 }", '{ elected = "de-cu" }', "class-asks-ballot", "classes[0].require[2].elected",
     "elected", None),
    ("{ rank_up_to = 5 }", '{ any = [{ not = { elected = "de-cu" } }, { rank_up_to = 1 }] }',
     "class-asks-ballot", "classes[0].require[2].any[0].not.elected", "elected", None),
    ('by = "total"', 'by = "total"\nclass_first = true', "class-asks-rank",
     "classes[0].require[2].rank_up_to", "rank_up_to", None),
    ('share = "20%"\nrounding = "down"\nof = "tot-or-better"\nachievement',
     'at_most = 9\nelse = "co-thi-dua"\nachievement', "awards-circle", "awards.bang-khen.else", "else", None),
    ('else = "bang-khen"', 'else = "co-thi-dua"', "awards-circle", "awards.co-thi-dua.else", "else", None),
    ('of = "tot-or-better"\nachievement', 'of = "giay-khen"\nachievement', "awards-circle",
     "awards.bang-khen.of", "of =", None),
    ('at_most = 1\norder = ["rank"', 'share = "50%"\nrounding = "up"\nof = "bang-khen"\norder = ["rank"',
     "awards-circle", "awards.co-thi-dua.of", "of =", None),
    ('of = "tot-or-better"\nachievement', 'of = "bang-khen"\nachievement', "share-of-itself",
     "awards.bang-khen.of", "of =", None),
]  # fmt: skip

CLASSES: Sequence[Case] = [
    (SIZES, "101", "class-above-most", "classes[0].from", "from = 101", None),
    (SIZES, SIZES.replace("90", "190").replace("85", "185"), "class-never", "classes[0].from",
     "from = {", None),
    (FIRST, '{ measure = { points_of = "ky-luat" }, above = 30 }', "condition-never",
     "classes[0].require[0]", "above = 30", None),
    (LATE, '{ fact = "late", from = 6 }', "condition-never", "classes[1].require[0]", "from = 6", None),
    (LATE, '{ all = [{ fact = "late", above = 2 }, { fact = "late", below = 3 }] }', "condition-never",
     "classes[1].require[0]", "above = 2", None),
    (LATE, '{ measure = { points_of = "total" }, below = 70 }', "class-never", "classes[1].require",
     "require =", None),
    (LATE, f"{LATE}, {{ fact = \"late\", above = 3 }}", "class-never", "classes[1].require",
     "require =", None),
    (LATE, '{ measure = { points_of = "tien-do" }, below = 39 }', "class-never", "classes[1].require",
     "require =", None),
    (LATE, '{ all = [{ fact = "size", is = "lon" }, { fact = "size", is = "nho" }] }', "condition-never",
     "classes[1].require[0]", "require =", None),
    (RANK, "{ all = [{ rank_up_to = 2 }, { not = { rank_up_to = 4 } }] }", "condition-never",
     "classes[0].require[2]", "rank_up_to", None),
    (RANK, f"{{ all = [{HELD}, {{ not = {HELD} }}] }}", "condition-never", "classes[0].require[2]",
     "held", None),
    ('of = "unit.staff"', 'of = { value = "unit.staff", at_most = 0 }', "condition-never",
     "awards.giay-khen.require[0].of", "of = {", None),
]  # fmt: skip

VETOES: Sequence[Case] = [
    ('when = { fact = "late", from = 5 }', 'when = { fact = "late", from = 6 }', "condition-never",
     "vetoes.cham.when", "from = 6", None),
    ('all = ["unit.disciplined", "unit.grave"]', 'all = ["unit.disciplined", { not = "unit.disciplined" }]',
     "condition-never", "vetoes.canh-cao.when", "when =", None),
    ('when = { fact = "size", is = "nho" }', 'when = { fact = "size", in = ["vua"] }', "unknown-level",
     "facts.size", "size =", None),
    ('when = { fact = "size", is = "nho" }', "when = false", "condition-never", "caps.cap-tren.when",
     "when =",
     None),
    ('all = ["unit.disciplined", "unit.grave"]', 'all = ["unit.disciplined"]', "vetoes-two-outcomes",
     "vetoes.canh-cao.outcome", 'outcome = "yeu"', None),
    ('outcome = "hoan-thanh"', 'outcome = "unrated"', "veto-idle", "vetoes.canh-cao.outcome",
     'outcome = "yeu"',
     None),
    ('outcome = "yeu"', 'outcome = "tot"', "veto-idle", "vetoes.canh-cao.outcome", 'outcome = "tot"', None),
    ('outcome = "yeu"', 'outcome = "xuat-sac"', "veto-to-best", "vetoes.canh-cao.outcome", "outcome =", None),
]  # fmt: skip

LIMITS: Sequence[Case] = [
    ('title = "Xuất sắc trong khối"\nclass = "xuat-sac"', 'title = "Xuất sắc trong khối"\nclass = "yeu"',
     "quota-on-last", "quotas.khoi.class", 'class = "yeu"', None),
    ('share = "30%"', 'share = "0%"', "share-zero", "quotas.nhom.share", 'share = "0%"', None),
    ('share = "50%"\n', "share = 0\n", "share-zero", "awards.giay-khen.share", "share = 0", None),
    ('share = "25%"', 'share = "20%"', "exception-not-larger", "quotas.khoi.exception.share",
     "exception", None),
    ('rounding = "half-up"\nwithin', 'rounding = "down"\nof = "xuat-sac"\nwithin', "share-of-itself",
     "quotas.nhom.of", "of =", None),
    ("[quotas.so-luong]", f'{AGAIN}at_most = 2\n[quotas.so-luong]', "quotas-twice", "quotas.so-luong",
     "[quotas.so-luong]", None),
    ("[caps.cap-tren]", f'{AGAIN}share = "10%"\nrounding = "up"\nof = "tot-or-better"\n[caps.cap-tren]',
     "quotas-twice", "quotas.lai", "[quotas.lai]", None),
    ('at_most = 1\norder = ["rank"', 'at_most = 1\nof = "tot"\norder = ["rank"', "clause-key-unused",
     "awards.co-thi-dua.of", "of =", None),
    ('at_most = 1\norder = ["rank"', 'at_most = 1\nat_least = 1\norder = ["rank"', "clause-key-unused",
     "awards.co-thi-dua.at_least", "at_least =", None),
    (PRAISED, '[{ class = "xuat-sac" }, { measure = { points_of = "total" }, below = 80 }]', "award-never",
     "awards.bang-khen.require", "require =", None),
    (PRAISED, '[{ class = "tot" }, { not = { class = "hoan-thanh" } }]', "award-never",
     "awards.bang-khen.require", "require =", None),
    (PRAISED, '[{ fact = "rate", above = "100%" }]', "condition-never", "awards.bang-khen.require[0]",
     "require =", None),
    ("weights = { H1 = 1, H2 = 2 }", "weights = { H1 = -1, H2 = 2 }", "weight-negative", "periods.weights.H1",
     "weights =", None),
]  # fmt: skip
CASES = [*NAMES, *CIRCLES, *CLASSES, *VETOES, *LIMITS]

BOTH = """[vetoes.tham-nhung]
title = "Tham nhũng"
when = "unit.corrupt"
outcome = "not-considered"
[vetoes.vang]
title = "Thành lập chưa đủ 6 tháng"
when = { fact = "staff", below = 3 }
outcome = "unrated"
[vetoes.hai-long]"""
WEIGHTS = GOOD[GOOD.index('  { id = "tu-cham"') : GOOD.index('  { id = "tham-dinh"')]

NOTES: Sequence[Case] = [
    (LATE, '{ fact = "late", up_to = 5 }', "condition-always", "classes[1].require[0]", "require =", None),
    (PRAISED, '["unit.disciplined", { fact = "rate", from = "0%" }]', "condition-always",
     "awards.bang-khen.require[1]", "require =", None),
    ('{ fact = "late", from = 5 }', '{ fact = "late", from = 0 }', "condition-always", "vetoes.cham.when",
     "when =", None),
    ('{ fact = "late", from = 5 }', '{ not = { fact = "disciplined", is = false } }', "vetoes-add-up",
     "vetoes.cham.outcome", 'outcome = "demoted"', None),
    (SIZES, SIZES.replace("nho = 85", "nho = 185"), "class-level-never", "classes[0].from", "from = {", None),
    ("[vetoes.hai-long]", BOTH, "vetoes-both", "vetoes.vang.outcome", 'outcome = "unrated"', None),
    (f"require = {PRAISED}\nshare = \"20%\"\nrounding = \"down\"\nof = \"tot-or-better\"\n", "",
     "award-for-all",
     "awards.bang-khen", "[awards.bang-khen]", None),
    ('assessor = "Sở Nội vụ"\n', "", "block-without-assessor", "criteria.tien-do",
     "[criteria.tien-do]", None),
    (WEIGHTS, WEIGHTS.replace("20%", "0%").replace("30%", "50%"), "weight-zero", "appraisal.stages[0].weight",
     "tu-cham", None),
    ("weights = { H1 = 1, H2 = 2 }", "weights = { H1 = 0, H2 = 2 }", "weight-zero", "periods.weights.H1",
     "weights =", None),
]  # fmt: skip


def loading(folder: Path, text: str) -> tuple[list[Fault], list[Fault]]:
    """Load a ruleset; return its faults, or its notes."""
    path = folder / "mau.toml"
    path.write_text(text, encoding="utf-8")
    try:
        return [], list(load_ruleset(path).notes)
    except RulesetError as error:
        return list(error.faults), []


def told(faults: Sequence[Fault]) -> list[tuple[str, str]]:
    return [(fault.code, dotted(fault.place.path)) for fault in faults]


def check_one(found: Sequence[Fault], text: str, case: Case) -> None:
    """Check that one thing is told: at its line, with its path and nearest name, in both languages."""
    _, _, code, path, line, nearest = case
    assert told(found) == [(code, path)]
    (fault,) = found
    assert fault.nearest == nearest
    assert fault.place.line is not None
    assert line in text.splitlines()[fault.place.line - 1]
    assert not any("{" in fault.text(lang) for lang in ("vi", "en"))
    assert fault.text("vi") != fault.text("en")


class TestOneFault:
    """A sound ruleset with one thing changed."""

    def test_the_sample_is_sound(self, tmp_path: Path) -> None:
        assert loading(tmp_path, GOOD) == ([], [])

    @pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]} {case[3]}")
    def test_r2_a_fault(self, case: Case, tmp_path: Path) -> None:
        assert case[0] in GOOD
        text = GOOD.replace(case[0], case[1], 1)
        check_one(loading(tmp_path, text)[0], text, case)

    @pytest.mark.parametrize("case", NOTES, ids=lambda case: f"{case[2]} {case[3]}")
    def test_r2_a_note(self, case: Case, tmp_path: Path) -> None:
        assert case[0] in GOOD
        text = GOOD.replace(case[0], case[1], 1)
        faults, notes = loading(tmp_path, text)
        assert faults == []
        check_one(notes, text, case)


# ── a ruleset with little in it ─────────────────────────────────────────────────────

SMALL = """\
format = 1
id = "thu/nho"
title = "Bộ nhỏ"
status = "illustrative"
source = "Văn bản mẫu"
{scale}
[groups.G]
title = "Nhóm"
[criteria.C]
group = "G"
kind = "{kind}"
title = "Tiêu chí"
points = 10
{keys}
[facts]
bad = {{ kind = "yes-no" }}
n = {{ kind = "count", maximum = 9 }}
{rest}
"""
LEDGER = 'at_least = 4\ndeduct = [{ title = "Chậm", per_case = "late", points = 1 }]'
CLASSED = """
[[classes]]
id = "A"
title = "A"
from = {}
[[classes]]
id = "B"
title = "B"
from = {}
{}
[[classes]]
id = "C"
title = "C"
from = {}
"""
VETO = """
[vetoes.v]
title = "V"
when = "unit.bad"
outcome = "{}"
"""


def small(*rest: str, keys: str = LEDGER, kind: str = "ledger", scale: str = "") -> str:
    """Write a ruleset of one criterion, from 4 to 10 points."""
    whole = f'[scale]\npoints = 10\nnot_applicable = "full"\n{scale}\n'
    return SMALL.format(keys=keys, kind=kind, scale=whole, rest="".join(rest))


def classed(first: Any = 9, second: Any = 6, last: Any = 0, more: str = "") -> str:
    return CLASSED.format(first, second, more, last)


OTHER = """
[criteria.D]
group = "G"
kind = "ledger"
title = "Tiêu chí khác"
deduct = [{ title = "Chậm", per_case = "late", points = 1 }]
"""
BY_OTHER = """
may_exceed = true
base = [{ title = "Theo tiêu chí khác", measure = { if = { applies = "D" }, then = 10, else = 12 } }]
"""
QUOTA = """
[quotas.q]
title = "Q"
class = "A"
at_most = 1
"""
CAP, TEXT = '[caps.c]\ntitle = "C"\nentity = "e"\nresults = "r"\n', '[facts.e]\nkind = "text"\n'
OF_ITSELF = 'share = "20%"\nrounding = "up"\nof = "A"'
HELD_BEFORE = '[awards.a]\ntitle = "A"\nrequire = [{{ held = "{}", in_a_row = 2 }}]\n'
LATER = """
[awards.a]
title = "A"
share = "20%"
rounding = "up"
of = "b"
[awards.b]
title = "B"
at_most = 3
"""
_WHOLE = 'rounding = { at = "total", places = 0, mode = "half-up" }'
_TENTHS = 'rounding = { at = "total", places = 1, mode = "half-up" }'
DROPPED = 'applies = { fact = "bad", is = false }'
SMALL_CASES: Sequence[tuple[str, str, Sequence[tuple[str, str]]]] = [
    # what it shows; the ruleset; its faults, or else its notes
    ("a sound one", small(classed(), VETO.format("C")), []),
    ("nobody falls to the last", small(classed(9, 3)), [("class-last-idle", "classes[2]")]),
    ("but whoever a veto sends there", small(classed(9, 3), VETO.format("C")), [("class-only-fallen",
     "classes[2]")]),
    ("or demotes", small(classed(9, 3), VETO.format("demoted")), [("class-only-fallen", "classes[2]")]),
    ("points between two steps", small(classed(9, "8.5"), scale=_TENTHS), []),
    ("no points between two steps", small(classed(9, "8.5"), scale=_WHOLE), [("class-taken", "classes[1]")]),
    ("unless a veto sends there", small(classed(9, "8.5"), VETO.format("B"), scale=_WHOLE),
     [("class-only-fallen", "classes[1]")]),
    ("all by one condition", small(classed(9, 6, more='require = [{ fact = "n", above = 9 }]')),
     [("condition-never", "classes[1].require[0]")]),
    ("a share above all", small(classed('"101%"', '"50%"', '"0%"')), [("class-above-most",
     "classes[0].from")]),
    ("a share that is reached", small(classed('"100%"', '"50%"', '"0%"')), []),
    ("a share of what applies", small(classed('"101%"', '"50%"', '"0%"'), keys=f"{DROPPED}\n{LEDGER}"),
     [("class-above-most", "classes[0].from")]),
    ("a share with a bonus", small(classed('"101%"', '"50%"', '"0%"'), scale="may_exceed = true",
     keys=f'{LEDGER}\nbonus = [{{ title = "Thưởng", per_case = "more", points = 1 }}]'), []),
    ("a share brought back to the full scale", small(classed('"101%"', '"50%"', '"0%"'),
     scale="may_exceed = true")
     .replace('"full"', '"rescale"'), [("class-above-most", "classes[0].from")]),
    ("a share lifted by its group", small(classed('"101%"', '"50%"', '"0%"'), scale="may_exceed = true")
     .replace('"full"', '"drop"').replace('"Nhóm"', '"Nhóm"\nat_least = 12'),
     [("class-taken", "classes[1]")]),
    ("a share lifted by rounding", small(classed('"101%"', '"50%"', '"0%"'),
     scale=f"may_exceed = true\n{_WHOLE}")
     .replace('"full"', '"drop"').replace("points = 10\n", "points = 10.5\n"), []),
    ("a share where another criterion does not apply", small(classed('"101%"', '"50%"', '"0%"'), OTHER,
     scale="may_exceed = true", keys=BY_OTHER).replace('"full"', '"drop"'), []),
    ("whoever hands nothing in", small(classed(9, 3), keys=f'when_missing = "zero"\n{LEDGER}'), []),
    ("whoever a quota cuts", small(classed(9, "8.5"), QUOTA, scale=_WHOLE), [("class-only-fallen",
     "classes[1]")]),
    ("whoever has not the rank", small(classed(9, "8.5"), scale=_WHOLE).replace(
     "from = 9\n", "from = 9\nrequire = [{ rank_up_to = 1 }]\n"), []),
    ("whoever is under another", small(classed(9, 3), CAP, TEXT), [("class-only-fallen", "classes[2]")]),
    ("a share lifted by its own rounding", small(classed('"101%"', '"50%"', '"0%"'),
     scale='percent_rounding = { step = 3, mode = "up" }').replace('"full"', '"drop"'), []),
    ("a share of nothing", small(classed('"60%"', '"10%"', '"0%"'), keys=f"applies = false\n{LEDGER}")
     .replace('"full"', '"drop"'), [("class-never", "classes[0].from"), ("class-never", "classes[1].from")]),
    ("one of one alone", small(classed(), QUOTA.replace("at_most = 1", OF_ITSELF)), []),
    ("nothing to demote from", small(VETO.format("demoted")), [("lowers-nothing", "vetoes.v.outcome")]),
    ("nothing to cap", small(CAP, TEXT), [("lowers-nothing", "caps.c")]),
    ("a share of nobody", small(classed(9, 3), '[quotas.q]\ntitle = "Q"\nclass = "A"\nshare = "20%"\n'
     'rounding = "up"\nof = "C"\n'), [("share-of-nobody", "quotas.q.of")]),
    ("an outcome that changes nothing", small(classed(), VETO.format("unrated"), VETO.format("B").replace(
     "vetoes.v", "vetoes.w").replace('"unit.bad"', '{ all = ["unit.bad", "unit.worse"] }')),
     [("veto-idle", "vetoes.w.outcome")]),
    ("an outcome that goes further", small(classed(), VETO.format("B"), VETO.format("unrated").replace(
     "vetoes.v", "vetoes.w").replace('"unit.bad"', '{ all = ["unit.bad", "unit.worse"] }')), []),
    ("not to be considered goes first", small(classed(), VETO.format("unrated"), VETO.format("not-considered")
     .replace("vetoes.v", "vetoes.w").replace('"unit.bad"', '{ all = ["unit.bad", "unit.worse"] }')),
     [("vetoes-both", "vetoes.w.outcome")]),
    ("vetoes that exclude each other", small(classed(), VETO.format("unrated"),
     VETO.format("not-considered").replace(
     "vetoes.v", "vetoes.w").replace('"unit.bad"', '{ not = "unit.bad" }')), []),
    ("a class where there are none", small(HELD_BEFORE.format("xuat-sac")),
     [("no-classes", "awards.a.require[0].held")]),
    ("an award that is nearly there", small(HELD_BEFORE.format("aa")),
     [("unknown-title", "awards.a.require[0].held")]),
    ("a share of what comes later", small(LATER), []),
    ("but for one achievement", small(LATER.replace('title = "', 'achievement = "x"\ntitle = "')),
     [("awards-circle", "awards.a.of")]),
    ("an award for whoever wins", small('[awards.a]\ntitle = "A"\nat_most = 1\n'), []),
]  # fmt: skip


@pytest.mark.parametrize("case", SMALL_CASES, ids=lambda case: case[0])
def test_r2_what_can_be_come_to(case: Any, tmp_path: Path) -> None:
    _, text, expected = case
    faults, notes = loading(tmp_path, text)
    assert told(faults or notes) == expected


# ── several at once ─────────────────────────────────────────────────────────────────

APART = [
    NAMES[0], NAMES[3], NAMES[9], NAMES[11], NAMES[15], NAMES[25], CIRCLES[0], CLASSES[3], VETOES[0],
    VETOES[3], LIMITS[2], LIMITS[12],
]  # fmt: skip
"""Faults that have nothing to do with one another."""


def test_r1_all_faults_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = GOOD
    for old, new, *_ in APART:
        assert old in text
        text = text.replace(old, new, 1)
    faults, _ = loading(tmp_path, text)
    assert sorted(told(faults)) == sorted((code, path) for _, _, code, path, _, _ in APART)
    places = [(fault.place.line, fault.place.column) for fault in faults]
    assert places == sorted(places)


ALONE = [
    # what is replaced; by what; the faults: nothing that only follows from them
    ('kind = "proportional"', 'kind = "proportionl"', ["field-not-used", "field-not-used", "unknown-kind"]),
    ('group = "ket-qua"', 'group = "ketqua"', ["group-empty", "unknown-group"]),
    (LATE, '{ measure = { points_of = "tiendo" }, from = 5 }', ["unknown-criterion"]),
    (LATE, '{ every = "group.khac", from = 5 }', ["unknown-group"]),
    ('when = { fact = "late", from = 5 }', 'when = { fact = "size", is = "vua" }', ["unknown-level"]),
    ('when = { fact = "late", from = 5 }', 'when = { measure = { days_late = "unit.sent", due = 2025-03-03, '
     'working = true }, above = 3 }', ["calendar-needs-dates"]),
    ("from = 50", "from = 75", ["classes-not-falling", "no-classes", "unknown-outcome", "unknown-outcome"]),
    ('assessor = "Văn phòng"', 'parent = "chung"', ["group-cycle", "scale-sum"]),
    (SIZES, "101", ["class-above-most"]),
    (FIRST, '{ fact = "late", from = 6 }', ["condition-never"]),
]  # fmt: skip


@pytest.mark.parametrize("case", ALONE, ids=lambda case: f"{case[2][0]} {case[1]}")
def test_what_follows_from_a_fault_is_not_told_again(case: Any, tmp_path: Path) -> None:
    """The award that asks for a class nobody reaches, the class whose criterion cannot be read."""
    old, new, codes = case
    faults, _ = loading(tmp_path, GOOD.replace(old, new, 1))
    assert sorted(fault.code for fault in faults) == codes


def test_every_fault_and_note_of_decisions_is_shown_here() -> None:
    folder = Path(checks.__file__).parent
    source = (folder / "checks.py").read_text("utf-8") + (folder / "names.py").read_text("utf-8")
    codes = {code for code in DECISIONS if f'"{code}"' in source}
    shown = {case[2] for case in [*CASES, *NOTES]} | {code for _, _, codes in ALONE for code in codes}
    shown |= {code for _, _, expected in SMALL_CASES for code, _ in expected}
    assert codes - shown == set()


# ── what units come to ──────────────────────────────────────────────────────────────


def check_reached(data: Any) -> None:
    made = data.draw(rulesets(wide=True))
    sheet = data.draw(sheets(made, nasty=True))
    try:
        board = made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        return
    reach = Reach(made.ruleset.written, made.ruleset.formulas)
    ids = [each.id for each in made.ruleset.written.classes]
    for unit in board:
        assert not reach.never(*came_to(board, unit.row))
        assert unit.class_ is None or reach.reached[ids.index(unit.class_)]


def came_to(board: Scoreboard, row: int) -> Iterator[nodes.Condition]:
    """Yield everything that is known of a unit, as conditions that hold for it."""
    formulas = board.ruleset.formulas
    whole = {name: getattr(formulas, name) for name in ("total", "percent", "applicable", "standing")}
    groups = {("group", name): group.points for name, group in formulas.groups.items()}
    for name, figure in [*whole.items(), *groups.items()]:
        value = board.value(name, row)
        if value is not None and value.point is not None:
            yield Compare(figure, "==", nodes.Const(value.point))
    for kind, conditions in (("class", formulas.classes), ("veto", formulas.vetoes)):
        for index, condition in enumerate(conditions):
            truth = board.truth((kind, index), row).point
            if truth is not None:
                yield condition if truth else nodes.Not(condition)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_that_a_unit_came_to_is_said_to_be_out_of_reach(data: Any) -> None:
    check_reached(data)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_of_many_is_said_to_be_out_of_reach(data: Any) -> None:
    check_reached(data)
