"""Who may work here, where that is asked: accounts with a role and units, sessions, lock-out, and a log of who came.

::

    people = People(Database.in_file(path))
    people.add("liming", "李明", Role.DRAFTER, ["云岭县人民政府"], "四个不相干的词", who="王芳")
    came = people.sign_in("liming", "四个不相干的词", "10.0.0.7")     # SignedIn, or Refused with the reason
    people.of_session(came.token)                                     # Person; None once it is over

A wrong password is refused in the same words and the same time whether there is such an account or not. What stands in the log
is never a password, and never a name that is no account: people type one into the other's box.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from agent.errors import BadInput, Problem
from agent.store import chain, passwords
from agent.store.changing import LONGEST_NAME, moment, person
from agent.store.database import Database, locked
from agent.store.migrating import open_database
from agent.store.names import alike, visible
from agent.store.persons import Coming, Outcome, Person, Refused, Role, SignedIn
from agent.store.place import json_text, storable
from agent.store.reading import when
from agent.store.records import Clock, wall_clock
from agent.store.tables import accounts, sessions, sign_ins

_LONGEST_LOGIN = 100
# So many wrong passwords in a row of one account, or altogether from one address, within that time, and nobody gets in for as
# long. From an address they count whoever gets in between: who has an account could guess at the others' without end.
_WRONG_OF_ACCOUNT, _WRONG_OF_ADDRESS = 5, 50
LOCKED = timedelta(minutes=15)
# A session ends after so long without being used, and after so long anyhow.
IDLE, LONGEST_SESSION = timedelta(hours=2), timedelta(hours=12)
_SEEN_AGAIN = timedelta(minutes=1)
# Whoever is turned away again and again is noted so often and no oftener: a log that grows with every knock fills a disk.
_NOTED_AGAIN = timedelta(minutes=1)
_LOCK = 0x6E69616E_6261_0003


class People:
    """The accounts of a database. Every method raises ``Unavailable`` where the database can't be used."""

    def __init__(self, database: Database, clock: Clock = wall_clock) -> None:
        self._database, self._clock = database, clock
        open_database(database)

    # --- accounts

    def add(
        self,
        login: str,
        name: str,
        role: Role,
        units: Iterable[str],
        password: str | None,
        *,
        who: str,
    ) -> Person:
        """A new account; without a password it signs in elsewhere only. ``BadInput`` with everything that is wrong."""
        own, given = _login(login), _units(units)
        wrong = [
            *own_problems(own, given),
            *(passwords.problems(password, own) if password is not None else ()),
        ]
        if wrong:
            raise BadInput(wrong)
        row = {"login": own, "name": person(name), "role": role.value, "units": json_text(given)}
        kept = passwords.hashed(password) if password is not None else None
        now = moment(self._clock())
        with self._database.writing() as connection:
            if _row(connection, own) is not None:
                raise BadInput([Problem(f"已有用户名“{own}”", "用户名", "请换一个")])
            _alone(connection, row["name"])
            connection.execute(
                insert(accounts).values(**row, password=kept, disabled=False, created=now, changed=now)
            )
            self._tell(connection, who, "account", row | {"new": True, "password": kept is not None})
            return _person(_row(connection, own))

    def change(
        self,
        login: str,
        *,
        who: str,
        name: str | None = None,
        role: Role | None = None,
        units: Sequence[str] | None = None,
        password: str | None = None,
        disabled: bool | None = None,
    ) -> Person:
        """Change what is given, the rest as it was. Another password, role, unit or disabling ends all their sessions."""
        own = _login(login)
        given = None if units is None else _units(units)
        wrong = [] if given is None else own_problems(own, given)
        wrong += passwords.problems(password, own) if password is not None else []
        if wrong:
            raise BadInput(wrong)
        new: dict[str, Any] = {}
        new |= {} if name is None else {"name": person(name)}
        new |= {} if role is None else {"role": role.value}
        new |= {} if given is None else {"units": json_text(given)}
        new |= {} if disabled is None else {"disabled": disabled}
        secret = {} if password is None else {"password": passwords.hashed(password)}
        with self._database.writing() as connection:
            row = self._known(connection, own)
            if name is not None:
                _alone(connection, new["name"], row.id)
            now = moment(self._clock())
            connection.execute(
                update(accounts).where(accounts.c.id == row.id).values(**new, **secret, changed=now)
            )
            if {*new, *secret} - {"name"}:
                _end_all(connection, row.id)
            self._tell(connection, who, "account", {"login": own, **new, "password": password is not None})
            return _person(_row(connection, own))

    def everybody(self) -> tuple[Person, ...]:
        """All accounts, by login."""
        with self._database.reading() as connection:
            return tuple(map(_person, connection.execute(select(accounts).order_by(accounts.c.login))))

    def known(self, login: str) -> Person | None:
        """The account of somebody whom another server vouches for; None where there is none, or it is disabled.

        Only plain letters may differ in their capitals: that ſ is an s in capitals is nothing that the other server knows.
        """
        own = _login(login)
        if not login.isascii() and login != own:
            return None
        with self._database.reading() as connection:
            row = _row(connection, own)
            return None if row is None or row.disabled else _person(row)

    def _known(self, connection: Connection, login: str) -> Any:
        row = _row(connection, login)
        if row is None:
            raise BadInput([Problem(f"没有用户名“{login}”", "用户名", "请用 nianbao people list 查看")])
        return row

    def _tell(self, connection: Connection, who: str, action: str, details: dict[str, Any]) -> None:
        deed = chain.Deed(moment(self._clock()), person(who), action, details=json_text(details))
        chain.append(connection, [deed])

    # --- coming and going

    def sign_in(self, login: str, password: str, address: str) -> SignedIn | Refused:
        """Let somebody in, or not. ``address`` is where they come from; its failures count too."""
        now = self._clock()
        own, place = _login(login), storable(address)[:_LONGEST_LOGIN]
        with self._tried(own, password, place) as (connection, row, refused):
            if refused is not None:
                return refused
            token, at = secrets.token_urlsafe(32), moment(now)
            values = {"token": _kept(token), "account": row.id, "created": at, "seen": at, "ended": False}
            connection.execute(insert(sessions).values(**values))
            _note(connection, now, row.id, place, Outcome.IN)
            return SignedIn(_person(row), token)

    @contextmanager
    def _tried(self, own: str, password: str, place: str) -> Iterator[tuple[Connection, Any, Refused | None]]:
        """A password tried: in a transaction that writes, the account as it is now, and why nobody gets in, noted already.

        Trying takes its time, and nothing is held meanwhile. What came of it is judged one by one: of any number of tries at once
        no more count than of as many in a row.
        """
        with self._database.reading() as connection:
            row = _row(connection, own)
            barred = _barred(connection, row.id if row else None, place, self._clock())
        tried = row.password if row else None
        fits = barred is None and passwords.fits(password, tried)
        with self._database.writing() as connection:
            locked(connection, _LOCK)
            now, row = self._clock(), _row(connection, own)
            account = row.id if row else None
            barred = _barred(connection, account, place, now) or barred
            if barred:
                if _long_ago(connection, account, place, now):
                    _note(connection, now, account, place, Outcome.LOCKED)
                what = f"连续多次密码不对，请 {_minutes(barred)} 分钟后再试"
                yield connection, row, Refused(Outcome.LOCKED, what)
            elif row is None or not fits or row.password != tried:
                _note(connection, now, account, place, Outcome.WRONG)
                yield connection, row, Refused(Outcome.WRONG, "用户名或密码不对")
            elif row.disabled:
                _note(connection, now, account, place, Outcome.DISABLED)
                yield connection, row, Refused(Outcome.DISABLED, "这个账户已停用，请找管理员")
            else:
                yield connection, row, None

    def renew_password(self, token: str, old: str, new: str, address: str) -> Refused | None:
        """Somebody's own password, by whoever is signed in and knows the old one: every other session of theirs ends.

        None where it was done. ``BadInput`` for one that can't be taken. A wrong old one counts as at the door.
        """
        found = self.of_session(token)
        if found is None:
            return Refused(Outcome.OUT, "登录已经过期，请重新登录")
        if wrong := passwords.problems(new, found.login):
            raise BadInput(wrong)
        kept, place = passwords.hashed(new), storable(address)[:_LONGEST_LOGIN]
        with self._tried(found.login, old, place) as (connection, row, refused):
            if refused is not None:
                return replace(refused, reason=refused.reason.replace("用户名或密码", "现在的密码"))
            now = moment(self._clock())
            connection.execute(
                update(accounts).where(accounts.c.id == row.id).values(password=kept, changed=now)
            )
            _end_all(connection, row.id, but=_kept(token))
            self._tell(connection, found.name, "account", {"login": found.login, "password": True})
        return None

    def of_session(self, token: str, *, used: bool = False) -> Person | None:
        """Who shows that token; None where it is nobody's, over, or its account is disabled.

        ``used``: somebody does something; a page that looks by itself every few seconds keeps no session alive.
        """
        now = self._clock()
        query = (
            select(accounts, sessions.c.created.label("since"), sessions.c.seen, sessions.c.ended)
            .join(accounts, accounts.c.id == sessions.c.account)
            .where(sessions.c.token == _kept(token))
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None or row.ended or row.disabled:
            return None
        if now - when(row.since) > LONGEST_SESSION or now - when(row.seen) > IDLE:
            return None
        if used and now - when(row.seen) > _SEEN_AGAIN:
            with self._database.writing() as connection:
                mine = sessions.c.token == _kept(token)
                connection.execute(update(sessions).where(mine).values(seen=moment(now)))
        return _person(row)

    def sign_out(self, token: str, address: str) -> None:
        """That session is over."""
        with self._database.writing() as connection:
            row = connection.execute(select(sessions).where(sessions.c.token == _kept(token))).first()
            if row is None or row.ended:
                return
            connection.execute(update(sessions).where(sessions.c.token == row.token).values(ended=True))
            _note(connection, self._clock(), row.account, storable(address)[:_LONGEST_LOGIN], Outcome.OUT)

    def unlock(self, login: str, *, who: str) -> None:
        """Let somebody try again at once."""
        with self._database.writing() as connection:
            row = self._known(connection, _login(login))
            _note(connection, self._clock(), row.id, "", Outcome.UNLOCKED)
            self._tell(connection, who, "unlock", {"login": row.login})

    def log(self, count: int = 200) -> tuple[Coming, ...]:
        """Who came and who was turned away, the last first."""
        query = (
            select(sign_ins, accounts.c.login)
            .outerjoin(accounts, accounts.c.id == sign_ins.c.account)
            .order_by(sign_ins.c.id.desc())
            .limit(count)
        )
        with self._database.reading() as connection:
            return tuple(
                Coming(when(row.at), row.login or "", row.address, Outcome(row.outcome))
                for row in connection.execute(query)
            )


# --- rows ---------------------------------------------------------------------------------------------------------


def own_problems(login: str, units: Sequence[str]) -> list[Problem]:
    """What is wrong with a login and with units."""
    found = []
    if not 0 < len(login) <= _LONGEST_LOGIN or any(letter.isspace() for letter in login):
        found.append(Problem("用户名是空的、太长或有空格", "用户名", "请用姓名拼音、工号或邮箱"))
    elif alike(login) != login or visible(login) != login:
        what = "用户名里有全角或看不见的字符，会被当成别人的"
        found.append(Problem(what, "用户名", "请用半角字母和数字"))
    found += [
        Problem("单位名称太长", "单位", f"请改成不超过{LONGEST_NAME}个字")
        for unit in units
        if len(unit) > LONGEST_NAME
    ]
    return found


def _alone(connection: Connection, name: str, account: int | None = None) -> None:
    """``BadInput`` where another account's name looks the same: what was changed is told by name, and taken back by it."""
    for row in connection.execute(select(accounts)):
        if row.id != account and alike(row.name) == alike(name):
            what = f"“{name}”和用户名“{row.login}”的姓名看起来一样"
            raise BadInput([Problem(what, "姓名", "请加上科室，如 李明（办公室）")])


def _login(login: str) -> str:
    """A login as it is kept: capitals make no difference."""
    return storable(login.strip()).casefold()


def _units(units: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (storable(unit.strip()) for unit in units))))


