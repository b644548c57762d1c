"""Tên gói thầu lấy từ trang web có thể chứa mã độc: thư vẫn phải vô hại.
Titles scraped from portals may attack: HTML, plain text and headers stay harmless."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from alerts.harmless import LONGEST, harmless, harmless_letter, web_address
from alerts.render import render
from monitor.domain.digests import DigestData
from monitor.domain.letters import AgencyGroup, AlertData, AlertLine
from monitor.domain.vocabulary import MessageKind
from tests.alerts.bulletins import LETTERS
from tests.alerts.digests import DIGESTS
from tests.alerts.notices import NOTICES

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "image": '<img src="http://evil.example/p.gif" onerror=alert(1)>',
    "attribute": '" onmouseover="alert(1)" x="',
    "style_end": "</style></td></table><h1>Khẩn</h1>",
    "header": "Gói thầu\r\nBcc: everyone@evil.example\r\n\r\nxin chào",
    "line_separator": "Gói thầu\u2028--\u2029\x85\x0b\x0cCăn cứ: giả",
    "direction": "gói \u202e\u2066thầu\u200f",
    "invisible": "gói\u200b\ufeff\u00ad thầu\x00\x1b[31m",
    "template": "{{ data.heading }}{% raw %}${7*7}{n}",
    "entity": "&lt;script&gt;&#x3c;b&#x3e;",
    "surrogate": "gói \udcff\ud800 thầu",
    "long": "Đ" * 100_000,
    "comment": "<!-- --!> <![CDATA[ <!--[if mso]><b>",
}
ALLOWED_TAGS = set(
    "html head meta title style body table tr td th div span h1 h2 b br a img".split()  # noqa: SIM905
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs += [value or "" for name, value in attrs if name == "href"]


def poisoned(data: AlertData | DigestData, text: str) -> AlertData | DigestData:
    """The same letter with every text field (reader, agency, title, basis, link, …) replaced."""

    def poison(value: object) -> object:
        if type(value) is str:
            return text
        if isinstance(value, tuple):
            return tuple(poison(item) for item in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{f.name: poison(getattr(value, f.name)) for f in dataclasses.fields(value)}
            )
        return value

    return poison(data)  # type: ignore[return-value]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("attack", list(ATTACKS), ids=list(ATTACKS))
def test_a_hostile_text_in_every_field_stays_text(alert_data, attack, kind, lang) -> None:
    clean = {MessageKind.ALERT: alert_data, **DIGESTS, **LETTERS, **NOTICES}[kind]
    rendered = render(kind, poisoned(clean, ATTACKS[attack]), lang)
    benign = Tags(render(kind, poisoned(clean, "gói thầu"), lang).html)
    tags = Tags(rendered.html)
    assert tags.seen == benign.seen, "the text added or removed mark-up"
    assert tags.attributes == benign.attributes
    assert set(tags.seen) <= ALLOWED_TAGS
    assert tags.hrefs == []
    lines = render(kind, poisoned(clean, "gói thầu"), lang).text.count("\n")
    assert rendered.text.count("\n") == lines, "the text added lines to the plain text"
    for text in (rendered.subject, rendered.text, rendered.html):
        assert not [sign for sign in text if sign != "\n" and not sign.isprintable()]
        text.encode("utf-8")
    assert "\n" not in rendered.subject
    assert len(rendered.subject) <= 150
    if attack != "long":
        return
    assert len(rendered.html) < 200_000


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        'https://a.example/"onclick="x',
        "https://a.example/ b",
        "//evil.example",
        "https://",
        "https://[::1",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_ordinary_web_addresses_become_links(
    alert_data: AlertData, make_line: Callable[..., AlertLine], address: str
) -> None:
    assert web_address(address) == ""
    data = replace(
        alert_data,
        heading=replace(alert_data.heading, desk_url=address),
        groups=(AgencyGroup("a", "Sở A", (make_line(link=address),)),),
    )
    assert Tags(render(MessageKind.ALERT, data, "vi").html).hrefs == []


def test_an_ordinary_address_is_kept() -> None:
    assert web_address("https://giam-sat.example.org/ho-so?id=1&x=2") == (
        "https://giam-sat.example.org/ho-so?id=1&x=2"
    )


def test_harmless_text_keeps_vietnamese_and_its_length() -> None:
    assert harmless("  Gói thầu\tsố 05:\n Xây lắp ") == "Gói thầu số 05: Xây lắp"
    assert harmless("Đe\u0302\u0300") == "Đề"
    assert len(harmless("x" * 5_000)) == LONGEST
    assert harmless("a" * 700).endswith("…")


def test_a_letter_keeps_everything_that_is_not_text(alert_data: AlertData) -> None:
    assert harmless_letter(alert_data) == alert_data
