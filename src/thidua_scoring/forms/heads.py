"""The columns of the main sheet of a form, and what stands above its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua_scoring.criterion import ColumnName

HEADS: Final = (
    ("Mã", 8), ("Tiêu chí, quy định, số liệu", 44), ("Điểm chuẩn", 7), ("Thưởng", 8), ("Trừ", 6),
    ("Căn cứ", 14), ("Số liệu", 14), ("Đơn vị tính", 9), ("Tình trạng", 14), ("Điểm tạm tính", 8),
    ("Điểm tự chấm", 8), ("Điểm tối đa", 8), ("Ghi chú", 16), ("Minh chứng", 14),
)  # fmt: skip
A, TITLE, BASE, BONUS, DEDUCT, SOURCE, VALUE, UNIT, STATUS = range(9)
POINTS, CLAIM, MOST, NOTE, PROOF = range(9, 14)
HEAD_ROW: Final = 5
AMOUNTS: Final[Mapping[ColumnName, int]] = {"base": BASE, "bonus": BONUS, "deduct": DEDUCT}
GUIDE: Final = (
    "Chỉ điền vào ô màu vàng. Số liệu: gõ số rồi xem lại số hiện trong ô. Tình trạng để trống là đã xác nhận;"
    " số liệu chưa có thì chọn «thiếu», không ghi 0."
)
GUIDE_OF_POINTS: Final = (
    "Điểm tạm tính chỉ để đối chiếu, hiện khi đủ số liệu của tiêu chí; ô ghi «—» thì phiếu không tính được."
    " Điểm tự chấm khác điểm tạm tính được tô cam, quá điểm tối đa tô đỏ; ô đỏ sẫm là chữ, không"
    " cộng được, cần gõ lại thành số."
)
