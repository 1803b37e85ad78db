"""An invented report in the page shapes that government sites publish reports in, with what stands around them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from agent.forms import Form, form_of
from tests.corpus.pages import Slot, Table, consistent, table

UNIT = "青溪县人民政府"
OFFICE = "青溪县人民政府办公室"
PHONE = "0599-2200123"


@dataclass(frozen=True)
class Content:
    """What every page of it must read as: ``sections`` are heading and paragraphs, a table's id where there is one."""

    form: Form
    title: str
    introduction: str
    sections: tuple[tuple[str, tuple[str, ...], str | None], ...]
    cells: dict[str, Decimal] = field(hash=False)

    def table(self, table_id: str) -> Table:
        return table(self.form, table_id, self.cells)

    @property
    def prose(self) -> list[tuple[str, list[str]]]:
        """Heading and paragraphs of the title with its introduction, and of each section."""
        return [(self.title, [self.introduction]), *((head, list(lines)) for head, lines, _ in self.sections)]


def content(edition: str) -> Content:
    form = form_of(edition)
    year = form.first_year + 1
    prose = {
        "overview": (
            f"{year}年，青溪县认真贯彻落实《中华人民共和国政府信息公开条例》，公开工作取得新的进展。",
            "（一）主动公开。全年通过政府网站公开信息1136条，其中政务动态802条；完成网站ICP备案核查3家。",
            "（二）依申请公开。全年办理申请按期答复，来源：网络提交为主。",
            "（三）监督保障。举办培训班2期，参训86人次。",
        ),
        "improvement": (
            "（一）存在的主要问题。一是公开内容还不够细；二是个别栏目更新不及时。",
            "（二）改进情况。加强培训，逐月检查栏目更新。",
        ),
        "other": ("本年度没有收取政府信息公开信息处理费。", "没有其他需要报告的事项。"),
    }
    return Content(
        form,
        f"{UNIT}{year}年政府信息公开工作年度报告",
        f"本报告由{OFFICE}编制，数据统计期限自{year}年1月1日起至{year}年12月31日止。如有疑问，请与{OFFICE}联系"
        f"（地址：青溪县文昌路6号，邮编：350099，电话：{PHONE}）。",
        tuple((one.heading, prose.get(one.id, ()), one.table) for one in form.sections),
        consistent(edition),
    )


Inline = Callable[[str], str]


