"""Số đếm của bảng trong kho: thay trọn, viết chỉ chỗ khác, đọc theo kỳ và theo đơn vị.
The board's counts as stored: replaced as a whole, written where different, read by period and agency."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.board import BoardCount, ChannelCount, Counted
from monitor.domain.times import Window
from monitor.domain.vocabulary import CaseState, Channel
from storage.store import Store
from tests.storage.samples import NOW, Samples

COUNTED = Counted(NOW, Window(NOW, NOW))
_channels = st.dictionaries(
    st.sampled_from(list(Channel)),
    st.builds(
        ChannelCount,
        st.integers(0, 9),
        st.dictionaries(st.integers(1, 9), st.integers(1, 9), max_size=2),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
)
_rows = st.dictionaries(
    st.tuples(st.sampled_from(["", "a", "sở-b"]), st.sampled_from(["13-weeks", "2026-08", "2026-09"])),
    _channels,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_rows, min_size=1, max_size=3))
def test_the_last_counts_stand_and_no_others(
    store: Store, rounds: list[dict[tuple[str, str], object]]
) -> None:
    for rows in rounds:
        counts = [BoardCount(*key, channels) for key, channels in rows.items()]  # type: ignore[arg-type]
        with store.begin() as work:
            work.board.replace(counts, COUNTED)
            assert work.board.replace(counts, COUNTED) == 0
        with store.read() as work:
            found = {(one.agency_id, p): one for p in ("13-weeks", "2026-08", "2026-09")
                     for one in work.board.in_period(p).values()}  # fmt: skip
            assert found == {(one.agency_id, one.period): one for one in counts}
            assert work.board.of("a") == {one.period: one for one in counts if one.agency_id == "a"}


def test_nothing_is_told_before_it_was_counted(store: Store) -> None:
    with store.begin() as work:
        assert work.board.counted() is None
        work.board.replace([], COUNTED)
        assert work.board.counted() == COUNTED


def test_cases_of_an_agency_in_some_states_come_newest_first(store: Store, sample: Samples) -> None:
    with store.begin() as work:
        work.cases.put_all(
            [
                sample.case(1, state=CaseState.CONFIRMED),
                sample.case(2, state=CaseState.NEW),
                sample.case(3, state=CaseState.CONFIRMED, agency_id="so-khac"),
                sample.case(4, state=CaseState.CONFIRMED),
            ]
        )
        found = work.board.cases_of("so-mau", [CaseState.CONFIRMED])
        assert [case.id for case in found] == ["HS-2026-0004", "HS-2026-0001"]
        assert work.board.cases_of("so-mau", []) == ()
