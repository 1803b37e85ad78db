"""Whoever is in, and wants more: other units' reports, a reviewer's deeds, another person's name, a session that has ended."""

import pytest

from agent.errors import BadInput, Unavailable
from agent.store import Edit, Place, Refused, Role, Sight, State
from agent.store.people import IDLE
from agent.verify.waiver import Waiver
from agent.workflow.bundling import bundle, unbundle
from agent.workflow.projects import ReportList
from agent.workflow.publishing import KeptRemark
from tests.samples import UNIT
from tests.security.attacks import OTHER_UNIT, OTHER_WORDS, WORDS, Ground, attack

_UNITS, _ROLES, _NAMES, _SESSIONS = "别的单位的报告", "角色", "姓名", "会话"
_NEW = Place.cell("requests.new.total")


# --- units --------------------------------------------------------------------------------------------------------


@attack(
    _UNITS,
    "猜别的单位报告的地址",
    "拿到真实的报告编号，读内容、历史、会话、文件、记录",
    "和没有这份报告时说的一样",
)
def _(ground: Ground) -> None:
    report, foreign = ground.report, ground.seen_by("zhaoyun")
    for ask in (
        foreign.contents,
        foreign.changes,
        foreign.threads,
        foreign.files,
        foreign.lately,
        foreign.present,
    ):
        with pytest.raises(BadInput) as refused:
            ask(report)
        with pytest.raises(BadInput) as missing:
            ask("0" * 32)
        assert str(refused.value) == str(missing.value)


@attack(_UNITS, "从列表、查找和记录里看", "别的单位的人列出报告、修改记录和姓名", "一条也没有")
def _(ground: Ground) -> None:
    report = ground.report
    assert ground.projects.reports()[0].id == report
    foreign = ground.seen_by("zhaoyun")
    assert (foreign.reports(removed=True), foreign.lately(), foreign.named()) == ((), (), ())


@attack(_UNITS, "借列表的缓存看", "别的单位先列过，缓存里已有他们的报告", "缓存只给看得见的人")
def _(ground: Ground) -> None:
    assert ground.report
    listed = ReportList()
    assert len(listed.lines(ground.projects)) == 1
    assert listed.lines(ground.seen_by("zhaoyun")) == ()


@attack(
    _UNITS,
    "报告编号里写 SQL、路径、通配符",
    "' OR 1=1 --、../../etc/passwd、%、很长、NUL、半个字符",
    "没有这份报告",
)
def _(ground: Ground) -> None:
    assert ground.report
    for name in ("' OR 1=1 --", "../../etc/passwd", "%", "_" * 32, "a" * 100_000, "\0", "\ud800"):
        with pytest.raises(BadInput, match="没有这份报告"):
            ground.seen_by("liming").contents(name)


@attack(
    _UNITS,
    "把报告过到别的单位名下，或替别的单位新建",
    "改单位名称；恢复旧的单位名称；新建",
    "拒绝：您不负责这个单位",
)
def _(ground: Ground) -> None:
    mine, unit = ground.seen_by("liming"), Place.report("unit")
    number = mine.contents(ground.report).number(unit)
    with pytest.raises(BadInput, match="您不负责"):
        mine.save(ground.report, [Edit.of(unit, OTHER_UNIT, number)], who="李明")
    with pytest.raises(BadInput, match="您不负责"):
        mine.create(OTHER_UNIT, 2024, "2021", who="李明")


@attack(_UNITS, "备份整个库", "起草人取出全部数据", "拒绝：只有管理员可以备份")
def _(ground: Ground) -> None:
    with pytest.raises(BadInput, match="只有管理员"), ground.seen_by("liming").dumped():
        pass


# --- roles --------------------------------------------------------------------------------------------------------


@attack(_ROLES, "起草人自己确认数字", "直接写入人工确认，绕过页面", "拒绝：只有审核人可以人工确认")
def _(ground: Ground) -> None:
    content = Waiver("全年收到8件。", "8件", "王芳", "口径不同")
    with pytest.raises(BadInput, match="只有审核人可以人工确认"):
        ground.seen_by("liming").save(ground.report, [Edit.of(Place.waiver(content), content, 0)], who="李明")


@attack(_ROLES, "起草人保留重要提醒", "写入“保留提醒”而不是“人工确认”", "拒绝：同样只有审核人可以")
def _(ground: Ground) -> None:
    kept = KeptRemark("stranger", "别的单位的名称", "某县", "某县。", "王芳", "没有关系")
    edit = Edit.of(Place.kept(kept.name), kept.record(), 0)
    with pytest.raises(BadInput, match="只有审核人可以人工确认"):
        ground.seen_by("liming").save(ground.report, [edit], who="李明")


@attack(_ROLES, "起草人定稿", "改状态；把以前的定稿状态恢复回来", "两条路都拒绝：只有审核人可以定稿")
def _(ground: Ground) -> None:
    state, mine = Place.report("state"), ground.seen_by("liming")

    def number() -> int:
        return ground.projects.contents(ground.report).number(state)

    with pytest.raises(BadInput, match="只有审核人可以定稿"):
        mine.set_state(ground.report, State.FINAL, number(), who="李明")
    ground.projects.set_state(ground.report, State.FINAL, number(), who="王芳")
    final = number()
    ground.projects.set_state(ground.report, State.DRAFTING, final, who="王芳")
    with pytest.raises(BadInput, match="只有审核人可以定稿"):
        mine.bring_back(ground.report, state, final, number(), who="李明")


