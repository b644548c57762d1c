"""Hồ sơ một tỉnh: tên và mã, danh bạ đơn vị, danh sách nguồn.
A province's profile from three TOML files, validated strictly: every problem is named by file,
table and key, and nothing is loaded from a profile with a problem."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.domain.errors import ConfigError
from monitor.domain.procurement import Agency
from monitor.domain.province import Province
from monitor.domain.sources import Source
from sources.declared import AgenciesFile, DeclaredAgency, ProvinceFile, SourcesFile
from sources.registry import check_settings

PROFILES = Path(__file__).resolve().parent / "profiles"

FileT = TypeVar("FileT", ProvinceFile, AgenciesFile, SourcesFile)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything declared for one province; disabled sources are included with their reason."""

    province: Province
    agencies: tuple[Agency, ...]
    sources: tuple[Source, ...]


def shipped_profiles() -> tuple[str, ...]:
    """Names of the profiles that come with the software."""
    return tuple(sorted(path.parent.name for path in PROFILES.glob("*/province.toml")))


def load_profile(name_or_path: str | Path) -> Profile:
    """Read a shipped profile by name, or any profile by its folder.

    Raises `ConfigError` for an unknown province, an unreadable file, an unknown key, a repeated or
    unknown id, an unknown platform and wrong platform settings.
    """
    folder = _folder(name_or_path)
    province = _read(folder / "province.toml", ProvinceFile).province.to_domain()
    declared = _read(folder / "agencies.toml", AgenciesFile).agency
    agencies = tuple(agency.to_domain() for agency in declared)
    _check_agencies(folder / "agencies.toml", declared)
    path = folder / "sources.toml"
    sources = tuple(source.to_domain() for source in _read(path, SourcesFile).source)
    _check_sources(path, sources, {agency.id for agency in agencies})
    return Profile(province, agencies, sources)


def _folder(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if isinstance(name_or_path, str) and name_or_path in shipped_profiles():
        return PROFILES / name_or_path
    if len(path.parts) > 1 and (path / "province.toml").is_file():
        return path
    known = ", ".join(shipped_profiles())
    raise ConfigError(
        f"unknown province {str(name_or_path)!r}; shipped: {known}",
        vi=f"Không có hồ sơ tỉnh “{name_or_path}”. Các hồ sơ kèm theo: {known}. "
        "Có thể chỉ ra một thư mục có province.toml, agencies.toml và sources.toml (ví dụ ./tinh-khac).",
    )


def _read(path: Path, model: type[FileT]) -> FileT:
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return model.model_validate(data)
    except FileNotFoundError as error:
        raise _wrong(path, ["thiếu tệp này"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, [f"sai cú pháp TOML: {error}"]) from error
    except ValidationError as error:
        lines = [f"{_place(data, item['loc'])}: {item['msg']}" for item in error.errors()]
        raise _wrong(path, lines) from error


def _place(data: dict[str, Any], loc: tuple[int | str, ...]) -> str:
    """Table and key in the words of the file: `[[source]] id "cong-tinh", every_minutes`."""
    table, *rest = loc
    if not rest or not isinstance(rest[0], int):
        return f"[{table}] " + ".".join(str(part) for part in rest)
    entry = data[str(table)][rest[0]]
    named = entry.get("id") if isinstance(entry, dict) else None
    which = f'id "{named}"' if named else f"thứ {rest[0] + 1}"
    return f"[[{table}]] {which}, " + ".".join(str(part) for part in rest[1:])


def _check_agencies(path: Path, declared: tuple[DeclaredAgency, ...]) -> None:
    agencies = {agency.id: agency for agency in declared}
    lines = [f'[[agency]] id "{key}": khai báo hai lần' for key in _repeated(a.id for a in declared)]
    for agency in declared:
        for key in ("parent", "successor"):
            named = getattr(agency, key)
            if named and named not in agencies:
                lines.append(f'[[agency]] id "{agency.id}", {key}: không có đơn vị “{named}”')
            elif named and _returns(agencies, agency.id, key):
                lines.append(f'[[agency]] id "{agency.id}", {key}: chỉ vòng về chính nó')
    if lines:
        raise _wrong(path, lines)


def _returns(agencies: dict[str, DeclaredAgency], start: str, key: str) -> bool:
    """Whether following `parent` or `successor` from an agency leads round in a circle."""
    passed, here = {start}, str(getattr(agencies[start], key))
    while here in agencies:
        if here in passed:
            return True
        passed.add(here)
        here = str(getattr(agencies[here], key))
    return False


def _check_sources(path: Path, sources: tuple[Source, ...], agency_ids: set[str]) -> None:
    lines = [f'[[source]] id "{key}": khai báo hai lần' for key in _repeated(s.id for s in sources)]
    for source in sources:
        lines += [
            f'[[source]] id "{source.id}", agencies: không có đơn vị “{unknown}”'
            for unknown in source.agency_ids
            if unknown not in agency_ids
        ]
        try:
            check_settings(source)
        except ConfigError as error:
            lines.append(f'[[source]] id "{source.id}": {error.vi}')
    if lines:
        raise _wrong(path, lines)


def _repeated(ids: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(ids).items() if times > 1]


def _wrong(path: Path, lines: list[str]) -> ConfigError:
    return ConfigError(
        f"{path}: " + "; ".join(lines),
        vi=f"Hồ sơ tỉnh có chỗ sai trong tệp {path}:\n  " + "\n  ".join(lines) + "\nHãy sửa rồi chạy lại.",
    )
