"""No page reaches past what its person may see."""

from pathlib import Path

import agent.ui

_PAGES = Path(agent.ui.__file__).parent
# The one that gives pages what their person sees, and the one that only says whether the store answers.
_MAY = {"session.py", "serving/health.py"}


def test_pages_ask_for_what_their_person_sees_and_never_for_everything() -> None:
    reach = {
        path.relative_to(_PAGES).as_posix()
        for path in _PAGES.rglob("*.py")
        if "wiring.projects" in path.read_text("utf-8")
    }
    assert reach == _MAY
