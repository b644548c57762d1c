"""Bộ so khớp nhanh nói đúng như định nghĩa, với mọi đăng ký và gói thầu bất kỳ.
The matcher says what the definition says, for any subscriptions and tenders; refusals are true."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Tender, TenderEvent, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState
from monitor.subscriptions.impossible import Known, impossible
from monitor.subscriptions.kinship import Kinship
from monitor.subscriptions.matcher import Matcher
from monitor.subscriptions.naive import family, matches
from monitor.subscriptions.places import place_codes

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PLACES = place_codes(
    [
        Province("a", "Tỉnh A", ("86",), ("817", "809", "811"), Inspectorate("A")),
        Province("b", "Tỉnh B", ("92",), ("815",), Inspectorate("B")),
    ]
)
# Few words, each in several spellings, so that most drawn cases hit something.
WORDS = ("cầu", "cau", "Cau", "đường", "duong", "Đường", "hoà", "hòa", "hoa", "5", "05", "!", "IB2600000001")
NUMBERS = ("IB2600000001", "IB2600000002", "BP2600000001", "PL2600000001", "ib2600000001-01", "PL26-1")
BODIES = ("tinh", "so", "ban", "xa", "la")

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
texts = st.lists(st.sampled_from((*WORDS, "xa", "(", "-")), max_size=6).map(" ".join)
prices = st.one_of(st.none(), st.integers(0, 4), st.just(10**30))
bodies = st.sampled_from(BODIES)


def some(values: Any, most: int = 2) -> Any:
    """Mostly none: a field that is filled makes a match less likely."""
    return st.one_of(st.just(()), st.just(()), st.lists(values, max_size=most).map(tuple))


wants = st.builds(
    Want,
    all_words=some(phrases),
    any_words=some(phrases),
    none_words=some(phrases, 1),
    categories=some(st.sampled_from(("XL", "HH", ""))),
    methods=some(st.sampled_from(("DTRR", "CHCT"))),
    buyers=some(st.sampled_from((*BODIES, ""))),
    with_subordinates=st.booleans(),
    places=some(st.sampled_from(("86", "817", "809", "92", "01"))),
    price_from=prices,
    price_to=prices,
    online_only=st.sampled_from((False, False, True)),
    follows=some(st.sampled_from(NUMBERS)),
    events=some(st.sampled_from(EventKind)),
)
tenders = st.builds(
    Tender,
    subject_key=st.just("IB2600000001"),
    title=texts,
    buyer_name=st.just("Ban"),
    project_name=texts,
    agency_id=st.one_of(bodies, st.just(""), st.just("khong-ro")),
    notice_no=st.sampled_from(("", *NUMBERS)),
    bid_no=st.sampled_from(("", "BP2600000001")),
    plan_no=st.sampled_from(("", "PL2600000001", "PL26-1")),
    category=st.sampled_from(("XL", "HH", "")),
    method=st.sampled_from(("DTRR", "CHCT", "")),
    price=st.one_of(st.none(), st.integers(0, 4)),
    is_online=st.sampled_from((True, False, None)),
    place_codes=some(st.sampled_from(("86", "817", "809", "92", "01"))),
)
registries = st.lists(
    st.builds(
        Agency,
        id=bodies,
        name=st.just("Ban"),
        parent_id=st.one_of(st.just(""), bodies),
        successor_id=st.one_of(st.just(""), st.just(""), bodies),
    ),
    max_size=5,
    unique_by=lambda body: body.id,
)
subscriptions = st.builds(
    Subscription,
    id=st.sampled_from("abcdef"),
    address=st.just("a@example.vn"),
    lang=st.just("vi"),
    channel=st.just("feed"),
    want=wants,
    rhythm=st.just(Rhythm()),
    state=st.sampled_from((SubscriptionState.ACTIVE,) * 3 + tuple(SubscriptionState)),
    consent=st.just(Consent("Tôi đồng ý", "1", NOW)),
    secret=st.just("s"),
    created_at=st.just(NOW),
    changed_at=st.just(NOW),
)
steps = st.lists(st.one_of(subscriptions, st.sampled_from("abcdef")), max_size=12)
happenings = st.lists(
    st.builds(
        TenderEvent,
        id=st.just("e"),
        kind=st.sampled_from(EventKind),
        tender=tenders,
        learnt_at=st.just(NOW),
    ),
    min_size=1,
    max_size=4,
)


def told(held: dict[str, Subscription], event: TenderEvent, registry: list[Agency]) -> list[str]:
    """Who is told, by the definition."""
    return sorted(
        key
        for key, one in held.items()
        if one.state is SubscriptionState.ACTIVE
        and matches(one.want, event.tender, event.kind, registry, PLACES)
    )


@settings(deadline=None, max_examples=250)
@given(st.lists(subscriptions, max_size=6, unique_by=lambda one: one.id), steps, happenings, registries)
def test_the_matcher_says_what_the_definition_says(
    first: list[Subscription],
    changes: list[Subscription | str],
    events: list[TenderEvent],
    registry: list[Agency],
) -> None:
    matcher = Matcher(first, registry, PLACES)
    held = {one.id: one for one in first}
    for event in events:
        assert matcher.matching(event) == told(held, event, registry)
    for change in changes:
        if isinstance(change, str):
            matcher.remove(change)
            held.pop(change, None)
        else:
            matcher.add(change)
            held[change.id] = change
        for event in events:
            assert matcher.matching(event) == told(held, event, registry)


@settings(deadline=None, max_examples=200)
@given(registries)
def test_from_the_buyer_up_is_the_same_kin_as_from_the_wanted_body_down(registry: list[Agency]) -> None:
    kinship = Kinship(registry)
    for wanted in BODIES:
        assert {body for body in BODIES if wanted in kinship.named_by(body)} == family([wanted], registry)


@settings(deadline=None, max_examples=300)
@given(wants, tenders, st.sampled_from(EventKind), st.sampled_from(NUMBERS[:5]))
def test_a_followed_number_overrides_all_but_the_events(
    want: Want, tender: Tender, kind: EventKind, number: str
) -> None:
    want, tender = replace(want, follows=(number,)), replace(tender, notice_no=number)
    wanted = kind in want.events if want.events else kind is not EventKind.CLOSING_SOON
    assert matches(want, tender, kind, (), PLACES) is wanted


@settings(deadline=None, max_examples=300)
@given(wants, tenders, st.sampled_from(EventKind), st.integers(0, 3))
def test_asking_for_more_conditions_never_brings_more_tenders(
    want: Want, tender: Tender, kind: EventKind, which: int
) -> None:
    want = replace(want, follows=())
    stricter = (
        replace(want, all_words=(*want.all_words, "cầu")),
        replace(want, none_words=(*want.none_words, "cau")),
        replace(want, online_only=True),
        replace(want, price_from=max(want.price_from or 0, 2)),
    )[which]
    if matches(stricter, tender, kind, (), PLACES):
        assert matches(want, tender, kind, (), PLACES)


KNOWN = Known(("XL", "HH"), ("DTRR", "CHCT"), [Agency(body, body) for body in BODIES], PLACES)
contradictory = st.builds(
    Want, all_words=some(phrases), any_words=some(phrases), none_words=some(phrases, 2), price_from=prices,
    price_to=prices, places=st.just(("86",)),
)  # fmt: skip


@settings(deadline=None, max_examples=600)
@given(contradictory, tenders)
def test_what_is_refused_never_matches_and_what_is_not_can(want: Want, tender: Tender) -> None:
    if impossible(want, KNOWN):
        assert not matches(want, tender, EventKind.NEW_NOTICE, (), PLACES)
        return
    # "va" is in no word of ours: the terms stay apart and form no phrase that is excluded.
    picks: list[tuple[str, ...]] = [(word,) for word in want.any_words] or [()]
    tries = [
        Tender(
            "IB2600000009",
            " va ".join((*want.all_words, *one)),
            "Ban",
            place_codes=("817",),
            price=want.price_from if want.price_from is not None else want.price_to,
        )
        for one in picks
    ]
    assert any(matches(want, made, EventKind.NEW_NOTICE, (), PLACES) for made in tries)
