"""Khớp hay không khớp, theo lời của người đăng ký.
What matches and what does not, in the words of those who subscribe."""

from datetime import UTC, datetime

import pytest

from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Tender, TenderEvent, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState
from monitor.subscriptions.matcher import Matcher
from monitor.subscriptions.naive import family, matches
from monitor.subscriptions.places import place_codes
from monitor.subscriptions.terms import read_tender, read_term

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PROVINCE = Province("song-mau", "Tỉnh Sông Mẫu", ("86",), ("817", "809", "811"), Inspectorate("Thanh tra"))
PLACES = place_codes([PROVINCE])
AGENCIES = (
    Agency("ubnd-tinh", "UBND tỉnh"),
    Agency("so-xay-dung", "Sở Xây dựng", parent_id="ubnd-tinh"),
    Agency("so-giao-thong", "Sở Giao thông vận tải", parent_id="ubnd-tinh", successor_id="so-xay-dung"),
    Agency("ban-qlda", "Ban Quản lý dự án", parent_id="so-xay-dung"),
    Agency("so-y-te", "Sở Y tế", parent_id="ubnd-tinh"),
)
BRIDGE = Tender(
    "IB2600012345",
    "Gói thầu số 05: Thi công xây dựng cầu Hoà Bình, xã Tân Mẫu",
    "Ban Quản lý dự án",
    agency_id="ban-qlda",
    project_name="Đường tỉnh 915",
    notice_no="IB2600012345",
    plan_no="PL2600000777",
    bid_no="BP2600054321",
    category="XL",
    method="DTRR",
    price=12_500_000_000,
    is_online=True,
    place_codes=("817",),
)


def hears(want: Want, tender: Tender = BRIDGE, kind: EventKind = EventKind.NEW_NOTICE) -> bool:
    """Asks the definition and the matcher; they must agree."""
    said = matches(want, tender, kind, AGENCIES, PLACES)
    event = TenderEvent(f"{tender.subject_key}/{kind}", kind, tender, NOW)
    assert (Matcher([subscription(want)], AGENCIES, PLACES).matching(event) == ["một"]) is said
    return said


def subscription(want: Want, state: SubscriptionState = SubscriptionState.ACTIVE) -> Subscription:
    consent = Consent("Tôi đồng ý nhận tin", "1", NOW)
    return Subscription("một", "a@example.vn", "vi", "feed", want, Rhythm(), state, consent, "s", NOW, NOW)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("xây dựng", True),
        ("XÂY DỰNG", True),
        ("xay dung", True),
        ("xây dung", False),  # one accent typed: all of them count
        ("dựng cầu", True),
        ("xây cầu", False),  # both words, but not side by side
        ("cầu hòa bình", True),  # tone mark placed the other way
        ("cầu hoà bình", True),
        ("cau hoa binh", True),
        ("cầu hoa bình", False),
        ("cấu", False),
        ("ca", False),  # part of a word
        ("số 5", True),
        ("số 05", True),
        ("so 5", True),
        ("số 50", False),
        ("đường tỉnh", True),  # in the name of the project
        ("duong tinh 915", True),
        ("dường tỉnh", False),  # đ is a letter of its own
        ("tân mẫu đường", False),  # a phrase never spans title and project
        ("Tân Mẫu.", True),
        ("IB2600012345", True),
        ("ib2600012345-00", True),  # as the network shows it, with a version
        ("PL2600000777", True),
        ("BP2600054321", True),
        ("2600012345", False),
        ("!!!", False),
        ("", False),
    ],
)
def test_a_word_in_the_title(typed: str, heard: bool) -> None:
    assert hears(Want(all_words=(typed,))) is heard
    assert hears(Want(any_words=("bệnh viện", typed))) is heard
    assert hears(Want(all_words=("cầu",), none_words=(typed,))) is not heard


def test_text_without_accents_is_found_only_by_words_without() -> None:
    plain = Tender("IB1", "Thi cong xay dung cau", "Ban")
    assert hears(Want(all_words=("xay dung",)), plain)
    assert not hears(Want(all_words=("xây dựng",)), plain)


def test_typed_in_decomposed_letters_or_with_the_icelandic_letter() -> None:
    assert read_term("ca\u0302\u0300u") == "cầu"
    assert read_term("Ðường") == "đường"
    assert read_term("  “Cầu”,  số 007 ") == "cầu số 7"


def test_abbreviations_are_letters_like_any() -> None:
    office = Tender("IB1", "Sửa chữa trụ sở UBND xã", "Ban")
    assert hears(Want(all_words=("ubnd",)), office)
    assert not hears(Want(all_words=("ủy ban nhân dân",)), office)
    assert read_tender(office).bare == ("sua chua tru so ubnd xa",)


