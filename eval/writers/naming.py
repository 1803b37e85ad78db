"""What the command line says of the writers, to contestants; everything that is wrong with it is told before any work."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from agent.drafting.chat.address import address
from agent.errors import BadInput, Problem
from eval.writers.broken import LABELS as BROKEN
from eval.writers.contestant import OFFLINE, Contestant, Kind, Price

# Asked by a release: a model that does as it is told, one that gets figures wrong, one that makes things up.
SUITE = ("obedient", "changed", "invents")
_PLAYED = {"obedient": "照办的模拟模型", "changed": "改数的模拟模型", "invents": "编造的模拟模型"}


def played(name: str) -> Contestant:
    """One of the played models; a name that none of them has is answered as a real endpoint would."""
    return Contestant(_PLAYED.get(name, f"模拟模型 {name}"), Kind.PLAYED, name)


def contestants(
    models: Sequence[Sequence[str]],
    played_names: Sequence[str],
    broken: Sequence[str],
    prices: Sequence[Sequence[str]],
    environment: Mapping[str, str] = os.environ,
) -> list[Contestant]:
    """The built-in phrases first, then everybody else; ``BadInput`` with everything that is wrong.

    A model is ``[名称=]模型 地址 [密钥变量]``, a price ``名称 问 答``.
    """
    problems: list[Problem] = []
    found = [OFFLINE, *_models(models, environment, problems), *map(played, played_names)]
    found += [Contestant(BROKEN[way], Kind.BROKEN, way) for way in broken]
    labels = [each.label for each in found]
    problems += [
        Problem("两种写法同名", label, "请写成 名称=模型，名称各不相同")
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]
    known = dict(_prices(prices, labels, problems))
    if problems:
        raise BadInput(problems)
    return [replace(each, price=known.get(each.label)) for each in found]


def _models(
    models: Sequence[Sequence[str]], environment: Mapping[str, str], problems: list[Problem]
) -> Iterator[Contestant]:
    for name, *rest in models:
        where = f"--model {name}"
        if len(rest) not in (1, 2):
            problems.append(Problem("要写模型和地址两项，需要密钥时加上存放密钥的环境变量名", where))
            continue
        place, variable = address(rest[0]), rest[1] if len(rest) == 2 else ""
        if place is None:
            problems.append(
                Problem("地址不对", where, "多数服务的地址以 http:// 或 https:// 开头、以 /v1 结尾")
            )
            continue
        if place.url != place.shown or "?" in place.url:
            problems.append(
                Problem("地址里有用户名、密码或问号后的参数，会留在结果里", where, "请把密钥放进环境变量")
            )
            continue
        if variable and not environment.get(variable):
            problems.append(
                Problem(
                    "没有这个环境变量，或者是空的", where, "第三项写存放密钥的环境变量的名称，不是密钥本身"
                )
            )
            continue
        label, equals, model = name.partition("=")
        yield Contestant(label, Kind.MODEL, model if equals else name, place.url, variable)


def _prices(
    prices: Sequence[Sequence[str]], labels: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[str, Price]]:
    for label, asked, answered in prices:
        where = f"--price {label}"
        if label not in labels:
            problems.append(Problem("没有这个名称的写法", where, f"可以写的名称：{'、'.join(labels)}"))
            continue
        try:
            price = Price(Decimal(asked), Decimal(answered))
        except InvalidOperation:
            price = Price(Decimal(-1), Decimal(-1))
        if (
            not (price.asked.is_finite() and price.answered.is_finite())
            or min(price.asked, price.answered) < 0
        ):
            problems.append(
                Problem("单价要写成不小于零的数", where, "如 --price 名称 2 8，单位是元每百万词元")
            )
            continue
        yield label, price