@attack(
    _ROLES,
    "把带着确认和定稿的报告包带回来",
    "起草人导入别处做好的 .nianbao",
    "拒绝：只有审核人可以导入",
)
def _(ground: Ground) -> None:
    path = ground.folder / "报告.nianbao"
    state = Place.report("state")
    seen = ground.projects.contents(ground.report).number(state)
    ground.projects.set_state(ground.report, State.FINAL, seen, who="王芳")
    bundle(ground.projects, ground.report, path, "李明")
    with pytest.raises(BadInput, match="只有审核人可以导入"):
        unbundle(ground.seen_by("liming"), path, "李明")


@attack(_ROLES, "改掉修改记录", "直接改数据库里的记录", "数据库不让改；校验链对得上")
def _(ground: Ground) -> None:
    assert ground.report
    with pytest.raises(Unavailable), ground.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET who = '王芳' WHERE number = 1")
    assert ground.projects.verify_chain().whole


# --- names --------------------------------------------------------------------------------------------------------


@attack(
    _NAMES,
    "姓名里藏看不见的字符，冒充别人",
    "零宽字符、反向文字、全角、空格",
    "看不见的字符去掉；看起来一样的姓名不能再建账户",
)
def _(ground: Ground) -> None:
    for name in ("李\u200b明", "\u202e李明", "李 明", "李明\u3164", "\ufeff李明"):
        with pytest.raises(BadInput, match="看起来一样"):
            ground.people.add("liming2", name, Role.DRAFTER, [UNIT], WORDS, who="王芳")


@attack(_NAMES, "用户名里藏看不见的字符", "全角 ｌiming、零宽字符", "不能建这样的账户")
def _(ground: Ground) -> None:
    for login in ("\uff4ciming", "li\u200bming", "\u202eliming"):
        with pytest.raises(BadInput, match="看不见的字符"):
            ground.people.add(login, "别人", Role.DRAFTER, [UNIT], WORDS, who="王芳")


@attack(_NAMES, "统一登录里起一个相近的名字", "ſ、K（开尔文）等大小写折叠后相同的字母", "不当成本程序的账户")
def _(ground: Ground) -> None:
    ground.people.add("sunke", "孙可", Role.ADMINISTRATOR, ["*"], None, who="王芳")
    assert ground.people.known("SunKe") is not None
    for login in ("\u017funke", "sun\u212ae", "\uff53unke", "sunke\u200b"):
        assert ground.people.known(login) is None


@attack(
    _NAMES,
    "在修改记录里署别人的名",
    "姓名带零宽字符，想和别人的记录混在一起又撤销得了",
    "按看得见的姓名记；没有姓名不能保存",
)
def _(ground: Ground) -> None:
    number = ground.projects.contents(ground.report).number(_NEW)
    ground.projects.save(ground.report, [Edit.of(_NEW, None, number)], who="王\u200b芳\u202e")
    assert ground.projects.lately(ground.report)[0].who == "王芳"
    with pytest.raises(BadInput, match="没有写明是谁"):
        ground.projects.save(ground.report, [], who="\u200b\u202e")


# --- sessions -----------------------------------------------------------------------------------------------------


@attack(
    _SESSIONS,
    "退出以后接着用开着的窗口",
    "窗口、后台任务、还没点的下载手里还拿着报告",
    "每一步都重新查；一退出就什么也拿不到",
)
def _(ground: Ground) -> None:
    token = ground.token()

    def sight() -> Sight:
        found = ground.people.of_session(token)
        if found is None:
            raise Unavailable("登录已经过期")
        return found.sight(reviewing=True)

    held = ground.projects.seen_by(sight)
    assert held.contents(ground.report).report.unit == UNIT
    ground.people.sign_out(token, "10.0.0.7")
    for use in (held.contents, held.changes, held.threads, held.files):
        with pytest.raises(Unavailable, match="过期"):
            use(ground.report)
    with pytest.raises(Unavailable, match="过期"):
        held.save(ground.report, [], who="李明")


@attack(
    _SESSIONS,
    "改密码以后，偷来的会话接着用",
    "另一台电脑上的会话在本人改密码以后再用",
    "立刻失效；本人这个窗口不受影响",
)
def _(ground: Ground) -> None:
    mine, stolen = ground.token(), ground.token()
    assert ground.people.renew_password(mine, WORDS, OTHER_WORDS, "10.0.0.7") is None
    assert ground.people.of_session(stolen) is None
    assert ground.people.of_session(mine) is not None


@attack(_SESSIONS, "拿着别人没锁的屏幕改密码", "有会话，不知道现在的密码", "拒绝，并算作一次猜密码")
def _(ground: Ground) -> None:
    token = ground.token()
    refused = ground.people.renew_password(token, "不是这个密码的密码", OTHER_WORDS, "10.0.0.7")
    assert isinstance(refused, Refused)
    assert refused.reason == "现在的密码不对"


@attack(
    _SESSIONS,
    "让没人用的窗口一直不过期",
    "页面每几秒自动看一次，想当成有人在用",
    "自动查看不算使用，两小时照样过期",
)
def _(ground: Ground) -> None:
    from datetime import UTC, datetime

    from agent.store import People

    clock = {"now": datetime(2026, 1, 5, 9, 0, tzinfo=UTC)}
    people = People(ground.database, lambda: clock["now"])
    ground.people.log()  # the accounts are made
    came = people.sign_in("liming", WORDS, "10.0.0.7")
    token = getattr(came, "token", "")
    for _ in range(4):
        clock["now"] += IDLE / 3
        people.of_session(token)
    assert people.of_session(token) is None


@attack(_SESSIONS, "停用、换单位、换角色以后接着用", "会话还在，账户变了", "立刻失效")
def _(ground: Ground) -> None:
    for change in ({"disabled": True}, {"disabled": False}, {"units": [OTHER_UNIT]}, {"role": Role.REVIEWER}):
        token = ground.token() if not ground.account("liming").disabled else ""
        ground.people.change("liming", who="王芳", **change)
        assert ground.people.of_session(token) is None
