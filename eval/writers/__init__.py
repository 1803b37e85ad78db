"""Writers side by side: ``python -m eval writers``.

===============  ==================================================================================
``contestant``   who writes: the built-in phrases, a model at an endpoint, a played model, a broken writer
``naming``       what the command line says of them, checked before any work
``subjects``     the figure sets that each of them writes from
``broken``       writers that spoil the built-in draft in one way each
``writing``      one draft by one writer, and what became of its sentences
``keeping``      drafts of a run that is under way: nothing that was written is asked for again
``scoring``      a draft to all its scores: the drafts' evaluators, and what it took to write it
``standing``     each writer's means with their intervals, and the differences to the built-in phrases
``picture``      the writers side by side as SVG
``telling``      the tables of a run, as HTML, Markdown, CSV and JSON lines
``command``      the command line
===============  ==================================================================================
"""
