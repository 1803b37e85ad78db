"""Percentages of something: 占比, 占…的, N件（P%）, 分别占.

The numerator is what stands before 占 (市本级占33.2%, 后者占30%), or the count that the share belongs to, the one before a
bracket rather than the last one in it. The denominator moves within a paragraph: what stands between 占 and the number, the
total of the numerator's list, what its subject counts as a whole; only where none of these is known, every larger figure quoted
before, the nearest first. A share cut off instead of rounded is a finding of its own.

正例：全年收到政府信息公开申请202件，其中自然人183件，占90.6%。
反例：全年收到政府信息公开申请202件，其中自然人183件，占91.6%。
反例：全年收到政府信息公开申请202件，办结195件，其中予以公开71件，占办结总数的35.1%。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.forms.expressions import Expression, Number, Operation
from agent.verify.answer import Verdict
from agent.verify.checks.aligned import STEP, values_after
from agent.verify.explain import name, rounded
from agent.verify.listed import candidate_of, names_before
from agent.verify.naming import named
from agent.verify.openers import APPLICATIONS
from agent.verify.scene import OPEN, Candidate, Outcome, Scene, Slot

CODE = "S01"
TITLE = "占比"
_SHARE = re.compile(r"占|比重|百分比|所占")
# What is left of a clause before 占 where it names no numerator, and after it where it names no denominator.
_NO_NAME = re.compile(
    r"约|均|共|大约|所|也|已|总|同|其|分别|则|仅|只|各|比例|比重|比|为|了|的|达到?|近|超过?|逾|有|[，,、；;：:“”\"（(]"
)
_NO_BASE = re.compile(
    r"占|全部|全年|年度|总|数|量|比例|比重|比|为|了|的|达到?|约|近|超过?|逾|其|所|申请|件|有|上述|以上|百分"
)
# Sentences that a denominator may stand before its share.
_BACK = 2
_HUNDRED = Number(Decimal(100))


@dataclass(frozen=True, slots=True)
class _Amount:
    """A numerator or a denominator: its value, and the quoted figure or the expression that it is."""

    value: Decimal
    slot: Slot | None = None
    expression: Expression | None = None

    @property
    def sourced(self) -> bool:
        """Whether a cell or a fact stands behind it."""
        return self.expression is not None and (self.slot is None or self.slot.verified)


def _of_slot(slot: Slot) -> _Amount:
    return _Amount(slot.amount, slot, slot.bound.expression if slot.bound is not None else None)


def judge(scene: Scene) -> None:
    """Judge the percentages that are shares."""
    for match in STEP.finditer(scene.text):
        _judge_list(scene, match.start(), values_after(scene, match.end()))
    for slot in scene.slots:
        if slot.mention.percent and slot.role == "" and slot.outcome is None:
            _judge(scene, slot)


def _judge(scene: Scene, slot: Slot) -> None:
    start = scene.before(slot)
    window = scene.text[start : slot.mention.start]
    bracketed = scene.text[slot.mention.start - 1 : slot.mention.start] in tuple(OPEN)
    said = _SHARE.search(window)
    base = _of_quoted(scene, slot)
    if base is not None:
        numerator = _count_before(scene, base)
        if numerator is not None:
            _settle(scene, slot, _of_slot(numerator), [_of_slot(base)], certain=True)
        return
    if said is None and not bracketed:
        return
    numerator_of = _numerator(scene, slot, start + said.start() if said is not None else slot.mention.start)
    if numerator_of is None:
        return
    after = start + said.end() if said is not None else slot.mention.start
    strict = list(_named_base(scene, slot, after, numerator_of))
    if strict:
        _settle(scene, slot, numerator_of, strict, certain=True)
        return
    admissible, certain = _denominators(scene, slot, numerator_of)
    if _POINTING.search(window) and numerator_of.slot is not None:
        admissible, certain = _of_two(scene, slot, admissible)
    plain_base = said is None or not _NO_BASE.sub("", window[said.end() :]).strip()
    _settle(scene, slot, numerator_of, admissible, certain=certain and plain_base)


# --- numerators ---------------------------------------------------------------------------------------------------


def _of_quoted(scene: Scene, slot: Slot) -> Slot | None:
    """The figure that a share is said to be of: 占收到申请202件的91%."""
    if not slot.index:
        return None
    base = scene.slots[slot.index - 1]
    between = scene.text[base.mention.end : slot.mention.start]
    said = "占" in scene.text[scene.before(base) : base.mention.start]
    return base if said and len(between) <= 8 and between.endswith("的") and base.mention.counts else None


def _numerator(scene: Scene, slot: Slot, at: int) -> _Amount | None:
    """What is a share of something; ``at`` is where 占 stands."""
    if scene.text.startswith("的", slot.mention.end) and slot.index + 1 < len(scene.slots):
        following = scene.slots[slot.index + 1]
        if following.mention.counts and following.mention.start - slot.mention.end <= 12:
            return _of_slot(following)
    start = max(
        scene.before(slot), *(scene.text.rfind(mark, max(0, at - 60), at) + 1 for mark in "，；。：、")
    )
    label = scene.text[start:at]
    pointing = _POINTING.search(label)
    if pointing is not None:
        two = _two_before(scene, slot)
        return _of_slot(two[pointing[1] == "后"]) if two else None
    if len(_NO_NAME.sub("", label)) >= 2:
        return _by_name(scene, slot, label, start, at)
    before = _count_before(scene, slot)
    return _of_slot(before) if before is not None else None


_POINTING = re.compile("([前后])者")


def _two_before(scene: Scene, slot: Slot) -> list[Slot]:
    """The last two counts of the sentence, in its order, of which 前者 and 后者 speak; empty where there are no two."""
    found = [
        other
        for other in scene.earlier(slot)
        if other.sentence == slot.sentence
        and other.mention.counts
        and not other.role
        and other.depth <= slot.depth
    ][:2]
    return found[::-1] if len(found) == 2 and same_unit(*found) else []


def _of_two(scene: Scene, slot: Slot, known: list[_Amount]) -> tuple[list[_Amount], bool]:
    """What a share of 前者 or 后者 may be of: neither of the two; both together where nothing else is known."""
    two = _two_before(scene, slot)
    others = [amount for amount in known if amount.slot is None or amount.slot not in two]
    return others or [_Amount(sum((one.amount for one in two), Decimal(0)))], bool(others)


def _by_name(scene: Scene, slot: Slot, label: str, start: int, at: int) -> _Amount | None:
    """The numerator that the words before 占 name: a figure quoted before under that very name, or a row or column."""
    word = _NO_NAME.sub("", label)
    for other in scene.earlier(slot):
        left = scene.text[scene.left(other) : other.mention.start]
        if other.mention.counts and not other.role and word in left:
            return _of_slot(other)
    candidate = next(iter(named(scene, start, at)), None) or _column(scene, slot, start, at)
    value = scene.ground.value(candidate.expression) if candidate is not None else None
    if candidate is not None and value is not None:
        return _Amount(value, None, candidate.expression)
    return None


def _column(scene: Scene, slot: Slot, start: int, at: int) -> Candidate | None:
    for hit in reversed(scene.hits_in(start, at)):
        for sense in hit.senses:
            if sense.kind == "column":
                return candidate_of(scene, slot, sense)
    return None


def _count_before(scene: Scene, slot: Slot) -> Slot | None:
    for other in scene.earlier(slot):
        if other.sentence != slot.sentence:
            return None
        if other.mention.counts and other.role == "" and other.depth <= slot.depth:
            return other
    return None


# --- denominators -------------------------------------------------------------------------------------------------


def _named_base(scene: Scene, slot: Slot, start: int, numerator: _Amount) -> Iterator[_Amount]:
    """What stands between 占 and the number: 占办结总数的, 占新收申请的; of the numerator's subject where several are meant."""
    for hit in reversed(scene.hits_in(start, slot.mention.start)):
        terms = [sense for sense in hit.senses if sense.kind == "term"]
        own = [sense for sense in terms if str(numerator.expression).startswith(sense.subject.id)]
        named = [sense for sense in own or terms if sense.term is not None and not sense.term.verb]
        sense = next(iter(named or own or terms), None)
        if sense is None or sense.term is None or not sense.subject.default:
            continue
        for means in sense.term.means:
            expression = scene.ground.parse(means.replace("*", sense.subject.default))
            value = scene.ground.value(expression) if expression is not None else None
            if expression is not None and value is not None:
                yield _Amount(value, None, expression)
        return


