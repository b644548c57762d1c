"""Mật khẩu thế nào là dùng được.
Which passwords are taken: length counts, not signs (after NIST SP 800-63B); no clock, no hashing."""

import unicodedata

SHORTEST = 12
LONGEST = 128
# Beginnings of what is tried first; anything longer around them must not lean on them alone.
_TRIED_FIRST = ("matkhau", "password", "thanhtra", "vietnam", "123456", "abcdef", "qwerty", "iloveyou")


def normal(password: str) -> str:
    """One form for what different keyboards compose differently (NFC)."""
    return unicodedata.normalize("NFC", password)


def problem(password: str, login: str) -> str:
    """Why a password is not taken, as a key of the catalogue; empty when it is."""
    plain = "".join(sign for sign in password.casefold() if sign.isalnum())
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    if len(set(password)) < 5:
        return "password_repeats"
    if len(login) >= 3 and login.casefold() in password.casefold():
        return "password_login"
    rest = plain
    for word in _TRIED_FIRST:
        rest = rest.replace(word, "")
    return "password_common" if len(rest) < SHORTEST // 2 else ""
