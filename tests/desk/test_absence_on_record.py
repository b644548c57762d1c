"""Tìm theo mã và theo tên trong dữ liệu mạng quốc gia khi chưa thấy thông tin ở đó.
The proof of absence on the national network: by number and by title among what was read of it."""

from datetime import UTC, datetime

from monitor.desk.absence import ByCode, search_records
from monitor.domain.searched import Holds, SearchLine
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.agencies import AgencyResolver
from tests.storage.samples import Samples

NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)
SAMPLES = Samples()
RESOLVER = AgencyResolver(())


def line(number: int, title: str, holds: Holds = Holds.NOTICE) -> SearchLine:
    notice_no = f"IB26{number:08}"
    return SearchLine(
        number, notice_no, title, "so-mau", "Sở Mẫu", notice_no, "", "", "XL", "", "", None, None, NOW, holds
    )


def test_the_most_alike_package_is_named_with_why_it_is_not_the_one() -> None:
    wanted = SAMPLES.disclosure(1, title="Gói thầu số 5: Xây dựng trường mẫu", notice_no="IB2600000001")
    lines = [line(7, "Gói thầu số 6: Xây dựng trường mẫu"), line(8, "Mua thuốc")]
    found = search_records(wanted, lines, ByCode(700, 0, ()), RESOLVER)
    assert found.records
    assert (found.items, found.bearing, found.with_code) == (700, 0, ())
    assert (found.near, found.compared) == (2, 2)
    assert found.nearest is not None
    assert found.nearest.sighting.title == "Gói thầu số 6: Xây dựng trường mẫu"
    assert found.nearest.why


def test_a_notice_is_no_result_by_name_but_its_number_is_told() -> None:
    title = "Gói thầu số 5: Xây dựng trường mẫu"
    wanted = SAMPLES.disclosure(1, title=title, notice_no="IB2600000001", kind=DisclosureKind.RESULT)
    found = search_records(wanted, [line(1, title)], ByCode(9, 3, [line(1, title)]), RESOLVER)
    assert (found.items, found.bearing, found.near, found.compared) == (9, 3, 1, 0)
    assert found.nearest is None
    assert [one.title for one in found.with_code] == [title]
    both = search_records(wanted, [line(1, title, Holds.NOTICE | Holds.RESULT)], ByCode(1, 0, ()), RESOLVER)
    assert both.nearest is not None


def test_nothing_at_hand_is_an_empty_search_and_no_error() -> None:
    found = search_records(SAMPLES.disclosure(1), [], ByCode(0, 0, ()), RESOLVER)
    assert (found.items, found.with_code, found.nearest) == (0, (), None)
