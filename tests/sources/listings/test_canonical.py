"""Cùng một tin, nhiều địa chỉ.
One article, many addresses (portals §5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.errors import ConfigError
from sources.canonical import absolute, canonical_url, file_name, native_key, same_host


@pytest.mark.parametrize(
    ("family", "key", "urls"),
    [
        (
            "nukeviet",
            "news_123",
            [
                "https://a.gov.vn/mua-sam-moi-thau/goi-thau-123.html",
                "https://a.gov.vn/index.php/mua-sam-moi-thau/goi-thau-123.html",
                "https://a.gov.vn/vi/news/mua-sam-moi-thau/ten-khac-123.html",
                "https://a.gov.vn/index.php?language=vi&nv=news&op=mua-sam-moi-thau/goi-thau-123.html",
            ],
        ),
        (
            "vnpt-aspx",
            "vnpt-aspx_1308_397719",
            [
                "https://a.gov.vn/mDefault.aspx?sid=1308&pageid=369&catid=57715&id=397719&catname=x&title=y",
                "https://b.gov.vn/mDefault.aspx?catid=57715&catname=Tin+V%C4%83n+h%C3%B3a&id=397719&SID=1308",
                "https://c.gov.vn/huyenchauthanh/1308/369/57715/397719/Tin/Tieu-de.aspx",
            ],
        ),
        (
            "dotnetnuke",
            "dnn_208085",
            [
                "https://vinhlong.gov.vn/svhttdl/xem-chi-tiet-tin-tuc/id/208085",
                "https://svhttdl.vinhlong.gov.vn/xem-chi-tiet-tin-tuc/id/208085/",
                "https://vinhlong.gov.vn/xem-chi-tiet-tin-tuc/ID/208085/%C4%91on-ca",
            ],
        ),
        ("ims", "ims_115241201164520419", ["https://a.vn/ten-bai-115241201164520419.htm?utm_source=x"]),
        (
            "liferay",
            "liferay_81095830",
            ["https://b.gov.vn/vi/news/-/details/188850/slug-81095830", "https://b.gov.vn/x-81095830?redirect=%2F"],
        ),
        ("liferay", "liferay_thong-bao", ["https://b.gov.vn/vi/web/sbv/w/thong-bao?redirect=/"]),
        ("webcenter", "webcenter_APPSSC1", ["https://c.gov.vn/webcenter/x?dDocName=APPSSC1&_afrLoop=12"]),
    ],
)  # fmt: skip
def test_every_spelling_of_an_address_has_the_same_key(family: str, key: str, urls: list[str]) -> None:
    assert {native_key(family, url) for url in urls} == {key}


@pytest.mark.parametrize(
    ("family", "url"),
    [
        ("nukeviet", "https://a.gov.vn/mua-sam-moi-thau/"),
        ("nukeviet", "https://a.gov.vn/mua-sam-moi-thau/page-2/"),
        ("vnpt-aspx", "https://a.gov.vn/Default.aspx?sid=1426&pageid=37931"),
        ("vnpt-aspx", "https://a.gov.vn/Default.aspx?sid=1&id=2'or"),
        ("dotnetnuke", "https://vinhlong.gov.vn/id/abc"),
        ("ims", "https://a.vn/ten-bai-19782.htm"),
    ],
)
def test_an_address_that_names_no_article_has_no_key(family: str, url: str) -> None:
    assert native_key(family, url) == ""


def test_an_unknown_family_is_a_settings_error_that_names_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        native_key("khong-co", "https://a.vn/")
    assert "nukeviet" in caught.value.vi


@pytest.mark.parametrize(
    "url",
    [
        "http://WWW.Vinhlong.gov.vn:80/du-khach/đon-ca?b=2&a=1&utm_source=x#cuoi",
        "https://vinhlong.gov.vn/du-khach/%C4%91on-ca?a=1&b=2",
        "https://vinhlong.gov.vn:443/du-khach/%c4%91on-ca?a=1&fbclid=z&b=2",
    ],
)
def test_spellings_of_one_address_are_one(url: str) -> None:
    assert canonical_url(url) == "https://vinhlong.gov.vn/du-khach/%C4%91on-ca?a=1&b=2"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_canonical_address_is_its_own_canonical_form(path: str, query: str) -> None:
    url = absolute("https://a.vn/x", f"/{path}?{query}")
    if url:
        assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(st.text(max_size=80))
def test_any_link_text_gives_a_web_address_or_nothing(href: str) -> None:
    url = absolute("https://a.vn/muc/", href)
    assert url == "" or url.startswith(("http://", "https://"))


def test_hosts_are_the_same_without_www_and_scheme_but_not_with_another_port() -> None:
    assert same_host("http://www.a.vn/x", "https://a.vn/y")
    assert not same_host("http://a.vn:8080/", "http://a.vn/")
    assert not same_host("http://a.vn/", "http://b.a.vn/")
    assert not same_host("khong phai", "khong phai")


def test_the_name_of_an_attachment_is_readable() -> None:
    assert file_name("https://a.vn/f/quy%E1%BA%BFt-PL2600900001.pdf") == "quyết-PL2600900001.pdf"
