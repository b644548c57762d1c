"""Quyền của người đăng ký với dữ liệu của mình: xem và xóa.
What an owner may ask about their data: to see it and to have it erased."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.domain.post import Posting
from monitor.domain.staff import Actor, Deed
from monitor.domain.subscriptions import Subscription
from monitor.domain.times import VIETNAM
from monitor.steps.audit import audit
from monitor.steps.letterhead import reader_id, recipient_of
from monitor.steps.subscribe import owner_of
from monitor.subscriptions.life import ended
from monitor.wiring import Office
from storage.repositories.suppressions import address_digest
from storage.store import UnitOfWork

ERASED = "đã xóa:"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many subscriptions an address had, and how many letters held its name."""

    subscriptions: int
    letters: int


def export(office: Office, address: str) -> dict[str, Any]:
    """Everything kept of an address, as plain JSON values; times in Vietnamese time."""
    with office.store.read() as work:
        held = _held(work, address)
        told = {one.id: work.subscriptions.matches(one.id) for one in held}
        stopped = work.suppressions.reason(address)
        letters = work.postings.newest(reader=reader_id(address.strip()))
    return {
        "address": address,
        "suppressed": stopped or "",
        "subscriptions": [
            {
                **_facts(one),
                "told": [match.event.id for match in told[one.id] if match.told_in],
                "waiting": [match.event.id for match in told[one.id] if not match.told_in],
            }
            for one in held
        ],
        "letters": [_letter(one) for one in letters],
    }


def erase(office: Office, address: str, now: datetime, by: Actor) -> Erased:
    """Erase an address at its owner's request, done by `by`.

    Its subscriptions end; what is kept is a digest with the consent's words and times, as proof, and the
    digest on the suppression list. Letters to it lose address and content, also where no subscription is
    kept any more, and those that wait are not sent.
    """
    with office.store.begin() as work:
        held = _held(work, address)
        readers = {reader_id(address.strip())}
        for one in held:
            readers.add(recipient_of(one, office).id)
            if owner := owner_of(one, office):
                readers.add(owner.id)
        letters = sum(map(work.outbox.forget, sorted(readers)))
        name = ERASED + address_digest(address)
        work.subscriptions.put(
            replace(ended(one, now), address=name, secret=secrets.token_urlsafe(24), settings={}, owner="")
            for one in held
        )
        if held or letters:
            work.suppressions.add(address, "chủ địa chỉ yêu cầu xóa dữ liệu", now)
        for one in held:
            audit(work, by, Deed.SUBSCRIPTION_ERASED, one.id, now)
        return Erased(len(held), letters)


def _held(work: UnitOfWork, address: str) -> tuple[Subscription, ...]:
    """What is kept of an address: where news go to it, and where it keeps a webhook."""
    plain = address.strip().casefold()
    kept = (one for one in work.subscriptions.list() if one.owner and one.owner.casefold() == plain)
    return tuple({one.id: one for one in (*work.subscriptions.of_address(address), *kept)}.values())


def _facts(one: Subscription) -> dict[str, Any]:
    return {
        "number": one.id,
        "state": one.state.value,
        "language": one.lang,
        "channel": one.channel,
        "sent_to": one.address,
        "owner": one.owner,
        "asked": {
            name: value for name in one.want.__slots__ if (value := getattr(one.want, name)) not in ((), None)
        },
        "pace": one.rhythm.pace.value,
        "hour": one.rhythm.hour,
        "weekday": one.rhythm.weekday,
        "working_days_only": one.rhythm.working_days_only,
        "paused_until": _when(one.paused_until),
        "consent": one.consent.text,
        "consent_version": one.consent.version,
        "consent_given_at": _when(one.consent.given_at),
        "confirmed_at": _when(one.consent.confirmed_at),
        "created_at": _when(one.created_at),
        "changed_at": _when(one.changed_at),
    }


def _letter(one: Posting) -> dict[str, str]:
    message = one.delivery.message
    return {
        "kind": message.kind.value,
        "subject": message.subject,
        "written_at": _when(message.created_at),
        "state": one.delivery.state.value,
        "settled_at": _when(one.settled_at),
    }


def _when(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(VIETNAM).isoformat()
