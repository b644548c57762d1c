"""Bước của người phải có tên người.
A step of a person needs the person's name; the machine is none."""

from monitor.domain.case_steps import MACHINE
from monitor.domain.errors import CaseRefused


def person(by: str) -> str:
    """The name, tidied. Raises `CaseRefused` for an empty one and for the machine's."""
    by = by.strip()
    if not by or by == MACHINE:
        raise CaseRefused(
            "a step needs a person",
            vi="Hãy ghi tên người thực hiện bước này.",
            en="Give the name of whoever takes this step.",
        )
    return by
