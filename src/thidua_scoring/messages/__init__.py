"""The text of every fault, in Vietnamese and English, under its code.

One module for each room of the library; `MESSAGES` holds them all.
"""

from __future__ import annotations

from thidua_scoring.messages.appraisal import APPRAISAL
from thidua_scoring.messages.audit import AUDIT
from thidua_scoring.messages.ballots import BALLOTS
from thidua_scoring.messages.contrasts import CONTRASTS
from thidua_scoring.messages.courses import COURSES
from thidua_scoring.messages.deciding import DECIDING
from thidua_scoring.messages.decisions import DECISIONS
from thidua_scoring.messages.engines import ENGINES
from thidua_scoring.messages.evidence import EVIDENCE
from thidua_scoring.messages.expressions import EXPRESSIONS
from thidua_scoring.messages.files import FILES
from thidua_scoring.messages.forms import FORMS
from thidua_scoring.messages.frames import FRAMES
from thidua_scoring.messages.goals import GOALS
from thidua_scoring.messages.message import Message
from thidua_scoring.messages.numbers import NUMBERS
from thidua_scoring.messages.plugins import PLUGINS
from thidua_scoring.messages.records import RECORDS
from thidua_scoring.messages.reports import REPORTS
from thidua_scoring.messages.robustness import ROBUSTNESS
from thidua_scoring.messages.rulesets import RULESETS
from thidua_scoring.messages.scoring import SCORING
from thidua_scoring.messages.text import TEXT
from thidua_scoring.messages.toml import TOML
from thidua_scoring.messages.whatif import WHATIF
from thidua_scoring.messages.workbooks import WORKBOOKS

MESSAGES: dict[str, Message] = {
    **FILES,
    **NUMBERS,
    **TEXT,
    **TOML,
    **WORKBOOKS,
    **EXPRESSIONS,
    **RULESETS,
    **DECISIONS,
    **DECIDING,
    **APPRAISAL,
    **BALLOTS,
    **EVIDENCE,
    **RECORDS,
    **FRAMES,
    **ENGINES,
    **PLUGINS,
    **CONTRASTS,
    **COURSES,
    **GOALS,
    **ROBUSTNESS,
    **WHATIF,
    **AUDIT,
    **FORMS,
    **REPORTS,
    **SCORING,
}
