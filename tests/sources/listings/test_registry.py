"""Nền tảng có trong thư mục là có trong sổ.
A platform is known by being in its folder, and keeps the contract of all platforms."""

import inspect

import pytest

from monitor.domain.errors import ConfigError
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.registry import check_settings, platform, platform_names

LISTINGS = ["nukeviet", "wordpress", "aspnet_postback", "dotnetnuke", "generic"]


@pytest.mark.parametrize("name", platform_names())
def test_every_platform_has_its_file_name_and_the_common_look(name: str) -> None:
    module = platform(name)
    assert name == module.NAME
    assert list(inspect.signature(module.look).parameters) == ["source", "fetch", "memory", "window", "now"]


def test_an_unknown_platform_names_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        platform("joomla")
    assert "joomla" in caught.value.vi
    assert all(name in caught.value.vi for name in LISTINGS)


@pytest.mark.parametrize("name", ["__init__", "../registry", "os", ""])
def test_a_name_that_is_no_platform_is_never_imported(name: str) -> None:
    with pytest.raises(ConfigError):
        platform(name)


@pytest.mark.parametrize(
    ("name", "settings", "key"),
    [
        *[(name, {"khoa_la": 1}, "settings.khoa_la") for name in LISTINGS],
        *[(name, {"max_pages": 0}, "settings.max_pages") for name in LISTINGS],
        ("nukeviet", {"order": "moi_nhat"}, "settings.order"),
        ("wordpress", {"api": True}, "category"),
        ("wordpress", {"per_page": 500}, "settings.per_page"),
        ("dotnetnuke", {"list_selector": "div["}, "settings.list_selector"),
        ("generic", {}, "settings.container"),
        ("generic", {"container": "ul", "item": "li["}, "settings.item"),
        ("generic", {"container": "ul", "item": "li", "key": "("}, "settings.key"),
        ("generic", {"container": "ul", "item": "li", "key": r"\d+"}, "settings.key"),
        ("generic", {"container": "ul", "item": "li", "identity": "joomla"}, "joomla"),
    ],
)
def test_a_wrong_setting_is_named_with_its_source(name: str, settings: dict[str, object], key: str) -> None:
    source = Source("nguon-thu", "Nguồn thử", Channel.PORTAL, name, "https://example.org/", settings=settings)
    with pytest.raises(ConfigError) as caught:
        check_settings(source)
    assert key in caught.value.vi
    assert "nguon-thu" in caught.value.vi