def _denominators(scene: Scene, slot: Slot, numerator: _Amount) -> tuple[list[_Amount], bool]:
    """What a share may be of, the likeliest first, and whether it must be one of these."""
    own = numerator.slot
    if own is not None and own.parent is not None and own.parent.depth <= own.depth:
        found = [_of_slot(own.parent), *_added(scene, own.parent), *_whole(scene, own)]
        return found, True
    earlier = (
        []
        if own is None
        else [
            _of_slot(other)
            for other in scene.earlier(own)
            if other.mention.counts
            and other.role == ""
            and other.amount >= own.amount
            and other.depth <= own.depth
            and same_unit(other, own)
            and not _sibling(other, own)
        ]
    )
    if own is None:
        before = next((o for o in scene.earlier(slot) if o.mention.counts and not o.role), None)
        earlier = [_of_slot(before)] if before is not None and before.sentence == slot.sentence else []
    near = [amount for amount in earlier if amount.slot is not None and amount.slot.sentence == slot.sentence]
    wholes = _of_expression(scene, numerator)
    if own is not None:
        wholes = [
            *_whole(scene, own),
            *(() if any(amount.sourced for amount in near) else _of_subject(scene, own)),
        ]
    back = [
        amount
        for amount in earlier
        if amount.slot is not None and slot.sentence - _BACK <= amount.slot.sentence < slot.sentence
    ]
    earlier = [*near, *back]
    return [*earlier, *wholes], bool(wholes) or bool(near) or (
        bool(earlier) and own is not None and own.verified
    )


