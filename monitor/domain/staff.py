"""Người làm việc với hệ thống: vai trò, tài khoản, phiên đăng nhập, dòng nhật ký.
The staff: roles, accounts, sessions and rows of the audit log. No secret is kept in the clear."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; contractors and the public have no account."""

    INSPECTOR = "inspector"
    LEAD_INSPECTOR = "lead_inspector"
    ADMINISTRATOR = "administrator"
    AGENCY_OFFICER = "agency_officer"
    AUDITOR = "auditor"


class Stage(StrEnum):
    """How far a login has come; only `FULL` opens a room."""

    FIRST_FACTOR = "first_factor"
    MUST_ENROL = "must_enrol"
    FULL = "full"


class Deed(StrEnum):
    """What was done, as the audit log names it."""

    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    SESSIONS_ENDED = "sessions_ended"
    PROVED_AGAIN = "proved_again"
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an act
    TOTP_SET = "totp_set"
    RECOVERY_MADE = "recovery_made"
    RECOVERY_USED = "recovery_used"
    SUBJECT_BOUND = "subject_bound"
    USER_ADDED = "user_added"
    USER_INVITED = "user_invited"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    USER_RESET = "user_reset"
    USER_ROLE = "user_role"
    CASE_STEP = "case_step"
    CASE_ASSIGNED = "case_assigned"
    CASE_SNOOZED = "case_snoozed"
    CASE_UNSNOOZED = "case_unsnoozed"
    CASE_ANSWERED = "case_answered"
    DOSSIER_MADE = "dossier_made"
    LINK_ACCEPTED = "link_accepted"
    LINK_REFUSED = "link_refused"
    LINK_UNDONE = "link_undone"
    SOURCE_PAUSED = "source_paused"
    SOURCE_RESUMED = "source_resumed"
    SOURCE_TRUSTED = "source_trusted"
    SOURCE_DISTRUSTED = "source_distrusted"
    SOURCE_RUN = "source_run"
    RULE_CONFIRMED = "rule_confirmed"
    RULE_UNCONFIRMED = "rule_unconfirmed"
    VIEW_SAVED = "view_saved"
    VIEW_DROPPED = "view_dropped"
    PACKAGE_WITHDRAWN = "package_withdrawn"
    LETTER_QUEUED_AGAIN = "letter_queued_again"
    SUBSCRIPTION_ASKED = "subscription_asked"
    SUBSCRIPTION_CONFIRMED = "subscription_confirmed"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    SUBSCRIPTION_PAUSED = "subscription_paused"
    SUBSCRIPTION_RESUMED = "subscription_resumed"
    SUBSCRIPTION_STOPPED = "subscription_stopped"
    SUBSCRIPTION_ERASED = "subscription_erased"
    ZALO_TOKENS_ENTERED = "zalo_tokens_entered"


@dataclass(frozen=True, slots=True)
class User:
    """An account. `password` is an argon2 hash, empty until the invitation was used.

    `totp_secret` is sealed (`monitor.access.sealing`), as it must be read again at every login.
    `totp_step` is the last 30-second step whose code was taken: each code is good for one use.
    `recovery` and `invitation` are SHA-256 digests. `subject` is who the OpenID provider says it is.
    """

    login: str
    name: str
    role: Role
    created_at: datetime
    agency_id: str = ""
    email: str = ""
    subject: str = ""
    password: str = ""
    totp_secret: str = ""
    totp_step: int = 0
    recovery: tuple[str, ...] = ()
    invitation: str = ""
    invited_until: datetime | None = None
    disabled_at: datetime | None = None

    @property
    def is_enrolled(self) -> bool:
        return bool(self.password and self.totp_secret)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One login. `digest` is the SHA-256 of the id that only the browser knows; times are UTC.

    `proved_at` is when password or code were last given; `role` is the one it was opened with.
    """

    digest: str
    login: str
    role: Role
    stage: Stage
    opened_at: datetime
    seen_at: datetime
    proved_at: datetime
    net: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person's login or name, and from which session and net (empty at a terminal)."""

    by: str
    role: str = ""
    session: str = ""
    net: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act in the append-only log; `hash` covers every other field, `previous` the row before."""

    number: int
    previous: str
    at: datetime
    actor: Actor
    deed: str
    object: str
    details: str
    hash: str = field(default="")
