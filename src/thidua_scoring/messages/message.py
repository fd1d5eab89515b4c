"""The two-language text of one fault."""

from __future__ import annotations

from attrs import frozen


@frozen
class Message:
    """What is wrong and what to do about it, in Vietnamese and English.

    Texts name things by parameters in braces; a fault fills them in.
    """

    vi: str
    en: str
    fix_vi: str = ""
    fix_en: str = ""

    def say(self, lang: str) -> str:
        """Return the statement."""
        return self.vi if lang == "vi" else self.en

    def advise(self, lang: str) -> str:
        """Return the advice, which may be empty."""
        return self.fix_vi if lang == "vi" else self.fix_en
