"""``python -m eval drafts``, ``writers``, ``verifier``, ``retrieval``, ``generate``, ``gallery``: each a package of its own."""

import sys
from collections.abc import Callable


def _drafts(arguments: list[str]) -> int:
    from eval.drafts.command import main as drafts

    return drafts(arguments)


def _verifier(arguments: list[str]) -> int:
    from eval.verifier.command import main as verifier

    return verifier(arguments)


def _retrieval(arguments: list[str]) -> int:
    from eval.retrieval.command import main as retrieval

    return retrieval(arguments)


def _writers(arguments: list[str]) -> int:
    from eval.writers.command import main as writers

    return writers(arguments)


def _generate(arguments: list[str]) -> int:
    from eval.sets.command import main as generate

    return generate(arguments)


def _gallery(arguments: list[str]) -> int:
    from eval.gallery.command import main as gallery

    return gallery(arguments)


BENCHES: dict[str, tuple[str, Callable[[list[str]], int]]] = {
    "drafts": ("稿子：任何年报文件或文字，连同它的数据、上年的报告和对照文本", _drafts),
    "writers": ("写法：内置文句和任意多个模型写同一批数据，并排比较", _writers),
    "verifier": ("核对器：生成的句子和整份报告、标注过的报告、对照方法、速度", _verifier),
    "retrieval": ("范文检索：标注过的问题，与 TF-IDF、BM25、小模型及其组合对照", _retrieval),
    "generate": ("造一批带标注的年报，供别人评分：数据、正文、逐处标注、已知差错", _generate),
    "gallery": ("一张网页：稿子里的数字按判定着色，连同各部分的得分，供人翻看", _gallery),
}


def main(arguments: list[str]) -> int:
    """The bench's exit code: 0 all bars met, 1 a bar missed or something got worse, 2 no such bench."""
    name = arguments[0] if arguments else ""
    if name in BENCHES:
        return BENCHES[name][1](arguments[1:])
    print("用法：python -m eval 评测项目 [选项]", file=sys.stderr)
    for known, (meaning, _) in BENCHES.items():
        print(f"  {known}  {meaning}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
