"""A small ruleset with every kind of row that a form has."""

TEXT = """
format = 1
id = "thu/phieu"
title = "=Bộ tiêu chí thử"
status = "illustrative"
source = "không có"
[scale]
points = 10
[facts]
sector = { kind = "level", levels = ["nông nghiệp, thủy sản", "=1+1"], title = "Ngành" }
[groups.1]
title = "Phần một"
source = "Điều 3"
[groups.1a]
title = "Phần trong"
parent = "1"
[criteria.a]
group = "1"
kind = "ledger"
title = "Việc thứ nhất"
points = 6
source = "Điều 4"
deduct = [{ title = "Chậm", per_case = "late", points = 0.5, source = "khoản 2" }]
bonus = [{ title = "Cụm nông thôn", when = { fact = "sector", is = "nông nghiệp, thủy sản" }, points = 1 }]
[criteria.b]
group = "1a"
kind = "bands"
title = "Tỷ lệ hộ"
points = 4
measure = { ratio = ["served", "households"] }
bands = [{ from = "98%", points = 4 }, { otherwise = 2 }]
[criteria.b.fields]
served = { unit = "hộ", maximum = 100 }
[criteria.k]
group = "1a"
kind = "ledger"
title = "Kiểm tra"
points = 0
[[criteria.k.bonus]]
title = "Mỗi điểm"
measure = { over = "visits", take = "sum", of = "n", at_least = 0 }
at_most = 5
[criteria.k.fields.visits]
kind = "table"
title = "Các đợt"
columns = { n = { title = "Điểm", maximum = 3 }, place = { kind = "text", title = "Nơi" } }
"""
