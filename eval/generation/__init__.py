"""Figure sets, sentences and whole reports, made from the forms by chance with a seed, and labelled by construction.

===============  =================================================================================
``units``        invented units of every size, and how each speaks of itself
``tables``       a year's cells whose cross-footing rules all hold, and the year before's
``quoted``       supplementary facts with their breakdowns
``world``        one unit's two years together; the same for the same seed
``quantities``   the quantities that wordings speak of, with every reading that would also be right
``numbers``      how a value is written: 余, 近, 万, Chinese numerals, percentages
``wordings``     reads ``wordings/*.yaml``: sentences with slots, by kind of phrase
``slots``        what a slot becomes; counts, and what would be wrong in their place
``manners``      counts written as approximations, in Chinese numerals, in 万
``rates``        shares and changes against last year
``lists``        lists of a group's members, in several ways
``sentences``    a wording over a world: a sentence with its marks and wrong variants
``reports``      sentences to a whole report with headings and flattened tables
===============  =================================================================================
"""
