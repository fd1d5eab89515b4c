"""What stands around the text of an official document: who issues it, its number, place, date, signer.

The words and their form are those of Nghị định 30/2020/NĐ-CP, Phụ lục I. Nothing here is read from
the clock or guessed: what the caller does not give is left blank, to be filled in by hand.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from attrs import frozen

COUNTRY: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
BLANK: Final = "……"
"""What stands for what is to be filled in by hand."""


@frozen(kw_only=True)
class Letterhead:
    """What the issuer gives for a document; all of it is printed as given, names in capitals by their place.

    >>> letterhead = Letterhead(
    ...     agency="Sở Nội vụ", place="Cao Bằng", day=date(2019, 2, 5), number=7, sign="BC-SNV"
    ... )
    >>> letterhead.numbered, letterhead.dated
    ('Số: 07/BC-SNV', 'Cao Bằng, ngày 05 tháng 02 năm 2019')
    """

    agency: str
    """Who issues the document."""
    parent: str = ""
    """The agency above, where one is named."""
    place: str = ""
    day: date | None = None
    number: int | None = None
    sign: str = ""
    """The letters after the number: ``BC-SNV``."""
    subject: str = ""
    """The short statement of contents beneath the type of the document; empty for the usual one."""
    to: tuple[str, ...] = ()
    """To whom the document is addressed (Kính gửi)."""
    grounds: tuple[str, ...] = ()
    """What it rests on (Căn cứ), one a line, without the closing sign."""
    authority: tuple[str, ...] = ()
    """The lines above the signature: ``TM. HỘI ĐỒNG``, ``CHỦ TỊCH``."""
    signer: str = ""
    secretary: str = ""
    """Who wrote the minutes, and signs them at the left."""
    venue: str = ""
    """Where a meeting was held."""
    began: str = ""
    """When the meeting began, as it is to be read: ``08 giờ 00, ngày 05 tháng 01 năm 2020``."""
    ended: str = ""
    recipients: tuple[str, ...] = ()
    """Who gets the document (Nơi nhận), one a line, without the closing sign."""
    enclosed_with: str = ""
    """For an appendix, the document that it comes with: ``Báo cáo số 07/BC-SNV ngày …``."""

    @property
    def numbered(self) -> str:
        """The number and sign; a number below 10 has a zero before it."""
        number = BLANK if self.number is None else f"{self.number:02d}"
        return f"Số: {number}/{self.sign or BLANK}"

    @property
    def dated(self) -> str:
        """The place and date."""
        return f"{self.place or BLANK}, {in_words(self.day)}"


def in_words(day: date | None) -> str:
    """Write a date with a zero before days below 10 and before the months 1 and 2.

    >>> in_words(date(2020, 3, 5)), in_words(date(2020, 1, 15))
    ('ngày 05 tháng 3 năm 2020', 'ngày 15 tháng 01 năm 2020')
    """
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{day.month:02d}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