@pytest.mark.parametrize(
    ("want", "heard"),
    [
        (Want(all_words=("cầu", "xã")), True),
        (Want(all_words=("cầu", "bệnh viện")), False),
        (Want(categories=("XL", "TV")), True),
        (Want(categories=("HH",)), False),
        (Want(methods=("DTRR",)), True),
        (Want(methods=("CHCT",)), False),
        (Want(categories=("XL",), methods=("CHCT",)), False),
        (Want(price_from=12_500_000_000), True),
        (Want(price_from=12_500_000_001), False),
        (Want(price_to=12_500_000_000), True),
        (Want(price_to=12_499_999_999), False),
        (Want(price_from=10**9, price_to=10**30), True),
        (Want(online_only=True), True),
        (Want(buyers=("ban-qlda",), with_subordinates=False), True),
        (Want(buyers=("so-xay-dung",), with_subordinates=False), False),
        (Want(buyers=("so-xay-dung",)), True),
        (Want(buyers=("ubnd-tinh",)), True),
        (Want(buyers=("so-giao-thong",)), True),  # merged into the body that the buyer is under
        (Want(buyers=("so-y-te",)), False),
        (Want(buyers=("so-y-te", "ban-qlda")), True),
        (Want(places=("817",)), True),
        (Want(places=("86",)), True),  # the new province takes in records under the old code
        (Want(places=("809",)), False),  # a neighbour of before the merger
        (Want(places=("92",)), False),
        (Want(follows=("IB2600012345",)), True),
        (Want(follows=(" ib2600012345-01",)), True),
        (Want(follows=("PL2600000777",)), True),
        (Want(follows=("BP2600054321",)), True),
        (Want(follows=("IB2600099999",)), False),
        (Want(follows=("IB2600012345",), categories=("HH",), none_words=("cầu",)), True),
        (Want(follows=("IB2600099999",), categories=("XL",)), True),  # either is enough
        (Want(follows=("IB2600099999",), online_only=True), False),  # narrows, asks for nothing more
        (Want(follows=("IB2600099999",), none_words=("y tế",)), False),
    ],
)
def test_one_field_or_several(want: Want, heard: bool) -> None:
    assert hears(want) is heard


def test_records_under_the_new_code_reach_who_named_an_old_one() -> None:
    moved = Tender("IB1", "Mua sắm máy in", "Ban", place_codes=("01", "86"))
    assert all(hears(Want(places=(code,)), moved) for code in ("86", "817", "809", "811", "01"))


def test_what_is_not_known_satisfies_no_condition_on_it() -> None:
    bare = Tender("IB1", "Mua sắm máy in", "Ban chưa rõ")
    assert not hears(Want(price_from=0), bare)
    assert not hears(Want(price_to=10**30), bare)
    assert not hears(Want(online_only=True), bare)
    assert not hears(Want(buyers=("",)), bare)
    assert not hears(Want(places=("86",)), bare)
    assert hears(Want(all_words=("máy in",)), bare)


def test_events_left_open_mean_all_but_the_reminder_of_closing() -> None:
    everything = {kind for kind in EventKind if hears(Want(categories=("XL",)), kind=kind)}
    assert everything == set(EventKind) - {EventKind.CLOSING_SOON}
    only = Want(events=(EventKind.CLOSING_SOON,), follows=("IB2600012345",))
    assert {kind for kind in EventKind if hears(only, kind=kind)} == {EventKind.CLOSING_SOON}


def test_a_record_that_bears_the_old_body_reaches_who_named_the_new_one() -> None:
    old = Tender("IB1", "Mua sắm máy in", "Sở Giao thông vận tải", agency_id="so-giao-thong")
    assert hears(Want(buyers=("so-xay-dung",)), old)
    assert not hears(Want(buyers=("so-xay-dung",), with_subordinates=False), old)
    assert not hears(Want(buyers=("ban-qlda",)), old)


def test_a_merged_body_stands_for_the_new_one_and_all_under_it() -> None:
    assert family(["so-giao-thong"], AGENCIES) == {"so-giao-thong", "so-xay-dung", "ban-qlda"}
    assert family(["ban-qlda"], AGENCIES) == {"ban-qlda"}
    assert family(["la"], AGENCIES) == {"la"}


@pytest.mark.parametrize("state", [s for s in SubscriptionState if s is not SubscriptionState.ACTIVE])
def test_only_an_active_subscription_is_told(state: SubscriptionState) -> None:
    event = TenderEvent("e", EventKind.NEW_NOTICE, BRIDGE, NOW)
    want = Want(categories=("XL",))
    matcher = Matcher([subscription(want)], AGENCIES, PLACES)
    assert matcher.matching(event) == ["một"]
    matcher.add(subscription(want, state))
    assert (matcher.matching(event), len(matcher)) == ([], 0)
    matcher.add(subscription(want))
    assert matcher.matching(event) == ["một"]
    matcher.add(subscription(Want(categories=("HH",))))
    assert matcher.matching(event) == []
