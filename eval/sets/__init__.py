"""Sets of generated reports for others to score with: ``python -m eval generate``.

===============  ==================================================================================
``asked``        what a set is made of: how many, which units, which phrases, which slips
``written``      a number as written to its value and unit, apart from the verifier
``annotation``   a sentence's pieces to annotated expressions
``making``       one report: its text, its figures, its annotations, its slip
``documents``    the same report as Markdown and as Word
``folder``       where everything stands in a set, and whose a folder is
``generating``   reports by the thousand, in several processes, gone on with after an interruption
``datasheet``    what a set holds and what it is not good for, for whoever takes it
``opening``      a set read back: trials for the verifier's bench, paths for the drafts' bench
``command``      the command line
===============  ==================================================================================
"""
