"""Faults of TOML files."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

TOML: dict[str, Message] = {
    "toml-syntax": Message(
        "Dòng «{source}» sai cú pháp TOML ({reason}).",
        "The line “{source}” is not valid TOML ({reason}).",
        'Kiểm tra ngay chỗ đó và dòng phía trên: chữ và phần trăm đặt trong ngoặc kép ("98%"), '
        "số thập phân dùng dấu chấm (1.5), tên có dấu hoặc dấu cách đặt trong ngoặc kép, "
        "mỗi ngoặc mở có một ngoặc đóng.",
        'Check that spot and the line above: text and percentages stand in quotes ("98%"), '
        "decimals take a point (1.5), names with accents or spaces stand in quotes, "
        "and every bracket that opens is closed.",
    ),
    "toml-duplicate": Message(
        "«{key}» đã được khai báo ở dòng {first_line}.",
        "“{key}” is already defined on line {first_line}.",
        "Mỗi tên chỉ khai báo một lần: gộp hai chỗ làm một, hoặc đổi tên một chỗ.",
        "Define each name once: join the two places, or rename one of them.",
    ),
    "toml-number": Message(
        "Dòng «{source}» có con số quá dài, không đọc được.",
        "The line “{source}” holds a number too long to be read.",
        "Ghi lại con số cho đúng, hoặc đặt trong ngoặc kép nếu đó là một mã.",
        "Correct the number, or put it in quotes if it is a code.",
    ),
    "toml-depth": Message(
        "Dòng «{source}» lồng quá nhiều tầng ngoặc hoặc quá nhiều phần tên.",
        "The line “{source}” nests too many brackets or parts of a name.",
        "Tách ra thành các bảng riêng.",
        "Split it into tables of their own.",
    ),
    "not-utf8": Message(
        "Tệp không ở bảng mã UTF-8: byte {byte} không đọc được.",
        "The file is not in UTF-8: the byte {byte} cannot be read.",
        "Mở tệp trong trình soạn thảo và lưu lại với bảng mã UTF-8.",
        "Open the file in an editor and save it as UTF-8.",
    ),
}
