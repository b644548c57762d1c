"""Thư chỉ gọi là chưa nhìn thấy khi đúng là chưa nhìn thấy.
A letter speaks of blindness only where we were blind, and the digest counts its looks."""

from datetime import date, timedelta
from pathlib import Path

from monitor.demo.play import play
from monitor.demo.world import build_world
from monitor.logs import log_to


def test_without_an_outage_no_letter_says_that_a_source_was_not_seen(tmp_path: Path) -> None:
    log_to(None)
    world = build_world(seed=11, packages=60, start=date(2026, 6, 1))
    played = play(tmp_path, world, (), every=timedelta(days=1))
    # The feed lets old items go, so its first weeks are never seen whole: only it may be named.
    letters = {path.name: path.with_suffix(".html").read_text(encoding="utf-8") for path in played.letters}
    assert letters
    for text in letters.values():
        blind = text.split("chưa nhìn thấy được", 1)
        named = blind[1].split("Kính gửi", 1)[0] if len(blind) > 1 else ""
        assert "Cổng thông tin điện tử tỉnh Sông Mẫu" not in named
        assert "Trang thông tin Sở Y tế" not in named
    digests = [text for name, text in letters.items() if "digest" in name]
    assert digests
    assert all(" 0 lượt kiểm tra" not in text for text in digests)
