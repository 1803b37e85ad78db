"""The official tables, as dated data files that cite their notice.

A form is data: its tables, rows, columns, units and printed labels, the years it serves, the narrative's sections and the
topics each must cover, the cross-footing rules (勾稽关系), and the words by which people refer to each row and column. A new
edition, or another kind of report with tables, is a new file under ``editions/`` and no code. A wrong file is refused at
load with its line.

Pure: values in, values out. The one thing read is the package's own data files, in :mod:`agent.forms.library`.

==================  ====================================================================================
``form``            ``Form`` and what it is made of: ``Table``, ``Block``, ``Axis``, ``Cell``, ``Section``
``marked``          YAML whose every value knows its line
``reading``         a data file to a ``Form``, or a ``FormError`` with its line
``words``           ``Vocabulary``: which words speak of which cells
``library``         the editions that come with the package; which one serves a year
``expressions``     ``+ - * /`` over cells and facts: parse, print, evaluate
``footing``         ``Rule`` and ``Finding``: held, broken, warning, not assessable
``plausibility``    what is allowed and still looks wrong
``conformity``      does a figure set fit the form: unknown keys, decimals in counts, negatives
``entries``         what somebody wrote into a cell to an exact number
``entrygrid``       the tables as rows and columns to edit
``pasting``         a block of text from Excel into cells
``marking``         which cells an objection leads to, and back
``summing``         several units' figures added up
``layout``          a table as printed: merged cells, in order, ready for any renderer
==================  ====================================================================================
"""

from agent.forms.form import Block, Cell, Form, Section, Table, Topic
from agent.forms.library import form_of, form_serving, forms

__all__ = ["Block", "Cell", "Form", "Section", "Table", "Topic", "form_of", "form_serving", "forms"]