def _added(scene: Scene, parent: Slot) -> Iterator[_Amount]:
    """A list's total and the total before it, added up: 新收9件，上年结转1件，其中网络5件，占50%."""
    other = scene.slots[parent.index - 1] if parent.index else None
    if other is None or other.sentence != parent.sentence or not same_unit(other, parent) or other.role:
        return
    if other.mention.counts and parent.parent is None and other.parent is None:
        yield _Amount(other.amount + parent.amount)


def _whole(scene: Scene, own: Slot) -> Iterator[_Amount]:
    """What the numerator's own row or subject counts as a whole."""
    bound = own.bound
    if bound is None or not bound.subject:
        return
    subject = scene.ground.form.vocabulary.subject(bound.subject)
    texts = list(subject.rates_of) if bound.column is None else []
    if bound.column is not None and bound.template is not None and subject.default is not None:
        texts = [
            bound.template.replace("*", subject.default),
            *(subject.rates_of if len(subject.rates_of) == 2 else ()),
        ]
    for text in texts if bound.column is not None else texts[:1]:
        yield from _valued(scene, text)


def _valued(scene: Scene, text: str) -> Iterator[_Amount]:
    expression = scene.ground.parse(text)
    value = scene.ground.value(expression) if expression is not None else None
    if expression is not None and value is not None:
        yield _Amount(value, None, expression)


def _of_subject(scene: Scene, own: Slot) -> Iterator[_Amount]:
    """What the tables hold of the numerator's subject: its first rows' totals."""
    if own.bound is None or not own.bound.subject or own.bound.column is not None:
        return
    subject = scene.ground.form.vocabulary.subject(own.bound.subject)
    for term in subject.terms[:3] if subject.default else ():
        for means in term.means:
            yield from _valued(scene, means.replace("*", subject.default or ""))


def _of_expression(scene: Scene, numerator: _Amount) -> list[_Amount]:
    text = str(numerator.expression)
    for subject in scene.ground.form.vocabulary.subjects:
        if subject.rates_of and text.startswith(subject.id):
            return [amount for of in subject.rates_of for amount in _valued(scene, of)]
    return []


def _sibling(one: Slot, other: Slot) -> bool:
    """Whether two figures are parts of one total: the one is never the base of the other's share."""
    if one.parent is not None and (one.parent is other.parent or one.parent is other):
        return True
    if one.bound is None or other.bound is None or one.bound.template != other.bound.template:
        return False
    return one.bound.column is not None and one.bound.template is not None


def same_unit(one: Slot, other: Slot) -> bool:
    """Whether two figures count in the same measure word, or in one of the same kind, or one leaves it out."""
    units = {one.mention.unit, other.mention.unit}
    return one.dimension == other.dimension or "" in units or units <= APPLICATIONS


