"""Khóa của chữ cho vai trò và việc đã làm.
The catalogue keys of roles and deeds."""

import json
from collections.abc import Mapping

from alerts.harmless import harmless
from monitor.domain.staff import Deed, Role
from monitor.web.wording import PageWords

ROLES: Mapping[Role, str] = {
    Role.INSPECTOR: "role_inspector",
    Role.LEAD_INSPECTOR: "role_lead_inspector",
    Role.ADMINISTRATOR: "role_administrator",
    Role.AGENCY_OFFICER: "role_agency_officer",
    Role.AUDITOR: "role_auditor",
}

DEEDS: Mapping[Deed, str] = {
    Deed.LOGGED_IN: "deed_logged_in",
    Deed.LOGGED_OUT: "deed_logged_out",
    Deed.SESSIONS_ENDED: "deed_sessions_ended",
    Deed.PROVED_AGAIN: "deed_proved_again",
    Deed.PASSWORD_SET: "deed_password_set",
    Deed.TOTP_SET: "deed_totp_set",
    Deed.RECOVERY_MADE: "deed_recovery_made",
    Deed.RECOVERY_USED: "deed_recovery_used",
    Deed.SUBJECT_BOUND: "deed_subject_bound",
    Deed.USER_ADDED: "deed_user_added",
    Deed.USER_INVITED: "deed_user_invited",
    Deed.USER_DISABLED: "deed_user_disabled",
    Deed.USER_ENABLED: "deed_user_enabled",
    Deed.USER_RESET: "deed_user_reset",
    Deed.USER_ROLE: "deed_user_role",
    Deed.CASE_STEP: "deed_case_step",
    Deed.CASE_ASSIGNED: "deed_case_assigned",
    Deed.CASE_SNOOZED: "deed_case_snoozed",
    Deed.CASE_UNSNOOZED: "deed_case_unsnoozed",
    Deed.CASE_ANSWERED: "deed_case_answered",
    Deed.DOSSIER_MADE: "deed_dossier_made",
    Deed.LINK_ACCEPTED: "deed_link_accepted",
    Deed.LINK_REFUSED: "deed_link_refused",
    Deed.LINK_UNDONE: "deed_link_undone",
    Deed.SOURCE_PAUSED: "deed_source_paused",
    Deed.SOURCE_RESUMED: "deed_source_resumed",
    Deed.SOURCE_TRUSTED: "deed_source_trusted",
    Deed.SOURCE_DISTRUSTED: "deed_source_distrusted",
    Deed.SOURCE_RUN: "deed_source_run",
    Deed.RULE_CONFIRMED: "deed_rule_confirmed",
    Deed.RULE_UNCONFIRMED: "deed_rule_unconfirmed",
    Deed.VIEW_SAVED: "deed_view_saved",
    Deed.VIEW_DROPPED: "deed_view_dropped",
    Deed.PACKAGE_WITHDRAWN: "deed_package_withdrawn",
    Deed.LETTER_QUEUED_AGAIN: "deed_letter_queued_again",
    Deed.SUBSCRIPTION_ASKED: "deed_subscription_asked",
    Deed.SUBSCRIPTION_CONFIRMED: "deed_subscription_confirmed",
    Deed.SUBSCRIPTION_CHANGED: "deed_subscription_changed",
    Deed.SUBSCRIPTION_PAUSED: "deed_subscription_paused",
    Deed.SUBSCRIPTION_RESUMED: "deed_subscription_resumed",
    Deed.SUBSCRIPTION_STOPPED: "deed_subscription_stopped",
    Deed.SUBSCRIPTION_ERASED: "deed_subscription_erased",
    Deed.ZALO_TOKENS_ENTERED: "deed_zalo_tokens_entered",
}


def role_words(role: Role, said: PageWords) -> str:
    """A role as people read it."""
    return said.say(ROLES[role])


def deed_words(deed: str, said: PageWords) -> str:
    """A deed as people read it; one of a newer version is shown by its name."""
    return said.say(DEEDS[Deed(deed)]) if deed in set(Deed) else deed


def detail_words(details: str) -> str:
    """The details of a row in one line; empty ones are left out, unreadable ones shown as they are."""
    try:
        told = json.loads(details)
    except ValueError:
        return details
    if not isinstance(told, dict):
        return details
    return "; ".join(
        f"{name}: {harmless(str(value))}" for name, value in told.items() if value not in ("", None)
    )
