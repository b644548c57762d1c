"""Biểu mẫu đăng ký như người ta gõ, và đọc thành điều kiện.
The subscription form as typed, and read: what it asks for, at which pace, and what must be mended."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

from starlette.datastructures import FormData

from alerts.harmless import harmless, web_address
from monitor.domain.subscriptions import Rhythm, Want
from monitor.domain.vocabulary import EventKind, Pace
from monitor.steps.letterhead import IN_FEED
from monitor.steps.ways import MAIL, WEBHOOK, is_mail_address

_LONGEST = 600
_TERMS = 20
_LONGEST_TERM = 100
_MOST_DONG = 10**15
_PREFILLED = frozenset(
    ("co", "khong", "linh_vuc", "hinh_thuc", "don_vi", "dia_ban", "gia_tu", "gia_den", "theo_doi")
)


class Problem(NamedTuple):
    """What must be mended: the field of the form, and the text that says how."""

    field: str
    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's values by the names of its fields, made harmless; shown again as they are."""

    co: str = ""
    mot: str = ""
    khong: str = ""
    linh_vuc: tuple[str, ...] = ()
    hinh_thuc: tuple[str, ...] = ()
    don_vi: tuple[str, ...] = ()
    dia_ban: tuple[str, ...] = ()
    gia_tu: str = ""
    gia_den: str = ""
    qua_mang: bool = False
    theo_doi: str = ""
    nhac: bool = False
    nhip: str = Pace.DAILY.value
    gio: str = "7"
    thu: str = "0"
    ngay_lam_viec: bool = False
    cach: str = MAIL
    dia_chi: str = ""
    dia_chi_may: str = ""
    dong_y: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as read; use it only when there are no `problems`."""

    address: str
    want: Want
    rhythm: Rhythm
    problems: tuple[Problem, ...] = field(default=())


def typed_in(form: FormData) -> Typed:
    """Every field of ours; files, unknown fields and control characters are dropped."""
    given: dict[str, str | bool | tuple[str, ...]] = {}
    for one in fields(Typed):
        texts = tuple(harmless(value, _LONGEST) for value in form.getlist(one.name) if isinstance(value, str))
        if isinstance(one.default, tuple):
            given[one.name] = tuple(dict.fromkeys(text for text in texts if text))
        elif isinstance(one.default, bool):
            given[one.name] = "1" in texts
        elif texts:
            given[one.name] = texts[0]
    return Typed(**given)  # type: ignore[arg-type]


def prefilled(given: Iterable[tuple[str, str]]) -> Typed:
    """The form as a link fills it in: what is asked for, never an address and never a yes."""
    return typed_in(FormData([pair for pair in given if pair[0] in _PREFILLED]))


def read(typed: Typed) -> Asked:
    """What the form asks; its address is kept in small letters, as it is compared."""
    problems: list[Problem] = []
    want = Want(
        _terms(typed, "co", problems),
        _terms(typed, "mot", problems),
        _terms(typed, "khong", problems),
        categories=typed.linh_vuc,
        methods=typed.hinh_thuc,
        buyers=typed.don_vi,
        places=typed.dia_ban,
        price_from=_dong(typed, "gia_tu", problems),
        price_to=_dong(typed, "gia_den", problems),
        online_only=typed.qua_mang,
        follows=tuple(number.upper() for number in _terms(typed, "theo_doi", problems)),
        events=tuple(EventKind) if typed.nhac else (),
    )
    return Asked(typed.dia_chi.casefold(), want, _rhythm(typed, problems), tuple(problems))


def sending_problems(typed: Typed, ways: Collection[str] = (MAIL,)) -> tuple[Problem, ...]:
    """What stands against storing it; `ways` are those that are offered.

    A feed that nobody is sent needs neither an address nor a yes.
    """
    problems: list[Problem] = []
    address = typed.dia_chi.casefold()
    if typed.cach not in ways:
        return (Problem("cach", "bad_way"),)
    if typed.cach == IN_FEED:
        return ()
    if typed.cach == WEBHOOK and not web_address(typed.dia_chi_may).startswith(("https://", "http://")):
        problems.append(Problem("dia_chi_may", "bad_machine"))
    wanted = typed.cach != WEBHOOK or address
    if wanted and not is_mail_address(address):
        problems.append(Problem("dia_chi", "bad_address"))
    if not typed.dong_y:
        problems.append(Problem("dong_y", "no_consent"))
    return tuple(problems)


def typed_of(want: Want, rhythm: Rhythm) -> Typed:
    """The form as its owner would have filled it in; what it has no field for is left out."""
    return Typed(
        co=", ".join(want.all_words),
        mot=", ".join(want.any_words),
        khong=", ".join(want.none_words),
        linh_vuc=want.categories,
        hinh_thuc=want.methods,
        don_vi=want.buyers,
        dia_ban=want.places,
        gia_tu="" if want.price_from is None else str(want.price_from),
        gia_den="" if want.price_to is None else str(want.price_to),
        qua_mang=want.online_only,
        theo_doi=", ".join(want.follows),
        nhac=EventKind.CLOSING_SOON in want.events,
        nhip=rhythm.pace.value,
        gio=str(rhythm.hour),
        thu=str(rhythm.weekday),
        ngay_lam_viec=rhythm.working_days_only,
    )


def changed(old: Want, typed: Want) -> Want:
    """What the owner asks now: a field that still reads as it was shown stays as it is stored.

    The form has no place for single events or a word with a comma in it, which a command may have set:
    saving another field must not lose them.
    """
    shown = read(typed_of(old, Rhythm())).want
    same = {name for name in Want.__slots__ if getattr(typed, name) == getattr(shown, name)}
    if "buyers" not in same:
        same.discard("with_subordinates")
    return replace(typed, **{name: getattr(old, name) for name in same})


def _terms(typed: Typed, name: str, problems: list[Problem]) -> tuple[str, ...]:
    terms = tuple(dict.fromkeys(term for part in getattr(typed, name).split(",") if (term := part.strip())))
    if len(terms) > _TERMS or any(len(term) > _LONGEST_TERM for term in terms):
        problems.append(Problem(name, "too_many_words"))
    return terms


def _dong(typed: Typed, name: str, problems: list[Problem]) -> int | None:
    text = re.sub(r"[\s.,đ]", "", getattr(typed, name))
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) > _MOST_DONG:
        problems.append(Problem(name, "bad_amount"))
        return None
    return int(text)


def _rhythm(typed: Typed, problems: list[Problem]) -> Rhythm:
    hour, weekday = _number(typed.gio, 23), _number(typed.thu, 6)
    if typed.nhip not in set(Pace) or hour is None or weekday is None:
        problems.append(Problem("nhip", "bad_pace"))
        return Rhythm()
    return Rhythm(Pace(typed.nhip), hour, weekday, typed.ngay_lam_viec)


def _number(text: str, most: int) -> int | None:
    plain = text.isascii() and text.isdecimal() and len(text) <= 2
    return int(text) if plain and int(text) <= most else None
