"""The commands and their options, as argparse knows them, and what argparse says put into Chinese."""

import argparse
import re
from pathlib import Path
from typing import NoReturn, Protocol

from agent.errors import BadInput, Problem
from agent.figures.key import nearest

BAD_INPUT = 2

_FIGURES = "数据：figures.json 或填好的工作簿（.xlsx）"
_PREVIOUS = "上一年的数据：figures.json、工作簿，或上一年的报告"
_REVIEWED = (
    "另存核验结果：.docx 是原来的 Word 文件，格式不动，每处异议加一条批注（正文须是 .docx）；\n"
    ".html 是标出每个数字的网页（正文是什么文件都可以）"
)
_PROSE = "正文：txt，或一份报告（docx、pdf、html、md；装有 LibreOffice 时也可以是 doc、wps、rtf、odt）"
_VERIFY_MORE = """
退出码：0 没有需要核对之处，1 有（不符或无依据），2 输入有误。
不给 --figures 时没有数据可以对照，只看合计与分项、占比、增减是否算得拢：算不拢的退出码 1；
无依据的只报个数，不影响退出码。正文写的单位、年度与数据不同时，最先说明。"""
_BATCH_MORE = """
中途停下（Ctrl+C、断电等）后再运行同一条命令，会接着做，结果与一次做完完全相同；没有做完的部分在“输出.partial”里。
一行用不了、超时或使核对进程中止，只在那一行写明 error，不影响其他行。没有 figures 的行只核对正文自身的算术。
退出码：0 全部做完，2 输入或输出有误。"""
_SAYS: tuple[tuple[str, str, str], ...] = (
    (r"the following arguments are required: (.+)", "缺少参数 {0}", "加 --help 查看用法"),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} 不能与 {1} 同用", "只写一个"),
    (r"argument (\S+): expected one argument", "{0} 后面没有写值", "加 --help 查看用法"),
    (r"argument (.+): expected .+", "{0} 的值不够", "加 --help 查看用法"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)", "{0} 不能是“{1}”", "可用：{2}"),
    (r"argument (\S+): invalid .+ value: '(.*)'", "{0} 不能是“{1}”", "加 --help 查看用法"),
    (r"argument (\S+): (.+)", "{0}：{1}", "加 --help 查看用法"),
    (r"unrecognized arguments: (.+)", "不认识的参数 {0}", "加 --help 查看用法"),
    (r"ambiguous option: (\S+) could match (.+)", "“{0}”可以是 {1}", "请写全"),
)


_ACTIONS = "list 列出、add 新建、change 修改、unlock 解除锁定、log 登录记录"
_PEOPLE_MORE = "密码在终端里输入两遍，或从标准输入读第一行；不能写在命令里"
_ONE_REPORT = "报告的编号，或加引号的单位全称和年度，如 “云岭县人民政府 2025”"
_AUDIT_MORE = """
谁在什么时候把哪一格、哪一句从什么改成了什么，每次人工确认和导出，按先后列出。
退出码：0 没有问题，1 校验发现问题（逐条列出），2 输入有误。"""
_BACKUP_MORE = (
    "网页界面开着也能备份，备份的是同一时刻的全部内容：报告和所有版本、修改记录、账户、带入的文件、范文库、对话。\n"
    "没有做完就中断，不留下半份文件。"
)
_RESTORE_MORE = (
    "恢复到 NIANBAO_DATA、NIANBAO_DATABASE_URL 指的地方，那里要是空的；SQLite 的备份可以恢复到 PostgreSQL，反过来也行，"
    "旧版本的备份会升级。\n先逐项核对备份，不完整就什么也不恢复；中途停下，再运行同一条命令即可。"
)
_CHAT_MORE = (
    "一行一句话，如：起草依申请公开、再详细点、加一项：举办培训3期、今年和去年比怎么样、127件哪来的、撤销。\n"
    "说“帮助”看能说什么，说“退出”或按 Ctrl+D 结束；做到一半按 Ctrl+C 停下，什么也不改。每一句之后都存下，下次接着说。"
)
_INGEST_MORE = (
    "文件夹连同其中的文件夹都看。没有变化的不再读；改过的重读；文件夹里已经没有的从库里移除。\n"
    "随时可以停，再运行同一条命令会接着做。读不了的逐份写明原因，其余照常收入。"
)
_ADD_MORE = """
一个单位没有填的格，合计也留空：少了一家的数不是合计。没有填确实就是没有的，用 --zero 写明单位。
读不了的逐份写明原因，其余照常汇总；年度或格式不同、同一单位有两份不同的数据，则不汇总并全部列出。
退出码：0 全部汇总且勾稽相符，1 有没计入的、没有合计的或不符的，2 输入有误。"""


