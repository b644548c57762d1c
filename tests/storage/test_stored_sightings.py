"""Tin đăng: thấy lại, sửa tiêu đề, dời ngày, thiếu nội dung.
Sightings seen again, changed, moved and read in part."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from monitor.domain.vocabulary import Channel, Precision
from storage.store import Store

HOUR = timedelta(hours=1)


def test_the_same_items_twice_change_nothing_and_report_nothing(store: Store, sample: Any) -> None:
    items = [sample.sighting(number) for number in range(5)]
    with store.begin() as work:
        assert work.sightings.put(items).new_ids == tuple(item.id for item in items)
    with store.begin() as work:
        before = work.sightings.get(item.id for item in items)
        again = work.sightings.put(items)
        assert (again.new_ids, again.changed_ids) == ((), ())
        assert work.sightings.get(item.id for item in items) == before == tuple(items)
        assert work.sightings.count() == 5


def test_an_item_seen_again_keeps_when_and_where_it_was_first_seen(store: Store, sample: Any) -> None:
    later = sample.sighting(1, first_seen_at=sample.now + HOUR, look_id="look-2", capture_id="capture-2")
    with store.begin() as work:
        work.sightings.put([sample.sighting(1)])
        result = work.sightings.put([later])
        assert (result.new_ids, result.changed_ids) == ((), ())
        assert work.sightings.get([later.id]) == (sample.sighting(1),)


def test_a_changed_title_is_shown_and_the_old_one_kept(store: Store, sample: Any) -> None:
    renamed = sample.sighting(
        1, title="Hủy thầu gói 01", first_seen_at=sample.now + HOUR, capture_id="capture-2"
    )
    with store.begin() as work:
        work.sightings.put([sample.sighting(1)])
        assert work.sightings.put([renamed]).changed_ids == (renamed.id,)
        (kept,) = work.sightings.get([renamed.id])
        assert (kept.title, kept.first_seen_at, kept.capture_id) == (renamed.title, sample.now, "capture-2")
        (revision,) = work.sightings.history(renamed.id)
        assert revision.title == sample.sighting(1).title
        assert revision.capture_id == "capture-1"
        assert revision.noticed_at == sample.now + HOUR
        assert work.sightings.put([renamed]).changed_ids == ()
        assert len(work.sightings.history(renamed.id)) == 1


def test_what_edited_items_showed_ends_with_what_they_show_now(store: Store, sample: Any) -> None:
    moved = sample.sighting(1, title="B", published=sample.moment(2), first_seen_at=sample.now + HOUR)
    long = "nguon-a|" + "x" * 2000
    with store.begin() as work:
        work.sightings.put([sample.sighting(1, title="A"), sample.sighting(2), sample.sighting(3, id=long)])
        work.sightings.put([moved])
        work.sightings.put([sample.sighting(3, id=long, title="C")])
    with store.read() as work:
        told = work.sightings.edited(["nguon-a|1", "nguon-a|2", long, "nguon-a|9"])
        assert set(told) == {"nguon-a|1", long}
        assert [one.title for one in told["nguon-a|1"]] == ["A", "B"]
        before, now = told["nguon-a|1"]
        assert before.noticed_at == sample.now + HOUR
        # The earliest day stays known; what it shows now is the later one.
        assert (before.published, now.published) == (sample.moment(-1).at, sample.moment(2).at)
        assert work.sightings.edited([]) == {}


def test_a_title_changed_back_is_a_change_again(store: Store, sample: Any) -> None:
    with store.begin() as work:
        for title in ("A", "B", "A"):
            work.sightings.put([sample.sighting(1, title=title)])
        assert [revision.title for revision in work.sightings.history("nguon-a|1")] == ["A", "B"]


def test_the_earliest_publication_time_stays_and_the_move_is_recorded_once(store: Store, sample: Any) -> None:
    first, moved = (
        sample.sighting(1, published=sample.moment(-5)),
        sample.sighting(1, published=sample.moment(-2)),
    )
    with store.begin() as work:
        work.sightings.put([first])
        assert work.sightings.put([moved]).changed_ids == (first.id,)
        assert work.sightings.put([moved]).changed_ids == ()
        assert work.sightings.get([first.id])[0].published == first.published
        (revision,) = work.sightings.history(first.id)
        assert revision.published == first.published.at
        assert work.sightings.put([first]).changed_ids == (first.id,)


def test_an_earlier_time_shown_later_becomes_the_publication_time(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sightings.put([sample.sighting(1, published=sample.moment(-2))])
        work.sightings.put([sample.sighting(1, published=sample.moment(-5))])
        assert work.sightings.get(["nguon-a|1"])[0].published == sample.moment(-5)
        assert [r.published for r in work.sightings.history("nguon-a|1")] == [sample.moment(-2).at]


def test_a_more_exact_time_of_the_same_day_is_no_move(store: Store, sample: Any) -> None:
    exact = sample.moment(-5, Precision.MINUTE, "detail")
    day = sample.moment(-5.1, Precision.DAY, "listing")
    with store.begin() as work:
        for moment in (day, exact, day, exact):
            work.sightings.put([sample.sighting(1, published=moment)])
        assert work.sightings.get(["nguon-a|1"])[0].published == exact
        assert work.sightings.history("nguon-a|1") == ()


def test_a_listing_without_text_does_not_erase_the_detail(store: Store, sample: Any) -> None:
    detail = sample.sighting(1, body="Toàn văn", attachments=("a.pdf",), raw={"views": "3"})
    listing = sample.sighting(1, body="", attachments=(), codes=(), kind=None, published=None, raw={})
    with store.begin() as work:
        work.sightings.put([detail])
        assert work.sightings.put([listing]).changed_ids == ()
        assert work.sightings.get([detail.id]) == (detail,)


def test_a_detail_after_the_listing_fills_in_without_a_revision(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sightings.put([sample.sighting(1)])
        assert work.sightings.put([sample.sighting(1, body="Toàn văn")]).changed_ids == ("nguon-a|1",)
        assert work.sightings.get(["nguon-a|1"])[0].body == "Toàn văn"
        assert work.sightings.history("nguon-a|1") == ()


def test_unknown_raw_fields_are_added_and_none_is_dropped(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sightings.put([sample.sighting(1, raw={"a": 1})])
        assert work.sightings.put([sample.sighting(1, raw={"b": [1, None, {"c": "ạ"}]})]).changed_ids == ()
        assert work.sightings.get(["nguon-a|1"])[0].raw == {"a": 1, "b": [1, None, {"c": "ạ"}]}


def test_one_item_twice_in_one_look_is_one_item(store: Store, sample: Any) -> None:
    pinned, listed = sample.sighting(1, body=""), sample.sighting(1, body="Toàn văn")
    with store.begin() as work:
        assert work.sightings.put([pinned, listed]).new_ids == ("nguon-a|1",)
        assert work.sightings.put([pinned, listed]).changed_ids == ()
        assert work.sightings.get(["nguon-a|1"])[0].body == "Toàn văn"


def test_sightings_are_told_apart_by_channel(store: Store, sample: Any) -> None:
    page = sample.sighting(2, channel=Channel.AGENCY_PAGE)
    with store.begin() as work:
        work.sightings.put([sample.sighting(1), page])
        assert [s.id for s in work.sightings.all()] == ["nguon-a|1", "nguon-a|2"]
        assert work.sightings.all(Channel.AGENCY_PAGE, raw=True) == (page,)
        assert work.sightings.all(Channel.AGENCY_PAGE)[0].raw == {}
        assert work.sightings.get(["nguon-a|9"]) == ()


def test_last_seen_only_moves_forward(store: Store, sample: Any) -> None:
    def last_seen() -> Any:
        with store.read() as work:
            connection = work.sightings._session.connection()
            return connection.execute(text("SELECT CAST(last_seen_at AS TEXT) FROM sighting")).scalar()

    with store.begin() as work:
        work.sightings.put([sample.sighting(1)])
    first = last_seen()
    with store.begin() as work:
        work.sightings.last_seen(["nguon-a|1", "nguon-a|unknown"], sample.now + HOUR)
    assert last_seen() > first
    with store.begin() as work:
        work.sightings.put([sample.sighting(1)])
    assert last_seen() > first


def test_text_no_database_takes_does_not_stop_the_cycle(store: Store, sample: Any) -> None:
    poisoned = sample.sighting(
        1, title="gói\x00thầu \ud800", raw={"k\x00": "\udfff\x00", "n": 10**40, "f": float("nan")}
    )
    with store.begin() as work:
        assert work.sightings.put([poisoned]).new_ids == (poisoned.id,)
    with store.begin() as work:
        assert work.sightings.put([poisoned]).changed_ids == ()
        (kept,) = work.sightings.get([poisoned.id])
        assert "gói" in kept.title
        assert kept.raw["n"] == 10**40
        assert len(work.sightings.all(raw=True)) == 1


def test_raw_data_nested_a_thousand_deep_is_noted_not_fatal(store: Store, sample: Any) -> None:
    for depth in (150, 220, 1000, 100_000):
        nested: Any = "x"
        for _ in range(depth):
            nested = {"a": nested}
        with store.begin() as work:
            work.sightings.put([sample.sighting(depth, raw=nested)])
            (kept,) = work.sightings.get([f"nguon-a|{depth}"])
            assert ("not_stored" in kept.raw) is (depth > 250)


def test_thousands_of_items_go_in_and_come_back_whole(store: Store, sample: Any) -> None:
    items = [sample.sighting(number) for number in range(4_500)]
    with store.begin() as work:
        assert len(work.sightings.put(items).new_ids) == 4_500
        assert {s.id for s in work.sightings.get(item.id for item in items)} == {item.id for item in items}