def boxes(rows: Table, *, tag: str = "td", say: Inline = escape, extra: str = "", head_rows: int = 0) -> str:
    """A table's rows as markup."""
    lines = []
    for at, row in enumerate(rows):
        name = "th" if at < head_rows else tag
        cells = (
            f"<{name} {extra}{_span('rowspan', slot.rows)}{_span('colspan', slot.columns)}>{say(slot.text)}</{name}>"
            for slot in row
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(lines)


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def article(
    this: Content,
    paragraph: Inline,
    heading: Inline,
    grid: Callable[[Table, str], str],
    *,
    titled: bool = True,
) -> str:
    """The report's body, each kind of part written by its own function; ``grid`` is given a table and its id."""
    parts = [heading(this.title)] if titled else []
    parts.append(paragraph(this.introduction))
    for head, lines, table_id in this.sections:
        parts.append(heading(head))
        parts += [paragraph(line) for line in lines]
        if table_id:
            parts.append(grid(this.table(table_id), table_id))
    return "\n".join(parts)


def plain_grid(rows: Table, _: str) -> str:
    return f'<table border="1" cellspacing="0">{boxes(rows)}</table>'


FOOT = (
    '<div class="footer"><p>主办单位：青溪县人民政府办公室　　承办：青溪县大数据中心</p><p>地址：青溪县解放路1号　邮编：350100　'
    "电话：0599-8888888</p><p>网站标识码：3507000001　闽ICP备05000001号-1　闽公网安备 35070000000001号</p>"
    "<p>版权所有：青溪县人民政府</p><p>网站地图 | 联系我们 | 您是第 <b>1234567</b> 位访客</p></div>"
)
CRUMBS = '<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政府信息公开</a> &gt; <a>政府信息公开年报</a></div>'
TOP = (
    '<div class="header"><ul class="nav"><li><a>首页</a></li><li><a>政务公开</a></li><li><a>政府信息公开年报</a></li>'
    "<li><a>互动交流</a></li></ul><span>无障碍浏览</span><span>长者模式</span></div>"
)
MARGIN = (
    '<div class="arc_tool"><a>打印</a> <a>关闭</a> <a>收藏</a> 分享到：<a>微信</a> <a>微博</a></div>'
    "<p>上一篇：<a>青溪县2022年政府信息公开工作年度报告</a></p><p>下一篇：<a>没有了</a></p>"
)


def _text_of(markup: str) -> str:
    return markup


def trs(this: Content) -> str:
    def paragraph(text: str) -> str:
        return f'<p align="justify" style="text-indent: 2em;">　　{escape(text)}</p>'

    def heading(text: str) -> str:
        return f'<p align="justify" style="text-indent: 2em;"><strong>　　{text}</strong></p>'

    inside = article(this, paragraph, heading, plain_grid, titled=False)
    return (
        f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{this.title}"><title>{this.title}_政府信息公开'
        f"</title></head><body>{TOP}{CRUMBS}<div class='xl'><h1>{this.title}</h1><div class='info'><span>发布时间：2024-01-26 "
        "16:30</span> <span>来源：青溪县人民政府办公室</span> <span>浏览次数：<script>document.write('88')</script>次</span> "
        "<span>字体：[<a>大</a> <a>中</a> <a>小</a>]</span></div>"
        f'<div class="view TRS_UEDITOR trs_paper_default trs_web"><style>.TRS_Editor P{{line-height:2}}</style>{inside}</div>'
        f"{MARGIN}</div><div class='ewm'><img src='q.png'><p>扫一扫在手机打开当前页</p></div>{FOOT}</body></html>"
    )


def hanweb(this: Content) -> str:
    def number(text: str) -> str:
        return f'<p style="text-align:center"><span style="font-size:14px">&nbsp;{escape(text)}　</span></p>'

    def grid(rows: Table, _: str) -> str:
        return f'<div align="center"><table class="ke-zeroborder"><tbody>{boxes(rows, say=number)}</tbody></table></div>'

    def paragraph(text: str) -> str:
        return f'<p style="text-indent:2em"><span style="font-family:仿宋">{escape(text)}</span></p><p>&nbsp;</p>'

    inside = article(
        this, paragraph, lambda text: f'<p style="text-indent:2em"><b><span>{text}</span></b></p>', grid
    )
    return (
        f"<html><head><title>青溪县人民政府</title><meta name='author' content='大汉网络'></head><body><table width='1000'><tr>"
        f"<td>{TOP}</td></tr></table><table width='1000' align='center'><tr><td class='bt_position'>您的位置：首页 &gt;&gt; 年报</td>"
        f"</tr><tr><td class='bt_title' align='center'>{this.title}</td></tr><tr><td align='center'><table><tr><td>发布日期：2024-01-26"
        "</td><td>浏览次数：<script language='javascript' src='/vc/vc/interface/visit.jsp'></script></td><td>字号：[ 大 中 小 ]</td>"
        "</tr></table></td></tr><tr><td class='bt_content'><div id='zoom'><!--ZOOM-->"
        f"<!--<$[信息内容]>begin-->{inside}<!--<$[信息内容]>end--></div></td></tr>"
        "<tr><td>附件：<a href='a.docx'>青溪县年度报告.docx</a><br><a href='b.xls'>青溪县年度报告附表.xls</a></td></tr></table>"
        f"{MARGIN}{FOOT}</body></html>"
    )


def webforms(this: Content) -> str:
    def grid(rows: Table, _: str) -> str:
        return f"<table cellpadding=0 border=1 id=GridView1>{boxes(rows)}</table>"

    inside = article(
        this,
        lambda text: f"　　{escape(text)}<br><br>",
        lambda text: f"<strong>{text}</strong><br><br>",
        grid,
    )
    return (
        '<html><body><form name="aspnetForm" method="post" action="Show.aspx"><input type="hidden" name="__VIEWSTATE" '
        f'value="/wEPDwUKMTY"/><table width=980 align=center><tr><td colspan=2><table><tr><td>首页</td><td>政务公开</td><td>12345热线'
        f"</td></tr></table></td></tr><tr><td valign=top width=200><table><tr><td>信息公开指南</td></tr><tr><td>信息公开年报</td></tr>"
        f'</table></td><td><table><tr><td align=center><span id="lblTitle">{this.title}</span></td></tr><tr><td align=center>'
        f'<span id="lblTime">发布时间：2024/1/26 9:02:11</span> 点击数：<span>356</span></td></tr><tr><td><span id="lblContent">'
        f"{inside}</span></td></tr><tr><td align=right><a href='javascript:window.print()'>【打印本页】</a> <a>【关闭窗口】</a></td></tr>"
        f"</table></td></tr><tr><td colspan=2>{FOOT}</td></tr></table></form></body></html>"
    )


def word_filtered(this: Content) -> str:
    def number(text: str) -> str:
        return (
            "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><span lang=EN-US "
            f"style='font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体'>{escape(text)}<o:p></o:p></span></p>"
        )

    def grid(rows: Table, _: str) -> str:
        width = sum(slot.columns for slot in rows[0])
        measures = "".join("<td width=50 style='border:none'></td>" for _ in range(width))
        return (
            "<table class=MsoNormalTable border=1 style='border-collapse:collapse;mso-table-layout-alt:fixed'>"
            f"{boxes(rows, say=number, extra='valign=center')}<![if !supportMisalignedColumns]><tr height=0>{measures}</tr>"
            "<![endif]></table><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
        )

    def paragraph(text: str) -> str:
        halves = [escape(text[:15]), escape(text[15:])]
        return (
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\nstyle='font-size:16.0pt;font-family:仿宋_GB2312'>"
            f"{halves[0]}<span lang=EN-US>{halves[1]}<o:p></o:p></span></span></p>"
        )

    def heading(text: str) -> str:
        number_, _, rest = text.partition("、")
        mark = (
            f"<![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>{number_}、</span></span><![endif]>"
            if rest
            else number_
        )
        return f"<p class=MsoNormal style='mso-list:l0 level1 lfo1'><b>{mark}<span>{rest}<o:p></o:p></span></b></p>"

    inside = article(this, paragraph, heading, grid)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal"
        "</w:View></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {mso-style-parent:''} --></style></head>"
        f"<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>{inside}</div></body></html>"
    )


