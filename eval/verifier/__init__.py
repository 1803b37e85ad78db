"""The benchmark of the verifier: ``python -m eval verifier``.

==============  ====================================================================================
``judges``      the verifier and the baselines, all answering in the same way
``scoring``     a judge's answers against a trial's labels
``tally``       counts by kind, with Wilson intervals; the bars; comparison with the kept baseline
``running``     trials by the thousand in several processes, the same for any number of them
``annotated``   the annotated reports, where they are there
``exported``    the reports of an exported set as questions
``pace``        how fast, against Recognizers-Text in the same run; hostile texts
``results``     the cases that fail, and the kept baseline
``report``      a run as the report that all benches share
``page``        one self-contained page with charts
``command``     the command line and its exit code
==============  ====================================================================================
"""