# --- verdicts -----------------------------------------------------------------------------------------------------


def _settle(scene: Scene, slot: Slot, numerator: _Amount, of: list[_Amount], *, certain: bool) -> None:
    known = [(100 * numerator.value / amount.value, amount) for amount in of if amount.value]
    fitting = [(actual, amount) for actual, amount in known if slot.mention.accepts(actual)]
    for actual, amount in sorted(fitting, key=lambda pair: not (pair[1].sourced and numerator.sourced)):
        slot.outcome = _fits(scene, slot, numerator, amount, actual)
        return
    truncated = next((pair for pair in known if slot.mention.truncates(pair[0])), None)
    if truncated is not None:
        right = rounded(truncated[0], slot.mention)
        reason = f"占比应四舍五入为{right}%，文中{slot.mention.text}是直接截去尾数"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)
    elif known and certain:
        right = rounded(known[0][0], slot.mention)
        what, whole = _told(scene, numerator), _told(scene, known[0][1])
        reason = f"文中为{slot.mention.text}，而{what}占{whole}的{right}%"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)


def _told(scene: Scene, amount: _Amount) -> str:
    if amount.slot is not None:
        return amount.slot.mention.text
    return name(scene.ground.form, amount.expression) if amount.expression is not None else "总数"


def _fits(scene: Scene, slot: Slot, numerator: _Amount, of: _Amount, actual: Decimal) -> Outcome:
    right = rounded(actual, slot.mention)
    reason = f"{_told(scene, numerator)}占{_told(scene, of)}的{right}%"
    if numerator.sourced and of.sourced and numerator.expression is not None and of.expression is not None:
        expression = Operation("/", Operation("*", _HUNDRED, numerator.expression), of.expression)
        return Outcome(Verdict.VERIFIED, reason, str(expression), right, CODE)
    return Outcome(Verdict.CONSISTENT, reason, None, right, CODE)


def _judge_list(scene: Scene, at: int, values: list[Slot]) -> None:
    """分别占60.4%、22.3%和17.3%: as many shares as counts or names before, each with its own, all of one total."""
    shares = [slot for slot in values if slot.mention.percent and not slot.role]
    said = scene.text[at : values[0].mention.start] if values else ""
    if len(shares) < 2 or len(shares) != len(values) or "占" not in said:
        return
    numerators = _counts_before(scene, at, len(shares)) or _names_before(scene, shares[0], at, len(shares))
    if len(numerators) != len(shares):
        return
    strict = list(_named_base(scene, shares[0], at, numerators[0]))
    own = numerators[0].slot
    of = strict or (
        _denominators(scene, shares[0], numerators[0])[0]
        if own is not None
        else _of_expression(scene, numerators[0])
    )
    best = max(of, key=lambda amount: _how_many_fit(shares, numerators, amount), default=None)
    if best is None or not (strict or _how_many_fit(shares, numerators, best)):
        return
    for share, numerator in zip(shares, numerators, strict=True):
        _settle(scene, share, numerator, [best], certain=True)


def _how_many_fit(shares: list[Slot], numerators: list[_Amount], of: _Amount) -> int:
    pairs = zip(shares, numerators, strict=True)
    return sum(bool(of.value) and s.mention.accepts(100 * n.value / of.value) for s, n in pairs)


def _counts_before(scene: Scene, at: int, wanted: int) -> list[_Amount]:
    sentence = scene.sentence_of(at)
    found = [s for s in scene.ended_by(at) if s.sentence == sentence and s.mention.counts and not s.role][
        :wanted
    ]
    alike = len(found) == wanted and len({slot.dimension for slot in found}) == 1
    close = bool(found) and at - found[0].mention.end <= 3
    return [_of_slot(slot) for slot in reversed(found)] if alike and close else []


def _names_before(scene: Scene, slot: Slot, at: int, wanted: int) -> list[_Amount]:
    found = []
    for sense in names_before(scene, at, wanted):
        candidate = candidate_of(scene, slot, sense)
        value = scene.ground.value(candidate.expression) if candidate is not None else None
        if candidate is None or value is None:
            return []
        found.append(_Amount(value, None, candidate.expression))
    return found
