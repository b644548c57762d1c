"""Ai được làm gì: một bảng vai trò × việc.
Who may do what: one table of role × act; everything not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum

from monitor.domain.staff import Role


class Act(StrEnum):
    """What a room asks for, in the field's words."""

    OWN_ACCOUNT = "own_account"
    SEE_CASES = "see_cases"
    SEE_DOSSIERS = "see_dossiers"
    HANDLE_CASES = "handle_cases"
    ASSIGN_CASES = "assign_cases"
    CLOSE_AS_SECOND = "close_as_second"
    ANSWER_CASES = "answer_cases"
    SEE_LINKS = "see_links"
    DECIDE_LINKS = "decide_links"
    SEE_SOURCES = "see_sources"
    PAUSE_SOURCES = "pause_sources"
    ADD_SOURCES = "add_sources"
    SEE_LAW = "see_law"
    CONFIRM_LAW = "confirm_law"
    SEE_QUALITY = "see_quality"
    SEE_USERS = "see_users"
    MANAGE_USERS = "manage_users"
    READ_AUDIT = "read_audit"

    @property
    def only_reads(self) -> bool:
        """Whether nothing but the own account is changed by it."""
        return self in _READING


_READING = frozenset(
    {
        Act.OWN_ACCOUNT,
        Act.SEE_CASES,
        Act.SEE_DOSSIERS,
        Act.SEE_LINKS,
        Act.SEE_SOURCES,
        Act.SEE_LAW,
        Act.SEE_QUALITY,
        Act.SEE_USERS,
        Act.READ_AUDIT,
    }
)
_DESK = frozenset({Act.OWN_ACCOUNT, Act.SEE_CASES, Act.SEE_LINKS, Act.SEE_SOURCES, Act.SEE_LAW})
_INSPECTOR = _DESK | {
    Act.SEE_QUALITY,
    Act.SEE_DOSSIERS,
    Act.HANDLE_CASES,
    Act.DECIDE_LINKS,
    Act.PAUSE_SOURCES,
}

MAY: Mapping[Role, frozenset[Act]] = {
    Role.INSPECTOR: _INSPECTOR,
    Role.LEAD_INSPECTOR: _INSPECTOR
    | {Act.ASSIGN_CASES, Act.CLOSE_AS_SECOND, Act.ADD_SOURCES, Act.CONFIRM_LAW, Act.READ_AUDIT},
    # Who gives the keys does not judge: an administrator decides about no case and no link.
    Role.ADMINISTRATOR: frozenset(
        {
            Act.OWN_ACCOUNT,
            Act.SEE_SOURCES,
            Act.PAUSE_SOURCES,
            Act.ADD_SOURCES,
            Act.SEE_LAW,
            Act.SEE_QUALITY,
            Act.SEE_USERS,
            Act.MANAGE_USERS,
            Act.READ_AUDIT,
        }
    ),
    Role.AGENCY_OFFICER: frozenset({Act.OWN_ACCOUNT, Act.SEE_CASES, Act.ANSWER_CASES}),
    Role.AUDITOR: _READING,
}

# Whoever is in one of these sees only what concerns the agency of the account.
OF_ONE_AGENCY = frozenset({Role.AGENCY_OFFICER})


def may(role: Role, act: Act) -> bool:
    """Whether a role may do this at all; an agency's officer only for the own agency."""
    return act in MAY[role]
