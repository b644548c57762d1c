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
from monitor.steps.subscribe import OWNER, owner_of
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
        return {
            "address": address,
            "suppressed": work.suppressions.reason(address) or "",
            "subscriptions": [_facts(work, one) for one in _held(work, address)],
            "letters": [_letter(one) for one in work.postings.newest(reader=reader_id(address.strip()))],
        }


def export_one(office: Office, one: Subscription) -> dict[str, Any]:
    """The same of one subscription alone: what its secret address gives to whoever has it."""
    with office.store.read() as work:
        letters = [letter for who in _readers(office, one) for letter in _about(work, who, one)]
        return {**_facts(work, one), "letters": [_letter(letter) for letter in letters]}


def erase(office: Office, address: str, now: datetime, by: Actor) -> Erased:
    """Erase an address at its owner's request, done by `by`.

    Its subscriptions end; what is kept is a digest with the consent's words and times, as proof, and the
    digest on the suppression list. Letters to it lose address and content, also where no subscription is
    kept any more, and those that wait are not sent.
    """
    with office.store.begin() as work:
        held = _held(work, address)
        readers = {reader_id(address.strip()), *(who for one in held for who in _readers(office, one))}
        letters = sum(map(work.outbox.forget, sorted(readers)))
        work.subscriptions.put(_emptied(one, address, now) for one in held)
        if held or letters:
            work.suppressions.add(address, "chủ địa chỉ yêu cầu xóa dữ liệu", now)
        for one in held:
            audit(work, by, Deed.SUBSCRIPTION_ERASED, one.id, now)
        return Erased(len(held), letters)


def erase_one(office: Office, one: Subscription, now: datetime) -> None:
    """Erase one subscription and its letters for whoever has its secret address; others go on.

    The address is not put on the suppression list: it may be told other things, and be asked again.
    """
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        for who in _readers(office, one):
            work.outbox.forget(who, [letter.delivery.message.key for letter in _about(work, who, one)])
        work.subscriptions.put([_emptied(one, one.address, now)])
        audit(work, Actor(one.id, OWNER), Deed.SUBSCRIPTION_ERASED, one.id, now)


def _readers(office: Office, one: Subscription) -> tuple[str, ...]:
    """By what the outbox knows whoever is written to because of a subscription."""
    owner = owner_of(one, office)
    return recipient_of(one, office).id, *((owner.id,) if owner else ())


def _about(work: UnitOfWork, reader: str, one: Subscription) -> tuple[Posting, ...]:
    """The letters to a reader that a subscription's number stands in the key of."""
    named = f"|{one.id}:", f"|{one.id}|"
    letters = work.postings.newest(reader=reader)
    return tuple(each for each in letters if any(name in each.delivery.message.key for name in named))


def _emptied(one: Subscription, address: str, now: datetime) -> Subscription:
    """What is kept of it as proof: the consent's words and times beside a digest of the address."""
    name = ERASED + address_digest(address)
    return replace(ended(one, now), address=name, secret=secrets.token_urlsafe(24), settings={}, owner="")


def _held(work: UnitOfWork, address: str) -> tuple[Subscription, ...]:
    """What is kept of an address: where news go to it, and where it keeps a webhook."""
    plain = address.strip().casefold()
    kept = (one for one in work.subscriptions.list() if one.owner and one.owner.casefold() == plain)
    return tuple({one.id: one for one in (*work.subscriptions.of_address(address), *kept)}.values())


def _facts(work: UnitOfWork, one: Subscription) -> dict[str, Any]:
    matches = work.subscriptions.matches(one.id)
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
        "told": [match.event.id for match in matches if match.told_in],
        "waiting": [match.event.id for match in matches if not match.told_in],
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
