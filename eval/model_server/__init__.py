"""A model that is none: a real HTTP server that speaks the protocol and behaves as it is told, well or badly.

=============  ==============================================================================
``server``     ``ModelServer``: the server; what it was asked; the order in which it misbehaves
``asked``      a request read as a model would: which references are offered, what is objected to
``manners``    what it writes: obedient, typing digits, changing, swapping, inventing, drifting …
``consulted``  what it answers to a clerk's question, with tools and without
``failing``    how it fails instead: refusing, stalling, cutting off, sending pages …
=============  ==============================================================================

The name of the model says how it behaves (``obedient``, ``changed``, ``status_429``); the same request gets the same answer.
"""

from eval.model_server.consulted import CONSULTED
from eval.model_server.failing import FAILINGS
from eval.model_server.manners import MANNERS
from eval.model_server.server import ModelServer

__all__ = ["CONSULTED", "FAILINGS", "MANNERS", "ModelServer"]
