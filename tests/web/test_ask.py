"""Biểu mẫu đăng ký: xem trước, đồng ý rồi mới gửi, không lộ địa chỉ nào đã đăng ký, có hạn mức.
The form: preview, consent before sending, no telling which address is known, limits by hour."""

import re

import pytest

from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import EventKind, MessageKind, Pace, SubscriptionState
from monitor.subscriptions.life import consent_text
from monitor.worker import deliver
from tests.steps.subscribers import DAILY, DAY, EVERYTHING, HOUR, notice, subscription
from tests.web.served import Visit, words

SENT = {"action": "gui", "dia_chi": "Moi@Nha-Thau.example", "dong_y": "1", "co": "xây lắp"}


def test_the_form_opens_with_consent_unticked(visit: Visit) -> None:
    answer = visit.get("/dang-ky")
    assert answer.status_code == 200
    assert consent_text("vi") in words(answer)
    (box,) = re.findall(r"<input[^>]*name=\"dong_y\"[^>]*>", answer.text)
    assert "checked" not in box
    assert consent_text("en") in words(visit.get("/dang-ky?lang=en"))


def test_the_preview_shows_what_would_have_matched_and_stores_nothing(visit: Visit) -> None:
    visit.town.publish(notice(1, visit.town.now), notice(2, visit.town.now, name="Mua thuốc"))
    visit.town.passes()
    answer = visit.post("/dang-ky", {"action": "xem", "co": "xay lap"})
    assert answer.status_code == 200
    seen = words(answer)
    assert "1 tin của 1 gói thầu đã khớp trong 30 ngày qua." in seen
    assert "Gói thầu số 1: Xây lắp đường mẫu" in seen
    assert "Mua thuốc" not in seen
    assert 'value="xay lap"' in answer.text
    assert visit.all() == ()


def test_a_want_that_can_never_match_is_refused_in_the_form(visit: Visit) -> None:
    typed = {"action": "xem", "co": "cầu", "khong": "cầu"}
    answer = visit.post("/dang-ky", typed)
    assert answer.status_code == 422
    assert "nên không gói thầu nào thỏa cả hai" in words(answer)
    assert "so nothing satisfies both" in words(visit.post("/dang-ky?lang=en", typed))


@pytest.mark.parametrize("action", ["xem", "gui"])
def test_an_empty_form_says_what_to_fill_in(visit: Visit, action: str) -> None:
    answer = visit.post("/dang-ky", {**SENT, "action": action, "co": ""})
    assert answer.status_code == 422
    assert "Chưa nêu muốn nhận tin gì" in words(answer)
    assert visit.all() == ()


def test_without_the_tick_nothing_is_stored_or_sent(visit: Visit) -> None:
    answer = visit.post("/dang-ky", {**SENT, "dong_y": ""})
    assert answer.status_code == 422
    assert "Hãy đánh dấu ô đồng ý" in words(answer)
    assert (visit.all(), visit.queued()) == ((), ())


def test_with_the_tick_one_letter_asks_for_confirmation(visit: Visit) -> None:
    filled = {
        **SENT,
        "linh_vuc": ["XL", "HH"],
        "dia_ban": "99",
        "gia_tu": "500.000.000",
        "gia_den": "2.000.000.000 đ",
        "qua_mang": "1",
        "theo_doi": "ib2600000001, PL2600000002",
        "nhip": "weekly",
        "gio": "16",
        "thu": "4",
        "ngay_lam_viec": "1",
        "nhac": "1",
    }
    answer = visit.post("/dang-ky", filled)
    assert answer.status_code == 303
    assert "Đã gửi thư xác nhận" in words(visit.get(answer.headers["location"]))
    (one,) = visit.all()
    assert one.want == Want(
        all_words=("xây lắp",),
        categories=("XL", "HH"),
        places=("99",),
        price_from=500_000_000,
        price_to=2_000_000_000,
        online_only=True,
        follows=("IB2600000001", "PL2600000002"),
        events=tuple(EventKind),
    )
    assert one.rhythm == Rhythm(Pace.WEEKLY, 16, 4, True)
    assert (one.state, one.address) == (SubscriptionState.PENDING, "moi@nha-thau.example")
    assert one.consent.text == consent_text("vi")
    (letter,) = visit.queued()
    assert letter.kind is MessageKind.CONFIRM
    assert f"{visit.url}/dang-ky/{one.secret}/xac-nhan" in letter.text