class _Formatter(argparse.HelpFormatter):
    """Chinese has no spaces to break lines at: a help text stays on its line."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:  # noqa: ARG002 - argparse passes it
        return text.splitlines()

    def _fill_text(self, text: str, width: int, indent: str) -> str:  # noqa: ARG002 - the same
        return "\n".join(indent + line for line in text.splitlines())


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese whose errors are ``BadInput`` like any other."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        raise BadInput([_problem(message)])


def _problem(message: str) -> Problem:
    if unknown := re.match(r"argument 命令: invalid choice: '(.*?)' \(choose from (.+)\)", message):
        names = re.findall(r"[a-z]+", unknown[2])
        near = nearest(unknown[1], names)
        return Problem(
            f"没有命令“{unknown[1]}”", "", f"是不是“{near}”？" if near else f"可用：{'、'.join(names)}"
        )
    for pattern, what, mend in _SAYS:
        if found := re.fullmatch(pattern, message, flags=re.DOTALL):
            words = [word.replace("'", "").replace(", ", "、") for word in found.groups()]
            return Problem(what.format(*words), "", mend.format(*words))
    return Problem(f"命令写法有误（{message}）", "", "加 --help 查看用法")


def read_arguments(argv: list[str]) -> argparse.Namespace:
    """The command and its options; ``BadInput`` where they make no sense. ``--help`` and ``--version`` print and leave."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    # argparse takes the words behind an option (waive 正文 --figures F 3) for unknown ones.
    unknown = [word for word in rest if word.startswith("-")] if "items" in arguments else rest
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if rest:
        arguments.items += rest
    return arguments


def _parser() -> _Parser:
    parser = _Parser(
        prog="nianbao",
        description="政府信息公开工作年度报告：由统计数据生成表格与正文，并逐一核对正文中的数字。",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, parser_class=_Parser
    )

    def command(name: str, help: str, more: str = "") -> _Parser:  # noqa: A002 - argparse's own word for it
        return commands.add_parser(name, help=help, description=f"{help}。{more}")

    for add in (
        _check,
        _tables,
        _workbook,
        _add,
        _read,
        _verify,
        _waive,
        _batch,
        _ingest,
        _search,
        _draft,
        _chat,
        _app,
        _people,
        _audit,
        _backup,
        _restore,
        _bundle,
        _unbundle,
    ):
        add(command)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when somebody asks: the metadata is slow to load."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"nianbao {version('nianbao')}")
        parser.exit()


class _Add(Protocol):
    """Adds a command: its name, what it does, and what else its own help says."""

    def __call__(self, name: str, help: str, more: str = "", /) -> _Parser: ...  # noqa: A002 - argparse's own word for it


def _check(command: _Add) -> None:
    parser = command("check", "核对勾稽关系")
    _figures(parser)
    _previous(parser)
    _json(parser)


def _tables(command: _Add) -> None:
    parser = command("tables", "生成三张官方表格")
    _figures(parser)
    parser.add_argument("--format", choices=("html", "md", "docx"), required=True, help="html、md 或 docx")
    _output(parser, "输出文件")