def row_tables(this: Content) -> str:
    """Each row a table of its own, merged boxes printed in the first row only."""

    def grid(rows: Table, _: str) -> str:
        return "".join(f"<table width='100%'>{boxes([row])}</table>" for row in _without_merged_rows(rows))

    return _article_page(this, article(this, _p, _strong, grid))


def _without_merged_rows(rows: Table) -> Table:
    """The same without boxes over several rows: an empty box stands below such a box."""
    pending: dict[int, tuple[int, int]] = {}
    found: Table = []
    for row in rows:
        line: list[Slot] = []
        column = 0
        left = list(row)
        while left or column in pending:
            if column in pending:
                count, across = pending.pop(column)
                if count > 1:
                    pending[column] = (count - 1, across)
                line.append(Slot("", 1, across))
            else:
                slot = left.pop(0)
                across = slot.columns
                if slot.rows > 1:
                    pending[column] = (slot.rows - 1, across)
                line.append(Slot(slot.text, 1, across))
            column += across
        found.append(line)
    return found


def _spread(rows: Table) -> list[list[str]]:
    """Texts by place, a merged box in its first place only."""
    return [
        [text for slot in row for text in (slot.text, *[""] * (slot.columns - 1))]
        for row in _without_merged_rows(rows)
    ]


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _strong(text: str) -> str:
    return f"<p><strong>{text}</strong></p>"


def _article_page(this: Content, inside: str) -> str:
    return (
        f"<html><head><meta charset='utf-8'><title>{this.title}</title></head><body>{TOP}{CRUMBS}<div class='main'>"
        f"<div class='article'>{inside}</div>{MARGIN}</div>{FOOT}</body></html>"
    )


def div_tables(this: Content) -> str:
    def grid(rows: Table, _: str) -> str:
        lines = (
            "".join(
                f'<div style="display: table-cell; border:1px solid">{escape(text)}</div>' for text in row
            )
            for row in _spread(rows)
        )
        inside = "".join(f'<div style="display:table-row">{line}</div>' for line in lines)
        return f'<div style="display:table;width:100%">{inside}</div>'

    return _article_page(this, article(this, _p, _strong, grid))


def styled_divs(this: Content) -> str:
    """The same, laid out by a style sheet in the page."""

    def grid(rows: Table, _: str) -> str:
        lines = (
            "".join(f'<span class="cell c{at}">{escape(text)}</span>' for at, text in enumerate(row))
            for row in _spread(rows)
        )
        inside = "".join(f'<div class="line">{line}</div>' for line in lines)
        return f'<div class="sheet">{inside}</div>'

    style = "<style>.sheet { display: table; }\n.line{display:table-row}\n.sheet .cell, .other { border: 1px; display : table-cell }</style>"
    return _article_page(this, style + article(this, _p, _strong, grid))


def repeated_heads(this: Content) -> str:
    """Heads of th, printed again where a page of the original ended."""

    def grid(rows: Table, table_id: str) -> str:
        if table_id != "requests":
            return f"<table>{boxes(rows, head_rows=1)}</table>"
        flat = _without_merged_rows(rows)
        again = [*flat[:12], *flat[:3], *flat[12:]]
        return f"<table>{boxes(again, head_rows=3)}</table>"

    return _article_page(this, article(this, _p, _strong, grid))


