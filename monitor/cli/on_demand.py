"""Nạp lệnh khi có người gõ: danh sách lệnh hiện ngay, không phải đợi nạp cả chương trình.
A command is loaded once it is typed; the list of commands is shown without loading any."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class OnDemand(NamedTuple):
    """Where a command or a group of commands stands (`module:name`), and its line in the list."""

    at: str
    help: str

    def load(self) -> Any:
        """The command or the group itself; a group of one command stays a group."""
        module, _, attribute = self.at.partition(":")
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            return get_group(found)
        alone = typer.Typer()
        alone.command()(found)
        return get_command(alone)


class CommandsOnDemand(TyperGroup):
    """A group of such commands, in their order."""

    def __init__(self, known: Mapping[str, OnDemand], **more: Any) -> None:
        super().__init__(commands=[TyperCommand(name, help=one.help) for name, one in known.items()], **more)
        self.known = known

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order in which they were given."""
        return list(self.known)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command that was typed, loaded now; the words behind it are its own."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, self.known[str(name)].load(), rest
