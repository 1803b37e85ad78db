"""The one door to argon2: passwords are kept as hashes that take time and memory to try."""

from functools import cache

import argon2

from agent.errors import Problem

SHORTEST, LONGEST = 10, 200
# RFC 9106's second recommended option: 64 MiB, three passes, some 50 ms.
_HASHER = argon2.PasswordHasher()


def problems(password: str, login: str) -> list[Problem]:
    """Why a password can't be taken; none where it can."""
    if len(password) < SHORTEST:
        return [Problem(f"密码不到{SHORTEST}位", "密码", f"请用{SHORTEST}位以上，几个不相干的词连起来也行")]
    if len(password) > LONGEST:
        return [Problem(f"密码超过{LONGEST}位", "密码", "请改短一些")]
    if len(set(password)) < SHORTEST // 2 or login.casefold() in password.casefold():
        return [Problem("密码太容易猜到", "密码", "不要重复同样的字符，也不要把用户名写进密码")]
    return []


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether it is that password. None takes as long and fits nothing, so that nobody learns which accounts there are."""
    try:
        _HASHER.verify(kept or _nobodys(), password[: LONGEST + 1])
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("")
