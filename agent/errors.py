"""Everything that can go wrong, in one tree.

::

    NianbaoError
    ├── BadInput            the user's material: carries every Problem found, never just the first
    ├── FormError           a form's data file is wrong (file and line)
    ├── ExpressionError     an expression over cells does not parse
    └── Unavailable         something outside is missing (LibreOffice, a model, a store)
        └── ModelFault      a model did not answer, or not with a whole answer: carries the kind of fault

A *problem* is a value: what is wrong, where, and the mend, each in Chinese and each on one line. Readers collect problems
and raise one :class:`BadInput` at the end, so that a clerk sees all of them at once. Vendors' exceptions are translated
where the vendor is called and never travel further.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# Nobody mends more at a time: a filled-in workbook has some three hundred cells.
MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the user's material.

    ``what`` says what is wrong, ``where`` the place (file, sheet and cell, page, line; empty where the whole is meant),
    ``mend`` what to do about it. All Chinese, without a full stop at the end.
    """

    what: str
    where: str = ""
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.where}：{self.what}" if self.where else self.what
        line = f"{line}；{self.mend}" if self.mend else line
        return " ".join(line.split())


class NianbaoError(Exception):
    """Root of the tree; ``str`` is always one or more lines of Chinese for the user."""


class BadInput(NianbaoError):
    """The user's material cannot be used. ``problems`` holds every reason, at least one, in the order of the material.

    Of more than ``MOST_PROBLEMS`` the first are held, and a last one that says so.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if len(self.problems) > MOST_PROBLEMS:
            more = Problem(f"问题太多，只列出前 {MOST_PROBLEMS} 处", "", "请先改好上面的，或换一份文件")
            self.problems = (*self.problems[:MOST_PROBLEMS], more)
        if not self.problems:
            raise ValueError("BadInput needs at least one problem")
        super().__init__("\n".join(map(str, self.problems)))


class FormError(NianbaoError):
    """A form's data file is refused at load. ``line`` counts from 1."""

    def __init__(self, file: str, line: int, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        super().__init__(f"格式文件 {file} 第{line}行：{what}")


class ExpressionError(NianbaoError):
    """An expression does not parse, or names a cell that the form does not have."""


class Unavailable(NianbaoError):
    """Something outside is missing or did not answer; the message says what and what to do instead."""


class ModelFault(Unavailable):
    """A model did not answer, or not with a whole answer. ``kind`` names the fault (``refused``, ``busy``, ``cut``).

    ``after`` is in how many seconds the far side wants to be asked again, None where it does not say.
    """

    def __init__(self, kind: str, message: str, after: float | None = None) -> None:
        self.kind, self.after = kind, after
        super().__init__(message)
