"""``python -m eval.samples [--check] [名称…]``: makes the published files of the sample corpus, or compares them with it.

A PDF is not the same bytes twice, so it is made anew only where what our reader reads in it has changed.
"""

import sys
from collections.abc import Sequence

from agent.errors import BadInput
from corpus.readers import read
from eval.samples.bars import faults
from eval.samples.making import Sample, made, samples
from eval.samples.printing import print_all, program


def main(arguments: Sequence[str]) -> int:
    """0 where every file is what would be made and meets the bars, 1 where one is not, 2 where nothing could be made."""
    names = [name for name in arguments if not name.startswith("-")]
    chosen = [sample for sample in samples() if not names or sample.name in names]
    try:
        return _run(chosen, check="--check" in arguments)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2


def _run(chosen: Sequence[Sample], *, check: bool) -> int:
    wanted = {sample: made(sample) for sample in chosen}
    stale = [sample for sample in chosen if not current(sample, wanted[sample])]
    if not check:
        _write({sample: wanted[sample] for sample in stale})
    wrong = 0
    for sample in chosen:
        said = [*(("与稿本不一致",) if check and sample in stale else ()), *faults(sample)]
        wrong += bool(said)
        print(f"{'不合格' if said else '合格'}  {sample.file.name}", *said, sep="\n  · " if said else "")
    print(f"共{len(chosen)}份，不合格{wrong}份")
    return 1 if wrong else 0


def current(sample: Sample, content: bytes) -> bool:
    """Whether the committed file is what would be made: the same bytes, or of a PDF the same report as its Word file."""
    if not sample.file.exists():
        return False
    if sample.publication.extension != "pdf":
        return sample.file.read_bytes() == content
    printed, origin = read(sample.file.read_bytes(), sample.file.name), read(content, f"{sample.name}.docx")
    return printed.figures.cells == origin.figures.cells and printed.sections == origin.sections


def _write(contents: dict[Sample, bytes]) -> None:
    papers = {s.name: content for s, content in contents.items() if s.publication.extension == "pdf"}
    soffice = program()
    if papers and soffice is None:
        print(f"没有安装 LibreOffice，这几份 PDF 没有生成：{'、'.join(papers)}", file=sys.stderr)
    printed = print_all(papers, soffice) if papers and soffice else {}
    for sample, content in contents.items():
        if sample.publication.extension != "pdf":
            sample.file.write_bytes(content)
        elif sample.name in printed:
            sample.file.write_bytes(printed[sample.name])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
