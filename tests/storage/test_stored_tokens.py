"""Cặp mã Zalo trong kho: thay đúng một lần, của hai người đổi cùng lúc chỉ một người được.
The pair of Zalo tokens in the store: of two that replace it at once one succeeds, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import Tokens, TokenStore
from storage.kept_tokens import KeptTokens
from storage.store import Store

NOW = datetime(2026, 9, 21, 2, 14, tzinfo=UTC)
PAIR = Tokens("access-0", "refresh-0", NOW + timedelta(hours=20))
CLAIMED = replace(PAIR, renewing_since=NOW)


@pytest.fixture
def kept(store: Store) -> KeptTokens:
    with store.begin() as work:
        work.zalo_tokens.put("42", PAIR)
    return KeptTokens(store, "42")


def test_the_pair_is_read_as_it_was_entered_and_of_its_application_only(kept: KeptTokens) -> None:
    assert isinstance(kept, TokenStore)
    assert kept.load() == PAIR
    with pytest.raises(DeliveryError) as missing:
        KeptTokens(kept.store, "43").load()
    assert missing.value.permanent is False
    assert "monitor subscription zalo" in missing.value.vi


@pytest.mark.parametrize(
    "other",
    [
        replace(PAIR, access_token="access-1"),
        replace(PAIR, refresh_token="refresh-1"),
        replace(PAIR, expires_at=NOW),
        CLAIMED,
    ],
)
def test_a_pair_that_is_no_longer_stored_is_not_replaced(kept: KeptTokens, other: Tokens) -> None:
    assert not kept.swap(other, Tokens("a", "b", NOW))
    assert kept.load() == PAIR
    assert kept.swap(PAIR, CLAIMED)
    assert not kept.swap(PAIR, Tokens("a", "b", NOW))
    assert kept.load() == CLAIMED
    assert kept.swap(CLAIMED, PAIR)
    assert kept.load() == PAIR


def test_of_many_at_once_exactly_one_claims_the_renewal(kept: KeptTokens) -> None:
    barrier = Barrier(6)
    won: list[bool] = []

    def claim(number: int) -> None:
        barrier.wait()
        won.append(kept.swap(PAIR, replace(PAIR, renewing_since=NOW + timedelta(seconds=number))))

    threads = [Thread(target=claim, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


def test_entering_a_pair_ends_an_abandoned_claim(kept: KeptTokens) -> None:
    kept.swap(PAIR, CLAIMED)
    with kept.store.begin() as work:
        work.zalo_tokens.put("42", Tokens("access-9", "refresh-9", NOW))
    assert kept.load() == Tokens("access-9", "refresh-9", NOW)
