"""How near the prose is to a reference text: chrF by sacrebleu, ROUGE-L by rouge-chinese over characters.

Both compare characters, so that no segmenter's taste comes in. Comparing two whole reports character by character takes ROUGE-L
half a minute; here each sentence of the reference is compared with the nearest one of the draft, by the pairs of characters that
they share, and the sentences are weighed by their lengths. Closeness says nothing of whether anything is right.
"""

import re
from collections import Counter
from collections.abc import Sequence

from eval.drafts.material import Material, prose_of
from eval.scoring import Evaluator, Score
from eval.scoring.evaluator import Trait

_NONE = "没有给对照文本"
_END = re.compile(r"(?<=[。！？；\n])")
_LONGEST = 600


def chrf(material: Material) -> Score:
    """chrF, from 0 to 1: F2 over runs of one to six characters."""
    if not material.reference:
        return Score.not_applicable(_NONE)
    from sacrebleu.metrics.chrf import CHRF

    score = CHRF().sentence_score(prose_of(material.report), [material.reference]).score / 100
    return Score.mark(min(1.0, score), "与对照文本的 chrF（一到六个字的片段）")


def rouge(material: Material) -> Score:
    """ROUGE-L F1, from 0 to 1, sentence by sentence."""
    if not material.reference:
        return Score.not_applicable(_NONE)
    ours, theirs = _sentences(prose_of(material.report)), _sentences(material.reference)
    if not ours or not theirs:
        return Score.not_applicable("稿子或对照文本里没有句子")
    weights = [len(sentence) for sentence in theirs]
    scores = [_rouge(_nearest(sentence, ours), sentence) for sentence in theirs]
    mean = sum(score * weight for score, weight in zip(scores, weights, strict=True)) / sum(weights)
    return Score.mark(min(1.0, mean), "与对照文本的 ROUGE-L（按字，逐句与最近的一句比）")


def _sentences(text: str) -> list[str]:
    found = ("".join(part.split()) for part in _END.split(text))
    return [part[:_LONGEST] for part in found if len(part) > 1]


def _nearest(sentence: str, among: Sequence[str]) -> str:
    pairs = _pairs(sentence)
    return max(among, key=lambda other: _dice(pairs, _pairs(other)))


def _pairs(sentence: str) -> Counter[str]:
    return Counter(sentence[at : at + 2] for at in range(len(sentence) - 1))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _rouge(ours: str, theirs: str) -> float:
    from rouge_chinese import Rouge

    scorer = Rouge(metrics=["rouge-l"], stats=["f"])
    # It cuts at line ends and full stops: a character a word, without them, is one sentence.
    words = [" ".join(letter for letter in text if letter not in "。.！？!?；;\n") for text in (ours, theirs)]
    if not all(words):
        return 0.0
    return float(scorer.get_scores(*words)[0]["rouge-l"]["f"])


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("chrf", "接近对照文本（chrF）", 1), chrf),
    Evaluator(Trait("rouge", "接近对照文本（ROUGE-L）", 1), rouge),
)
