"""Kể lại bằng lời một lịch sử sai và tổng kết cả lượt chạy.
A history that went wrong in words, and what a whole run came to."""

from collections import Counter
from collections.abc import Iterator

from rich.table import Table

from tests.drill.letters.judge import Evidence
from tests.drill.letters.reading import told_by
from tests.drill.letters.world import World


def in_words(seed: int, world: World, wrong: list[str], seen: Evidence) -> str:
    """What went wrong, what happened, who should have been told what, and what they got."""
    return "\n".join(_lines(seed, world, wrong, seen))


def _lines(seed: int, world: World, wrong: list[str], seen: Evidence) -> Iterator[str]:
    yield f"crowd {seed}, history {world.place}:"
    yield from (f"  WRONG {each}" for each in wrong)
    yield from (f"  {each}" for each in world.diary)
    for owner in world.model.owners.values():
        for (subject, kind, at), times in sorted(owner.due.items(), key=lambda due: due[0][2]):
            yield f"  due to {owner.id} from {at:%d/%m %H:%M}: {times} x {kind} of {subject}"
    for mail in seen.taken:
        said = ", ".join(
            f"{kind} of {subject}" for subject, kind in told_by(mail.text, seen.titles).elements()
        )
        lost = " (our side could not know)" if mail.lost else ""
        yield f"  arrived {mail.at:%d/%m %H:%M} at {mail.address}: {mail.key}: {said or 'no news'}{lost}"


def summary(happened: Counter[str], histories: int, seconds: float, first: int) -> Table:
    """Every kind of thing with how often it happened, in all and to one history."""
    title = f"{histories:,} histories from crowd {first} in {seconds / 60:.1f} minutes"
    table = Table("what happened", "times", "a history", title=title)
    for name, times in sorted(happened.items()):
        table.add_row(name, f"{times:,}", f"{times / histories:.3f}")
    return table
