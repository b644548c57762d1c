"""Lệnh `monitor link find` như thanh tra viên gõ.
`monitor link find`, on a real database."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.domain.judgement import Disclosure
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DisclosureKind, Precision
from storage.store import Store

Operator = Any  # the class of conftest.py, which cannot be imported
_TITLE = "Mua sắm bàn ghế, tủ hồ sơ cho nhà văn hóa mẫu năm 2026"
_BODY = "Ban Quản lý dự án số 1 tỉnh Sông Mẫu mời thầu"


def _store(operator: Operator, disclosures: Iterable[Disclosure]) -> None:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    try:
        with store.begin() as work:
            work.judgements.put_disclosures(disclosures)
    finally:
        store.close()


def _notice(number: int, title: str) -> Disclosure:
    key = f"IB260000000{number}"
    published = Moment(datetime(2026, 9, number, 3, tzinfo=UTC), Precision.MINUTE, "api")
    return Disclosure(
        f"{key}/notice", DisclosureKind.NOTICE, key, title, "Ban số 1", "ban-so-1", notice_no=key,
        national=published,
    )  # fmt: skip


@pytest.fixture
def holding(operator: Operator) -> Operator:
    _store(operator, [_notice(1, _TITLE), _notice(2, "Thi công đường liên ấp mẫu")])
    return operator


def test_an_article_finds_its_package_with_every_reason(holding: Operator) -> None:
    asked = ("link", "find", f"Thông báo mời thầu: {_TITLE}", "--body", _BODY, "--day", "02/09/2026")
    done = holding.types(*asked, "--source", "cong-mau")
    assert done.returncode == 0, done.stderr
    assert "IB2600000001" in done.stdout
    assert "tên trùng nguyên văn" in done.stdout
    assert "IB2600000002" not in done.stdout
    assert "(đăng ngày 02/09/2026, nguồn cong-mau)" in done.stdout
    assert "(đăng ngày 02/09/2026)" in holding.types(*asked).stdout


def test_a_code_is_enough_and_what_came_since_is_found(holding: Operator) -> None:
    assert "IB2600000003" not in holding.types("link", "find", "Gói thầu IB2600000003").stdout
    _store(holding, [_notice(3, "Cung cấp cây xanh mẫu")])
    done = holding.types("link", "find", "Thông báo mời thầu IB2600000003", "--day", "2026-09-04")
    assert "bài ghi mã IB2600000003" in done.stdout


def test_nothing_alike_is_said_to_be_nothing(holding: Operator) -> None:
    done = holding.types("link", "find", "Hội thi tiếng hát thiếu nhi")
    assert done.returncode == 0, done.stderr
    assert "Không có gói thầu nào" in done.stdout


def test_an_unknown_source_names_the_known_ones(holding: Operator) -> None:
    done = holding.types("link", "find", _TITLE, "--source", "khong-co")
    assert done.returncode == 2
    assert "cong-mau" in done.stderr
    assert "Traceback" not in done.stderr
