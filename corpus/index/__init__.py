"""Past paragraphs, found again by meaning.

A report's paragraphs become *exemplars* (范文): the text as published, whose and of which year it is, what it is about, and the
same text with references in place of the figures that its own tables hold, so that it can be refilled with other figures.
Chroma keeps them with one vector each. A query is a vector as well; what comes near is ranked again by the words that it
shares with the query, and thinned out so that ten results are not ten times the same sentence.

==============  ===================================================================================================
``exemplar``    ``Exemplar``, one paragraph as it is kept; ``Entry``, what is known of a file whose paragraphs are kept
``embedding``   ``Embedding``: texts to vectors, behind one door
``terms``       what a text is made of when it is compared: runs of one to three characters, figures left out
``synonyms``    what a query asks, and what reports say for its words
``weights``     how telling such a run is, frozen in a data file
``offline``     the embedding that needs nothing but this package
``endpoint``    any OpenAI-compatible embeddings endpoint: the door to the client library
``records``     exemplars, files and filters as Chroma takes them
``chroma``      the store, embedded or a server: the door to Chroma
``filters``     which exemplars a search may find
``ranking``     nearness, shared words, topic; and no sentence twice
``searching``   a query to results with their source and the reason why
==============  ===================================================================================================

Who fills it is the use case (:mod:`agent.workflow.ingesting`), since references are made by the drafting room.
"""
