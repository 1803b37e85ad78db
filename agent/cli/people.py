"""``people``: who may come in where the app asks. Whoever may run this on the machine is its administrator anyhow."""

import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from agent import wiring
from agent.errors import BadInput, Problem
from agent.store import ALL_UNITS, Coming, Person, Role

_WHO = "命令行"


def people(arguments: Namespace) -> int:
    """Do what is asked for; 0 where it was done."""
    return _ACTIONS[arguments.action](arguments)


def _list(arguments: Namespace) -> int:
    _print((_record(each) for each in wiring.people().everybody()), arguments, _line, "还没有账户")
    return 0


def _add(arguments: Namespace) -> int:
    login = _login(arguments)
    wrong = []
    if not arguments.name:
        wrong.append(Problem("没有写姓名", "--name", "写修改记录里显示的姓名"))
    if not arguments.unit and not arguments.all_units:
        wrong.append(Problem("没有写负责的单位", "--unit", "写单位全称，可写几次；全部单位用 --all-units"))
    if wrong:
        raise BadInput(wrong)
    role = Role(arguments.role or Role.DRAFTER)
    password = None if arguments.no_password else _asked()
    made = wiring.people().add(login, arguments.name, role, _units(arguments), password, who=who_here())
    _print([_record(made)], arguments, _line)
    return 0


def _change(arguments: Namespace) -> int:
    given = arguments.unit or arguments.all_units
    changed = wiring.people().change(
        _login(arguments),
        who=who_here(),
        name=arguments.name,
        role=Role(arguments.role) if arguments.role else None,
        units=_units(arguments) if given else None,
        password=_asked() if arguments.password else None,
        disabled=arguments.disabled,
    )
    _print([_record(changed)], arguments, _line)
    return 0


def _unlock(arguments: Namespace) -> int:
    wiring.people().unlock(_login(arguments), who=who_here())
    return 0


def _log(arguments: Namespace) -> int:
    _print(map(_coming, wiring.people().log()), arguments, _came, "还没有人来过")
    return 0


_ACTIONS = {"list": _list, "add": _add, "change": _change, "unlock": _unlock, "log": _log}
ACTIONS = tuple(_ACTIONS)


def _login(arguments: Namespace) -> str:
    login: str | None = arguments.login
    if not login:
        raise BadInput(
            [Problem("没有写用户名", "用户名", "如 nianbao people add liming --name 李明 --unit 单位全称")]
        )
    return login


def _units(arguments: Namespace) -> list[str]:
    return [ALL_UNITS] if arguments.all_units else list(arguments.unit)


def who_here() -> str:
    """Whoever runs the command, as the audit names them."""
    return f"{_WHO}（{getpass.getuser()}）"


def _asked() -> str:
    """A password: typed twice where there is a terminal, else the first line that comes in. Arguments are seen by others."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != password:
        raise BadInput([Problem("两次输入的密码不一样", "密码", "请重新运行")])
    return password


def _record(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role.value,
        "units": list(person.units),
        "disabled": person.disabled,
    }


def _line(record: dict[str, Any]) -> str:
    units = "全部单位" if ALL_UNITS in record["units"] else "、".join(record["units"])
    disabled = "（已停用）" if record["disabled"] else ""
    return f"{record['login']}　{record['name']}　{Role(record['role']).label}　{units}{disabled}"


def _coming(coming: Coming) -> dict[str, Any]:
    return {
        "at": coming.at.isoformat(timespec="seconds"),
        "login": coming.login,
        "address": coming.address,
        "outcome": coming.outcome.value,
        "label": coming.outcome.label,
    }


def _came(record: dict[str, Any]) -> str:
    return f"{record['at']}　{record['login'] or '（没有这个账户）'}　{record['address']}　{record['label']}"


def _print(records: Iterable[dict[str, Any]], arguments: Namespace, line: Any, none: str = "") -> None:
    every = list(records)
    if arguments.json:
        sys.stdout.write(json.dumps(every, ensure_ascii=False, indent=1) + "\n")
        return
    sys.stdout.writelines(f"{line(record)}\n" for record in every)
    if not every and none:
        sys.stderr.write(f"{none}\n")
