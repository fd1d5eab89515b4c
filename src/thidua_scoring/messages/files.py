"""Faults of files as such."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

FILES: dict[str, Message] = {
    "no-such-file": Message(
        "Không có tệp «{file}».",
        "There is no file “{file}”.",
        "Kiểm tra lại tên tệp và thư mục.",
        "Check the file's name and folder.",
    ),
    "no-such-folder": Message(
        "Không có thư mục «{folder}» của tệp «{file}».",
        "There is no folder “{folder}” for the file “{file}”.",
        "Kiểm tra lại tên thư mục, hoặc tạo thư mục trước.",
        "Check the folder's name, or make the folder first.",
    ),
    "is-folder": Message(
        "«{file}» là thư mục, trong khi cần tên một tệp.",
        "“{file}” is a folder, and a file is needed.",
        "Ghi cả tên tệp trong thư mục đó.",
        "Name a file in that folder.",
    ),
    "is-file": Message(
        "«{file}» là tệp, trong khi cần tên một thư mục.",
        "“{file}” is a file, and a folder is needed.",
        "Ghi tên một thư mục, có sẵn hoặc mới.",
        "Name a folder, one that is there or a new one.",
    ),
    "file-fails": Message(
        "Không mở được tệp «{file}»: {reason}.",
        "The file “{file}” cannot be opened: {reason}.",
        "Kiểm tra quyền đọc, và đóng tệp nếu đang mở ở chương trình khác.",
        "Check that it may be read, and close it where another program holds it.",
    ),
}
