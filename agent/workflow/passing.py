"""Values as bytes from one process to another, and back.

Who reads a stranger's file may be turned against us by it, so its answer is believed as little as the file: it is JSON, and the
side that receives says what it must be. Nothing in it names a class or calls anything, as a pickle would.
"""

import base64
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from agent.errors import Problem

Kind = TypeVar("Kind")
_PLAIN = (str, int, bool, float, type(None))

_FROM_TEXT: dict[type, Callable[[str], Any]] = {Decimal: Decimal, date: date.fromisoformat}


class Garbled(Exception):
    """What came is not what was to come."""


def told(value: object, problems: tuple[Problem, ...] = ()) -> bytes:
    """A value, None where there is none, and the problems for which there is none."""
    return json.dumps({"value": _plain(value), "problems": _plain(problems)}, separators=(",", ":")).encode()


def heard(content: bytes, kind: type[Kind]) -> tuple[Kind | None, tuple[Problem, ...]]:
    """Both again; ``Garbled`` where they are none of that kind."""
    try:
        found = json.loads(content)
        value = None if found["value"] is None else _whole(kind, found["value"])
        problems = _whole(tuple[Problem, ...], found["problems"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidOperation) as error:
        raise Garbled from error
    if value is None and not problems:
        raise Garbled
    return value, problems


def _plain(value: Any) -> Any:
    """As JSON has it: a dataclass as its fields in order, an enumeration's member as its value, a mapping as its pairs."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} is never passed on")


def _whole(kind: Any, value: Any) -> Any:
    """The value of that kind; whatever is wrong raises."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return (
            None if value is None else _whole(next(each for each in inner if each is not type(None)), value)
        )
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_whole(each, one) for each, one in zip(kinds, _listed(value), strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {_whole(inner[0], key): _whole(inner[1], one) for key, one in _listed(value)}
    if is_dataclass(kind):
        make: Any = kind
        return make(*(_whole(each, one) for each, one in zip(_kinds(make), _listed(value), strict=True)))
    return _simple(kind, value)


def _simple(kind: Any, value: Any) -> Any:
    if issubclass(kind, Enum):
        return kind(value)
    if kind in (str, int, bool, float):
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value
    if not isinstance(value, str):
        raise TypeError(kind.__name__)
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    return _FROM_TEXT[kind](value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


@cache
def _kinds(kind: Any) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[each.name] for each in fields(kind))
