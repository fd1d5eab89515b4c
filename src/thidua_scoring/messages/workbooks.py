"""Faults of spreadsheets."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

WORKBOOKS: dict[str, Message] = {
    "not-a-workbook": Message(
        "Tệp không đọc được như một sổ tính .xlsx (vướng ở «{found}»).",
        "The file cannot be read as an .xlsx workbook (it fails at “{found}”).",
        "Mở tệp bằng Excel hoặc LibreOffice, bỏ mật khẩu nếu có, rồi lưu lại thành Excel Workbook (.xlsx).",
        "Open it in Excel or LibreOffice, take off any password, and save it as an Excel Workbook (.xlsx).",
    ),
    "workbook-too-large": Message(
        "«{part}» quá lớn hoặc nén bất thường: {got}, trong khi nhiều nhất là {most}.",
        "“{part}” is too large or packed suspiciously: {got} where the most is {most}.",
        "Chép riêng phần số liệu sang một tệp mới; nếu không rõ tệp từ đâu đến thì đừng dùng.",
        "Copy the figures alone to a new file; if you do not know where the file is from, do not use it.",
    ),
    "workbook-unsafe": Message(
        "Tệp chứa phần không an toàn: «{part}» ({what}).",
        "The file holds an unsafe part: “{part}” ({what}).",
        "Hỏi lại người gửi; nếu tin tệp này, mở bằng Excel và lưu lại thành Excel Workbook (.xlsx), "
        "là dạng không có macro.",
        "Ask the sender; if you trust the file, open it in Excel and save it as an Excel Workbook (.xlsx), "
        "which holds no macros.",
    ),
    "workbook-external": Message(
        "Tệp lấy số liệu từ nơi khác: «{target}».",
        "The file takes data from elsewhere: “{target}”.",
        "Trong Excel chọn Data > Edit Links > Break Link để thay liên kết bằng giá trị, rồi lưu lại.",
        "In Excel choose Data > Edit Links > Break Link to replace links by values, and save.",
    ),
    "workbook-area": Message(
        "Trang tính có số liệu đến tận {got}, quá giới hạn {most} hoặc {cells} ô.",
        "The sheet holds data as far as {got}, beyond the limit of {most} or of {cells} cells.",
        "Xoá những ô lạc ở xa bảng, hoặc chia trang tính ra nhiều tệp.",
        "Delete stray cells far from the table, or split the sheet into several files.",
    ),
    "cell-error": Message(
        "Ô chứa lỗi {error} thay cho một giá trị.",
        "The cell holds the error {error} instead of a value.",
        "Sửa công thức hoặc ghi giá trị đúng vào ô; nếu chưa có số liệu thì để trống.",
        "Correct the formula or enter the value; if there is no figure yet, leave the cell empty.",
    ),
    "formula-without-value": Message(
        "Ô có công thức nhưng tệp không lưu kết quả đã tính.",
        "The cell has a formula, but the file does not hold its result.",
        "Mở tệp bằng Excel hoặc LibreOffice để tính lại, rồi lưu; hoặc thay công thức bằng giá trị.",
        "Open the file in Excel or LibreOffice so that it is calculated, and save; or enter the value.",
    ),
    "merged-cells": Message(
        "Các ô bị trộn (merge) ở giữa phần số liệu.",
        "Cells are merged in the midst of the data.",
        "Bỏ trộn ô (Unmerge Cells) và ghi giá trị vào từng ô; tiêu đề phía trên bảng vẫn trộn được.",
        "Unmerge them and enter the value in each cell; titles above the table may stay merged.",
    ),
    "legacy-font": Message(
        "Chữ gõ bằng bảng mã cũ, phông «{font}», không phải Unicode.",
        "The text is typed in a legacy encoding, the font “{font}”, not in Unicode.",
        "Chuyển mã sang Unicode (UniKey: Ctrl+Shift+F6), đổi sang phông Times New Roman, rồi lưu lại.",
        "Convert it to Unicode (UniKey: Ctrl+Shift+F6), change the font to Times New Roman, and save.",
    ),
}
