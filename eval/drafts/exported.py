"""The reports of an exported set as drafts, and whether the grades tell those with a known error from those without."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.drafts.grading import GRADE, PASSING
from eval.drafts.sources import Sources
from eval.scoring import Case, CaseResult
from eval.sets.opening import OpenSet

_NONE = "没有"
_ERROR = "已知差错"


def set_cases(found: OpenSet) -> list[Case[Sources]]:
    """A draft for each report that was asked for, with its figures and last year's."""
    cases = []
    for record in found.records:
        before = f"{record['name'].rpartition('-')[0]}-{record['year'] - 1}"
        folder = found.folder / "reports"
        figures, previous = (str(_figures(folder, name)) for name in (record["name"], before))
        error = record["error"]["kind"] if record["error"] else _NONE
        about = {_ERROR: error, "层级": record["level"], "格式": record["edition"], "样子": record["shape"]}
        sources = Sources(str(found.draft(record)), figures, previous)
        cases.append(Case(f"{record['name']} 这份稿子站得住", sources, about))
    return cases


def _figures(folder: Path, name: str) -> Path:
    return folder / f"{name}.figures.json"


def set_lines(results: Sequence[CaseResult]) -> list[str]:
    """How many with a known error passed, by kind, and how many without did not."""
    scored = [each for each in results if not each.problems]
    clean = [each for each in scored if each.metadata[_ERROR] == _NONE]
    wrong = [each for each in scored if each.metadata[_ERROR] != _NONE]
    passed = [each for each in wrong if _passes(each)]
    lines = [f"没有差错的 {len(clean)} 份，数字有异议的 {sum(map(_objected, clean))} 份"]
    lines.append(f"有一处已知差错的 {len(wrong)} 份，总评仍及格的 {len(passed)} 份")
    return [*lines, *_by_kind(passed)]


def _by_kind(passed: Sequence[CaseResult]) -> Iterator[str]:
    kinds = dict.fromkeys(each.metadata[_ERROR] for each in passed)
    for kind in kinds:
        names = [each.name.split()[0] for each in passed if each.metadata[_ERROR] == kind]
        yield f"仍及格的“{kind}”：{len(names)} 份（{'、'.join(names[:5])}{'……' if len(names) > 5 else ''}）"


def _passes(result: CaseResult) -> bool:
    value = result.scores[GRADE.name].value
    return value is not None and value * 100 >= PASSING


def _objected(result: CaseResult) -> bool:
    return any(result.scores[name].value for name in ("contradicted", "unsupported"))
