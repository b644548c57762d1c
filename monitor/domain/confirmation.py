"""Một người đã đối chiếu điều luật với văn bản ký: từ đó điều ấy được dùng để nêu phát hiện.
A person compared a rule with the signed text: from then on it may support a finding.

Rules marked S or M only inform (law.md: anything not read must be checked against the signed text
before it is used to accuse anybody). The confirmation itself is kept and logged by the shell.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who compared the rule with which document, and when (aware UTC).

    `document` is the name of the attached file, `sha256` its digest in hexadecimal.
    """

    by: str
    at: datetime
    document: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RuleConfirmation:
    """A confirmation as it is kept: of which rule, with what remark, and when it was taken back (UTC)."""

    rule_id: str
    given: Confirmation
    note: str = ""
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
