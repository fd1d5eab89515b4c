"""Sentences about ballots."""

from __future__ import annotations

from typing import Final

BALLOTS: Final[dict[str, tuple[str, str]]] = {
    # ── who took part ───────────────────────────────────────────────────────────────
    "ballot-quorum": (
        "có {took_part}/{members} thành viên tham gia bỏ phiếu ({share}), quy định từ {quorum} trở lên",
        "{took_part} of {members} members took part ({share}), the rules ask for {quorum} or more",
    ),
    "ballot-no-quorum": (
        "chỉ có {took_part}/{members} thành viên tham gia bỏ phiếu ({share}), trong khi quy định "
        "từ {quorum} trở lên, nên kết quả bỏ phiếu chưa được công nhận",
        "only {took_part} of {members} members took part ({share}) where the rules ask for {quorum} "
        "or more, so that the ballot decides nothing",
    ),
    "ballot-written": (
        "kể cả {written} người vắng mặt gửi ý kiến bằng văn bản",
        "{written} of them absent, by written opinion",
    ),
    # ── votes ───────────────────────────────────────────────────────────────────────
    "ballot-votes-from": (
        "được {votes}/{base} phiếu ({share}), cần ít nhất {needed} phiếu, tức từ {threshold} {of} trở lên",
        "{votes} of {base} votes ({share}), at least {needed} are needed, {threshold} or more of {of}",
    ),
    "ballot-votes-above": (
        "được {votes}/{base} phiếu ({share}), cần ít nhất {needed} phiếu, tức trên {threshold} {of}",
        "{votes} of {base} votes ({share}), at least {needed} are needed, more than {threshold} of {of}",
    ),
    "ballot-nobody": (
        "không có phiếu nào được tính cho đơn vị này",
        "there is no vote to count on this unit",
    ),
    "ballot-whole": ("{of} là {whole}", "{of} are {whole}"),
    "ballot-barred": (
        "không tính {barred} người không được bỏ phiếu cho chính đơn vị mình",
        "less {barred} who may not vote on their own unit",
    ),
    "ballot-abstained": (
        "không tính {abstained} phiếu không có ý kiến",
        "less {abstained} who abstained",
    ),
    # ── the chair ───────────────────────────────────────────────────────────────────
    "ballot-chair-for": (
        "người chủ trì bỏ phiếu tán thành",
        "the chair voted for it",
    ),
    "ballot-chair-not-for": (
        "người chủ trì không bỏ phiếu tán thành, trong khi quy định phải có phiếu của người chủ trì",
        "the chair did not vote for it, and the rules ask for the chair's vote",
    ),
    "ballot-chair-among-all": (
        "mọi người được bỏ phiếu đều tán thành, trong đó có người chủ trì",
        "all who may vote voted for it, the chair among them",
    ),
    "ballot-chair-unknown": (
        "chưa rõ người chủ trì có tán thành hay không, trong khi quy định phải có phiếu của người chủ trì",
        "it is not known whether the chair voted for it, and the rules ask for the chair's vote",
    ),
    "ballot-chair-barred": (
        "quy định phải có phiếu của người chủ trì, nhưng người chủ trì không được bỏ phiếu cho chính "
        "đơn vị mình, nên phải do hội nghị quyết định",
        "the rules ask for the chair's vote, yet the chair may not vote on the chair's own unit, "
        "so that the meeting has to decide",
    ),
    # ── no more than may be elected ─────────────────────────────────────────────────
    "ballot-place-first": (
        "được nhiều phiếu nhất trong số các đơn vị đủ điều kiện",
        "the most votes of all units that have what it takes",
    ),
    "ballot-place": (
        "có nhiều nhất {rivals} đơn vị khác đủ điều kiện với số phiếu bằng hoặc hơn, "
        "trong khi được bầu tối đa {elect} đơn vị",
        "at most {rivals} other unit(s) have what it takes and as many votes or more, "
        "where {elect} may be elected",
    ),
    "ballot-place-lost": (
        "có {ahead} đơn vị khác đủ điều kiện và được nhiều phiếu hơn, trong khi chỉ được bầu tối đa "
        "{elect} đơn vị",
        "{ahead} other unit(s) have what it takes and more votes, where no more than {elect} may be elected",
    ),
    "ballot-place-tied": (
        "bằng phiếu với {others}, trong khi chỉ còn {left} suất trong số tối đa {elect} đơn vị được bầu, "
        "nên phải do hội nghị quyết định",
        "as many votes as {others}, with {left} place(s) left of {elect}, so that the meeting has to decide",
    ),
    "ballot-place-open": (
        "chỉ còn {left} suất trong số tối đa {elect} đơn vị được bầu, nên còn tùy kết quả của {others}",
        "{left} place(s) are left of {elect}, which depends on the outcome of {others}",
    ),
}
