"""Đĩa đầy, nguồn tin là tệp PDF: nói bằng lời, không mất gì.
A full disk and a feed that is a PDF: a sentence that says what to do, and nothing is lost."""

import random
import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from monitor.demo.servers.web import Reply
from storage.archive import read_body, reindex, verify
from storage.store import Store, UnitOfWork

Operator = Any  # the class of conftest.py, which cannot be imported
PDF = b"%PDF-1.7 synthetic\n" * 50


@contextmanager
def stored(operator: Operator) -> Iterator[UnitOfWork]:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    try:
        store.check()
        with store.read() as work:
            yield work
    finally:
        store.close()


def titles(operator: Operator) -> set[str]:
    with stored(operator) as work:
        return {sighting.title for sighting in work.sightings.all()}


def test_a_feed_that_is_a_pdf_is_named_kept_as_evidence_and_harms_no_other(operator: Operator) -> None:
    operator.pages["/trang.xml"] = Reply(PDF, content_type="application/rss+xml")
    done = operator.types("run", "--once")
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "“Trang Ban số 1” trả về tệp PDF thay cho XML. Cần một người mở trang" in told
    assert "1/2 nguồn xem được đầy đủ · chưa thấy 0 · đăng sau hạn 0" in told
    assert titles(operator) == {"Tin một", "Tin hai"}
    with stored(operator) as work:
        look = work.looks.latest()["trang-ban-1"]
        capture = work.captures.get(look.capture_ids[-1])
    assert capture is not None
    assert read_body(operator.folder / "data" / "captures", capture) == PDF
    assert "pdf_instead_of_xml" in operator.types("status").stdout


@pytest.mark.drill
def test_a_database_on_a_full_disk_says_what_to_do_and_the_next_run_has_everything(
    operator: Operator,
) -> None:
    assert operator.types("run", "--once").returncode == 0
    known = titles(operator)
    size = (operator.folder / "data" / "monitor.db").stat().st_size
    many = [f"Thông báo mời thầu gói số {number}" for number in range(1, 1500)]
    operator.shows("/trang.xml", *many, padding="chữ " * 100)
    text = (operator.folder / "ho-so" / "tinh-mau" / "sources.toml").read_text(encoding="utf-8")
    later = text.replace('id = "trang-ban-1"', 'id = "trang-moi"')
    (operator.folder / "ho-so" / "tinh-mau" / "sources.toml").write_text(later, encoding="utf-8")
    full = operator.types("run", "--once", largest_file=size)
    assert full.returncode == 2
    told = " ".join(full.stderr.split())
    assert "Hãy" in told
    assert "đĩa" in told.lower()
    assert "Traceback" not in full.stderr
    assert titles(operator) == known
    again = operator.types("run", "--once")
    assert again.returncode == 0, again.stderr
    assert titles(operator) == known | set(many)


@pytest.mark.drill
def test_an_archive_on_a_full_disk_says_what_to_do_and_proves_what_it_holds(operator: Operator) -> None:
    dice = random.Random(7)
    noise = "".join(dice.choices(string.ascii_letters, k=4_000_000))
    operator.shows("/trang.xml", "Tin lớn", padding=noise)
    full = operator.types("run", "--once", largest_file=2_000_000)
    told = " ".join((full.stdout + full.stderr).split())
    assert "đĩa đã đầy" in told
    assert "Hãy giải phóng dung lượng đĩa" in told
    assert "Traceback" not in full.stderr
    folder = operator.folder / "data" / "captures"
    assert verify(folder, reindex(folder)) == ()
    again = operator.types("run", "--once")
    assert again.returncode == 0, again.stderr
    assert "Tin lớn" in titles(operator)
