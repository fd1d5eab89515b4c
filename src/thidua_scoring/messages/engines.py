"""Faults of engines for frames beyond one process's memory, and of databases."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

ENGINES: dict[str, Message] = {
    "not-a-result": Message(
        "Thư mục «{file}» đã có tệp không phải là kết quả chấm trước đây.",
        "The folder “{file}” holds files that are not of an earlier result.",
        "Chọn tên khác cho kết quả, hoặc dọn thư mục đó.",
        "Choose another name for the result, or clear the folder.",
    ),
    "result-on-evidence": Message(
        "Kết quả ghi vào «{file}» thì mất số liệu ở đó.",
        "The result in “{file}” would take the place of the evidence.",
        "Chọn tên khác cho kết quả.",
        "Choose another name for the result.",
    ),
    "not-parquet": Message(
        "Tệp «{file}» không phải là tệp Parquet.",
        "The file “{file}” is not a Parquet file.",
        "Lưu số liệu thành Parquet, hoặc dùng lệnh thidua score cho các loại tệp khác.",
        "Save the evidence as Parquet, or use thidua score for other files.",
    ),
    "not-a-memory": Message(
        "«{got}» không phải là dung lượng bộ nhớ.",
        "“{got}” is not an amount of memory.",
        "Ghi như 500MB hoặc 2GB.",
        "Write it like 500MB or 2GB.",
    ),
    "memory-too-small": Message(
        "DuckDB không sắp xếp được số liệu trong giới hạn bộ nhớ đã cho ({memory}).",
        "DuckDB cannot sort the evidence within the memory it was given ({memory}).",
        "Cho thêm bộ nhớ (--memory), hoặc dọn chỗ trên ổ đĩa của tệp kết quả.",
        "Give it more (--memory), or make room on the disk of the result.",
    ),
    "table-other-library": Message(
        "Bảng «{table}» không phải là của {expected} như số liệu chính.",
        "The table “{table}” is not of {expected}, as the frame is.",
        "Nạp bảng bằng cùng một thư viện (và cùng một kết nối) với số liệu chính.",
        "Load the table by the same library (and connection) as the frame.",
    ),
    "needs-java": Message(
        "Không khởi động được Spark: {reason}.",
        "Spark does not start: {reason}.",
        "Cài đặt Java 17 trở lên và đặt biến JAVA_HOME.",
        "Install Java 17 or later and set JAVA_HOME.",
    ),
    "engine-fails": Message(
        "{engine} không chấm được: {reason}.",
        "{engine} could not score: {reason}.",
    ),
    "column-mixed": Message(
        "Cột «{column}» lẫn nhiều loại giá trị: {got}.",
        "The column “{column}” mixes values of several kinds: {got}.",
        "Sửa số liệu, hoặc đổi kiểu của cột trong câu truy vấn (cast).",
        "Correct the data, or cast the column in the query.",
    ),
    "column-no-figure": Message(
        "Cột «{column}» chứa giá trị loại «{got}», không đọc được thành chỉ tiêu.",
        "The column “{column}” holds values of type “{got}”, which are no figures.",
        "Bỏ cột này khỏi câu truy vấn, hoặc đổi kiểu của nó (cast).",
        "Leave it out of the query, or cast it.",
    ),
    "result-too-long": Message(
        "Đơn vị {unit}: kết quả «{column}» cần hơn 38 chữ số.",
        "Unit {unit}: the result “{column}” needs more than 38 digits.",
        "Kiểm tra số liệu có số nào quá lớn; lệnh thidua score chấm được mọi số.",
        "Check the evidence for a figure that is far too large; thidua score takes any.",
    ),
    "column-too-long": Message(
        "Cột «{column}» có số cần hơn 38 chữ số.",
        "The column “{column}” holds figures that need more than 38 digits.",
        "Làm tròn trong câu truy vấn, nếu quy định cho phép.",
        "Round it in the query, if the rules allow that.",
    ),
}
