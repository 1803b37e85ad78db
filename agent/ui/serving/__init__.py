"""The server under the pages: Streamlit's own, with ours before it. ``python -m agent.ui.serving`` runs it.

=================  ====================================================================================
``application``    Streamlit's server with everything that follows, and starting it
``guard``          what comes before every request: by which name it was called, who asks
``door``           signing in and out: a page of its own, since nobody is inside yet
``telling``        what the server logs, in our words
``health``         an address that says whether the app can work, and nothing else
=================  ====================================================================================

Who is outside gets nothing: no page, no script's output, no websocket, no upload. The pages look again at every run, since a
session can end while a window is open.
"""
