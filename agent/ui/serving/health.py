"""``/health``: whether the app can work. For the machine that watches it; says nothing about what is in it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from agent import wiring
from agent.errors import NianbaoError


async def health(_request: Request) -> JSONResponse:
    """200 and ``{"status": "ok"}``; 503 where reports cannot be read or kept."""
    working = await run_in_threadpool(_working)
    status = {"status": "ok" if working else "failing", "store": "ok" if working else "failing"}
    return JSONResponse(status, 200 if working else 503, {"Cache-Control": "no-store"})


def _working() -> bool:
    try:
        wiring.projects().head()
    except NianbaoError:
        return False
    return True