def test_a_known_address_a_new_one_and_one_asked_too_often_get_the_same_answer(visit: Visit) -> None:
    now = visit.town.now
    visit.town.subscribe(subscription("cu", EVERYTHING, DAILY, now, address="cu@nha-thau.example"))
    seen = set()
    for address in ("cu@nha-thau.example", *["moi@nha-thau.example"] * 5):
        answer = visit.post("/dang-ky", {**SENT, "dia_chi": address})
        seen.add((answer.status_code, answer.text, answer.headers["location"]))
    assert len(seen) == 1
    assert len([one for one in visit.all() if one.address.startswith("moi")]) == 3


def test_nobody_is_sent_more_than_three_letters_a_day_by_strangers(visit: Visit) -> None:
    for _ in range(8):
        visit.post("/dang-ky", SENT)
        deliver(visit.town.line, "người đưa thư", visit.town.now)
        visit.town.now += 2 * HOUR
    assert len(visit.queued()) == 3
    visit.town.now += DAY
    assert visit.post("/dang-ky", SENT).status_code == 303
    assert len(visit.queued()) == 4


def test_strangers_who_ask_in_a_name_do_not_keep_its_news_away(visit: Visit) -> None:
    """Each asking is a letter, and no address gets more than three a day: one stays for the news."""
    town = visit.town
    town.subscribe(subscription("cu", EVERYTHING, DAILY, town.now, address=SENT["dia_chi"]))
    town.publish(notice(1, town.now))
    for _ in range(10):
        town.now += 2 * HOUR
        assert visit.post("/dang-ky", SENT).status_code == 303
        town.passes()
        deliver(town.line, "người đưa thư", town.now)
    town.passes(3 * HOUR)
    assert [letter.kind for letter in visit.queued()] == [MessageKind.CONFIRM] * 2 + [MessageKind.BIDS]


def test_a_visitor_who_asks_for_many_addresses_is_held_back(visit: Visit) -> None:
    codes = [
        visit.post("/dang-ky", {**SENT, "dia_chi": f"a{number}@nha-thau.example"}).status_code
        for number in range(12)
    ]
    assert codes == [303] * 10 + [429] * 2
    visit.town.now += HOUR
    assert visit.post("/dang-ky", SENT).status_code == 303


BAD = (
    "",
    "khong-co-a-cong",
    "a@b",
    "a@b.example, c@d.example",
    "a b@c.example",
    "<a@b.example>",
    "ă@b.example",
)


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address_is_refused_beside_its_field(visit: Visit, address: str) -> None:
    answer = visit.post("/dang-ky", {**SENT, "dia_chi": address})
    assert answer.status_code == 422
    assert 'id="loi-dia_chi"' in answer.text
    assert visit.all() == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gia_tu", "mười đồng"),
        ("gia_den", "9" * 300),
        ("nhip", "yearly"),
        ("gio", "24"),
        ("thu", "-1"),
        ("co", ",".join(f"từ {number}" for number in range(21))),
        ("co", "a" * 101),
        ("linh_vuc", "XYZ"),
        ("hinh_thuc", "XYZ"),
        ("don_vi", "khong-co"),
        ("dia_ban", "00"),
        ("theo_doi", "xin chào"),
    ],
)
def test_values_that_the_form_does_not_offer_are_refused(visit: Visit, name: str, value: str) -> None:
    answer = visit.post("/dang-ky", {**SENT, name: value})
    assert answer.status_code == 422
    assert visit.all() == ()


def test_several_buyers_are_asked_for_as_any_of_them(visit: Visit) -> None:
    visit.town.publish(notice(1, visit.town.now))
    visit.town.passes()
    page = visit.post("/dang-ky", {**SENT, "action": "xem", "don_vi": ["so-xd", "ban-1"]})
    assert "1 tin của 1 gói thầu" in words(page)
    for chosen in ("so-xd", "ban-1"):
        assert f'name="don_vi" value="{chosen}" checked' in page.text
        assert f"/tin/don-vi/{chosen}.ics" in page.text
    visit.post("/dang-ky", {**SENT, "don_vi": ["so-xd", "ban-1"]})
    (one,) = visit.all()
    assert one.want.buyers == ("so-xd", "ban-1")
