"""How telling runs of characters are, counted over the sample reports: ``python -m eval.weights`` writes them.

The vectors of every store depend on it, so it is made anew only on purpose: a report that is added does not change it by itself.
``--check`` says whether it is still what the reports give.
"""

import sys
from importlib.resources import files
from pathlib import Path

from corpus.index.weights import counted
from eval.retrieval.passages import sample_passages

WEIGHTS = Path(str(files("corpus.index"))) / "weights.json"
_MOST = 300 * 1024


def main(arguments: list[str]) -> int:
    """Write the file, or with ``--check`` say whether it is what the sample reports give; 1 where it is not, or is too large."""
    text = counted(passage.exemplar.passage for passage in sample_passages())
    size = len(text.encode())
    if size > _MOST:
        print(f"{WEIGHTS.name} 有 {size} 字节，超过 {_MOST}", file=sys.stderr)
        return 1
    if "--check" in arguments:
        same = WEIGHTS.read_text("utf-8") == text
        print(
            f"{WEIGHTS.name} 与示例报告一致"
            if same
            else f"{WEIGHTS.name} 与示例报告不一致：运行 python -m eval.weights 重新生成（已有的范文库要重建）"
        )
        return 0 if same else 1
    WEIGHTS.write_text(text, "utf-8")
    print(f"已写入 {WEIGHTS.name}（{size} 字节）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
