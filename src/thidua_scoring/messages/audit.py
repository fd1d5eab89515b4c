"""Faults of audited statements."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

AUDIT: dict[str, Message] = {
    "no-report": Message(
        "Chưa ghi tên tệp báo cáo.",
        "No report is named.",
        "Ghi đường dẫn tới tệp .txt, .md, .docx hoặc .xlsx sau tên lệnh: thidua audit bao-cao.docx.",
        "Give the path of a .txt, .md, .docx or .xlsx file behind the command: thidua audit report.docx.",
    ),
    "report-is-folder": Message(
        "«{folder}» là thư mục, không phải tệp báo cáo.",
        "“{folder}” is a folder and no report.",
        "Ghi thêm tên tệp trong thư mục đó.",
        "Add the name of a file in it.",
    ),
    "legacy-encoding": Message(
        "Chữ gõ bằng bảng mã cũ {encoding}, không phải Unicode.",
        "The text is typed in the legacy encoding {encoding}, not in Unicode.",
        "Chuyển mã sang Unicode (UniKey: Ctrl+Shift+F6) rồi lưu lại.",
        "Convert it to Unicode (UniKey: Ctrl+Shift+F6) and save.",
    ),
    "not-a-document": Message(
        "Tệp không đọc được như một văn bản .docx (vướng ở «{found}»).",
        "The file cannot be read as a .docx document (it fails at “{found}”).",
        "Mở tệp bằng Word hoặc LibreOffice, bỏ mật khẩu nếu có, rồi lưu lại thành Word Document (.docx).",
        "Open it in Word or LibreOffice, take off any password, and save it as a Word Document (.docx).",
    ),
    "document-too-large": Message(
        "«{part}» quá lớn hoặc nén bất thường: {got}, trong khi nhiều nhất là {most}.",
        "“{part}” is too large or packed suspiciously: {got} where the most is {most}.",
        "Chép riêng phần chữ sang một tệp mới; nếu không rõ tệp từ đâu đến thì đừng dùng.",
        "Copy the text alone to a new file; if you do not know where the file is from, do not use it.",
    ),
    "document-unsafe": Message(
        "Văn bản chứa phần không an toàn: «{part}» ({what}).",
        "The document holds an unsafe part: “{part}” ({what}).",
        "Hỏi lại người gửi; nếu tin tệp này, mở bằng Word và lưu lại thành Word Document (.docx), "
        "là dạng không có macro.",
        "Ask the sender; if you trust the file, open it in Word and save it as a Word Document (.docx), "
        "which holds no macros.",
    ),
}
