"""``python -m agent.ui.serving APP.PY ADDRESS PORT``: what ``nianbao app`` starts beside itself."""

import sys
from pathlib import Path

from agent.errors import NianbaoError
from agent.ui.serving.application import serve

_USER = 2


def main() -> int:
    """Serve until told to end; the exit code."""
    entry, address, port = sys.argv[1:]
    # Streamlit looks for its configuration beside the script that it is told was started.
    sys.argv = [entry]
    try:
        serve(Path(entry), address, int(port))
    except NianbaoError as error:
        sys.stderr.write(f"{error}\n")
        return _USER
    return 0


if __name__ == "__main__":
    sys.exit(main())
