"""Talking with a clerk about a report: plain Chinese in, what happens out. No disk, no page; a model only where there is one.

==============  ===============================================================================
``session``     ``Conversation``: a turn, and every accepted change kept as a version
``turning``     a sentence answered, each request in its way
``requests``    what a turn may ask, typed
``sayings``     (``.yaml``) how people say it; a person can edit it
``patterns``    that file as patterns
``understanding``  a sentence to a request, by rules
``events``      what happens in a turn
``state``       what a conversation remembers
``standing``    the report at one version
``writing``     a part or all of it written, by a model through the loop or by rules
``revising``    longer, shorter, otherwise, like last year, without a model
``additions``   a fact out of the clerk's own words
``naming``      what a clerk's words name
``answers``     this year against last, where from, why marked: by code
``consulting``  what rules do not understand, asked of a model; its figures judged before they are shown
``offering``    what can be asked
``keeping``     a conversation as JSON and back
==============  ===============================================================================
"""

from agent.drafting.conversation.events import Ended, Event, Outcome
from agent.drafting.conversation.session import Conversation
from agent.drafting.conversation.standing import Ground
from agent.drafting.conversation.turning import Means

__all__ = ["Conversation", "Ended", "Event", "Ground", "Means", "Outcome"]
