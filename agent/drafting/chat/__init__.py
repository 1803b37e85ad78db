"""Talking with a model over any OpenAI-compatible endpoint. LangChain is imported when the first question is asked.

=============  =======================================================================
``talk``       ``Chat``: messages in, pieces of text and what they cost out
``terms``      temperature, limits, patience; who watches
``faults``     the kinds of fault, one Chinese sentence each
``vendor``     the one door to LangChain's chat models and the OpenAI client
``tooling``    the one door to LangChain's agents: a question with tools
``wire``       the HTTP client under them; the one door to it
=============  =======================================================================
"""

from agent.drafting.chat.faults import Fault
from agent.drafting.chat.talk import Chat, Message
from agent.drafting.chat.terms import Retry, Terms, Watch

__all__ = ["Chat", "Fault", "Message", "Retry", "Terms", "Watch"]
