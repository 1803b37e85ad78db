"""At which level of government an office stands, by its name.

The end of the name decides, as it does for a reader: 某县人民政府 is a county, 某县人民政府办公室 and 某县财政局 are departments,
whatever stands before. Only 市 looks further to the front: a city under another city, a prefecture or a league is of county
level. A city of county level whose name is printed without that prefix cannot be told from a prefecture-level one, and counts
as one. The areas that a committee governs (开发区、新区、园区) count as counties, 行政公署 as the prefecture that they govern.
"""

import enum
import re
import unicodedata


class Level(enum.StrEnum):
    """The level of an office. A department is one at any level of government, a company that serves the public too."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"

    @property
    def label(self) -> str:
        """In Chinese, as a clerk would say it."""
        return _LABELS[self]


_LABELS = {
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇（街道）",
    Level.DEPARTMENT: "部门",
}
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
# No office has a longer name; what is longer is no name.
_LONGEST = 100
_CORPS = "新疆生产建设兵团"
# What a title or a list adds behind the name: 青溪县（本级）.
_ADDED = re.compile(r"(?:\([^()]*\)|本级|机关)$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_AGENCY = re.compile(r"(?:行政)?公署$|行署$")
_COMMITTEE = re.compile(r"(?:管理委员会|管委会)$")
# What such a committee governs; a committee for anything else (国有资产、公积金) is a department.
_AREA = re.compile(r"(?:(?<!社)(?<!小)区|园|城|港|岛|[山湖][^山湖]{0,2})$")
_STREET = re.compile(r"(?:街道|地区)办事处$|(?<!驻)(?P<name>[^驻]{2,})办事处$")
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|办公厅|部|院|中心|公司|集团|厂|站|所|队|处|署|科|股|室|社|会|馆|[电气震视播]台|海关"
    r"|大学|学校|[中小]学|幼儿园|银行|支行|分行|总站|报社|人民银行)$"
)
# The self-governing bodies of residents are under a township and no office of one.
_RESIDENTS = re.compile(r"(?:村|居)(?:民)?(?:委员会|委会|委)$|(?:社|小|服务)区$")
_PROVINCE = re.compile(r"[^省]{2,8}?(?:省|自治区)|" + "|".join(_MUNICIPALITIES))
# What a county-level city stands under. 徐州市 is no 市 under 徐州: both parts need a name.
_OVER_CITY = re.compile(
    r"[^市]{1,8}市[^市]+市|[^州]{1,12}自治州.{2,}市|.{2,4}(?:地区|盟).{2,}市|[^州]{2,6}州.{2,}市|.+市津市市"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木)$")
_COUNTY = re.compile(r"(?:县|旗|区)$")


def level_of(unit: str) -> Level | None:
    """The level of the office of that name, full or as titles have it (青溪县); None where the name does not tell."""
    name = _bare(unit)
    if not name or len(name) > _LONGEST or name == "国务院" or _RESIDENTS.search(name):
        return None
    if _STREET.search(name):
        return Level.TOWNSHIP
    if (area := _COMMITTEE.sub("", name)) != name and _AREA.search(area):
        return _place(area) or Level.COUNTY
    if _AGENCY.search(name) and not name.startswith("审计署"):
        return Level.CITY
    if (place := _GOVERNMENT.sub("", name)) != name:
        return _place(place) or (Level.CITY if place.endswith("州") else None)
    return Level.DEPARTMENT if _DEPARTMENT.search(name) else _place(name)


def _bare(unit: str) -> str:
    """The name without white space and without what is added behind it, brackets narrow."""
    name = "".join(unicodedata.normalize("NFKC", unit[: 2 * _LONGEST]).split())
    while (shorter := _ADDED.sub("", name)) != name:
        name = shorter
    return name


def _place(name: str) -> Level | None:
    """The level of the government of a place."""
    if name == _CORPS or name in _MUNICIPALITIES or name.endswith(("省", "自治区", "特别行政区")):
        return Level.PROVINCE
    own = _PROVINCE.sub("", name, count=1) if _PROVINCE.match(name) else name
    if own.endswith("市"):
        return Level.COUNTY if _under_a_city(name, own) else Level.CITY
    if own.endswith(("自治州", "盟", "地区")) or re.search(r"[^州]{2,}州$", own):
        return Level.CITY
    if _TOWNSHIP.search(own):
        return Level.TOWNSHIP
    return Level.COUNTY if _COUNTY.search(own) else None


def _under_a_city(name: str, own: str) -> bool:
    return _OVER_CITY.fullmatch(own) is not None or (own != name and name.startswith(_MUNICIPALITIES))
