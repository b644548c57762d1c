"""Những thư đáng mở xem nhất sau một lần chạy thử: mỗi loại một thư, chọn theo loại.
The letters most worth opening after a demo: one of each kind that matters, picked by kind."""

from dataclasses import dataclass
from pathlib import Path

from monitor.domain.cases import Message, key_hash
from monitor.domain.vocabulary import DeliveryState, MessageKind
from storage.store import UnitOfWork

# What a contractor, an agency and the inspectorate each get.
MATTERS = (MessageKind.BIDS, MessageKind.AGENCY, MessageKind.DIGEST)

_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter and the file that opens in a browser."""

    message: Message
    page: Path


def letters_that_matter(work: UnitOfWork, outbox: Path) -> tuple[Shown, ...]:
    """One letter of each kind in `MATTERS` from the folder: of the last ten the one that says most."""
    found = (_fullest(work, outbox, kind) for kind in MATTERS)
    return tuple(one for one in found if one is not None)


def _fullest(work: UnitOfWork, outbox: Path, kind: MessageKind) -> Shown | None:
    written: list[Shown] = []
    for posting in work.postings.of_kind(kind, _LOOKED_AT):
        message = posting.delivery.message
        page = next(outbox.glob(f"*-{key_hash(message.key)}.html"), None)
        if posting.delivery.state is DeliveryState.SENT and page is not None:
            written.append(Shown(message, page))
    return max(written, key=lambda one: len(one.message.text), default=None)
