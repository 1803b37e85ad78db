"""Arithmetic over cells and facts, as the contract writes it.

::

    requests.new.total + requests.carried_in.total
    100 * (requests.new.total / prev.requests.new.total - 1)
    fact("新闻发布会") - prev.fact("新闻发布会")
    fact("主动公开政府信息总数", "本级政府") / fact("主动公开政府信息总数")

Evaluation is exact and total: an absent cell, an unknown fact and a division by zero give an :class:`Undefined` that says
why, never an exception.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

from agent.errors import ExpressionError
from agent.figures import ABSENT, FigureSet
from agent.figures.key import PREVIOUS

# 60 digits hold any cell (15 digits) times a hundred, divided, and still round half-up correctly at any written place.
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value, and why: in Chinese, for the user."""

    reason: str


Value = Decimal | Undefined


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell; ``previous`` for the same cell one year earlier."""

    key: str
    previous: bool = False

    def __str__(self) -> str:
        return PREVIOUS + self.key if self.previous else self.key


@dataclass(frozen=True, slots=True)
class FactRef:
    """A supplementary fact, or one part of it."""

    name: str
    part: str | None = None
    previous: bool = False

    def __str__(self) -> str:
        inside = f'"{self.name}", "{self.part}"' if self.part is not None else f'"{self.name}"'
        return f"{PREVIOUS if self.previous else ''}fact({inside})"


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal

    def __str__(self) -> str:
        return format(self.value, "f")


@dataclass(frozen=True, slots=True)
class Operation:
    """``left op right`` with op one of ``+ - * /``."""

    op: str
    left: "Expression"
    right: "Expression"

    def __str__(self) -> str:
        left, right = str(self.left), str(self.right)
        if isinstance(self.left, Operation) and _RANK[self.left.op] < _RANK[self.op]:
            left = f"({left})"
        if isinstance(self.right, Operation) and (
            _RANK[self.right.op] < _RANK[self.op]
            or (_RANK[self.right.op] == _RANK[self.op] and self.op in "-/")
        ):
            right = f"({right})"
        return f"{left} {self.op} {right}"


Expression = CellRef | FactRef | Number | Operation
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_TOKEN = re.compile(
    r'\s*(?:((?:prev\.)?fact\b)|([a-z][a-z_]*(?:\.[a-z][a-z_]*)+)|(\d+(?:\.\d+)?)|"([^"]*)"|([-+*/(),]))'
)


def total(terms: "list[Expression]") -> Expression:
    """The sum of one or more expressions, left to right."""
    result = terms[0]
    for term in terms[1:]:
        result = Operation("+", result, term)
    return result


def parse(text: str, expand: Callable[[str], tuple[str, ...] | None] | None = None) -> Expression:
    """Read an expression; ``ExpressionError`` where it is none.

    ``expand`` gives the cells that a key stands for: itself, the rows of a group, or None where the form has no such key.
    """
    return _Parser(text, expand).whole()


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str, expand: Callable[[str], tuple[str, ...] | None] | None) -> None:
        self.text, self.expand = text, expand
        self.tokens = self._tokens()
        self.at = 0
        self.depth = 0

    def _tokens(self) -> list[tuple[str, str]]:
        found, at, end = [], 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise ExpressionError(f"算式“{self.text}”在“{self.text[at : at + 12]}”处看不懂")
            kind = ("fact", "key", "number", "string", "op")[(match.lastindex or 1) - 1]
            found.append((kind, match[match.lastindex or 1]))
            at = match.end()
        return found

    def peek(self, *values: str) -> bool:
        return (
            self.at < len(self.tokens)
            and self.tokens[self.at][0] == "op"
            and self.tokens[self.at][1] in values
        )

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise ExpressionError(f"算式“{self.text}”没有写完")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, value: str) -> None:
        if self.take() != ("op", value):
            raise ExpressionError(f"算式“{self.text}”缺少“{value}”")

    def whole(self) -> Expression:
        result = self.sum()
        if self.at < len(self.tokens):
            raise ExpressionError(f"算式“{self.text}”在“{self.tokens[self.at][1]}”处多出内容")
        return result

    def sum(self) -> Expression:
        result = self.product()
        while self.peek("+", "-"):
            op = self.take()[1]
            result = Operation(op, result, self.product())
        return result

    def product(self) -> Expression:
        result = self.atom()
        while self.peek("*", "/"):
            op = self.take()[1]
            result = Operation(op, result, self.atom())
        return result

    def atom(self) -> Expression:
        kind, word = self.take()
        if kind == "number":
            return Number(Decimal(word))
        if kind == "key":
            return self.key(word)
        if kind == "fact":
            return self.fact(previous=word.startswith(PREVIOUS))
        if (kind, word) == ("op", "("):
            self.depth += 1
            if self.depth > 50:
                raise ExpressionError("算式的括号太深")
            inner = self.sum()
            self.expect(")")
            self.depth -= 1
            return inner
        if (kind, word) == ("op", "-"):
            return Operation("-", Number(Decimal(0)), self.atom())
        raise ExpressionError(f"算式“{self.text}”在“{word}”处看不懂")

    def key(self, word: str) -> Expression:
        previous = word.startswith(PREVIOUS)
        bare = word.removeprefix(PREVIOUS)
        cells = (bare,) if self.expand is None else self.expand(bare)
        if not cells:
            raise ExpressionError(f"没有单元格“{bare}”")
        return total([CellRef(cell, previous) for cell in cells])

    def fact(self, *, previous: bool) -> Expression:
        self.expect("(")
        names = [self.take()]
        if self.peek(","):
            self.take()
            names.append(self.take())
        self.expect(")")
        if any(kind != "string" for kind, _ in names):
            raise ExpressionError(f"算式“{self.text}”里 fact 的名称要加引号")
        return FactRef(names[0][1], names[1][1] if len(names) > 1 else None, previous)


def references(expression: Expression) -> Iterator[CellRef | FactRef]:
    """The cells and facts that an expression names, left to right."""
    if isinstance(expression, Operation):
        yield from references(expression.left)
        yield from references(expression.right)
    elif not isinstance(expression, Number):
        yield expression


def last_year(expression: Expression) -> Expression | None:
    """The same expression a year earlier; None where it already looks back."""
    if isinstance(expression, CellRef | FactRef):
        return None if expression.previous else replace(expression, previous=True)
    if isinstance(expression, Number):
        return expression
    left, right = last_year(expression.left), last_year(expression.right)
    return None if left is None or right is None else Operation(expression.op, left, right)


def this_year(expression: Expression) -> Expression:
    """The same expression with nothing in it looking back."""
    if isinstance(expression, Operation):
        return Operation(expression.op, this_year(expression.left), this_year(expression.right))
    return expression if isinstance(expression, Number) else replace(expression, previous=False)


def evaluate(expression: Expression, figures: FigureSet, previous: FigureSet | None = None) -> Value:
    """The value over one year's figures and the year before's, or why there is none."""
    with localcontext(_EXACT):
        return _evaluate(expression, figures, previous)


def _evaluate(expression: Expression, figures: FigureSet, previous: FigureSet | None) -> Value:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, CellRef):
        return _cell(expression, figures, previous)
    if isinstance(expression, FactRef):
        return _fact(expression, previous if expression.previous else figures)
    left = _evaluate(expression.left, figures, previous)
    right = _evaluate(expression.right, figures, previous)
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return left if isinstance(left, Undefined) else right
    return _apply(expression.op, left, right)


def _apply(op: str, left: Decimal, right: Decimal) -> Value:
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    return Undefined("除数为0") if right == 0 else left / right


def _cell(ref: CellRef, figures: FigureSet, previous: FigureSet | None) -> Value:
    source = previous if ref.previous else figures
    if source is None:
        return Undefined("没有上年数据")
    value = source.get(ref.key)
    return Undefined(f"{'上年' if ref.previous else ''}单元格 {ref.key} 未填") if value is ABSENT else value


def _fact(ref: FactRef, figures: FigureSet | None) -> Value:
    if figures is None:
        return Undefined("没有上年数据")
    fact = figures.fact(ref.name)
    if fact is None:
        return Undefined(f"{'上年' if ref.previous else ''}没有事实“{ref.name}”")
    if ref.part is None:
        return fact.value if fact.value is not None else Undefined(f"事实“{ref.name}”没有数值")
    part = fact.part(ref.part)
    return part.value if part else Undefined(f"事实“{ref.name}”没有分项“{ref.part}”")
