"""Sau máy chủ ủy quyền: hạn mức theo đúng người hỏi, tiêu đề giả mạo không giúp được ai.
Behind proxies limits go by who asks; forged headers help nobody, and without the setting none is read."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.setup import init
from monitor.config import load_settings
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Actor
from monitor.web.proxies import asking
from tests.steps.subscribers import Town
from tests.web.served import Visit, serving
from tests.web.staffed import enrolled

PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"), ip_network("fd00::/8"))
LOOPBACK = (ip_network("127.0.0.1/32"),)
STRANGER = "203.0.113.9"


@pytest.mark.parametrize(
    ("host", "told", "who"),
    [
        ("203.0.113.1", ["198.51.100.1"], "203.0.113.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, , 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["10.0.0.9, 10.0.0.2"], "10.0.0.9"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", ["x" * 10_000], "10.0.0.1"),
        ("10.0.0.1", [",".join(["10.0.0.2"] * 5000)], "10.0.0.2"),
    ],
)
def test_the_right_most_stranger_counts(host: str, told: list[str], who: str) -> None:
    assert asking(host, told, PROXIES) == who


@given(st.lists(st.text(max_size=40), max_size=30), st.integers(0, 3))
def test_whatever_stands_left_of_the_stranger_changes_nothing(forged: list[str], proxies: int) -> None:
    told = [*forged, ", ".join([STRANGER, *["10.0.0.2"] * proxies])]
    assert asking("10.0.0.1", told, PROXIES) == STRANGER
    assert asking("10.0.0.1", [", ".join([*forged, STRANGER])], PROXIES) == STRANGER


@given(st.lists(st.text(max_size=40), max_size=30), st.ip_addresses().filter(lambda one: one.is_global))
def test_who_is_no_proxy_is_not_asked_who_he_is(forged: list[str], host: object) -> None:
    assert asking(str(host), forged, ()) == str(host)
    assert asking(STRANGER, forged, PROXIES) == STRANGER


def presses(visit: Visit, number: int, told: str) -> list[int]:
    """Ask for a subscription so often; every other way to say where one comes from is forged too."""
    headers = {
        "X-Forwarded-For": told,
        "X-Real-IP": told,
        "Forwarded": f"for={told}",
        "X-Forwarded-Host": "xau.example",
        "X-Forwarded-Proto": "https",
        "CF-Connecting-IP": told,
    }
    return [visit.post("/dang-ky", {"action": "gui"}, headers=headers).status_code for _ in range(number)]


def test_without_the_setting_another_header_is_no_other_visitor(visit: Visit) -> None:
    answers = [presses(visit, 1, f"198.51.100.{number}")[0] for number in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_behind_the_proxy_each_visitor_has_an_allowance_of_its_own(town: Town) -> None:
    with serving(town, trusted_proxies=LOOPBACK) as visit:
        assert presses(visit, 11, "198.51.100.1") == [422] * 10 + [429]
        assert presses(visit, 1, "198.51.100.2") == [422]
        # Somebody who is spent writes others before himself: the proxy adds him on the right.
        assert presses(visit, 2, "198.51.100.7, 198.51.100.1") == [429] * 2
        assert presses(visit, 1, "127.0.0.1, 198.51.100.1") == [429]
        api = {"X-Forwarded-For": "198.51.100.1"}
        counted = [visit.get("/api/v1/packages", headers=api).status_code for _ in range(121)]
        assert counted == [200] * 120 + [429]
        other = {"X-Forwarded-For": "198.51.100.2"}
        assert visit.get("/api/v1/packages", headers=other).status_code == 200


def test_another_machine_than_the_named_one_is_not_believed(town: Town) -> None:
    with serving(town, trusted_proxies=(ip_network("10.9.9.9/32"),)) as visit:
        answers = [presses(visit, 1, f"198.51.100.{number}")[0] for number in range(11)]
    assert answers == [422] * 10 + [429]


def test_the_log_names_the_visitor_and_not_the_proxy(town: Town) -> None:
    with serving(town, trusted_proxies=LOOPBACK) as visit:
        person = enrolled(visit, "thanh.tra")
        person.browser.headers["X-Forwarded-For"] = "198.51.100.77"
        person.send("/tai-khoan", "/dang-xuat")
        with town.line.store.read() as work:
            rows = {row.deed: row.actor for row in work.audit_log.walk()}
    assert isinstance(rows["logged_out"], Actor)
    assert rows["logged_out"].net == "198.51.100.77"
    assert rows["logged_in"].net == "127.0.0.1"


def with_proxies(path: Path, value: str) -> Path:
    init("vinh-long", path)
    text = path.read_text(encoding="utf-8")
    assert "\ntrusted_proxies = []" in text
    path.write_text(text.replace("\ntrusted_proxies = []", f"\ntrusted_proxies = {value}"), encoding="utf-8")
    return path


def test_the_setting_takes_addresses_and_networks(tmp_path: Path) -> None:
    settings = load_settings(
        with_proxies(tmp_path / "monitor.toml", '["127.0.0.1", "10.0.0.0/8", "fd00::/8"]')
    )
    assert [str(one) for one in settings.web.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize("value", ['["cổng"]', '["10.0.0.1/8"]', '"127.0.0.1"'])
def test_a_setting_that_names_no_network_stops_the_start(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load_settings(with_proxies(tmp_path / "monitor.toml", value))
    assert "web.trusted_proxies" in refused.value.vi
