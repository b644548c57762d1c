"""Nội dung của từng bản công bố: điều đã biết thì có, điều chưa biết thì không.
What a release says: what is known is there, and nothing that is not."""

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.procurement import Award, Notice, Package, Plan, Result
from monitor.domain.published import Planned, Posting, Process, TenderStatus
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision
from monitor.ocds.facts import facts_of, status_of
from monitor.ocds.people import may_be_person, without_people
from monitor.ocds.releases import record_of, release_times, releases_of
from tests.ocds.worlds import PUBLISHER

DAY = timedelta(days=1)
AT = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
FIRM = Award("Công ty TNHH Mẫu", "vn9900000001", 900)


def moment(days: float) -> Moment:
    return Moment(AT + days * DAY, Precision.SECOND, "api")


def notice(version: str = "00", days: float = 0, **given_: Any) -> Notice:
    made = Notice(
        "IB2600000001", version, f"uuid-{version}", "Gói thầu mẫu", "Sở Mẫu", "vnz1", moment(days), moment(0)
    )
    return replace(made, **given_)


def result(days: float, **given_: Any) -> Result:
    made = Result("kq-1", "IB2600000001", "Gói thầu mẫu", "Sở Mẫu", "vnz1", moment(days), awards=(FIRM,))
    return replace(made, **given_)


def planned(version: str = "00", days: float = -5) -> Planned:
    plan = Plan("PL2600000001", version, f"plan-{version}", "Kế hoạch mẫu", "Sở Mẫu", "vnz1", moment(days))
    return Planned(plan, Package("BP2600000001", "p-1", "BP2600000001", plan.plan_no, "Gói thầu mẫu", 1000))


def process(**given_: Any) -> Process:
    return Process("IB2600000001", AT, **given_)


def tags(one: Process) -> list[str]:
    return [release["tag"][0] for release in releases_of(one, PUBLISHER)]


def test_the_life_of_a_package_is_one_release_after_the_other() -> None:
    whole = process(
        planned=(planned(), planned("01", -4)),
        notices=(notice(), notice("01", 3)),
        results=(result(20),),
        postings=(
            Posting(
                "cong|1",
                Channel.PORTAL,
                DisclosureKind.NOTICE,
                "Mời thầu",
                "https://a.example",
                None,
                AT + DAY,
            ),
        ),
    )
    assert tags(whole) == ["planning", "planningUpdate", "tender", "tenderUpdate", "tenderAmendment", "award"]
    releases = releases_of(whole, PUBLISHER)
    amended = releases[4]["tender"]["amendments"]
    assert amended == [{"id": "01", "date": releases[4]["date"], "amendsReleaseID": releases[2]["id"]}]
    assert all(release["date"].endswith("+07:00") for release in releases)


