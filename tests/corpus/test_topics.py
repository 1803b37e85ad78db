"""What a paragraph is about, by its words; and the file that says so."""

from importlib.resources import files
from time import perf_counter

import pytest

from agent.errors import FormError
from agent.forms import forms
from corpus.topics import heading_topic, read_topics, topic, topic_of, topics

TEXT = files("corpus").joinpath("topics.yaml").read_text("utf-8")

# Invented, none with a heading; written before the words were counted.
PARAGRAPHS = [
    (
        "disclosure",
        "2023年，我局通过县政府门户网站主动公开政府信息86条，其中机构职能类5条、财政预决算类6条。",
    ),
    ("disclosure", "全年累计发布各类信息320条，做到应公开尽公开。"),
    ("requests", "全年共收到依申请公开3件，均在法定期限内答复申请人，上年无结转。"),
    ("requests", "本年度受理政府信息公开申请12件，予以公开8件，不予公开1件，其余无法提供。"),
    ("information", "严格执行“三审三校”和保密审查制度，所有信息先审后发。"),
    ("information", "加强政府信息管理，对历史信息开展动态调整，规范公文公开属性认定。"),
    ("platforms", "优化政府网站栏目设置，加强政务新媒体管理，全年编印政府公报6期。"),
    ("platforms", "依托微信公众号和门户网站两个平台发布信息，新开设专栏2个。"),
    ("supervision", "成立由主要领导任组长的政务公开领导小组，把公开工作纳入年度绩效考核，按季度通报。"),
    ("supervision", "主动接受社会评议，全年未发生责任追究情形。"),
    ("training", "全年组织业务培训2次，参训120人次，安排业务骨干跟班学习。"),
    ("interpretation", "坚持政策解读与政策文件同步，全年发布图文解读18篇。"),
    ("response", "认真办理县长信箱留言210件，开展在线访谈4期，及时回应社会关切。"),
    ("documents", "全年制发行政规范性文件3件，废止2件，现行有效文件集中公开。"),
    ("proposals", "共承办人大代表建议9件、政协提案14件，办理结果全部公开。"),
    ("grassroots", "推进基层政务公开标准化规范化，26个试点领域标准目录全部编制完成。"),
    ("enterprises", "督促供水、供气等公共企事业单位做好信息公开。"),
    ("appeals", "全年因信息公开引发行政复议2件、行政诉讼1件，结果维持2件。"),
    ("key_areas", "围绕重点领域加大公开力度，公开重大建设项目、公共资源配置等信息。"),
    ("fee", "本年度没有收取政府信息公开信息处理费。"),
    ("summary", "2023年，我县坚持以习近平新时代中国特色社会主义思想为指导，认真贯彻落实上级决策部署。"),
    ("", "无。"),
    ("", "青溪县民政局"),
]


@pytest.mark.parametrize(("expected", "text"), PARAGRAPHS)
def test_a_paragraph_without_a_heading_is_about(expected: str, text: str) -> None:
    found = topic_of(text)
    assert (found.id if found else "") == expected


@pytest.mark.parametrize(
    ("expected", "heading"),
    [
        ("disclosure", "（一）主动公开情况"),
        ("requests", "二是依申请公开办理情况"),
        ("information", "（三）政府信息管理"),
        ("platforms", "（四）政府信息公开平台建设"),
        ("supervision", "（五）监督保障"),
        ("supervision", "（五）政府信息公开监督保障情况"),
        ("grassroots", "推进政务公开标准化规范化建设"),
        ("interpretation", "2.做好政策解读"),
        ("proposals", "建议提案办理结果公开"),
        ("problems", "（一）存在的主要问题"),
        ("measures", "（二）改进措施"),
        ("", "（六）特色亮点"),
    ],
)
def test_a_heading_names(expected: str, heading: str) -> None:
    assert heading_topic(heading) == expected


def test_a_heading_decides_before_the_words() -> None:
    found = topic_of("全年主动公开政府信息86条。", "overview", ["（二）依申请公开"])
    assert found == topic("requests")


def test_the_section_on_problems_knows_only_problems_and_measures() -> None:
    found = topic_of("加强依申请公开工作，规范受理流程。", "improvement", ["（二）依申请公开"], "measures")
    assert found == topic("measures")


