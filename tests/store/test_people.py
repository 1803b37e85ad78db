from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from agent.errors import BadInput
from agent.store import ALL_UNITS, Outcome, People, Person, Projects, Refused, Role, SignedIn
from agent.store.database import Database
from tests.store.conftest import Watch

UNIT = "云岭县人民政府"
WORDS, OTHER_WORDS = "山高水长云淡风轻处暑", "海阔天空任鸟飞翔时节"
HERE, THERE = "10.0.0.7", "10.0.0.8"
ADMIN = "王芳"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    found = Database.at(address)
    yield found
    found.close()


@pytest.fixture
def people(database: Database, watch: Watch) -> People:
    return People(database, watch)


@pytest.fixture
def liming(people: People) -> Person:
    return people.add("liming", "李明", Role.DRAFTER, [UNIT], WORDS, who=ADMIN)


def came(people: People, password: str = WORDS, login: str = "liming", address: str = HERE) -> Any:
    return people.sign_in(login, password, address)


def let_in(people: People, password: str = WORDS) -> SignedIn:
    found = came(people, password)
    assert isinstance(found, SignedIn)
    return found


def fail(people: People, times: int, **where: str) -> None:
    for _ in range(times):
        assert isinstance(came(people, "不是这个密码的密码", **where), Refused)


# --- accounts -----------------------------------------------------------------------------------------------------


def test_an_account_signs_in_with_its_password_in_any_capitals_of_its_login(
    people: People, liming: Person
) -> None:
    found = came(people, login=" LiMing ")
    assert (found.person, people.of_session(found.token)) == (liming, liming)


def test_everything_that_is_wrong_with_an_account_is_told_at_once(people: People) -> None:
    with pytest.raises(BadInput) as refused:
        people.add("li ming", "李明", Role.DRAFTER, ["长" * 301], "short", who=ADMIN)
    assert [problem.where for problem in refused.value.problems] == ["用户名", "单位", "密码"]


@pytest.mark.parametrize("password", ["短", "aaaaaaaaaaaa", "liming20260105", "长" * 201])
def test_a_password_that_is_short_easy_or_endless_is_not_taken(people: People, password: str) -> None:
    with pytest.raises(BadInput, match="密码"):
        people.add("liming", "李明", Role.DRAFTER, [UNIT], password, who=ADMIN)


def test_two_accounts_of_one_login_are_refused(people: People, liming: Person) -> None:
    with pytest.raises(BadInput, match="已有用户名"):
        people.add("LIMING", "李铭", Role.DRAFTER, [UNIT], WORDS, who=ADMIN)


