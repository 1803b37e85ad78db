"""Files that people open: the official tables and the whole report as Word, web page and Markdown, and the workbook.

The same figures always give the same bytes: no clock, no host name, no random id. An absent cell prints empty and reads back
absent; a zero prints ``0``. Numbers are printed whole and exact, without separators. Whatever comes from the user is escaped,
and what the verifier still objects to is marked wherever a report is written.

===============  =====================================================================================================
``composition``  ``Composition``: a report as lines with judged spans in them, tables in their places; for every renderer
``stage``        ``Stage``: a draft or a final version
``pdf``          a Word file of ours as PDF, by LibreOffice; the only kind that is not always the same bytes
``compared``     last year's report beside this year's, as a page
``proof``        the proof sheet (核验单): what was verified against what, and what came of it
``slots``        a printed table as renderers need it: rows of boxes, what a box says, which boxes only group
``html``         tables and report as one self-contained page whose figures anybody can verify again
``annotated``    any verified text as a page, every figure marked by its verdict
``remarks``      which words of a text get a remark, and what it says
``stylesheet``   the style of that page, on screen and on A4
``markdown``     tables and report as GitHub Markdown
``docx``         tables and report as Word, laid out like an official document (GB/T 9704); the one door to python-docx
``xlsx``         the workbook to fill in, and reading it back; the one door to openpyxl
===============  =====================================================================================================
"""
