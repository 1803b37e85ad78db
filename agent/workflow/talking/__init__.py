"""The conversation about an opened report, in which the store is the truth.

What is said is kept in the store and common to everybody who works on the report. Each turn begins with what stands there at that
moment. What is written is a proposal, kept beside the report; only accepting it saves it, over the versions that it was made
from. A fact that is added, undoing and doing again go to the store at once.

==============  ==============================================================================
``entries``     what a conversation is kept as: what was said, proposed and decided, as JSON
``thread``      the conversation so far: what waits to be decided, what was asked
``proposal``    changes of parts that wait: made, shown as differences, accepted, put aside
``difference``  a part before and after, in runs
``whole``       the whole report drafted, part by part where there is a model
``turn``        ``Talking``: a sentence, and what comes of it
``underway``    turns that go on while the page is drawn anew, one for each report
``sayable``     what can be asked right now, as sentences that are understood
``pulling``     past paragraphs: those that were used, others searched, one said again of this year
==============  ==============================================================================
"""

from agent.workflow.talking.entries import Proposal
from agent.workflow.talking.thread import Thread
from agent.workflow.talking.turn import Talking
from agent.workflow.talking.underway import Turns, Underway

__all__ = ["Proposal", "Talking", "Thread", "Turns", "Underway"]
