"""Không gửi thư qua SMTP.
No module of ours imports smtplib (an issue's requirement: no SMTP anywhere)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("monitor", "sources", "alerts", "storage")
FORBIDDEN = {"smtplib", "aiosmtplib", "smtpd", "aiosmtpd"}


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            names |= {t.split(".")[0] for t in texts if called in ("import_module", "__import__")}
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_of_ours_speaks_smtp(package: str) -> None:
    files = list((ROOT / package).rglob("*.py"))
    assert files, f"nothing found in {package}: this test would prove nothing"
    guilty = [path for path in files if imported(path.read_text(encoding="utf-8")) & FORBIDDEN]
    assert not guilty


@pytest.mark.parametrize(
    "source",
    [
        "import smtplib",
        "def f():\n    import smtplib as s",
        "from smtplib import SMTP",
        "import importlib\nimportlib.import_module('smtplib')",
        "__import__('smtplib')",
    ],
)
def test_every_way_of_importing_it_would_be_noticed(source: str) -> None:
    assert imported(source) & FORBIDDEN