def bad_spans(this: Content) -> str:
    """Spans that overlap, are 0 or too large."""

    def grid(rows: Table, table_id: str) -> str:
        markup = boxes(rows)
        if table_id == "requests":
            # 三、本年度办理结果 hangs down two rows too many, and its neighbours with it.
            markup = re.sub(
                r'rowspan="(2\d)"', lambda found: f'rowspan="{int(found[1]) + 2}"', markup, count=1
            )
        markup = markup.replace('colspan="4"', 'colspan="40"')
        return f"<table>{markup}<tr><td colspan='0'></td></tr></table>"

    return _article_page(this, article(this, _p, _strong, grid))


def hidden_rubbish(this: Content) -> str:
    def paragraph(text: str) -> str:
        return f"<p>{escape(text)}<span style='display:none'>隐藏的9999件</span><font style='visibility: hidden'>77</font></p>"

    def grid(rows: Table, _: str) -> str:
        hidden = "<tr style='display:none'><td>规章</td><td>999</td><td>999</td><td>999</td></tr>"
        return f"<table>{boxes(rows)}{hidden}</table><script>document.write('<p>共有 3 页</p>')</script>"

    inside = article(this, paragraph, _strong, grid)
    inside += "<noscript>请启用脚本</noscript><textarea>草稿 12 件</textarea><div hidden>不显示的段落。</div><!-- 注释 12 件 -->"
    return _article_page(this, inside)


def broken_lines(this: Content) -> str:
    """Everything in one div, parted by line breaks, headings only strong."""

    def grid(rows: Table, _: str) -> str:
        return f"<table>{boxes(rows)}</table>"

    inside = article(
        this,
        lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}<br><br>",
        lambda text: f"<strong>{text}</strong><br>",
        grid,
    )
    return (
        f"<html><body>{TOP}<div class='con'><h2>{this.title}</h2><div>日期：2024-01-26 来源：办公室 【字体：大 中 小】</div>"
        f"{inside}<div>【打印此页】【关闭窗口】</div></div>{FOOT}</body></html>"
    )


def one_pre(this: Content) -> str:
    def grid(rows: Table, _: str) -> str:
        return "\n".join("\t".join(row) for row in _spread(rows))

    inside = article(this, escape, _text_of, grid)
    return f"<html><head><title>{this.title}</title></head><body><pre>\n{inside}\n</pre></body></html>"


def mobile(this: Content) -> str:
    def grid(rows: Table, _: str) -> str:
        return f'<section class="table-wrap" style="overflow-x:auto"><table><tbody>{boxes(rows)}</tbody></table></section>'

    inside = article(
        this,
        lambda text: f"<section><span>{escape(text)}</span></section>",
        lambda text: f"<section><section><strong>{text}</strong></section></section>",
        grid,
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body>'
        f"<header><a>返回</a><h3>政务公开</h3></header><main><article><h1>{this.title}</h1><p>2024-01-26 10:11 来源： 青溪县人民政府"
        f"</p><section>{inside.replace(this.title, '', 1)}</section></article><aside><h3>相关阅读</h3><ul><li>青溪县民政局2023年政府信息公开"
        "工作年度报告</li><li>青溪县财政局2023年政府信息公开工作年度报告</li></ul></aside></main><footer>"
        "<p>主办：青溪县人民政府办公室</p><p>联系电话：0599-8888888</p></footer></body></html>"
    )


def nested_tables(this: Content) -> str:
    """Each table in a box of a table in a box of a table."""

    def grid(rows: Table, _: str) -> str:
        inner = f"<table>{boxes(rows)}</table>"
        return f"<table><tr><td><div><table width='100%'><tr><td>{inner}</td></tr></table></div></td></tr></table>"

    inside = article(this, _p, _strong, grid)
    return f"<html><body><table><tr><td>{TOP}</td></tr><tr><td>{inside}</td></tr><tr><td>{FOOT}</td></tr></table></body></html>"


def old_markup(this: Content) -> str:
    """Upper case, nothing closed, fonts in fonts."""

    def grid(rows: Table, _: str) -> str:
        lines = (
            "<TR>"
            + "".join(
                f"<TD{_span('ROWSPAN', s.rows)}{_span('COLSPAN', s.columns)}><FONT SIZE=2>{escape(s.text)}"
                for s in row
            )
            for row in rows
        )
        return f"<CENTER><TABLE BORDER=1>{''.join(lines)}</TABLE></CENTER>"

    def paragraph(text: str) -> str:
        return f"<P><FONT FACE=仿宋><FONT SIZE=4>　　{escape(text)}</FONT></FONT>"

    inside = article(this, paragraph, lambda text: f"<P><FONT SIZE=5><B>{text}</B></FONT>", grid)
    return f"<HTML><BODY BGCOLOR=white><CENTER><A>首 页</A></CENTER>{inside}<HR><CENTER>版权所有　青溪县人民政府</CENTER></BODY></HTML>"