def test_measures_are_told_only_in_the_section_on_them() -> None:
    text = "本单位认真落实条例，进一步规范工作、加强协调、完善程序、提升质量。"
    assert topic_of(text, "overview") == topic("summary")


def test_what_follows_a_measure_is_a_measure() -> None:
    assert topic_of("二是强化队伍。", "improvement", (), "measures") == topic("measures")


def test_the_prose_beside_a_table_is_about_the_table() -> None:
    assert topic_of("以上为全县汇总数。", "table_requests") == topic("requests")


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("（五）监督保障", "全年发生政府信息公开行政复议5件，结果维持4件；行政诉讼2件。", "appeals"),
        ("（二）依申请公开", "因信息公开引发行政复议2件、行政诉讼1件，均维持原答复。", "appeals"),
        ("（五）监督保障", "举办业务培训3次，培训业务骨干120人次。", "training"),
        ("（一）主动公开", "人大代表建议、政协提案办理结果全部公开，其中政协提案14件。", "proposals"),
        ("（二）依申请公开", "收到申请12件，全部办结。没有发生行政复议、行政诉讼。", "requests"),
        ("（五）监督保障", "公开工作纳入绩效考核，按季督查通报。举办业务培训3次。", "supervision"),
        ("（五）监督保障", "邀请人大代表、政协委员评议公开工作，逐条整改。", "supervision"),
    ],
)
def test_a_narrow_topic_is_told_under_a_wider_heading_where_a_paragraph_begins_with_it(
    heading: str, text: str, expected: str
) -> None:
    assert topic_of(text, "overview", [heading]) == topic(expected)


def test_a_heading_that_only_sounds_like_problems_does_not_decide_outside_their_section() -> None:
    found = topic_of("社会评议由第三方承担，结果计入考核。", "overview", ["5. 结对帮带补齐短板"])
    assert found == topic("supervision")


def test_the_first_paragraph_without_counts_is_the_summary_whatever_it_names_besides() -> None:
    text = "2023年，全县围绕高质量发展推进公开，把依申请公开办成倒逼依法行政的窗口。"
    assert topic_of(text, "overview") == topic("summary")


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("1.观念转变慢。有的同志遇到申请先问用途。", None, "problems"),
        ("把检索记录作为答复审核的附件。", "measures", "measures"),
        ("针对以上差距，将为栏目规定必填内容。", "problems", "measures"),
    ],
)
def test_what_stands_in_the_section_on_problems_goes_on_with_what_stood_before(
    text: str, before: str | None, expected: str
) -> None:
    assert topic_of(text, "improvement", (), before) == topic(expected)


def test_a_signature_under_the_problems_is_about_nothing() -> None:
    assert topic_of("青溪县民政局", "improvement", (), "measures") is None


def test_every_topic_of_the_forms_is_a_topic_under_the_form_s_name() -> None:
    own = {
        (known.id, known.title) for form in forms() for section in form.sections for known in section.topics
    }
    assert own <= {(known.id, known.label) for known in topics()}


def test_no_topic_of_that_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        topic("weather")


def test_a_long_paragraph_takes_little_time() -> None:
    began = perf_counter()
    topic_of("依申请公开主动公" * 100_000)
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("- id: summary\n", "- id: introduction\n", "主题“introduction”重复"),
        ("    3: [业务培训, 培训班", "    9: [业务培训, 培训班", "分数“9”应当是1、2或3"),
        ("  label: 业务培训\n", "", "主题“training”缺少名称 label"),
        (
            "- id: fee\n",
            "- id: fee\n  label: 收费\n",
            "主题“fee”的名称在格式文件里（信息处理费），这里不要写",
        ),
        ("- id: fee\n", "- id: fees\n  label: 收费\n", "缺少格式文件里的主题“fee”（信息处理费）"),
        ("opening: summary", "opening: weather", "没有主题“weather”"),
        ("headings: [信息处理费, ", "headings: [主动公开, ", "标题词“主动公开”已经属于主题“disclosure”"),
        ("narrow: [appeals", "narrow: [weather", "没有主题“weather”"),
        ("enough: 4", "enough: 许多", "“许多”应当是整数"),
    ],
)
def test_a_slip_in_the_file_is_refused_with_its_line(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(FormError) as refused:
        read_topics(TEXT.replace(before, after, 1), "topics.yaml")
    assert said in str(refused.value)