def _row(connection: Connection, login: str) -> Any:
    return connection.execute(select(accounts).where(accounts.c.login == login)).first()


def _person(row: Any) -> Person:
    units = tuple(json.loads(row.units))
    return Person(row.id, row.login, row.name, Role(row.role), units, bool(row.disabled))


def _kept(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot show it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _end_all(connection: Connection, account: int, but: str = "") -> None:
    mine = (sessions.c.account == account, sessions.c.token != but)
    connection.execute(update(sessions).where(*mine).values(ended=True))


def _note(connection: Connection, at: datetime, account: int | None, address: str, outcome: Outcome) -> None:
    row = {"at": moment(at), "account": account, "address": address, "outcome": outcome.value}
    connection.execute(insert(sign_ins).values(**row))


def _long_ago(connection: Connection, account: int | None, address: str, now: datetime) -> bool:
    """Whether that account, or that address where there is no account, was last noted as barred some time ago, or not at all."""
    whose = sign_ins.c.address == address if account is None else sign_ins.c.account == account
    query = select(sign_ins).where(whose).order_by(sign_ins.c.id.desc()).limit(1)
    last = connection.execute(query).first()
    return last is None or last.outcome != Outcome.LOCKED.value or abs(now - when(last.at)) > _NOTED_AGAIN


def _barred(connection: Connection, account: int | None, address: str, now: datetime) -> timedelta | None:
    """For how long nobody gets in any more; None where they may try."""
    wrong = (Outcome.WRONG,)
    found = [_wrong_since(connection, sign_ins.c.address == address, _WRONG_OF_ADDRESS, wrong)]
    if account is not None:
        ends = (Outcome.WRONG, Outcome.IN, Outcome.UNLOCKED)
        found.append(_wrong_since(connection, sign_ins.c.account == account, _WRONG_OF_ACCOUNT, ends))
    left = [LOCKED - (now - when(at)) for at in found if at is not None]
    longest = max(left, default=timedelta(0))
    return longest if timedelta(0) < longest <= LOCKED else None


def _wrong_since(connection: Connection, mine: Any, most: int, counted: Sequence[Outcome]) -> str | None:
    """When the last of so many wrong passwords in a row was tried, of what is counted; None where there are not so many."""
    tried = [each.value for each in counted]
    query = (
        select(sign_ins.c.outcome, sign_ins.c.at)
        .where(mine, sign_ins.c.outcome.in_(tried))
        .order_by(sign_ins.c.id.desc())
        .limit(most)
    )
    rows = list(connection.execute(query))
    in_a_row = len(rows) == most and all(row.outcome == Outcome.WRONG.value for row in rows)
    near = in_a_row and abs(when(rows[0].at) - when(rows[-1].at)) <= LOCKED
    return rows[0].at if near else None


def _minutes(left: timedelta) -> int:
    return max(1, -(-int(left.total_seconds()) // 60))
