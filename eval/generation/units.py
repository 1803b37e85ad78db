"""Invented units, from a township to a province, and how each speaks of itself.

``scale`` is about how many requests it gets in a year: small units have small figures, and small figures collide.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Body:
    """One unit.

    ``name`` as printed; ``region`` the word for all of it (全县); ``own`` its own office (县政府本级); ``below`` one
    of the bodies under it.
    """

    name: str
    region: str
    own: str
    below: str
    level: str
    scale: int


_LEVELS = (
    ("乡镇", "{}镇人民政府", "全镇", "镇党政办", "镇属各站所", (0, 1, 2, 3, 5)),
    ("部门", "{}县民政局", "全局", "局机关本级", "局属各单位", (1, 4, 9, 20)),
    ("县", "{}县人民政府", "全县", "县政府本级", "各乡镇", (12, 60, 200, 480)),
    ("市", "{}市人民政府", "全市", "市政府本级", "各县区", (300, 900, 2800)),
    ("省", "{}省人民政府", "全省", "省政府本级", "各设区市", (6000, 31000)),
)
_NAMES = ("云岭", "青禾", "溪口", "石塘", "临泽", "安岭", "白渡", "长桥", "南屏", "松陵", "柳河", "金湾")


LEVELS = tuple(level for level, *_ in _LEVELS)


def body_of(random: Random) -> Body:
    """Any of them; counties and smaller more often, since there are more of them."""
    return _body(random, random.choices(_LEVELS, weights=(3, 3, 5, 3, 1))[0])


def body_at(random: Random, level: str) -> Body:
    """One of a level; ``KeyError`` where there is no such level."""
    return _body(random, {each[0]: each for each in _LEVELS}[level])


def _body(random: Random, chosen: tuple[str, str, str, str, str, tuple[int, ...]]) -> Body:
    level, name, region, own, below, scales = chosen
    about = random.choice(scales)
    scale = about if about < 10 else random.randint(about * 2 // 3, about * 3 // 2)
    return Body(name.format(random.choice(_NAMES)), region, own, below, level, scale)
