"""Hồ sơ tỉnh: đúng thì nạp, sai chỗ nào báo đúng chỗ ấy.
Profiles load whole or not at all; every problem is named by file, table and key."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.errors import ConfigError
from monitor.domain.vocabulary import Channel, DisclosureKind
from sources.profile import PROFILES, load_profile, shipped_profiles


def test_vinh_long_is_shipped_with_old_and_new_codes() -> None:
    province = load_profile("vinh-long").province
    assert shipped_profiles() == ("vinh-long",)
    assert province.codes == ("86", "817", "809", "811")
    assert province.inspectorate.name == "Thanh tra tỉnh Vĩnh Long"


def test_only_the_national_sources_of_vinh_long_are_proven_enough_to_be_enabled() -> None:
    profile = load_profile("vinh-long")
    assert {s.channel for s in profile.sources if s.enabled} == {Channel.NATIONAL}
    for source in profile.sources:
        assert bool(source.disabled_reason) != source.enabled
        assert source.expected_per_30_days >= 0


def test_each_national_kind_that_is_judged_has_one_source_that_shows_it() -> None:
    sources = load_profile("vinh-long").sources
    for kind in (
        DisclosureKind.PLAN,
        DisclosureKind.NOTICE,
        DisclosureKind.CANCELLATION,
        DisclosureKind.RESULT,
    ):
        assert len([s for s in sources if s.should_show(Channel.NATIONAL, kind, "so-tai-chinh")]) == 1


def test_old_departments_lead_to_their_successor_with_the_date_of_the_merger() -> None:
    agencies = {agency.id: agency for agency in load_profile("vinh-long").agencies}
    old = agencies["so-ke-hoach-va-dau-tu-tra-vinh"]
    assert agencies[old.successor_id].name == "Sở Tài chính tỉnh Vĩnh Long"
    assert old.successor_from == date(2025, 7, 1)


def test_no_contact_address_is_invented() -> None:
    profile = load_profile("vinh-long")
    assert {agency.email for agency in profile.agencies} == {""}
    assert profile.province.inspectorate.email == ""


def test_an_unknown_province_names_the_shipped_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile("ha-noi")
    assert "ha-noi" in caught.value.vi
    assert "vinh-long" in caught.value.vi


PROVINCE = """[province]
id = "mau"
name = "Tỉnh Mẫu"
codes_new = ["99"]
[province.inspectorate]
name = "Thanh tra tỉnh Mẫu"
"""
AGENCIES = """[[agency]]
id = "so-mau"
name = "Sở Mẫu"
"""
SOURCES = """[[source]]
id = "cong-mau"
name = "Cổng Mẫu"
channel = "portal"
platform = "nukeviet"
url = "https://example.org/mua-sam/"
agencies = ["so-mau"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(province: str = PROVINCE, agencies: str = AGENCIES, sources: str = SOURCES) -> Path:
        for name, text in (("province", province), ("agencies", agencies), ("sources", sources)):
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_profile_in_any_folder_loads(folder: Callable[..., Path]) -> None:
    profile = load_profile(str(folder()))
    assert [source.id for source in profile.sources] == ["cong-mau"]
    assert profile.sources[0].agency_ids == ("so-mau",)


def test_a_copy_of_the_shipped_profile_loads_the_same(tmp_path: Path) -> None:
    shutil.copytree(PROFILES / "vinh-long", tmp_path / "ban-sao")
    assert load_profile(tmp_path / "ban-sao") == load_profile("vinh-long")


@pytest.mark.parametrize(
    ("change", "file", "words"),
    [
        ({"province": PROVINCE.replace('"99"', '"abc"')}, "province.toml", ["[province]", "codes_new"]),
        ({"province": PROVINCE + 'mail = "x"\n'}, "province.toml", ["[province]", "inspectorate.mail"]),
        ({"province": "[province"}, "province.toml", ["TOML"]),
        ({"agencies": AGENCIES + AGENCIES}, "agencies.toml", ["so-mau", "hai lần"]),
        ({"agencies": AGENCIES + 'parent = "khong-co"\n'}, "agencies.toml", ["so-mau", "parent", "khong-co"]),
        ({"agencies": AGENCIES + 'successor = "so-mau"\n'}, "agencies.toml", ["so-mau", "successor_from"]),
        (
            {"agencies": AGENCIES + 'successor = "so-mau"\nsuccessor_from = 2025-07-01\n'},
            "agencies.toml",
            ["so-mau", "successor", "vòng"],
        ),
        (
            {"agencies": AGENCIES + 'email = "khong phai"\n'},
            "agencies.toml",
            ['[[agency]] id "so-mau"', "email"],
        ),
        ({"agencies": ""}, "agencies.toml", ["agency"]),
        ({"sources": SOURCES + SOURCES}, "sources.toml", ["cong-mau", "hai lần"]),
        ({"sources": SOURCES.replace("so-mau", "so-la")}, "sources.toml", ["cong-mau", "so-la"]),
        (
            {"sources": SOURCES.replace("nukeviet", "joomla")},
            "sources.toml",
            ["cong-mau", "joomla", "nukeviet"],
        ),
        ({"sources": SOURCES.replace("portal", "cong")}, "sources.toml", ["cong-mau", "channel"]),
        ({"sources": SOURCES.replace("https", "ftp")}, "sources.toml", ["cong-mau", "url"]),
        ({"sources": SOURCES.replace("//", "//ten:mk@")}, "sources.toml", ["cong-mau", "url"]),
        ({"sources": SOURCES + "every_minute = 5\n"}, "sources.toml", ['id "cong-mau"', "every_minute"]),
        ({"sources": SOURCES + "enabled = false\n"}, "sources.toml", ["cong-mau", "disabled_reason"]),
        (
            {"sources": SOURCES + "[source.settings]\nmax_page = 5\n"},
            "sources.toml",
            ["cong-mau", "max_page"],
        ),
        ({"sources": SOURCES.replace('id = "cong-mau"\n', "")}, "sources.toml", ["[[source]] thứ 1", "id"]),
        ({"sources": "source = 5"}, "sources.toml", ["[source]"]),
    ],
)
def test_every_problem_is_named_by_file_table_and_key(
    folder: Callable[..., Path], change: dict[str, str], file: str, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile(str(folder(**change)))
    for word in (file, *words):
        assert word in caught.value.vi


def test_a_missing_file_is_named(folder: Callable[..., Path]) -> None:
    path = folder()
    (path / "sources.toml").unlink()
    with pytest.raises(ConfigError) as caught:
        load_profile(path)
    assert "sources.toml" in caught.value.vi


def test_several_problems_are_told_at_once(folder: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profile(folder(sources=SOURCES.replace("so-mau", "so-la") + "[source.settings]\nmax_page = 5\n"))
    assert "so-la" in caught.value.vi
    assert "max_page" in caught.value.vi
