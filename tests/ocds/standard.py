"""Chuẩn OCDS 1.1.5 và chương trình kiểm tra, dùng không cần mạng.
The OCDS 1.1.5 standard and its checker, used without a network."""

import json
import os
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

_SCHEMAS = ("release-schema", "versioned-release-validation-schema")
_RECORDS = "record-package-schema"


@cache
def schema(standard: Path, name: str) -> Any:
    """One schema of the standard's ZIP."""
    with zipfile.ZipFile(standard) as archive:
        found = next(n for n in archive.namelist() if n.endswith(f"/schema/{name}.json"))
        return json.loads(archive.read(found))


@cache
def _validator(standard: Path, name: str) -> Draft4Validator:
    loaded = [schema(standard, one) for one in _SCHEMAS]
    resources = [(one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in loaded]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft4Validator(schema(standard, name), registry=registry, format_checker=FormatChecker())


def errors(standard: Path, package: Any) -> list[str]:
    """What the schema has against a release package or a record package."""
    name = "release-package-schema" if "releases" in package else _RECORDS
    return [f"{e.json_path}: {e.message[:200]}" for e in _validator(standard, name).iter_errors(package)]


def checker() -> str | None:
    """The program `libcoveocds`, from `LIBCOVEOCDS` or the path."""
    return os.environ.get("LIBCOVEOCDS") or shutil.which("libcoveocds")


def offline(standard: Path, folder: Path) -> Path:
    """The standard without its reference to the schema of versioned releases, of which we publish none.

    The checker asks the network for that one schema, although the ZIP has it.
    """
    made = folder / standard.name
    with zipfile.ZipFile(standard) as archive, zipfile.ZipFile(made, "w") as copy:
        for item in archive.infolist():
            content = archive.read(item)
            if item.filename.endswith(f"/{_RECORDS}.json"):
                records = json.loads(content)
                records["definitions"]["record"]["properties"]["versionedRelease"] = {"type": "object"}
                content = json.dumps(records).encode()
            copy.writestr(item, content)
    return made


def checked(program: str, standard: Path, folder: Path, package: Any) -> Any:
    """The report of the checker on a package."""
    file = folder / "package.json"
    file.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    arguments = [program, "--standard-zip", str(offline(standard, folder)), str(file)]
    done = subprocess.run(arguments, capture_output=True, check=False, cwd=folder, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)
