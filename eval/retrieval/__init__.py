"""The benchmark of the search for past paragraphs: ``python -m eval retrieval``.

==============  ====================================================================================
``passages``    the paragraphs of the sample reports, which every candidate indexes
``cases``       the labelled queries of ``queries.yaml``; a label names a paragraph by words in it
``metrics``     recall, nDCG and reciprocal rank of one answer; bootstrap intervals of their means
``candidates``  what a way of searching is, and which ones are compared
``lexical``     characters compared: TF-IDF, BM25, our vectors alone
``semantic``    a small embedding model, where it is installed
``ours``        the search that users have, with and without thinning out what is alike
``fused``       several orders made one by reciprocal rank
``footprint``   what a package would add to an installation
``running``     every query to every candidate
``judged``      which paragraphs a person has judged for a query, so that nothing found goes unread
``results``     what is written, the kept baseline, what got worse
``report``      a run as the report that all benches share
``picture``     the chart
``command``     the command line and its exit code
==============  ====================================================================================
"""
