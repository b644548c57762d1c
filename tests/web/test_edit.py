"""Sửa một đăng ký trên trang: điền sẵn, xem trước, lưu; tin đã khớp không mất và không lặp.
Changing a subscription on its page; what had matched before is neither lost nor repeated."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import EventKind, Pace, SubscriptionState
from monitor.web.typed import changed, read, typed_of
from tests.steps.subscribers import AT_ONCE, DAILY, DAY, EVERYTHING, HOUR, WEEKLY, notice, subscription
from tests.web.served import Visit, serving, words

OWN = "/dang-ky/bi-mat-nha-thau"
WORKS = Want(all_words=("xay lap",))
FORM = {"co": "xay lap", "nhip": "daily", "gio": "7", "thu": "0"}

TERMS = st.lists(st.sampled_from(["cầu", "xay lap", "đường giao thông", "trạm y tế, số 2"]), max_size=3).map(
    tuple
)
CODES = st.lists(st.sampled_from(["XL", "HH", "TV"]), max_size=2, unique=True).map(tuple)
WANTS = st.builds(
    Want,
    all_words=TERMS,
    any_words=TERMS,
    none_words=TERMS,
    categories=CODES,
    buyers=st.lists(st.sampled_from(["ban-1", "so-xd"]), max_size=2, unique=True).map(tuple),
    with_subordinates=st.booleans(),
    places=st.sampled_from([(), ("99",)]),
    price_from=st.none() | st.integers(0, 10**12),
    online_only=st.booleans(),
    follows=st.sampled_from([(), ("IB2600000001",), ("IB2600000001", "PL2600000002")]),
    events=st.sampled_from([(), (EventKind.RESULT,), tuple(EventKind)]),
)


@pytest.fixture
def held(visit: Visit) -> Visit:
    visit.town.subscribe(subscription("nha-thau", WORKS, DAILY, visit.town.now - HOUR))
    return visit


@given(want=WANTS)
def test_saving_an_untouched_form_changes_nothing(want: Want) -> None:
    """Also what only a command can set: single events, a comma inside a word."""
    assert changed(want, read(typed_of(want, DAILY)).want) == want


@given(want=WANTS, price=st.integers(0, 10**9))
def test_changing_one_field_leaves_the_others(want: Want, price: int) -> None:
    typed = replace(typed_of(want, WEEKLY), gia_den=str(price))
    after = changed(want, read(typed).want)
    assert after.price_to == price
    assert {name for name in Want.__slots__ if getattr(after, name) != getattr(want, name)} == {"price_to"}


@given(pace=st.sampled_from(list(Pace)), hour=st.integers(0, 23), day=st.integers(0, 6), off=st.booleans())
def test_the_pace_comes_back_as_it_was_shown(pace: Pace, hour: int, day: int, off: bool) -> None:
    rhythm = Rhythm(pace, hour, day, off)
    assert read(typed_of(WORKS, rhythm)).rhythm == rhythm


def test_the_form_is_filled_in_and_has_no_address(held: Visit) -> None:
    answer = held.get(OWN + "/sua")
    assert answer.status_code == 200
    assert 'value="xay lap"' in answer.text
    assert 'name="dia_chi"' not in answer.text
    assert "Địa chỉ nhận không đổi ở đây được" in words(answer)
    assert OWN + "/sua" in held.get(OWN).text


def test_a_buyer_that_was_merged_since_stays_chosen(visit: Visit) -> None:
    line = visit.town.line
    merged = replace(line.agencies[0], id="cu", successor_id=line.agencies[0].id, name="Ban cũ")
    visit.town.line = replace(line, agencies=(*line.agencies, merged))
    want = Want(buyers=("cu", line.agencies[1].id))
    visit.town.subscribe(subscription("nha-thau", want, DAILY, visit.town.now - HOUR))
    with serving(visit.town) as edited:
        page = edited.get(OWN + "/sua").text
        chosen = re.findall(r'name="don_vi" value="([^"]*)" checked', page)
        assert tuple(chosen) == want.buyers
        saved = edited.post(OWN + "/sua", {"don_vi": chosen, **FORM, "co": "cầu", "action": "luu"})
        assert saved.status_code == 303
        assert edited.one("nha-thau").want == replace(want, all_words=("cầu",))


def test_a_preview_changes_nothing_and_saving_does(held: Visit) -> None:
    held.town.publish(
        notice(1, held.town.now, name="Mua thuốc cho trạm y tế", main_procurement_category="HH")
    )
    held.town.passes()
    before = held.one("nha-thau")
    seen = held.post(OWN + "/sua", {**FORM, "action": "xem", "co": "mua thuốc"})
    assert (seen.status_code, held.one("nha-thau")) == (200, before)
    assert "1 tin của 1 gói thầu" in words(seen)
    saved = held.post(OWN + "/sua", {**FORM, "action": "luu", "co": "mua thuốc", "nhip": "weekly"})
    assert saved.status_code == 303
    after = held.one("nha-thau")
    assert (after.want.all_words, after.rhythm.pace) == (("mua thuốc",), Pace.WEEKLY)
    assert (after.address, after.secret, after.consent) == (before.address, before.secret, before.consent)
    assert held.queued() == ()


def test_an_address_sent_along_is_not_taken(held: Visit) -> None:
    held.post(
        OWN + "/sua",
        {**FORM, "action": "luu", "co": "cầu", "dia_chi": "ke-gian@example.org", "cach": "webhook"},
    )
    after = held.one("nha-thau")
    assert (after.address, after.channel) == ("nha-thau@nha-thau.example", "mail")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"co": "", "action": "luu"}, "Chưa nêu muốn nhận tin gì"),
        ({"co": "cầu", "khong": "cầu", "action": "luu"}, "nên không gói thầu nào thỏa cả hai"),
        ({"gia_tu": "nhiều", "action": "luu"}, "Hãy ghi số đồng bằng chữ số"),
        ({"nhip": "hourly", "action": "luu"}, "Hãy chọn lại nhịp"),
        ({"theo_doi": "XX123", "action": "luu"}, "không phải là số hiệu theo dõi được"),
    ],
)
def test_what_can_never_match_is_refused_with_the_reason(
    held: Visit, given: dict[str, str], told: str
) -> None:
    before = held.one("nha-thau")
    answer = held.post(OWN + "/sua", {**FORM, **given})
    assert (answer.status_code, held.one("nha-thau")) == (422, before)
    assert told in words(answer)


def test_what_was_told_stays_told_and_what_waits_is_still_told(held: Visit) -> None:
    """Daily at 7: one match is told, another waits; then the owner asks for something else weekly."""
    town = held.town
    town.publish(notice(1, town.now))
    town.passes()
    town.passes(DAY)
    assert town.told("nha-thau") == ["IB2600000001/new_notice"]
    town.publish(notice(2, town.now))
    town.passes()
    held.post(
        OWN + "/sua", {**FORM, "action": "luu", "co": "mua thuốc", "nhip": "weekly", "thu": "4", "gio": "10"}
    )
    town.publish(notice(3, town.now), notice(4, town.now, name="Mua thuốc"))
    for _ in range(9):
        town.passes(DAY)
    assert town.told("nha-thau") == [f"IB260000000{number}/new_notice" for number in (1, 2, 4)]
    letters = town.letters()
    assert len([letter for letter in letters if "Gói thầu số 1" in letter.text]) == 1


def test_moving_the_hour_owes_no_slot_that_was_over_and_loses_none_to_come(held: Visit) -> None:
    town = held.town
    town.publish(notice(1, town.now))
    town.passes()  # 09:00, the slot of 07:00 was before it was asked for
    held.post(OWN + "/sua", {**FORM, "action": "luu", "gio": "8"})
    assert town.passes(HOUR) == 0, "08:00 of today was over when it was chosen"
    held.post(OWN + "/sua", {**FORM, "action": "luu", "gio": "12"})
    assert town.passes(HOUR) == 0
    assert town.passes(HOUR) == 1, "12:00 of today was still to come"
    assert town.passes(HOUR) == 0


@pytest.mark.parametrize("state", [SubscriptionState.PENDING, SubscriptionState.ENDED])
def test_only_a_standing_subscription_is_edited(visit: Visit, state: SubscriptionState) -> None:
    visit.town.subscribe(subscription("nha-thau", WORKS, DAILY, visit.town.now - HOUR, state=state))
    assert visit.get(OWN + "/sua").status_code == 409
    assert visit.post(OWN + "/sua", {**FORM, "action": "luu", "co": "cầu"}).status_code == 409
    assert visit.one("nha-thau").want == WORKS


def test_a_stranger_edits_nothing(held: Visit) -> None:
    assert held.get("/dang-ky/bi-mat-nguoi-khac/sua").status_code == 404
    other = {"Origin": "https://trang-khac.example", "Sec-Fetch-Site": "cross-site"}
    assert held.post(OWN + "/sua", {**FORM, "action": "luu", "co": "cầu"}, headers=other).status_code == 403
    assert held.one("nha-thau").want == WORKS


@pytest.mark.parametrize("number", ["IB2600000001", "PL2600000001", "BP2600000001"])
def test_following_one_notice_plan_or_package_by_form_from_end_to_end(visit: Visit, number: str) -> None:
    town = visit.town
    town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, town.now - HOUR))
    visit.post(OWN + "/sua", {"theo_doi": number.lower(), "dia_ban": "", "nhip": "at_once", "action": "luu"})
    assert visit.one("nha-thau").want == Want(follows=(number,))
    followed = {"plan_no": "PL2600000001", "bid_no": "BP2600000001"}
    published = town.now
    town.publish(notice(1, published, **followed), notice(2, published))
    town.passes()
    town.publish(notice(1, published, price=3_000_000_000, **followed), notice(2, published, price=1))
    town.passes(HOUR)
    assert town.told("nha-thau") == ["IB2600000001/new_notice", "IB2600000001/price_change/1"]
    assert len({letter.thread_key for letter in town.letters()}) == 1