def _workbook(command: _Add) -> None:
    parser = command("workbook", "生成待填的工作簿")
    parser.add_argument("--form", required=True, metavar="格式", help="2019 或 2021")
    parser.add_argument("--figures", type=Path, metavar="数据", help=f"先填入已有的{_FIGURES}")
    _output(parser, "输出的 .xlsx 文件")


def _add(command: _Add) -> None:
    parser = command("add", "汇总各部门、乡镇的数据", _ADD_MORE)
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="数据",
        help="各单位的工作簿（.xlsx）、figures.json，或已发布的报告；可写多个",
    )
    _output(parser, "输出的 .xlsx 工作簿（另有“汇总来源”一张表）或 .json")
    parser.add_argument("--unit", metavar="名称", default="", help="汇总后的单位名称；输出 .json 时必写")
    parser.add_argument(
        "--zero",
        metavar="单位",
        action="append",
        default=[],
        help="这个单位没有填的都按 0；可写几次，写“全部”指所有单位",
    )
    parser.add_argument(
        "--apart",
        action="store_true",
        help="2019年格式的项目数量也相加（各单位的事项互不重复时才用）",
    )
    _json(parser)


def _read(command: _Add) -> None:
    parser = command("read", "从已发布的报告读出数据")
    parser.add_argument(
        "report",
        type=Path,
        metavar="报告",
        help="报告：docx、pdf（带文字的）、html、txt 或 md；装有 LibreOffice 时也可以是 doc、wps、rtf、odt",
    )
    _output(parser, "输出的 .json 文件")


def _verify(command: _Add) -> None:
    parser = command("verify", "核对正文中的数字", _VERIFY_MORE)
    parser.add_argument("prose", type=Path, metavar="正文", help=_PROSE)
    parser.add_argument(
        "--figures", type=Path, metavar="数据", help=f"{_FIGURES}；不给则只核对正文自身的算术"
    )
    _previous(parser)
    _json(parser)
    _output(parser, _REVIEWED, required=False)
    parser.add_argument(
        "--remarks",
        action="store_true",
        help="一并列出数字以外的问题：缺项、外单位名称、上年日期、模板痕迹、个人信息等",
    )
    waivers = parser.add_mutually_exclusive_group()
    _waivers(waivers)
    waivers.add_argument("--no-waivers", action="store_true", help="不看人工确认，全部异议都列出")


def _waive(command: _Add) -> None:
    parser = command("waive", "人工确认：保留有异议的数字，写明姓名和理由")
    parser.description = f"{parser.description}\n不写数字就列出有异议之处和编号。确认连同原句存在正文旁边，原句或数字一改就失效。"
    parser.add_argument("prose", type=Path, metavar="正文", help=_PROSE)
    parser.add_argument(
        "items",
        nargs="*",
        metavar="数字",
        help="要确认的：verify 列出的编号（3），或 行号:数字（12:6次）；可写几个",
    )
    parser.add_argument("--figures", type=Path, metavar="数据", required=True, help=_FIGURES)
    _previous(parser)
    parser.add_argument("--by", metavar="姓名", help="由谁确认")
    parser.add_argument("--reason", metavar="理由", help="为什么可以保留，如数字的出处")
    changes = parser.add_mutually_exclusive_group()
    changes.add_argument("--undo", action="store_true", help="撤回所写数字的确认")
    changes.add_argument("--prune", action="store_true", help="清除已经失效和不再需要的确认")
    _waivers(parser)
    _json(parser)


def _batch(command: _Add) -> None:
    parser = command("batch", "批量核对", _BATCH_MORE)
    parser.add_argument(
        "lines", type=Path, metavar="输入", help="每行一个 JSON：id、text、figures、previous、waivers"
    )
    _output(parser, "输出文件，每行一个 JSON，次序与输入相同")
    parser.add_argument(
        "--workers", type=_positive, metavar="N", help="同时用几个进程（默认与处理器核数相同）"
    )
    parser.add_argument("--fresh", action="store_true", help="不接着上次没有做完的，从头做起")
    parser.add_argument(
        "--timeout", type=_positive, metavar="秒", help="一行最多核对多久，超过的写明 error（默认 60 秒）"
    )