def attachments(this: Content) -> str:
    inside = article(this, _p, lambda text: f"<h2>{text}</h2>", plain_grid, titled=False)
    files = "".join(
        f"<p><a href='{at}.docx'>附件{at}：青溪县{name}.docx</a></p>"
        for at, name in enumerate(("主动公开统计表", "依申请公开统计表"), 1)
    )
    listed = "<div>附件下载：<ul><li><a>1.青溪县年度报告.pdf</a></li><li><a>2.青溪县年度报告.ofd</a></li></ul></div>"
    return (
        f"<html><body>{TOP}{CRUMBS}<div class='detail'><h1>{this.title}</h1><ul class='meta'><li>索 引 号：QX00100-2024-00012</li>"
        "<li>发布机构：青溪县人民政府办公室</li><li>成文日期：2024-01-26</li><li>有 效 性：有效</li></ul>"
        f"<div class='content'>{inside}{files}</div>{listed}<div>责任编辑：张三</div>{MARGIN}</div>{FOOT}</body></html>"
    )


def spans_in_words(this: Content) -> str:
    """Words pasted from elsewhere: every few letters in a span of their own, lines of the source broken anywhere."""

    def cut(text: str) -> str:
        return "\n".join(
            f"<span>{escape(text[at : at + 7])}</span>" for at in range(0, len(text), 7)
        ).replace("</span>\n<span>", "</span><span\n>")

    def grid(rows: Table, _: str) -> str:
        return (
            f"<table>{boxes(rows, say=lambda text: f'<p>{cut(text)}</p>' if text else '<p><br></p>')}</table>"
        )

    return _article_page(
        this,
        article(this, lambda text: f"<p>{cut(text)}</p>", lambda text: f"<p><b>{cut(text)}</b></p>", grid),
    )


def headed_by_catalogue(this: Content) -> str:
    """The catalogue's table of metadata above the report, as 政府信息公开目录 prints it."""
    meta = (
        "<table class='xxgk'><tr><td>索引号</td><td>QX00100-2024-00012</td><td>主题分类</td><td>政务公开</td></tr><tr><td>发布机构</td>"
        f"<td>{OFFICE}</td><td>生成日期</td><td>2024-01-26</td></tr><tr><td>名称</td><td colspan='3'>{this.title}</td></tr></table>"
    )
    inside = article(this, _p, _strong, plain_grid)
    return f"<html><body>{TOP}{CRUMBS}{meta}<div id='UCAP-CONTENT'>{inside}</div>{MARGIN}{FOOT}</body></html>"


SITES: dict[str, Callable[[Content], str]] = {
    one.__name__: one
    for one in (
        trs, hanweb, webforms, word_filtered, row_tables, div_tables, styled_divs, repeated_heads, bad_spans, hidden_rubbish,
        broken_lines, one_pre, mobile, nested_tables, old_markup, attachments, spans_in_words, headed_by_catalogue,
    )
}  # fmt: skip


def traditional(markup: str) -> str:
    """A page in traditional characters, as far as the forms' labels and headings have them."""
    simple = (
        "总计开规范务处项强费采购额条数废现单万请况业织构团会护类过执档询无关迟续复职权该与于对为后从来体个将转结维纠审证认诉讼办决议"
        "产稳间经营罚许际资讯实导点号电话邮编传县区乡镇门组机制发补内报确缴纳获属国问题进监边厅信息"
    )
    full = (
        "總計開規範務處項強費採購額條數廢現單萬請況業織構團會護類過執檔詢無關遲續複職權該與於對為後從來體個將轉結維糾審證認訴訟辦決議"
        "產穩間經營罰許際資訊實導點號電話郵編傳縣區鄉鎮門組機製發補內報確繳納獲屬國問題進監邊廳信息"
    )
    return markup.translate(str.maketrans(simple, full))


def read_prose(sections: Sequence[object]) -> list[tuple[str, list[str]]]:
    """Heading and paragraphs of each section that was read."""
    return [
        (
            "".join(str(getattr(one, "heading", "")).split()),
            str(getattr(one, "text", "")).split("\n") if getattr(one, "text", "") else [],
        )
        for one in sections
    ]
