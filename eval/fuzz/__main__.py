"""``python -m eval.fuzz``."""

import sys

from eval.fuzz.command import main

sys.exit(main(sys.argv[1:]))