def _ingest(command: _Add) -> None:
    parser = command("ingest", "收入往年年报", _INGEST_MORE)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="路径", help="年报文件，或放年报的文件夹；可写几个"
    )
    parser.add_argument("--samples", action="store_true", help="收入随附的示例年报（单位和数字都是虚构的）")
    parser.add_argument("--forget", action="store_true", help="反过来：把这些路径的年报从库里移除")
    parser.add_argument("--rebuild", action="store_true", help="换了向量设定以后，重新计算全部向量")
    _json(parser)


def _search(command: _Add) -> None:
    parser = command("search", "查找往年写过的段落", "先用 ingest 收入年报。")
    parser.add_argument("query", nargs="+", metavar="词语", help="要找什么，如：依申请公开 增长")
    parser.add_argument("--section", metavar="部分", help="只找这一部分：引言、一、五、六，或标题")
    parser.add_argument("--topic", metavar="主题", help="只找这一主题，如 依申请公开、信息处理费")
    parser.add_argument("--level", metavar="层级", help="只找这一层级：省级、市级、县级、乡镇、部门")
    parser.add_argument("--form", metavar="格式", help="只找用这种格式的：2019 或 2021")
    parser.add_argument("--unit", metavar="单位", help="只找这个单位的")
    parser.add_argument("--year", type=_positive, metavar="年度", help="只找这一年度的")
    parser.add_argument("-n", "--count", type=_positive, metavar="N", help="最多几段（默认 10）")
    _json(parser)


def _draft(command: _Add) -> None:
    parser = command("draft", "生成整份报告")
    _figures(parser)
    _previous(parser)
    _output(
        parser,
        "输出文件，.docx、.html、.md，装有 LibreOffice 时也可以是 .pdf（默认在数据旁边生成 Word 文件）",
        required=False,
    )
    parser.add_argument(
        "--final",
        action="store_true",
        help="定稿：有异议、勾稽不符或不改不能发布之处时，一并说明，不生成文件",
    )
    parser.add_argument("--model", metavar="名称", help="所用模型（默认不用模型，按内置文句起草）")
    parser.add_argument(
        "--instruction", metavar="要求", default="", help="对模型的写法要求，如：语言精简一些"
    )
    parser.add_argument(
        "--record", type=Path, metavar="记录", help="起草记录（.json）：用了哪些范文和提示词，哪些句子被退回"
    )
    parser.add_argument(
        "--proof",
        type=Path,
        metavar="核验单",
        help="一并生成核验单（.docx、.html 或 .pdf）：摘要、每个数字的判定和出处、留下的提醒",
    )
    parser.add_argument("--by", metavar="姓名", default="", help="核验单上写明的导出人")
    parser.add_argument("--no-past", action="store_true", help="不参考范文库，正文全用内置文句")


def _chat(command: _Add) -> None:
    parser = command("chat", "用平常的话起草和修改报告", _CHAT_MORE)
    _figures(parser)
    _previous(parser)
    _output(parser, "结束时另存报告，.docx、.html 或 .md", required=False)
    parser.add_argument("--fresh", action="store_true", help="不接着上次的对话，从初稿开始（上次的另存着）")
    parser.add_argument("--no-model", action="store_true", help="不用模型，只按规则听懂和起草")
    parser.add_argument("--no-past", action="store_true", help="不参考范文库")
    parser.add_argument("--json", action="store_true", help="每件事输出一行 JSON")


