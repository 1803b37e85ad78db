"""What a wrong number would fit instead: it saves the user an hour.

Tried in order: another row of the same subject at its total, the same rows at other columns. Only an exact number of some
size earns a hint: 0 and 1 fit half the table by chance.
"""

from agent.verify.explain import name
from agent.verify.mention import Comparator
from agent.verify.scene import Scene, Slot

_SMALLEST = 3


def nearest_fit(scene: Scene, slot: Slot, subject_id: str) -> str:
    """One clause of Chinese naming what fits exactly, or "" where nothing or too much does."""
    if slot.mention.comparator is not Comparator.EXACT or slot.mention.value < _SMALLEST or not subject_id:
        return ""
    subject = scene.ground.form.vocabulary.subject(subject_id)
    columns = [subject.default] if subject.default else list(subject.columns)
    for group in (columns, list(subject.columns)):
        fits = _fitting(scene, slot, [means for term in subject.terms for means in term.means], group)
        if len(fits) == 1:
            return f"文中数字恰与“{fits[0]}”相符"
    return ""


def _fitting(scene: Scene, slot: Slot, meanings: list[str], columns: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in dict.fromkeys(means.replace("*", column) for means in meanings for column in columns):
        expression = scene.ground.parse(text)
        value = scene.ground.value(expression) if expression is not None else None
        if expression is not None and value is not None and slot.mention.accepts(value):
            found.setdefault(str(expression), name(scene.ground.form, expression))
    return list(found.values())