def test_a_cancellation_gives_its_reason_and_the_day_of_its_decision() -> None:
    gone = notice(cancelled=True, cancel_reason="Thay đổi quy mô", cancel_decision_date=date(2026, 9, 25))
    last = releases_of(process(notices=(gone,)), PUBLISHER)[-1]
    assert last["tag"] == ["tenderCancellation"]
    assert last["date"] == "2026-09-25T00:00:00+07:00"
    assert last["tender"]["amendments"][0]["rationale"] == "Thay đổi quy mô"
    assert (
        record_of(process(notices=(gone,)), PUBLISHER)["compiledRelease"]["tender"]["status"] == "cancelled"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = notice(buyer_name="", buyer_code="", first_published=None, published=None)
    (release,) = releases_of(process(notices=(bare,)), PUBLISHER)
    assert set(release) == {"ocid", "id", "date", "tag", "language", "initiationType", "tender"}
    assert release["tender"] == {"id": "IB2600000001", "title": "Gói thầu mẫu", "status": "active"}


@pytest.mark.parametrize(
    ("code", "method", "details"),
    [
        ("DTRR", "open", "DTRR - Đấu thầu rộng rãi"),
        ("CDTRG", "direct", "CDTRG - Chỉ định thầu rút gọn"),
        ("QCBS", None, "QCBS - Lựa chọn trên cơ sở chất lượng và chi phí"),
        ("TGTC", None, "TGTC"),
        ("", None, None),
    ],
)
def test_the_vietnamese_method_always_stands_beside(
    code: str, method: str | None, details: str | None
) -> None:
    (release,) = releases_of(process(notices=(notice(procurement_method_details=code),)), PUBLISHER)
    assert release["tender"].get("procurementMethod") == method
    assert release["tender"].get("procurementMethodDetails") == details


def test_a_venture_is_one_award_and_its_price_stands_once() -> None:
    two = tuple(Award(f"Công ty {n}", f"vn{n}", 500, "Liên danh Mẫu") for n in (1, 2))
    release = releases_of(process(notices=(notice(),), results=(result(9, awards=two),)), PUBLISHER)[-1]
    (award,) = release["awards"]
    assert award["value"] == {"amount": 500, "currency": "VND"}
    assert [supplier["name"] for supplier in award["suppliers"]] == ["Công ty 1", "Công ty 2"]


def test_winners_with_their_own_prices_are_awards_of_their_own() -> None:
    two = tuple(Award(f"Công ty {n}", f"vn{n}", 500 + n) for n in (1, 2))
    release = releases_of(process(results=(result(9, awards=two, price=None),)), PUBLISHER)[-1]
    assert [(award["id"], award["value"]["amount"]) for award in release["awards"]] == [
        ("kq-1-1", 501),
        ("kq-1-2", 502),
    ]


@pytest.mark.parametrize(
    ("award", "person"),
    [
        (Award("Công ty TNHH Mẫu", "vn9900000001"), False),
        (Award("Công ty TNHH Mẫu", ""), False),
        (Award("Trung tâm Kiểm định Mẫu", ""), False),
        (Award("Hộ kinh doanh Nguyễn Thị Mẫu", "vn8000000001"), True),
        (Award("Tên Người Mẫu", ""), True),
        (Award("Nguyễn Văn Hội", ""), True),
        (Award("Cửa hàng Mẫu", "vn*********123"), True),
        (Award("", ""), False),
    ],
)
def test_who_may_be_a_person_is_not_named(award: Award, person: bool) -> None:
    assert may_be_person(award) is person
    shown = without_people(process(results=(result(1, awards=(award,)),)))
    text = json.dumps(record_of(shown, PUBLISHER), ensure_ascii=False)
    assert bool(award.supplier_name and award.supplier_name in text) is (
        bool(award.supplier_name) and not person
    )
    assert (PUBLISHER.unnamed in text) is (person or not award.supplier_name)


def test_an_individual_consultant_is_not_named_whatever_the_code() -> None:
    won = result(
        1, procurement_method_details="TVCN", awards=(Award("Công ty Giống Tên Mẫu", "vn9900000009"),)
    )
    assert without_people(process(results=(won,))).results[0].awards[0] == Award("", "")


@pytest.mark.parametrize(
    ("status_for_notify", "results", "status"),
    [
        ("", (), TenderStatus.ACTIVE),
        ("DXT", (), TenderStatus.ACTIVE),
        ("CNTTT", (), TenderStatus.COMPLETE),
        ("CNTTT", (result(9),), TenderStatus.COMPLETE),
        ("KCNTTT", (), TenderStatus.UNSUCCESSFUL),
        ("KCNTT", (), TenderStatus.UNSUCCESSFUL),
        ("DHKQLCNT", (result(9),), None),
        ("KCN", (), None),
    ],
)
def test_how_far_a_package_is(
    status_for_notify: str, results: tuple[Result, ...], status: TenderStatus | None
) -> None:
    one = process(notices=(notice(status_for_notify=status_for_notify),), results=results)
    assert status_of(one) is status
    if not results:
        shown = record_of(one, PUBLISHER)["compiledRelease"]["tender"].get("status")
        assert shown == (status.value if status else None)


def test_an_amendment_is_not_the_first_publication() -> None:
    late = notice("02", 9)
    assert facts_of(process(notices=(late,))).published_at == AT
    assert facts_of(process(notices=(replace(late, first_published=None),))).published_at == AT + 9 * DAY


@given(st.permutations([0, 1, 2]), st.integers(-3, 40), st.booleans())
def test_the_same_facts_give_the_same_ids(order: list[int], days: int, cancelled: bool) -> None:
    versions = (notice(), notice("01", 2), notice("02", 4, cancelled=cancelled))
    one = process(planned=(planned(),), notices=versions, results=(result(days),))
    again = replace(one, notices=tuple(copy.copy(v) for v in versions))
    ids = [release["id"] for release in releases_of(one, PUBLISHER)]
    assert ids == [release["id"] for release in releases_of(again, PUBLISHER)]
    assert len(set(ids)) == len(ids)
    assert [r["date"] for r in releases_of(one, PUBLISHER)] == sorted(
        r["date"] for r in releases_of(one, PUBLISHER)
    )
    changed = replace(one, notices=(*versions[:2], replace(versions[2], name=f"Tên khác {order}")))
    assert ids[0] == releases_of(changed, PUBLISHER)[0]["id"]
    assert set(ids) != {release["id"] for release in releases_of(changed, PUBLISHER)}


def test_the_times_of_a_list_are_those_of_the_releases(published: list[Process]) -> None:
    for one in published:
        dates = [datetime.fromisoformat(release["date"]) for release in releases_of(one, PUBLISHER)]
        assert list(release_times(one)) == dates


def test_roles_are_kept_when_releases_are_merged(published: list[Process]) -> None:
    for one in published:
        record = record_of(one, PUBLISHER)
        roles: dict[str, set[str]] = {}
        for release in record["releases"]:
            for party in release.get("parties", ()):
                roles.setdefault(party["id"], set()).update(party["roles"])
        merged = {party["id"]: set(party["roles"]) for party in record["compiledRelease"].get("parties", ())}
        assert merged == roles
