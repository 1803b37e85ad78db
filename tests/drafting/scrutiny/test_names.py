"""Places in names, and whose they are."""

import pytest

from agent.drafting.scrutiny import Against, scrutinise
from agent.drafting.scrutiny.names import Names, codes_of, gazetteer, kin, rank, steps
from agent.figures import FigureSet
from agent.verify import Answer

_NOTHING = Answer((), ())


@pytest.mark.parametrize(
    ("unit", "places"),
    [
        ("云岭县人民政府", ("云岭县",)),
        ("临汐市澜桥区人民政府", ("临汐市", "澜桥区")),
        ("云岭县苔岭镇人民政府", ("云岭县", "苔岭镇")),
        ("云岭市山市镇人民政府", ("云岭市", "山市镇")),
        ("砚川县城市管理局", ("砚川县",)),
        ("砚川县住房和城乡建设局", ("砚川县",)),
        ("砚川县乡村振兴局", ("砚川县",)),
        ("国家税务总局砚川县税务局", ()),
        ("国务院办公厅", ()),
        ("", ()),
    ],
)
def test_a_unit_s_name_goes_through_places(unit: str, places: tuple[str, ...]) -> None:
    assert steps(unit) == places


def test_ranks_fall_from_the_province_to_the_township() -> None:
    assert [rank(place) for place in ("东岚省", "临汐市", "云岭县", "苔岭镇", "云岭经济开发区", "云岭")] == [
        *(4, 3, 2, 1, 0, 0)
    ]


def test_the_official_list_has_every_province_and_no_code_twice_under_one_name() -> None:
    codes = {code for known in gazetteer().values() for code in known}
    assert len({code for code in codes if len(code) == 2}) == 34
    assert 2800 < sum(len(code) == 6 for code in codes) < 3300
    assert all(code.isdecimal() and len(code) in (2, 4, 6) for code in codes)


def test_every_place_of_the_list_is_kin_of_its_province() -> None:
    over = {code: name for name, codes in gazetteer().items() for code in codes if len(code) == 2}
    for name, codes in gazetteer().items():
        assert all(kin({code}, codes_of((over[code[:2]],))) for code in codes), name


def test_a_name_that_several_places_have_is_narrowed_by_the_one_over_it() -> None:
    several = next(name for name, codes in gazetteer().items() if len(codes) > 3 and name.endswith("区"))
    code = min(gazetteer()[several])
    over = next(name for name, codes in gazetteer().items() if code[:4] in codes)
    assert len(codes_of((several,))) > 3
    assert codes_of((over, several)) == {code}


def test_the_longest_name_is_found_and_no_part_of_another_word() -> None:
    names = Names({"云岭县", "大云岭县", "云岭市"})
    assert list(names.within("大云岭县与云岭县、云岭市场、云岭县域")) == [(0, 4), (5, 8)]
    assert list(Names(set()).within("云岭县")) == []


class TestRealUnits:
    """Of places in the official list it is known who is over whom; which ones they are does not matter."""

    def _pair(self) -> tuple[str, str, str, str]:
        """A county, the city and the province over it, and a county of another province, each name meaning one place."""
        single = {name: next(iter(codes)) for name, codes in gazetteer().items() if len(codes) == 1}
        by_code = {code: name for name, code in single.items()}
        counties = [
            (code, name)
            for name, code in single.items()
            if len(code) == 6 and len(name) > 2 and name.endswith("县")
        ]
        code, county = next(
            (code, name) for code, name in counties if code[:4] in by_code and code[:2] in by_code
        )
        stranger = next(name for other, name in counties if other[:2] != code[:2])
        return county, by_code[code[:4]], by_code[code[:2]], stranger

    def _found(self, unit: str, text: str, **known: object) -> list[bool]:
        held = Against(FigureSet(unit, 2023, "2021"), **known)  # type: ignore[arg-type]
        return [one.grave for one in scrutinise(text, held, _NOTHING) if one.code == "O01"]

    def test_the_city_and_the_province_over_a_county_may_be_named(self) -> None:
        county, city, province, _ = self._pair()
        text = f"按照{province}人民政府、{city}人民政府和{county}人民政府的部署推进。"
        assert self._found(f"{county}人民政府", text) == []

    def test_a_county_under_a_city_may_be_named_in_the_city_s_report(self) -> None:
        county, city, _, _ = self._pair()
        held = (f"{county}人民政府",)
        assert self._found(f"{city}人民政府", f"{county}人民政府办理2件。", others=held) == []

    def test_a_county_of_another_province_may_not(self) -> None:
        county, _, _, stranger = self._pair()
        assert self._found(f"{county}人民政府", f"{stranger}人民政府办理2件。") == [True]
        assert self._found(f"{county}人民政府", f"在{stranger}推广经验。") == [False]

    def test_the_province_that_another_unit_s_name_goes_through_may_be_one_s_own_too(self) -> None:
        county, _, province, _ = self._pair()
        other = next(
            name
            for name, codes in gazetteer().items()
            if len(codes) == 1
            and name.endswith("县")
            and len(name) > 2
            and name != county
            and kin(codes, gazetteer()[province])
        )
        held = (f"{province}{other}人民政府",)
        assert self._found(f"{county}人民政府", f"按照{province}的部署推进。", others=held) == []
        assert self._found(f"{county}人民政府", f"{other}办理2件。", others=held) == [True]

    def test_but_where_last_year_s_report_names_it(self) -> None:
        county, _, _, stranger = self._pair()
        last = f"与{stranger}一起推进。"
        assert self._found(f"{county}人民政府", f"在{stranger}推广经验。", last=last) == []


def test_a_city_that_the_store_knows_may_be_the_one_over_a_county() -> None:
    held = Against(FigureSet("云岭县人民政府", 2023, "2021"), others=("临汐市人民政府",))
    assert scrutinise("按照临汐市人民政府的部署推进。", held, _NOTHING) == ()


def test_a_town_of_another_county_is_a_stranger_and_one_s_own_is_not() -> None:
    others = ("砚川县青石镇人民政府", "云岭县苔岭镇人民政府")
    held = Against(FigureSet("云岭县人民政府", 2023, "2021"), others=others)
    assert scrutinise("苔岭镇设立专区。", held, _NOTHING) == ()
    assert [one.grave for one in scrutinise("青石镇设立专区。", held, _NOTHING)] == [True]
