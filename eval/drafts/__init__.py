"""Scores of drafts: ``python -m eval drafts``.

===============  ==================================================================================
``sources``      which files a draft is made of, as paths
``pairing``      which figures, last year's report and reference go with which draft, by their names
``material``     those files read: everything that an evaluator may look at
``neighbours``   what other units' reports say, so that a copy is known again
``evaluators``   what is scored, a module for each thing that may be wrong
``grading``      the one grade over all of it, and its rule
``judging``      a model's opinion by a written rubric, kept apart from everything else
``scoring``      a draft to all its scores
``suite``        the drafts that a release is measured by
``referenced``   a draft that still has its references, held against its form
``exported``     the reports of an exported set as drafts
``speed``        the time of one draft among a thousand reports
``command``      the command line
===============  ==================================================================================
"""
