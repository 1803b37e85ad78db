"""The checks, one file each, in the order in which they are tried.

============  ====================================================================================
``cells``     binds a number to cells by what the sentence says, never by value alone
``facts``     binds a number to a supplementary fact or a part of one
``aligned``   two lists in step (分别), and one number for several (各)
``listing``   N个方面 and the list that goes with it
``parts``     a total and its parts close, or do not
``shares``    percentages of something
``changes``   growth, decline and difference against last year
``periods``   years and notice numbers that are not this report's
``claims``    what a sentence says without a number
============  ====================================================================================
"""
