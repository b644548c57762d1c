"""Chạy tiếp bản mẫu: cùng địa chỉ, cùng dịch vụ thư, không thư nào gửi hai lần.
`monitor demo --keep`: the same addresses, the same mail provider, and no letter told twice."""

import json
import socket
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.demo.model import World
from monitor.demo.outages import Outage
from monitor.demo.play import DemoClock, Played, open_demo, play
from monitor.demo.servers.ports import remember_ports, remembered_ports
from monitor.demo.servers.start import MAIL, Running, start
from monitor.demo.world import build_world
from monitor.domain.vocabulary import DeliveryState
from monitor.logs import log_to

# A whole play of the demo: a minute of its own.
pytestmark = pytest.mark.drill

NO_OUTAGES: tuple[Outage, ...] = ()


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(seed=11, packages=60, start=date(2026, 6, 1))


@pytest.fixture(scope="module")
def played(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Played]:
    log_to(None)
    folder = tmp_path_factory.mktemp("mau")
    return folder, play(folder, world, NO_OUTAGES, every=timedelta(days=5))


def test_the_chief_inspectors_letters_go_over_http_and_the_others_into_the_folder(
    played: tuple[Path, Played],
) -> None:
    folder, result = played
    mails = [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "mail-provider").glob("*.json"))
    ]
    receivers = {
        person["email"] for mail in mails for people in mail["personalizations"] for person in people["to"]
    }
    assert receivers == {"chanh-thanh-tra@songmau.example"}
    assert result.letters
    assert all("chanh-thanh-tra" not in path.name for path in result.letters)
    assert (result.posted.accepted, result.posted.refused, result.posted.repeated) == (len(mails), 0, 0)
    to_contractors = [path for path in result.letters if "-bids-" in path.name]
    to_agencies = [path for path in result.letters if "-agency" in path.name]  # notices and digests
    assert to_contractors
    assert to_agencies
    assert len(mails) == len(result.letters) - len(to_contractors) - len(to_agencies)


def test_a_run_begun_again_keeps_its_addresses_and_sends_nothing_twice(
    world: World, played: tuple[Path, Played]
) -> None:
    folder, before = played
    ports = remembered_ports(folder)
    seen: list[Running] = []
    again = play(folder, world, NO_OUTAGES, every=timedelta(days=5), opened=seen.append)
    assert remembered_ports(folder) == ports
    assert {name: int(url.rpartition(":")[2]) for name, url in seen[0].urls.items()} == ports
    assert seen[0].moved == ()
    assert again.letters == before.letters
    assert again.posted == before.posted


def test_what_a_killed_run_had_claimed_at_the_last_instant_is_sent_by_the_next(
    world: World, played: tuple[Path, Played]
) -> None:
    folder, before = played
    with open_demo(folder, world, NO_OUTAGES, DemoClock(world.ends_at)) as (line, _running):
        with line.store.begin() as work:
            message = replace(work.outbox.list()[0].message, key="synthetic/left-behind")
            assert work.outbox.queue(message, world.ends_at)
        with line.store.begin() as work:
            assert work.outbox.claim("killed", world.ends_at, 50)
    again = play(folder, world, NO_OUTAGES, every=timedelta(days=5))
    assert len(again.letters) + again.posted.accepted == len(before.letters) + before.posted.accepted + 1
    with (
        open_demo(folder, world, NO_OUTAGES, DemoClock(world.ends_at)) as (line, _running),
        line.store.read() as work,
    ):
        assert {delivery.state for delivery in work.outbox.list()} == {DeliveryState.SENT}


def test_a_taken_port_is_left_and_said(world: World, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        taken = holder.getsockname()[1]
        with start(world, lambda: world.ends_at, ports={MAIL: taken}) as running:
            assert running.moved == (MAIL,)
            assert not running.urls[MAIL].endswith(f":{taken}")
            remember_ports(tmp_path, running.urls)
            assert remembered_ports(tmp_path)[MAIL] != taken


@pytest.mark.parametrize("text", ["", "[1]", '{"mail": "80"}', '{"mail": 70000}', "không phải JSON"])
def test_a_file_of_ports_that_says_nothing_usable_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "ports.json").write_text(text, encoding="utf-8")
    assert remembered_ports(tmp_path) == {}
