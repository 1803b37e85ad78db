"""Past reports: a published file to its figures and its sections.

A file becomes *blocks* (paragraphs and grids) in its format's reader, and blocks become a report in the same way whatever the
format was. Nothing is invented: what a report does not print is absent, and what cannot be read is said, with its place.

==============  ==========================================================================================
``readers``     a file's bytes to blocks (docx, html, md, txt), and :func:`corpus.readers.read`, the door for everyone else
``comparing``   two reports side by side
``libreoffice`` the one door to LibreOffice; ``conversion`` is one conversion by it
``kinds``       what a file really is, whatever its name says
``blocks``      ``Paragraph``, ``Grid`` and ``Box``: what every format is read into
``labels``      when two printed labels are the same
``amounts``     what one box of a table says: a number, nothing, or something that cannot be read
``headings``    a form's row and column headings, ready to be recognised
``columns``     which column of a printed table is which of the form's
``placing``     the boxes of one row by the form's columns
``rows``        which row of a printed table is which of the form's
``cells``       one printed table to cells
``tables``      grids to cells: which form, and which part of the page is which table
``bounds``      where one report ends and another begins
``identity``    whose report it is, and of which year
``sections``    paragraphs to sections
``paragraphs``  the prose by paragraphs, each with its section, heading and topic
``topics``      what a paragraph is about, by the words in ``topics.yaml``
``level``       at which level of government an office stands
``contact``     how readers reach the office
``report``      ``ReadReport``: all of it together
``index``       past paragraphs, found again by meaning
==============  ==========================================================================================
"""
