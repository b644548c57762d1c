"""Chuẩn OCDS 1.1.5 và chương trình kiểm tra, dùng không cần mạng.
The OCDS 1.1.5 standard and its checker, used without a network."""

import json
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

_SCHEMAS = ("release-schema", "versioned-release-validation-schema")
_RECORDS = "record-package-schema"
# Satisfied by nothing that is there.
_NEVER = {"type": "object", "not": {}}


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


def checker() -> str:
    """The program `libcoveocds`: `LIBCOVEOCDS`, or the one of this environment, which its lock installs."""
    return os.environ.get("LIBCOVEOCDS") or str(Path(sys.executable).with_name("libcoveocds"))


def offline(standard: Path, folder: Path) -> Path:
    """The standard with one reference cut, that of a record to the schema of versioned releases.

    The checker follows it to standard.open-contracting.org although the ZIP has that very file, and tests
    know no network. Nothing is let through by that: a record with a versioned release, of which we publish
    none, is an error here, whatever is in it.
    """
    made = folder / standard.name
    with zipfile.ZipFile(standard) as archive, zipfile.ZipFile(made, "w") as copy:
        for item in archive.infolist():
            content = archive.read(item)
            if item.filename.endswith(f"/{_RECORDS}.json"):
                records = json.loads(content)
                records["definitions"]["record"]["properties"]["versionedRelease"] = _NEVER
                content = json.dumps(records).encode()
            copy.writestr(item, content)
    return made


def checked(standard: Path, folder: Path, package: Any) -> Any:
    """The report of the checker on a package, or on the body of one as it was served."""
    file = folder / "package.json"
    file.write_bytes(package if isinstance(package, bytes) else json.dumps(package).encode())
    arguments = [checker(), "--standard-zip", str(offline(standard, folder)), str(file)]
    done = subprocess.run(arguments, capture_output=True, check=False, cwd=folder, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def faults(report: Any) -> dict[str, Any]:
    """Everything that the checker has against a package; empty when it finds nothing.

    A value beyond an open codelist is none: the standard leaves those open.
    """
    kinds = (
        "validation_errors", "additional_closed_codelist_values", "additional_checks",
        "deprecated_fields", "additional_fields", "json_deref_error",
    )  # fmt: skip
    return {kind: report[kind] for kind in kinds if report.get(kind)}