def _app(command: _Add) -> None:
    parser = command("app", "打开网页界面")
    parser.add_argument("--port", type=_positive, metavar="端口", help="默认从 8501 起找一个空闲的")
    parser.add_argument(
        "--address", default="127.0.0.1", metavar="地址", help="默认只在本机；其他地址要先设 NIANBAO_AUTH"
    )
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")


def _people(command: _Add) -> None:
    parser = command("people", "管理能登录网页界面的账户", _PEOPLE_MORE)
    parser.add_argument(
        "action", choices=("list", "add", "change", "unlock", "log"), metavar="动作", help=_ACTIONS
    )
    parser.add_argument("login", nargs="?", metavar="用户名", help="姓名拼音、工号或邮箱")
    parser.add_argument("--name", metavar="姓名", help="修改记录里显示的姓名")
    parser.add_argument(
        "--role",
        choices=("drafter", "reviewer", "administrator"),
        help="drafter 起草人（默认）、reviewer 审核人、administrator 管理员",
    )
    parser.add_argument(
        "--unit", action="append", default=[], metavar="单位", help="负责的单位全称，可写几次"
    )
    parser.add_argument("--all-units", action="store_true", help="负责全部单位")
    parser.add_argument("--password", action="store_true", help="change 时换密码")
    parser.add_argument("--no-password", action="store_true", help="add 时不设密码，只用单位的统一登录")
    parser.add_argument("--disable", dest="disabled", action="store_true", default=None, help="停用")
    parser.add_argument("--enable", dest="disabled", action="store_false", default=None, help="重新启用")
    _json(parser)


def _audit(command: _Add) -> None:
    parser = command("audit", "查看和校验修改记录", _AUDIT_MORE)
    parser.add_argument("report", nargs="?", metavar="报告", help=_ONE_REPORT + "；不写就是全部")
    parser.add_argument(
        "--verify", action="store_true", help="校验：每条记录接得上，每个版本与记录相符；有问题的逐条列出"
    )
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="校验值",
        help="核验单上的“审计链末端”，应当在记录里；可写几次，写了就校验",
    )
    _json(parser)


def _backup(command: _Add) -> None:
    parser = command("backup", "把全部内容备份成一个文件", _BACKUP_MORE)
    _output(parser, "备份文件；写 --keep 时是放备份的文件夹")
    parser.add_argument(
        "--keep", type=_positive, metavar="N", help="在文件夹里按日期命名，只留最近 N 份，旧的删去"
    )
    parser.add_argument("--no-past", action="store_true", help="不含范文库（往年年报的段落）")


def _restore(command: _Add) -> None:
    parser = command("restore", "从备份恢复到空的地方", _RESTORE_MORE)
    parser.add_argument("backup", type=Path, metavar="备份", help="nianbao backup 得到的文件")


def _bundle(command: _Add) -> None:
    parser = command("bundle", "把一份报告连同全部历史导出成一个文件")
    parser.add_argument("report", metavar="报告", help=_ONE_REPORT)
    _output(parser, "报告包，后缀 .nianbao")


def _unbundle(command: _Add) -> None:
    parser = command("unbundle", "导入报告包", "导入后是单独的一份报告，历史都在；与已有的同名报告互不影响。")
    parser.add_argument(
        "bundle", type=Path, metavar="报告包", help="nianbao bundle 或网页导出的 .nianbao 文件"
    )


def _figures(parser: _Parser) -> None:
    parser.add_argument("figures", type=Path, metavar="数据", help=_FIGURES)


def _previous(parser: _Parser) -> None:
    parser.add_argument("--previous", type=Path, metavar="上年", help=_PREVIOUS)


def _waivers(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--waivers",
        type=Path,
        metavar="文件",
        help="人工确认文件（默认是正文旁边的 正文文件名.人工确认.json）",
    )


def _json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="在标准输出上只输出 JSON")


def _output(parser: _Parser, text: str, *, required: bool = True) -> None:
    parser.add_argument("-o", "--output", type=Path, metavar="输出", required=required, help=text)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}”应当是正整数")
    return int(text)
