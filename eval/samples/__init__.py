"""The sample corpus: past reports of invented units, made from manuscripts with references in place of figures.

``python -m eval.samples`` makes ``corpus/reports/NAME.{docx,pdf,html,txt}`` of ``corpus/manuscripts/NAME.txt`` and
``corpus/reports/NAME.figures.json``; ``--check`` says whether the committed files are what would be made.

``manuscripts``  the manuscript's format, read
``making``       a name to the published file's bytes
``handmade``     Word as an office makes it by hand
``sites``        pages as government sites print them
``flat``         plain text with its tables flattened at tabs
``printing``     Word to PDF, by LibreOffice
``bars``         what holds of every sample
"""
