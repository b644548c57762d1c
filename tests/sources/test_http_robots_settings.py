"""Bộ tải trang nghe theo gì: robots.txt của trang, cấu hình của người vận hành.
What the client obeys: the robots.txt of a site, and the settings and TLS profiles of its operator."""

from datetime import timedelta

import pytest

from monitor.domain.errors import ConfigError, SourceBlocked, SourceUnreachable
from sources.http.client import ClientSettings
from sources.http.settings import TlsProfile


def test_robots_txt_is_asked_once_and_obeyed(site, source, make_client, respond):
    site.serve("/robots.txt", respond(b"User-agent: *\nDisallow: /cam/\n"))
    site.serve("/mo", respond(b"ok"))
    client = make_client()
    for _ in range(2):
        assert client.get(source, site.url + "/mo").body == b"ok"
        with pytest.raises(SourceBlocked) as caught:
            client.get(source, site.url + "/cam/x")
        assert caught.value.reason == "robots"
    assert site.asked("/robots.txt") == 1
    assert site.asked("/cam/x") == 0


def test_rules_for_our_name_are_ours(site, source, make_client, respond):
    site.serve("/robots.txt", respond(b"User-agent: procurement-transparency-monitor\nDisallow: /\n"))
    with pytest.raises(SourceBlocked):
        make_client().get(source, site.url + "/mo")


def test_robots_txt_is_read_again_the_next_day(site, source, make_client, clock, respond):
    site.serve("/robots.txt", respond(b"User-agent: *\nDisallow: /\n"), respond(b""))
    site.serve("/mo", respond(b"ok"))
    client = make_client()
    with pytest.raises(SourceBlocked):
        client.get(source, site.url + "/mo")
    clock.now += timedelta(hours=25)
    assert client.get(source, site.url + "/mo").body == b"ok"


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_a_site_without_robots_txt_may_be_read(site, source, make_client, respond, status):
    site.serve("/robots.txt", respond(b"x", status))
    assert make_client().get(source, site.serve("/mo", respond(b"ok"))).body == b"ok"


def test_a_robots_txt_that_fails_forbids_everything_for_now(site, source, make_client, respond):
    site.serve("/robots.txt", respond(b"", "500 X"))
    with pytest.raises(SourceUnreachable) as caught:
        make_client().get(source, site.serve("/mo", respond(b"ok")))
    assert caught.value.reason == "robots_unreachable"
    assert site.asked("/mo") == 0


def test_known_rules_hold_while_robots_txt_fails(site, source, make_client, clock, respond):
    site.serve("/robots.txt", respond(b"User-agent: *\nDisallow: /cam\n"), respond(b"", "500 X"))
    client = make_client()
    assert client.get(source, site.serve("/mo", respond(b"ok"))).body == b"ok"
    clock.now += timedelta(hours=25)
    assert client.get(source, site.url + "/mo").body == b"ok"
    with pytest.raises(SourceBlocked):
        client.get(source, site.url + "/cam")


def test_crawl_delay_slows_us_down(site, source, make_client, clock, respond):
    site.serve("/robots.txt", respond(b"User-agent: *\nCrawl-delay: 20\n"))
    url = site.serve("/mo", respond(b"ok"))
    client = make_client(spacing_seconds=1, jitter=0)
    client.get(source, url)
    client.get(source, url)
    assert clock.slept[-1] == 20.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"spacing_seconds": -1},
        {"max_bytes": 0},
        {"contact": "Nguyễn"},
        {"contact": "a\r\nX: y"},
        {"tls": {"a.vn": {"cipher": "x"}}},
    ],
)
def test_settings_out_of_range_are_named(wrong):
    with pytest.raises(ConfigError) as caught:
        ClientSettings(**wrong)
    assert next(iter(wrong)) in caught.value.vi


def test_a_tls_profile_that_cannot_be_loaded_is_a_config_error(source, make_client, tmp_path):
    client = make_client(tls={"127.0.0.1": TlsProfile(ca_bundle=str(tmp_path / "khong-co.pem"))})
    with pytest.raises(ConfigError) as caught:
        client.get(source, source.url)
    assert "khong-co.pem" in caught.value.vi


def test_the_national_network_s_tls_profile_loads_and_still_verifies():
    from sources.http.connections import GuardedAdapter

    settings = ClientSettings(tls={"muasamcong.mpi.gov.vn": {"ciphers": "DEFAULT:@SECLEVEL=1"}})
    adapter = GuardedAdapter(settings.tls_profile("muasamcong.mpi.gov.vn"), allow_private=False)
    context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    assert context.security_level == 1
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
    adapter.close()
