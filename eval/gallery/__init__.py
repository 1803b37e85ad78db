"""Drafts for people who judge with their eyes: ``python -m eval gallery``.

===========  ==================================================================================
``card``     what the page knows of one draft: its grade in parts, its prose with verdicts
``page``     the page: one file that holds everything and fetches nothing
``command``  the command line
===========  ==================================================================================
"""
