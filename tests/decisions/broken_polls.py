"""Polls that agree with themselves, and what makes each of them disagree."""

from __future__ import annotations

COUNTS = """\
[[polls]]
ballot = "suy-ton"
bloc = "Khối thi đua Kinh tế ngành"
members = 8
present = 7
cast = 7
spoiled = 1
candidates = ["so-ct", "so-gtvt", "so-nn"]
chair = ["so-ct", "so-gtvt"]
counts = [
  { unit = "so-ct", for = 6, against = 0, abstained = 0 },
  { unit = "Sở Giao thông Vận tải", for = 2, against = 3, abstained = 1 },
  { unit = "so-nn", for = 4 },
]
"""
VALID = """\
[[polls]]
ballot = "kiem-phieu"
bloc = "Khối thi đua Kinh tế ngành"
members = 5
present = 3
written = 1
cast = 3
spoiled = 1
counts = [{ unit = "so-ct", for = 1, against = 0, abstained = 1 }]
"""
PAPERS = """\
[[polls]]
ballot = "suy-ton"
bloc = "Khối thi đua Kinh tế ngành"
members = 3
present = 3
candidates = ["so-ct", "so-gtvt", "so-nn"]
chair = ["so-nn"]
papers = [
  { id = 1, for = ["so-ct", "so-gtvt"], against = ["so-nn"] },
  { id = 2, for = ["so-nn"] },
  { id = 3, for = ["so-ct", "so-gtvt", "so-nn"], spoiled = true },
]
"""
OPEN = """\
[[polls]]
ballot = "bieu-quyet"
bloc = "Khối thi đua Kinh tế ngành"
members = 4
present = 3
voters = { ong-a = "so-ct", ba-b = "so-nn", ong-c = "", ba-d = "so-gtvt" }
absent = ["ba-d"]
chaired_by = "ong-c"
chair = ["so-ct"]
papers = [
  { id = "1", voter = "ong-a", for = ["so-nn"] },
  { id = "2", voter = "ba-b", for = ["so-ct"] },
  { id = "3", voter = "ong-c", for = ["so-ct"], abstained = ["so-nn"] },
]
"""
SECRET = """\
[[polls]]
ballot = "phieu-kin"
bloc = "Khối thi đua Kinh tế ngành"
members = 3
present = 3
voters = { ong-a = "so-ct", ba-b = "so-nn", ong-c = "" }
papers = [
  { id = 1, for = ["so-nn"] },
  { id = 2, for = ["so-ct"] },
  { id = 3, for = ["so-ct"], against = ["so-nn"] },
]
"""
TITLES = """\
[[polls]]
ballot = "danh-hieu"
bloc = "Khối thi đua Kinh tế ngành"
members = 2
present = 2
papers = [
  { id = 1, for = { co-thi-dua = ["so-ct"], bang-khen = ["so-nn"] } },
  { id = 2, for = { "Cờ thi đua của Chính phủ" = ["so-nn"] }, against = { bang-khen = ["so-nn"] } },
]
"""

