"""What a set holds, how it was made, and what it is not good for, for whoever takes it."""

from collections.abc import Iterator, Mapping
from typing import Any

from eval.sets.asked import ERRORS, Asked

_TITLES = {
    "levels": "单位的层级",
    "editions": "表格格式",
    "shapes": "数据的样子",
    "expressions": "标注的判定",
    "phrases": "说法（句）",
}
_LABELS = {
    "verified": "verified（与表格、补充数据或推算相符）", "consistent": "consistent（表外，正文自身相加相符）",
    "contradicted": "contradicted（已知差错）", "unsupported": "unsupported（没有依据）", "exempt": "exempt（不是统计数字）",
}  # fmt: skip


def datasheet(asked: Asked, manifest: Mapping[str, Any]) -> str:
    """As Markdown, in Chinese with a summary in English."""
    return "\n".join(_lines(asked, manifest)) + "\n"


def _lines(asked: Asked, manifest: Mapping[str, Any]) -> Iterator[str]:
    counts = manifest["counts"]
    made = {kind: number for kind, number in counts["errors"].items() if kind != "没有差错"}
    slips = sum(made.values())
    yield f"# 政府信息公开年度报告 {asked.reports} 份（生成，带标注）"
    yield ""
    yield (
        f"*{asked.reports} generated annual reports of invented Chinese government offices, with their statistical tables, "
        f"annotations of every numeric expression, and {slips} known errors. Made by a program; no real office, no real data.*"
    )
    yield from ("", "## 为什么做", "")
    yield "给核对数字的程序、起草年报的程序评分。每个数对不对、依据哪一格、错在哪里，造的时候就知道，不靠人看，也不靠核对程序。"
    yield from ("", "## 有什么", "")
    yield from _contents(asked)
    yield from ("", f"没有差错的 {counts['errors'].get('没有差错', 0)} 份，有一处已知差错的 {slips} 份：", "")
    yield from _errors(counts, made)
    for name, title in _TITLES.items():
        yield from ("", f"### {title}", "", "| 种类 | 个数 |", "| --- | ---: |")
        yield from (f"| {_LABELS.get(kind, kind)} | {number} |" for kind, number in counts[name].items())
    yield from ("", f"不含数字的断言（均由自然人提出、与上年持平）{counts['claims']['claims']} 处。", "")
    yield from ("## 怎样做的", "")
    yield from _making(asked, manifest)
    yield from ("", "## 标注", "")
    yield from _ANNOTATION
    yield from ("", "## 不适合做什么", "")
    yield from _LIMITS
    yield from ("", "## 怎样用", "", *_USE, "", "## 许可", "")
    yield "文字和数字都由程序生成，不含任何真实单位的数据，按 MIT 许可使用，与生成它的程序相同；使用时请写明种子和版本。"


def _contents(asked: Asked) -> Iterator[str]:
    yield "- `reports/NAME.txt`：正文，表格摊平在文字里；`NAME` 是序号和年度"
    yield "- `reports/NAME.figures.json`：三张表和补充数据；年度减一的是上年的"
    yield "- `gold/NAME.gold.jsonl`、`NAME.claims.jsonl`：标注，一行一处"
    if "md" in asked.formats:
        yield "- `markdown/NAME.md`：同一份报告，带表格"
    if "docx" in asked.formats:
        yield "- `docx/NAME.docx`：同一份报告，带表格"
    yield "- `index.jsonl`：每份一行：单位、年度、格式、层级、说法、差错、各文件的摘要"
    yield "- `manifest.json`：选项、版本、各种类的个数；`SHA256SUMS`：`sha256sum -c SHA256SUMS` 可核对"


def _errors(counts: Mapping[str, Any], made: Mapping[str, int]) -> Iterator[str]:
    yield "| 差错 | 是什么 | 份数 |"
    yield "| --- | --- | ---: |"
    yield from (f"| {kind} | {meaning} | {made[kind]} |" for kind, meaning in ERRORS.items() if kind in made)
    for kind, number in counts.get("not_made", {}).items():
        yield ""
        yield f"要求的“{kind}”有 {number} 份没有做成（所选的单位和说法里容不下），那几份没有差错。"


def _making(asked: Asked, manifest: Mapping[str, Any]) -> Iterator[str]:
    version = manifest["asked"]
    yield f"- 种子 {asked.seed}，第 {version['version']} 版，造句程序指纹 {version['generator']}；都相同的，每个字节都相同。"
    yield f"- 层级：{'、'.join(asked.levels)}；格式：{'、'.join(asked.editions)}；数据：{'、'.join(asked.shapes)}，依次轮流。"
    yield "- 数据先按格式造出两年，勾稽关系都成立，上年结转与上年的表相接；补充数据的分类合计等于总数。"
    yield "- 句子从几百个带空的句式里抽，空里填数，填的时候就知道依据；约数、汉字、万、占比、同比按各自的写法填。"
    yield "- 有差错的，一份只错一处；写错的数如果碰巧符合这句话的别的正当读法，就不用。"
    size = f"全年约 {asked.requests} 件申请" if asked.requests else "按层级，从一年没有一件申请到三万多件"
    yield f"- 规模：{size}。"
    yield f"- 说法：{'、'.join(asked.phrases) if asked.phrases else '全部'}。"


_ANNOTATION = (
    "- `start`、`end` 是正文里的位置，按字符数，前闭后开，依文中顺序；`source.expr` 里的 `mN` 指第 N 行（从 0 起）。",
    "- `class` 为 figure 的有 `value`（万已展开，万元、亿元不展开）、`unit`、`qualifier`（over 余超、nearly 近、about 约）、",
    "  `direction`（up、down）、`source`（依据）、`expected`（应有的判定）、`also_ok`（也算对的判定）；`phrase` 是说法的种类。",
    "- 已知差错处 `expected` 是 contradicted，另有 `error`（差错的种类）和 `right`（正确的写法）；无依据的是 unsupported。",
    "- 有差错的那一句里别的数，`also_ok` 允许被指出：合计对不上时，说合计错还是说分项错都算对。",
    "- “漏一项”错在整句，没有哪个数是错的：位置在 `index.jsonl` 的 `error.sentence`。",
    "- 表格摊平成的行不是正文，不作标注。",
)
_LIMITS = (
    "- 不能代替真实报告：句式有限，篇章是拼成的，前后句没有文意上的联系，真实报告里的写法比这里多。",
    "- 不能用来评文采、内容是否齐全、建议是否得当；评稿的总评里这些部分的分数没有意义，只看数字部分和是否及格。",
    "- 差错是按种类均匀放的，不是真实报告里差错的比例；查出率要按种类看。",
    "- 同一家单位名称会在许多份里出现，数据互不相干，不能当作历年的序列。",
    "- 不宜拿来训练再用同一批考：句式相同，考出来的不是真本事。",
)
_USE = (
    "```bash",
    "python -m eval verifier --set 这个文件夹            # 考核对器；--part 1-500 只考一部分",
    "python -m eval drafts --set 这个文件夹              # 当作稿子评分",
    "```",
)
