"""A world small enough to check by hand: 云岭县 2023 with 202 requests, 9 carried in, 195 closed, 16 left over."""

from agent.forms import form_of
from eval.generation.units import Body
from eval.generation.world import World
from tests.verify.county import COUNTY, LAST_YEAR

YUNLING = World(
    Body("云岭县人民政府", "全县", "县政府本级", "各乡镇", "县", 200),
    form_of("2021"),
    COUNTY,
    LAST_YEAR,
    tuple(sorted({value for _, value in COUNTY})),
)
