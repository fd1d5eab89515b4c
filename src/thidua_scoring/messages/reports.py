"""Faults of reports."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

REPORTS: dict[str, Message] = {
    "no-such-audience": Message(
        "Không có đối tượng đọc «{got}».",
        "There is no audience “{got}”.",
        "Chọn một trong: {expected}.",
        "Choose one of: {expected}.",
    ),
    "report-needs-unit": Message(
        "Chưa nêu báo cáo này gửi đơn vị nào.",
        "It is not said for which unit this report is.",
        "Báo cáo gửi đơn vị chỉ có điểm của chính đơn vị đó: nêu đơn vị.",
        "A unit's own report has its own points only: name the unit.",
    ),
    "report-without-points": Message(
        "Bản công khai không có điểm, nên không có bảng chi tiết theo tiêu chí.",
        "The public is shown no points, so that there are no rows by criterion.",
        "Chọn đối tượng đọc khác, hoặc bảng tổng hợp.",
        "Choose another audience, or the summary.",
    ),
    "template-fails": Message(
        "Mẫu báo cáo «{file}» không dùng được, ở dòng {line}: {reason}.",
        "The template “{file}” cannot be used, at line {line}: {reason}.",
        "Các biến của mẫu được nêu trong docs/reports.md.",
        "The variables of a template are listed in docs/reports.md.",
    ),
    "report-no-ballot": Message(
        "Chưa có kết quả bỏ phiếu để lập biên bản.",
        "There is no ballot to write minutes of.",
        "Nêu tệp kết quả bỏ phiếu.",
        "Name the file of ballots.",
    ),
    "report-council-only": Message(
        "Văn bản này chỉ dùng cho hội đồng, không lập cho đối tượng đọc «{got}».",
        "This document is for the council only, not for the audience “{got}”.",
        "Lập cho đối tượng đọc «council».",
        "Write it for the audience “council”.",
    ),
    "word-template-fails": Message(
        "Mẫu Word «{file}» không dùng được: {reason}.",
        "The Word template “{file}” cannot be used: {reason}.",
        "Các biến của mẫu được nêu trong docs/reports-office.md.",
        "The variables of a template are listed in docs/reports-office.md.",
    ),
    "pdf-fails": Message(
        "Không lập được tệp PDF: {reason}.",
        "The PDF cannot be made: {reason}.",
        "Cài lại phần mở rộng «pdf»: phông chữ đi kèm với nó.",
        "Install the extra “pdf” anew: the fonts come with it.",
    ),
}
