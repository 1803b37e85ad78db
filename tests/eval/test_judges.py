"""The baselines beside the verifier."""

import subprocess
import sys

_CODE = """
from decimal import getcontext
from eval.verifier.judges import numbers_of
before = getcontext().prec
found = [number.text for number in numbers_of("收到申请202件，办结195件。")]
print(before == getcontext().prec, found)
"""


def test_recognizers_text_leaves_the_precision_of_our_decimals_alone() -> None:
    # In a process of its own: the library changes it only when it is loaded first.
    done = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True ['202', '195']"