def test_no_password_and_no_token_can_be_read_in_the_database(
    people: People, liming: Person, database: Database
) -> None:
    token = let_in(people).token
    with database.reading() as connection:
        kept = [
            str(row)
            for table in ("accounts", "sessions", "sign_ins", "audit")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not [row for row in kept if WORDS in row or token in row]
    assert any("$argon2id$" in row for row in kept)


def test_what_is_done_to_accounts_is_in_the_audit(
    people: People, liming: Person, opened: Callable[[], Projects]
) -> None:
    people.change("liming", password=OTHER_WORDS, units=[ALL_UNITS], who=ADMIN)
    audit = opened()
    told = [(entry.who, entry.action) for entry in audit.audit()]
    assert told == [(ADMIN, "account"), (ADMIN, "account")]
    assert audit.verify_chain().whole


# --- being turned away --------------------------------------------------------------------------------------------


def test_a_wrong_password_and_no_such_account_are_refused_in_the_same_words(
    people: People, liming: Person
) -> None:
    wrong, nobody = came(people, "不是这个密码的密码"), came(people, login="nobody")
    assert wrong == nobody == Refused(Outcome.WRONG, "用户名或密码不对")


def test_five_wrong_passwords_in_a_row_lock_the_account_even_for_the_right_one(
    people: People, liming: Person
) -> None:
    fail(people, 5)
    refused = came(people)
    assert isinstance(refused, Refused)
    assert (refused.outcome, "15 分钟后再试" in refused.reason) == (Outcome.LOCKED, True)


def test_a_lock_ends_by_itself_and_the_administrator_can_end_it_sooner(
    people: People, liming: Person, watch: Watch
) -> None:
    fail(people, 5)
    people.unlock("liming", who=ADMIN)
    let_in(people)
    fail(people, 5)
    watch.now += timedelta(minutes=15)
    let_in(people)


def test_four_wrong_ones_and_the_right_one_begin_to_count_anew(people: People, liming: Person) -> None:
    for _ in range(3):
        fail(people, 4)
        let_in(people)


def test_wrong_ones_over_a_day_lock_nobody_out(people: People, liming: Person, watch: Watch) -> None:
    for _ in range(8):
        fail(people, 1)
        watch.now += timedelta(hours=3)
    let_in(people)


def test_whoever_tries_many_accounts_from_one_address_is_turned_away_there_only(
    people: People, liming: Person
) -> None:
    for number in range(50):
        fail(people, 1, login=f"nobody{number}", address=THERE)
    assert came(people, address=THERE).outcome is Outcome.LOCKED
    let_in(people)


def test_a_disabled_account_learns_it_only_with_the_right_password(people: People, liming: Person) -> None:
    people.change("liming", disabled=True, who=ADMIN)
    assert came(people, "不是这个密码的密码").outcome is Outcome.WRONG
    assert came(people).outcome is Outcome.DISABLED
    assert people.known("liming") is None


def test_the_log_says_who_came_and_never_what_was_typed_for_a_name_that_is_no_account(
    people: People, liming: Person
) -> None:
    came(people, login=WORDS)
    token = let_in(people).token
    people.sign_out(token, HERE)
    told = [(line.login, line.address, line.outcome) for line in people.log()]
    assert told == [
        ("liming", HERE, Outcome.OUT),
        ("liming", HERE, Outcome.IN),
        ("", HERE, Outcome.WRONG),
    ]


# --- sessions -----------------------------------------------------------------------------------------------------


def test_a_session_ends_by_signing_out_and_another_of_the_same_person_goes_on(
    people: People, liming: Person
) -> None:
    one, other = let_in(people), let_in(people)
    people.sign_out(one.token, HERE)
    assert (people.of_session(one.token), people.of_session(other.token)) == (None, liming)


def test_a_session_that_nobody_uses_is_over_after_two_hours(
    people: People, liming: Person, watch: Watch
) -> None:
    token = let_in(people).token
    for _ in range(3):
        watch.now += timedelta(minutes=100)
        assert people.of_session(token, used=True) == liming
    watch.now += timedelta(minutes=121)
    assert people.of_session(token) is None


def test_no_session_lasts_longer_than_twelve_hours(people: People, liming: Person, watch: Watch) -> None:
    token = let_in(people).token
    for _ in range(7):
        watch.now += timedelta(minutes=100)
        assert people.of_session(token, used=True) == liming
    watch.now += timedelta(minutes=100)
    assert people.of_session(token) is None


@pytest.mark.parametrize(
    "change",
    [{"password": OTHER_WORDS}, {"role": Role.REVIEWER}, {"units": ["云岭县教育局"]}, {"disabled": True}],
)
def test_another_password_role_or_unit_ends_every_session(
    people: People, liming: Person, change: dict[str, Any]
) -> None:
    token = let_in(people).token
    people.change("liming", **change, who=ADMIN)
    assert people.of_session(token) is None


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "a" * 100_000, "' OR 1=1 --"])
def test_a_made_up_token_is_nobodys(people: People, liming: Person, token: str) -> None:
    let_in(people)
    assert people.of_session(token) is None


def test_a_reviewer_alone_waives_and_finishes_only_where_the_office_has_reviewers(people: People) -> None:
    drafter = people.add("a", "李明", Role.DRAFTER, [UNIT], None, who=ADMIN)
    reviewer = people.add("b", "王芳", Role.REVIEWER, [ALL_UNITS], None, who=ADMIN)
    may = [
        (sight.units, sight.waives, sight.finishes)
        for sight in (
            drafter.sight(reviewing=True),
            drafter.sight(reviewing=False),
            reviewer.sight(reviewing=True),
        )
    ]
    own = frozenset({UNIT})
    assert may == [(own, False, False), (own, True, True), (None, True, True)]


def test_an_account_without_a_password_is_not_let_in_by_one(people: People) -> None:
    people.add("liming", "李明", Role.DRAFTER, [UNIT], None, who=ADMIN)
    assert came(people, "").outcome is Outcome.WRONG
    assert people.known("LiMing") is not None
