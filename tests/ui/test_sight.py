"""No page reaches past what its person may see."""

from pathlib import Path

import agent.ui

_PAGES = Path(agent.ui.__file__).parent
# The one that gives pages what their person sees; those that only say whether the store answers and of what kind it is.
_MAY = {"session.py", "serving/health.py", "serving/application.py"}


def test_pages_ask_for_what_their_person_sees_and_never_for_everything() -> None:
    reach = {
        path.relative_to(_PAGES).as_posix()
        for path in _PAGES.rglob("*.py")
        if "wiring.projects" in path.read_text("utf-8")
    }
    assert reach == _MAY
