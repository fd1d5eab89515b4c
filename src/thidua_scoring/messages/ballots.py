"""Faults of ballots: of their rules, and of polls whose papers, counts and minutes do not agree."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

BALLOTS: dict[str, Message] = {
    # ── rules ───────────────────────────────────────────────────────────────────────
    "ballot-unreachable": Message(
        "Không thể đạt trên 100% số phiếu.",
        "No vote comes to more than 100 %.",
        'Ghi from = "100%" nếu phải đủ mọi phiếu, hoặc sửa ngưỡng.',
        'Write from = "100%" if every vote is needed, or correct the threshold.',
    ),
    "ballot-from-nothing": Message(
        "Ngưỡng 0% thì không có phiếu nào cũng trúng.",
        "A threshold of 0 % elects without any vote.",
        'Ghi above = "0%" nếu chỉ cần một phiếu, hoặc sửa ngưỡng.',
        'Write above = "0%" if one vote is enough, or correct the threshold.',
    ),
    # ── what a poll names ───────────────────────────────────────────────────────────
    "poll-brackets": Message(
        "Có thể có nhiều cuộc bỏ phiếu, nên «polls» phải nằm trong hai lớp ngoặc vuông.",
        "There may be several polls, so that “polls” stands in two pairs of brackets.",
        "Ghi [[polls]] thay cho [polls].",
        "Write [[polls]] for [polls].",
    ),
    "poll-ballot-unknown": Message(
        "Bộ tiêu chí không có cuộc bỏ phiếu «{got}».",
        "The ruleset has no ballot “{got}”.",
        "Ghi mã của một mục trong [ballots].",
        "Write the id of one of its [ballots].",
    ),
    "poll-bloc-unknown": Message(
        "Không có đơn vị nào thuộc khối «{got}».",
        "No unit is in the bloc “{got}”.",
        "Ghi tên khối như trong số liệu của đơn vị.",
        "Write the bloc as the units' evidence does.",
    ),
    "poll-bloc-missing": Message(
        "Có nhiều khối nên phải ghi «bloc»: {expected}.",
        "There are several blocs, so that “bloc” is needed: {expected}.",
        "Ghi khối đã bỏ phiếu.",
        "Write the bloc that voted.",
    ),
    "poll-unit-unknown": Message(
        "Không có đơn vị «{got}».",
        "There is no unit “{got}”.",
        "Ghi mã hoặc tên đơn vị như trong số liệu.",
        "Write the unit's id or name as the evidence does.",
    ),
    "poll-title-unknown": Message(
        "Cuộc bỏ phiếu này không bầu danh hiệu «{got}».",
        "This ballot is not on the title “{got}”.",
        "Ghi mã hoặc tên của một danh hiệu nêu ở «awards» của cuộc bỏ phiếu.",
        "Write the id or title of one of the ballot's “awards”.",
    ),
    "poll-other-bloc": Message(
        "Đơn vị «{unit}» thuộc khối «{bloc}», không thuộc khối «{expected}» của cuộc bỏ phiếu này.",
        "The unit “{unit}” is in the bloc “{bloc}”, not in “{expected}”, which votes here.",
        "Sửa tên đơn vị, hoặc khối ở «bloc».",
        "Correct the unit, or the “bloc”.",
    ),
    "poll-not-standing": Message(
        "«{unit}» không có trong danh sách bầu ở «candidates».",
        "“{unit}” is not among the “candidates”.",
        "Sửa tên, hoặc bổ sung vào danh sách bầu.",
        "Correct the name, or add it to the candidates.",
    ),
    "poll-named-twice": Message(
        "«{unit}» được ghi hai lần.",
        "“{unit}” is named twice.",
        "Giữ lại một lần; có thể một lần là của đơn vị khác.",
        "Keep one; another unit may have been meant.",
    ),
    "poll-twice": Message(
        "Cuộc bỏ phiếu «{ballot}» của khối «{bloc}» đã ghi ở trên.",
        "The ballot “{ballot}” of the bloc “{bloc}” is already given above.",
        "Giữ lại một kết quả; nếu bỏ phiếu lại, chỉ ghi lần sau cùng.",
        "Keep one result; of a ballot that was held again, the last one.",
    ),
    # ── who took part ───────────────────────────────────────────────────────────────
    "poll-too-many": Message(
        "Có {got} người dự họp hoặc gửi ý kiến, nhiều hơn {members} thành viên.",
        "{got} were present or wrote, more than the {members} members.",
        "Kiểm tra lại members, present và written.",
        "Check members, present and written.",
    ),
    "poll-written": Message(
        "Có {got} ý kiến bằng văn bản, trong khi quy định không tính ý kiến bằng văn bản.",
        "There are {got} written opinions where the rules count none.",
        "Bỏ các ý kiến này, hoặc ghi written_opinions = true trong quy định về bỏ phiếu.",
        "Leave them out, or write written_opinions = true in the ballot's rules.",
    ),
    "poll-cast": Message(
        "Thu về {got} phiếu, nhiều hơn {took_part} người tham gia.",
        "{got} papers were handed in, more than the {took_part} who took part.",
        "Kiểm tra lại số phiếu thu về và số người tham gia.",
        "Check the number of papers and of those who took part.",
    ),
    "poll-spoiled": Message(
        "Có {got} phiếu không hợp lệ, nhiều hơn {cast} phiếu thu về.",
        "{got} papers are not valid, more than the {cast} that were handed in.",
        "Kiểm tra lại hai con số.",
        "Check both numbers.",
    ),
    "poll-voters": Message(
        "Danh sách «voters» có {got} người, trong khi có {members} thành viên.",
        "“voters” names {got} where there are {members} members.",
        'Ghi đủ mọi thành viên; người không đại diện cho đơn vị nào ghi "".',
        'Name every member, with "" for one who represents no unit.',
    ),
    "poll-voters-missing": Message(
        "Quy định không cho bỏ phiếu cho đơn vị mình, nên phải biết thành viên nào đại diện cho đơn vị nào.",
        "Nobody may vote on the own unit, so it must be known whom each member represents.",
        'Dưới dòng [polls.voters], ghi như ong-a = "so-x" cho mọi thành viên.',
        'Below [polls.voters], write a line like ong-a = "so-x" for every member.',
    ),
    "poll-voter-unknown": Message(
        "Không có thành viên «{got}».",
        "There is no member “{got}”.",
        "Ghi tên như ở «voters», hoặc như trên phiếu.",
        "Write the name as “voters” does, or the papers.",
    ),
    "poll-absent": Message(
        "«absent» có {got} người, trong khi có {expected} thành viên không tham gia.",
        "“absent” names {got} where {expected} member(s) took no part.",
        "Ghi đúng những người không dự họp và không gửi ý kiến, mỗi người một lần.",
        "Name each who neither came nor wrote, once.",
    ),
    "poll-absent-missing": Message(
        "Có {got} thành viên không tham gia; phải biết là ai để tính số người được bỏ phiếu cho từng đơn vị.",
        "{got} member(s) took no part; who they are decides how many may vote on each unit.",
        "Ghi tên họ vào «absent».",
        "Name them in “absent”.",
    ),
    # ── papers ──────────────────────────────────────────────────────────────────────
    "poll-papers-and-counts": Message(
        "Có cả từng phiếu và số đã kiểm.",
        "There are both papers and counts.",
        "Chỉ giữ «papers» hoặc «counts».",
        "Keep either “papers” or “counts”.",
    ),
    "poll-votes-missing": Message(
        "Cuộc bỏ phiếu chưa có kết quả.",
        "The poll has no votes.",
        "Ghi số đã kiểm vào «counts», hoặc từng phiếu vào «papers».",
        "Write what was counted in “counts”, or each paper in “papers”.",
    ),
    "papers-cast": Message(
        "Có {got} phiếu, trong khi số phiếu thu về là {expected}.",
        "There are {got} papers where {expected} were handed in.",
        "Ghi đủ các phiếu, kể cả phiếu không hợp lệ; "
        "nếu thu về ít hơn số người tham gia, ghi số phiếu thu về vào «cast».",
        "Give every paper, spoiled ones too; "
        "if fewer were handed in than took part, write how many in “cast”.",
    ),
    "papers-spoiled": Message(
        "Ghi {got} phiếu không hợp lệ, trong khi có {expected} phiếu đánh dấu spoiled = true.",
        "{got} papers are said not to be valid where {expected} are marked spoiled = true.",
        "Sửa con số, hoặc đánh dấu lại các phiếu.",
        "Correct the number, or the marks.",
    ),
    "paper-id-twice": Message(
        "Phiếu «{paper}» đã ghi ở trên.",
        "The paper “{paper}” is already given above.",
        "Giữ lại một phiếu, hoặc đặt số khác.",
        "Keep one, or give it another id.",
    ),
    "paper-voter-twice": Message(
        "«{voter}» đã có một phiếu ở trên.",
        "“{voter}” has cast a paper above.",
        "Mỗi thành viên chỉ có một phiếu.",
        "Each member has one paper.",
    ),
    "paper-voter-in-secret": Message(
        "Bỏ phiếu kín thì không ghi tên người bỏ phiếu («{voter}»).",
        "In a secret ballot no voter is named (“{voter}”).",
        "Xoá tên, hoặc ghi secret = false trong quy định nếu bỏ phiếu công khai.",
        "Remove the name, or write secret = false in the ballot's rules if it is open.",
    ),
    "paper-voter-missing": Message(
        "Phiếu «{paper}» chưa ghi ai bỏ, trong khi bỏ phiếu công khai.",
        "The paper “{paper}” does not say who cast it, and the ballot is open.",
        "Ghi «voter», hoặc ghi secret = true trong quy định nếu bỏ phiếu kín.",
        "Write “voter”, or secret = true in the ballot's rules if it is secret.",
    ),
    "paper-voter-absent": Message(
        "«{voter}» có tên ở «absent» nhưng vẫn bỏ phiếu.",
        "“{voter}” is named in “absent” and yet voted.",
        "Sửa lại một trong hai.",
        "Correct one of the two.",
    ),
    "paper-both-ways": Message(
        "Phiếu vừa ghi «{unit}» ở mục này vừa ghi ở mục khác.",
        "The paper names “{unit}” here and under another vote.",
        "Giữ lại một; nếu phiếu ghi như vậy thật, đánh dấu spoiled = true.",
        "Keep one; if the paper really says so, mark it spoiled = true.",
    ),
    "paper-own-vote": Message(
        "«{unit}» là đơn vị của chính người bỏ phiếu, không được bỏ phiếu cho đơn vị mình.",
        "“{unit}” is the voter's own unit, on which there is no vote.",
        "Bỏ đơn vị này khỏi phiếu, hoặc đánh dấu spoiled = true nếu phiếu không hợp lệ.",
        "Leave it out, or mark the paper spoiled = true if it is not valid.",
    ),
    "paper-picks": Message(
        "Chọn {got} đơn vị, nhiều hơn {most} đơn vị được phép.",
        "{got} units are voted for where {most} may be.",
        "Kiểm tra lại phiếu; nếu phiếu ghi như vậy thật, đánh dấu spoiled = true.",
        "Check the paper; if it really says so, mark it spoiled = true.",
    ),
    "paper-silent": Message(
        "Phiếu «{paper}» chưa có ý kiến về: {units}.",
        "The paper “{paper}” says nothing on {units}.",
        "Phiếu không có ý kiến không được tính vào tổng, nên phải ghi rõ vào against hoặc abstained.",
        "Abstentions are left out of the base, so that each must stand in against or abstained.",
    ),
    # ── counts ──────────────────────────────────────────────────────────────────────
    "count-missing": Message(
        "Chưa có số phiếu của: {units}.",
        "There is no count for {units}.",
        "Ghi số phiếu của mọi đơn vị trong danh sách bầu, kể cả 0.",
        "Give the count of every candidate, 0 among them.",
    ),
    "count-sum": Message(
        "Số phiếu tán thành, không tán thành và không có ý kiến về «{unit}» cộng lại là {got}, "
        "phải là {expected}.",
        "The votes for, against and abstained on “{unit}” come to {got} and should be {expected}.",
        "Kiểm tra lại các con số, số phiếu thu về (cast) và số phiếu không hợp lệ (spoiled).",
        "Check the numbers, how many papers were cast and how many spoiled.",
    ),
    "count-too-many": Message(
        "Có {got} phiếu về «{unit}», trong khi nhiều nhất chỉ có {most}.",
        "There are {got} votes on “{unit}” where there can be no more than {most}.",
        "Kiểm tra lại số phiếu, và ai không được bỏ phiếu cho đơn vị này.",
        "Check the votes, and who may not vote on that unit.",
    ),
    "count-picks": Message(
        "Có {got} phiếu tán thành cả thảy, trong khi {valid} phiếu hợp lệ, mỗi phiếu chọn tối đa {picks}, "
        "cho nhiều nhất {most}.",
        "There are {got} votes for candidates, where {valid} valid papers with {picks} at the most "
        "give no more than {most}.",
        "Kiểm tra lại số phiếu.",
        "Check the counts.",
    ),
    # ── the chair ───────────────────────────────────────────────────────────────────
    "chair-not-named": Message(
        "Chưa ghi ai chủ trì, nên không biết người chủ trì không được bỏ phiếu cho đơn vị nào.",
        "Who the chair is is not stated, and so not on which unit the chair may not vote.",
        "Ghi tên người chủ trì vào «chaired_by».",
        "Name the chair in “chaired_by”.",
    ),
    "chair-without-votes": Message(
        "Người chủ trì bỏ phiếu cho «{unit}», nhưng đơn vị này không có phiếu nào.",
        "The chair voted for “{unit}”, which has no vote.",
        "Sửa lại «chair» hoặc số phiếu.",
        "Correct “chair” or the count.",
    ),
    "chair-against-all": Message(
        "Mọi người đều bỏ phiếu cho «{unit}», nhưng đơn vị này không có trong «chair».",
        "Everybody voted for “{unit}”, which is not in “chair”.",
        "Sửa lại «chair» hoặc số phiếu.",
        "Correct “chair” or the count.",
    ),
    "chair-no-paper": Message(
        "Không có phiếu hợp lệ nào của người chủ trì chọn đúng các đơn vị ở «chair».",
        "No valid paper of the chair is for just the units in “chair”.",
        "Sửa lại «chair» hoặc phiếu.",
        "Correct “chair” or the paper.",
    ),
}
