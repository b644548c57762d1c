"""Những gì mọi thư, mọi trang của người đăng ký có chung: người nhận, đầu thư, chân thư, tên gọi.
What all letters and pages of subscribers share: recipient, heading, foot, names; and a letter written out."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from alerts.render import Letter, render
from monitor.access.secrets import feed_token
from monitor.digest.sight import sight_of
from monitor.domain.bulletins import Footing, SubscriberLinks
from monitor.domain.cases import Message, Recipient
from monitor.domain.labels import Lang
from monitor.domain.letters import Heading, Sight
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.vocabulary import Channel, MessageKind, Reason
from monitor.subscriptions.asked import asked_words
from monitor.wiring import Office
from sources.egp.codelists import code_lists
from storage.store import UnitOfWork

# The channel of a subscription that is read in its feed alone.
IN_FEED = "feed"
FEEDS = "/tin/rieng"
FEED_FORMS = ("tin.atom", "tin.json", "lich.ics")
_MAIL = "mail"


def written(
    kind: MessageKind,
    reason: Reason,
    recipient: Recipient,
    key: str,
    data: Letter,
    now: datetime,
    *,
    unsubscribe_url: str = "",
    thread_key: str = "",
    cases: Iterable[str] = (),
) -> Message:
    """A letter rendered in its recipient's language, ready to be queued."""
    rendered = render(kind, data, recipient.lang)
    return Message(
        key,
        kind,
        reason,
        recipient,
        rendered.subject,
        rendered.text,
        rendered.html,
        now,
        unsubscribe_url,
        thread_key,
        cases=tuple(sorted(set(cases))),
    )


def recipient_of(one: Subscription, office: Office) -> Recipient:
    """The address as a recipient: all letters to one address keep their order, whatever asked for them."""
    channel = office.mail_channel if one.channel == _MAIL else one.channel
    return Recipient(reader_id(one.address), "", one.address, channel, one.lang, one.settings)


def reader_id(address: str) -> str:
    """By what the outbox knows an address, whether or not a subscription of it is still kept."""
    return f"dang-ky-{hashlib.sha256(address.casefold().encode()).hexdigest()[:16]}"


def heading_of(one: Subscription, office: Office, now: datetime) -> Heading:
    """What a letter to this subscriber begins with."""
    return Heading(one.address, office.province.name, now, office.web_url, office.synthetic)


def footing_of(one: Subscription, office: Office, names: Mapping[str, str]) -> Footing:
    """What a letter to this subscriber ends with; `names` are those of `names_of` in its language."""
    return Footing(
        one.id,
        asked_words(one.want, one.lang, names),
        one.consent.confirmed_at,
        links_of(one.id, one.secret, office.web_url),
        office.sender,
    )


def links_of(number: str, secret: str, web_url: str) -> SubscriberLinks:
    """The addresses by which a subscription is managed and read; none while there is no web address."""
    if not web_url:
        return SubscriberLinks()
    own, read = f"{web_url}/dang-ky/{secret}", web_url + feeds_path(number, secret)
    forms = (f"{read}/{form}" for form in FEED_FORMS)
    return SubscriberLinks(own, f"{own}/huy", f"{own}/xac-nhan", *forms)


def feeds_path(number: str, secret: str) -> str:
    """Where a subscription's feeds stand, each a name of `FEED_FORMS` below it."""
    return f"{FEEDS}/{quote(number, safe='')}/{feed_token(secret, number)}"


def paged(events: Iterable[TenderEvent], web_url: str) -> tuple[TenderEvent, ...]:
    """The events, each with the address of its tender's page; as they are while there is no web address.

    The page is ours: the national network has no lasting address for a single package. The address is
    not stored, so that it follows the site when that moves.
    """
    return tuple(_paged(event, web_url) if web_url else event for event in events)


def _paged(event: TenderEvent, web_url: str) -> TenderEvent:
    tender = event.tender
    number = tender.notice_no or tender.bid_no or tender.subject_key
    return replace(event, tender=replace(tender, url=f"{web_url}/goi-thau/{quote(number, safe='')}"))


def code_names(lang: Lang) -> Mapping[str, str]:
    """Words for the fields and methods of the network; a code whose meaning is not known has none."""
    lists = code_lists(lang)
    return {code: name for code, name in (*lists["invest_field"].items(), *lists["bid_form"].items()) if name}


def names_of(office: Office, lang: Lang) -> Mapping[str, str]:
    """Words for every code and id that may occur in a subscription or a tender; bodies keep their names."""
    names = dict(code_names(lang)) | {agency.id: agency.name for agency in office.agencies}
    return names | dict.fromkeys(office.province.codes, office.province.name)


def network_sight(office: Office, work: UnitOfWork, now: datetime) -> Sight:
    """What the enabled sources of the national network show at `now` (UTC)."""
    national = [source for source in office.sources if source.channel is Channel.NATIONAL]
    return sight_of(national, work.sources.coverage(None), (), now)
