"""Cổng của các máy chủ mẫu, nhớ trong thư mục dữ liệu qua các lần chạy.
The ports of the demo servers, kept between runs: an address that changes makes every validator worthless."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

WEB = "web"
_FILE = "ports.json"


def remembered_ports(folder: Path) -> dict[str, int]:
    """The ports of the run before, by server; empty when there was none or its file says nothing usable."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: port for name, port in kept.items() if isinstance(port, int) and 0 < port < 65_536}


def remember_ports(folder: Path, urls: Mapping[str, str]) -> None:
    """Keep the ports of running servers, beside those of others; the file appears whole or not at all."""
    ports = {**remembered_ports(folder), **{name: urlsplit(url).port for name, url in urls.items()}}
    unfinished = folder / f"{_FILE}.part"
    unfinished.write_text(json.dumps(ports, indent=1), encoding="utf-8")
    unfinished.replace(folder / _FILE)
