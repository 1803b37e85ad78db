"""The web page: one face, no arithmetic. The one door to Streamlit.

============  ==================================================================================================
``page``      the whole page, top to bottom; what goes wrong is said on it
``choosing``  the first step: the clerk's own files, a sample, or a workbook to fill in
``results``   what the figures give: checks, tables, the draft, and verifying a text that somebody has written
``waiving``   what a person keeps though it is objected to: a form at each objection, and taking it back
``memory``    what was worked out already, by the contents that it was worked out from
``markup``    text into HTML, and the lists and strips that several parts of the page use
``checks``    cross-footing and doubts as HTML
``tables``    the official tables, cells of broken rules marked
``prose``     judged prose: every figure by its verdict, its reason when pointed at or reached by keyboard
``bars``      how requests ended, as bars
============  ==================================================================================================

Session state is read in ``choosing``, ``results`` and ``waiving`` only. Whatever comes from a file or from the clerk reaches
the page through :func:`agent.ui.markup.text`.
"""

from agent.ui.page import show

__all__ = ["show"]
