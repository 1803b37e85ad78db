"""The level of an office by its name."""

import random

import pytest

from corpus.level import Level, level_of
from eval.generation.units import body_of

NAMES = {
    Level.PROVINCE: [
        "云岭省人民政府",
        "浙江省",
        "黑龙江省人民政府",
        "北京市人民政府",
        "重庆市",
        "广西壮族自治区人民政府",
        "新疆维吾尔自治区",
        "内蒙古自治区政府",
        "新疆生产建设兵团",
        "香港特别行政区",
    ],
    Level.CITY: [
        "云岭市人民政府",
        "云岭市",
        "徐州市人民政府",
        "江苏省徐州市人民政府",
        "镇江市",
        "新乡市人民政府",
        "景德镇市",
        "延边朝鲜族自治州人民政府",
        "阿坝州",
        "阿坝州人民政府",
        "大兴安岭地区行政公署",
        "阿克苏地区",
        "新疆维吾尔自治区阿克苏地区行政公署",
        "锡林郭勒盟行政公署",
        "兴安盟",
        "云岭市政府",
    ],
    Level.COUNTY: [
        "青溪县人民政府",
        "青溪县",
        "云岭省云岭市青溪县人民政府",
        "云岭市青溪市人民政府",
        "云岭省云岭市青溪市",
        "常德市津市市人民政府",
        "延边朝鲜族自治州延吉市人民政府",
        "恩施州利川市",
        "锡林郭勒盟锡林浩特市人民政府",
        "喀什地区喀什市",
        "青溪土家族自治县人民政府",
        "青溪区人民政府",
        "北京市海淀区",
        "沙市区人民政府",
        "达尔罕茂明安联合旗人民政府",
        "鄂伦春自治旗",
        "天津市滨海新区人民政府",
        "青溪经济技术开发区管理委员会",
        "青溪经济开发区",
        "青溪高新区管委会",
        "青溪湖风景名胜区管理委员会",
        "青溪产业园管委会",
        "青溪林区人民政府",
        "青溪特区人民政府",
        "青溪县（本级）",
    ],
    Level.TOWNSHIP: [
        "石塘镇人民政府",
        "石塘镇",
        "云岭省云岭市青溪县石塘镇人民政府",
        "青溪县白渡乡人民政府",
        "白渡回族乡",
        "城关街道办事处",
        "云岭市青溪区城关街道",
        "青溪区南站地区办事处",
        "青溪市城北办事处",
        "巴彦苏木人民政府",
        "白渡镇政府",
    ],
    Level.DEPARTMENT: [
        "青溪县民政局",
        "青溪县人民政府办公室",
        "青溪县政府办",
        "云岭省教育厅",
        "云岭省人民政府办公厅",
        "云岭市公安局青溪分局",
        "国家税务总局青溪县税务局",
        "云岭市发展和改革委员会",
        "云岭市国有资产监督管理委员会",
        "云岭市国资委",
        "云岭市住房公积金管理中心",
        "云岭市城市管理委员会",
        "青溪县自来水有限公司",
        "云岭公交集团",
        "青溪县交警大队",
        "青溪县石塘镇党政办",
        "云岭市青溪区人民法院",
        "教育部",
        "国务院办公厅",
        "审计署",
        "云岭市人民政府驻北京办事处",
        "青溪经济开发区财政局",
        "青溪县第一中学",
        "青溪县供销合作社",
    ],
}


@pytest.mark.parametrize(
    ("level", "unit"), [(level, unit) for level, units in NAMES.items() for unit in units]
)
def test_the_level_is_told_by_the_name(level: Level, unit: str) -> None:
    assert level_of(unit) is level


@pytest.mark.parametrize(
    "unit",
    ["", "　", "人民政府", "青溪", "国务院", "青溪村村民委员会", "城南社区居民委员会", "城南社区", "本级"],
)
def test_no_level_is_told_where_the_name_does_not(unit: str) -> None:
    assert level_of(unit) is None


def test_every_level_has_a_label_of_its_own() -> None:
    assert [level.label for level in Level] == ["省级", "市级", "县级", "乡镇（街道）", "部门"]


def test_invented_units_are_of_the_level_that_they_were_made_for() -> None:
    levels = {
        "省": Level.PROVINCE,
        "市": Level.CITY,
        "县": Level.COUNTY,
        "乡镇": Level.TOWNSHIP,
        "部门": Level.DEPARTMENT,
    }
    bodies = [body_of(random.Random(seed)) for seed in range(60)]
    assert all(level_of(body.name) is levels[body.level] for body in bodies)


def test_what_is_too_long_for_a_name_is_none() -> None:
    assert level_of("市" * 100_000 + "青溪县") is None
