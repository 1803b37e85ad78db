"""Attacks that are tried for real, and the page that tells of them, which is made of the cases themselves.

``python -m tests.security.attacks`` prints the page ``docs/安全测试.md``.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from starlette.testclient import TestClient

from agent.store import People, Person, Projects, Role, SignedIn
from agent.store.database import Database
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, sample
from tests.ui.test_serving import guarded

WORDS, OTHER_WORDS = "山高水长云淡风轻处暑", "海阔天空任鸟飞翔时节"
OTHER_UNIT = "云岭县教育局"


@dataclass
class Ground:
    """What an attack is tried on: an empty folder, and in it a store with accounts and a written report."""

    folder: Path

    @cached_property
    def database(self) -> Database:
        return Database.in_file(self.folder / "nianbao.db")

    @cached_property
    def people(self) -> People:
        found = People(self.database)
        found.add("liming", "李明", Role.DRAFTER, [UNIT], WORDS, who="王芳")
        found.add("zhaoyun", "赵云", Role.DRAFTER, [OTHER_UNIT], OTHER_WORDS, who="王芳")
        return found

    @cached_property
    def projects(self) -> Projects:
        return Projects(self.database)

    @cached_property
    def report(self) -> str:
        report = new_report(self.projects, UNIT, 2024, who="李明").id
        save_figures(self.projects, open_work(self.projects, report), sample(), who="李明")
        draft_first(self.projects, open_work(self.projects, report), who="李明")
        return report

    @property
    def work(self) -> Work:
        return open_work(self.projects, self.report)

    def account(self, login: str) -> Person:
        return next(each for each in self.people.everybody() if each.login == login)

    def seen_by(self, login: str, *, reviewing: bool = True) -> Projects:
        return self.projects.seen_by(self.account(login).sight(reviewing=reviewing))

    def client(self, *hosts: str) -> TestClient:
        return guarded(self.people, hosts=hosts)

    def token(self, login: str = "liming", words: str = WORDS) -> str:
        came = self.people.sign_in(login, words, "10.0.0.7")
        assert isinstance(came, SignedIn)
        return came.token


@dataclass(frozen=True)
class Attack:
    """What is attacked and how, in Chinese, what comes of it, and the attempt, which fails where that is not so."""

    area: str
    name: str
    how: str
    result: str
    tried: Callable[[Ground], None]


ATTACKS: list[Attack] = []


def attack(
    area: str, name: str, how: str, result: str
) -> Callable[[Callable[[Ground], None]], Callable[[Ground], None]]:
    """Put a case into the table."""

    def put(tried: Callable[[Ground], None]) -> Callable[[Ground], None]:
        ATTACKS.append(Attack(area, name, how, result, tried))
        return tried

    return put


def page() -> str:
    """The page, of every case."""
    from tests.security import by_the_model, in_files, in_words, outside, within  # noqa: F401 - they put their cases in

    lines = [
        "# 安全测试",
        "",
        (
            f"下面 {len(ATTACKS)} 种攻击每次测试都真的试一遍（`tests/security`），哪一种得手，测试就不通过。"
            "这一页由测试用例生成：`python -m tests.security.attacks > docs/安全测试.md`。"
        ),
    ]
    for area in dict.fromkeys(each.area for each in ATTACKS):
        lines += ["", f"## {area}", "", "| 攻击 | 做法 | 结果 |", "| --- | --- | --- |"]
        lines += [
            f"| {_cell(each.name)} | {_cell(each.how)} | {_cell(each.result)} |"
            for each in ATTACKS
            if each.area == area
        ]
    return "\n".join((*lines, ""))


def _cell(words: str) -> str:
    """Text of a table; what cannot be seen is shown by its number, and tags as text."""
    seen = "".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in words)
    return seen.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    from tests.security.attacks import page as whole  # the cases fill the module of that name, not this one

    sys.stdout.write(whole())