# What is wrong; what is replaced; by what; the code; the text of the line that is named; the nearest name.
BROKEN_COUNTS = [
    ("unknown ballot", "suy-ton", "suy-tom", "poll-ballot-unknown", 'ballot = "suy-tom"', "suy-ton"),
    ("unknown bloc", "Kinh tế ngành", "Kinh tế", "poll-bloc-unknown", "bloc =", "Khối thi đua Kinh tế ngành"),
    ("no bloc", 'bloc = "Khối thi đua Kinh tế ngành"\n', "", "poll-bloc-missing", "[[polls]]"),
    ("unknown unit", '"so-nn", for', '"so-nm", for', "poll-unit-unknown", "so-nm", "so-nn"),
    (
        "unknown unit by name",
        "Giao thông",
        "Giao thôn",
        "poll-unit-unknown",
        "Giao thôn",
        "Sở Giao thông Vận tải",
    ),
    ("another bloc", '"so-nn", for', '"so-yt", for', "poll-other-bloc", "so-yt"),
    ("nobody who stands", '"so-nn", for', '"so-xd", for', "poll-not-standing", "so-xd", "so-nn"),
    (
        "a candidate twice",
        '"so-gtvt", "so-nn"',
        '"so-gtvt", "so-nn", "so-nn"',
        "poll-named-twice",
        "candidates",
    ),
    ("a count twice", '"so-nn", for', '"so-ct", for', "poll-named-twice", '"so-ct", for = 4'),
    ("no count", '"so-nn"]', '"so-nn", "so-xd"]', "count-missing", "counts = ["),
    ("more than members", "present = 7", "present = 9", "poll-too-many", "present = 9"),
    ("written opinions", "cast", "written = 1\ncast", "poll-written", "written = 1"),
    ("more papers than came", "cast = 7", "cast = 8", "poll-cast", "cast = 8"),
    ("more spoiled than cast", "spoiled = 1", "spoiled = 8", "poll-spoiled", "spoiled = 8"),
    ("too few votes", "against = 3", "against = 2", "count-sum", "Giao thông"),
    ("too many votes", "against = 3", "against = 4", "count-sum", "Giao thông"),
    ("more votes than papers", "for = 4", "for = 7", "count-too-many", "for = 7"),
    ("more picks than papers have", "for = 4", "for = 5", "count-picks", "counts = ["),
    (
        "the chair's own votes",
        "for = 2, against = 3",
        "for = 0, against = 5",
        "chair-without-votes",
        "chair =",
    ),
    ("more picks of the chair", 'chair = ["', 'chair = ["so-nn", "', "paper-picks", "chair ="),
    ("not a number", "for = 4", 'for = "4"', "not-a-whole-number", 'for = "4"'),
    ("no number", "present = 7\n", "", "missing-key", "[[polls]]"),
    ("an unknown key", "present = 7", "present = 7\nabsents = 1", "unknown-key", "absents", "absent"),
    ("papers and counts", "counts = [", "papers = []\ncounts = [", "poll-papers-and-counts", "counts"),
    ("no polls", "[[polls]]", "[[poll]]", "missing-key", "[[poll]]"),
    ("no array", "[[polls]]", "[polls]", "poll-brackets", "[polls]"),
    ("broken TOML", "present = 7", "present = ", "toml-syntax", "present ="),
]
BROKEN_VALID = [
    ("more than members by letter", "written = 1", "written = 3", "poll-too-many", "present = 3"),
    ("no written opinions", "written = 1\n", "", "missing-key", "[[polls]]"),
    ("no spoiled papers", "spoiled = 1\n", "", "missing-key", "[[polls]]"),
    ("no papers that were cast", "cast = 3\n", "", "missing-key", "[[polls]]"),
    ("no abstentions", ", abstained = 1", "", "missing-key", "counts = [{"),
]
BROKEN_PAPERS = [
    ("a paper too many", "present = 3", "present = 2", "papers-cast", "papers"),
    ("a paper too few", '  { id = 2, for = ["so-nn"] },\n', "", "papers-cast", "papers"),
    ("another number spoiled", "present = 3", "present = 3\nspoiled = 2", "papers-spoiled", "spoiled = 2"),
    ("the same paper", "id = 2", 'id = "1"', "paper-id-twice", 'id = "1"'),
    ("a paper without id", "id = 2, ", "", "missing-key", '{ for = ["so-nn"] }'),
    ("a voter in secret", "id = 2", 'id = 2, voter = "ba-b"', "paper-voter-in-secret", "ba-b"),
    ("two votes", '"so-gtvt"], ag', '"so-ct"], ag', "poll-named-twice", "id = 1"),
    ("both ways", 'against = ["so-nn"]', 'against = ["so-ct"]', "paper-both-ways", "id = 1"),
    ("too many picks", ", spoiled = true", "", "paper-picks", "id = 3"),
    ("no paper of the chair", 'chair = ["so-nn"]', 'chair = ["so-ct"]', "chair-no-paper", "chair"),
]
BROKEN_OPEN = [
    ("no roll", "voters =", "# voters =", "poll-voters-missing", "[[polls]]"),
    ("a roll too short", ', ba-d = "so-gtvt"', "", "poll-voters", "voters ="),
    ("a unit of the roll", 'ba-b = "so-nn"', 'ba-b = "so-n"', "poll-unit-unknown", "voters =", "so-nn"),
    ("who was absent", "absent =", "# absent =", "poll-absent-missing", "[[polls]]"),
    ("too few absent", 'absent = ["ba-d"]', "absent = []", "poll-absent", "absent"),
    ("an unknown absent", '["ba-d"]', '["ba-dd"]', "poll-voter-unknown", "absent", "ba-d"),
    ("an unknown voter", 'voter = "ba-b"', 'voter = "ba-bb"', "poll-voter-unknown", "ba-bb", "ba-b"),
    ("no voter", 'voter = "ba-b", ', "", "paper-voter-missing", 'id = "2"'),
    ("a voter twice", 'voter = "ba-b"', 'voter = "ong-c"', "paper-voter-twice", 'id = "3"'),
    ("a voter who was away", 'voter = "ba-b"', 'voter = "ba-d"', "paper-voter-absent", 'id = "2"'),
    (
        "the own unit",
        'for = ["so-ct"] },',
        'for = ["so-nn"], abstained = ["so-ct"] },',
        "paper-own-vote",
        'id = "2"',
    ),
    (
        "the own unit, abstained",
        'for = ["so-nn"] }',
        'for = ["so-nn"], abstained = ["so-ct"] }',
        "paper-own-vote",
        'id = "1"',
    ),
    ("silence", ', abstained = ["so-nn"]', "", "paper-silent", 'id = "3"'),
    ("an unknown chair", '"ong-c"\n', '"ong-cc"\n', "poll-voter-unknown", "chaired_by", "ong-c"),
    ("an absent chair", '"ong-c"\nchair', '"ba-d"\nchair', "paper-voter-absent", "chair ="),
    ("a chair for the own unit", '"ong-c"\nchair', '"ong-a"\nchair', "paper-own-vote", "chair ="),
    ("another vote of the chair", 'chair = ["so-ct"]', "chair = []", "chair-no-paper", "chair = []"),
    ("no name of the chair", 'chaired_by = "ong-c"\n', "", "chair-not-named", "chair ="),
]
BROKEN_SECRET = [
    ("secret silence", '["so-ct"], against = ["so-nn"]', '["so-ct"]', "count-sum", "papers"),
    ("a secret own vote", '1, for = ["so-nn"]', '1, for = ["so-nn", "so-ct"]', "count-sum", "papers"),
]
BROKEN_TITLES = [
    ("an unknown title", "{ bang-khen", "{ bang-kheen", "poll-title-unknown", "id = 2", "bang-khen"),
    (
        "a list without titles",
        '{ co-thi-dua = ["so-ct"], bang-khen = ["so-nn"] }',
        '["so-ct"]',
        "not-a-table",
        "id = 1",
    ),
    ("a title both ways", "against = { bang-khen", "against = { co-thi-dua", "paper-both-ways", "id = 2"),
    ("too many picks of a title", '["so-ct"], b', '["so-ct", "so-xd"], b', "paper-picks", "id = 1"),
]
BROKEN = [
    (text, *case)
    for text, cases in (
        (COUNTS, BROKEN_COUNTS),
        (VALID, BROKEN_VALID),
        (PAPERS, BROKEN_PAPERS),
        (OPEN, BROKEN_OPEN),
        (SECRET, BROKEN_SECRET),
        (TITLES, BROKEN_TITLES),
    )
    for case in cases
]
