"""The app: one face, no arithmetic. The one door to Streamlit.

============  ==================================================================================================
``serving``   the server under the pages: who may come in, a health address
``frame``     what every page stands in: navigation, the opened report, what is in use; what goes wrong is said
``session``   what a window knows: who is at work, which report is open, a model of one's own
``working``   work over a second: progress, stopping, and what came of it
``doing``     what a button did, said when the page is drawn next
``home``      the first page: the list of reports, a new one, the sample
``begin``     an opened report's beginning: last year's report, this year's figures, checks
``settings``  the model with a test, the embedding, where things are kept
``opened``    what every page of an opened report begins with
``leading``   from one page to a place on another
``sheets``    数据: tables, cross-footing
``desk``      起草: the conversation with the agent, the report as it reads
``ledger``    核验: every figure with its mends, last year beside this
``leaving``   导出: files
``quick``     the quick check: figures or a text, nothing kept
``choosing``  its first step: the clerk's own files, a sample, or a workbook to fill in
``results``   what the figures give: checks, tables, the draft, and verifying a text that somebody has written
``waiving``   what a person keeps though it is objected to: a form at each objection, and taking it back
``memory``    what was worked out already, by the contents that it was worked out from
``markup``    text into HTML, and the lists and strips that several parts of the page use
``checks``    cross-footing and doubts as HTML
``tables``    the official tables, cells of broken rules marked
``prose``     judged prose: every figure by its verdict, its reason when pointed at or reached by keyboard
``bars``      how requests ended, as bars
============  ==================================================================================================

Whatever comes from a file or from a person reaches the page through :func:`agent.ui.markup.text`.
"""


def show() -> None:
    """Draw the page that is asked for, for one run of the script."""
    # The server imports this package before there is anything to draw with.
    from agent.ui.frame import show as drawn

    drawn()
