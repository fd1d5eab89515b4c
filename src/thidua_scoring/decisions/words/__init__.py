"""The sentences of reasons, in Vietnamese and English, by their codes.

Each may be read out at a meeting. A sentence begins in lower case, since it may stand inside
another, and has no full stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua_scoring.decisions.words.appraisal import APPRAISAL
from thidua_scoring.decisions.words.awards import AWARDS
from thidua_scoring.decisions.words.ballots import BALLOTS
from thidua_scoring.decisions.words.classes import CLASSES
from thidua_scoring.decisions.words.contrasts import CONTRASTS
from thidua_scoring.decisions.words.courses import COURSES
from thidua_scoring.decisions.words.goals import GOALS
from thidua_scoring.decisions.words.robustness import ROBUSTNESS
from thidua_scoring.decisions.words.whatif import WHATIF

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    **CLASSES,
    **BALLOTS,
    **AWARDS,
    **APPRAISAL,
    **CONTRASTS,
    **COURSES,
    **GOALS,
    **ROBUSTNESS,
    **WHATIF,
}
