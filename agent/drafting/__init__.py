"""Drafting: prose that quotes figures by reference, written from phrases and past paragraphs without a model, or by one.

================  ======================================================================================
``references``    the grammar of templates by examples: ``{{requests.new.total|件}}``, ``{{if …}}…{{end}}``
``subjects``      one reference: what it speaks of
``formats``       how a reference is written: 件, 万元:2, 余, 百分点:1
``setting``       the figures, last year's, the form and the speaker that references are read against
``amounts``       an amount as text
``changes``       a change against last year as text
``saying``        what one reference says, or why it can't
``conditions``    when a wording fits: ``requests.new.total > 0 and not known(contact.office)``
``realising``     what a template says over given figures, or why it can't; pure and total
``speaker``       我县, 我局: how a unit calls itself
``phrases``       what a phrase file holds: paragraphs, moves, wordings, slots, points
``phrasebook``    reading the phrase files (``phrases/*.yaml``) and refusing numbers in them
``factual``       sentences about supplied facts and their breakdowns
``composing``     which move is said, in which wording
``manuscript``    the sentences with their references; realised over figures, stale ones named
``parts``         the parts that a report is written in, and what the phrase files say in each
``past``          where past paragraphs come from; ``stored``: out of a store
``writers``       who writes a part: ``offline``, past sentences said again and phrases for the rest; ``model``, a model
``standing``      every sentence realised and verified again; those that do not stand any more
``gaps``          what the form requires and the figures lack
``scrutiny``      checks on a draft besides its figures, one a file
``draft``         ``draft(figures, previous, past=…)``: the whole of it
``brief``         what a writer is asked: one part of the report
``briefing``      from a part to its brief
``cutting``       a writer's text to paragraphs and sentences
``typed``         figures that a writer typed itself
``strange``       names that nobody gave a writer
``weighing``      a part judged where it will stand
``loop``          write, weigh, write again; only what holds is accepted
``authoring``     a whole report, part by part
``record``        what is kept of how a draft was made
``prompting``     what a model is told: the files in ``prompts/``
``conversation``  talking with a clerk about a report: plain Chinese in, what happens out
``chat``          talking with a model over any OpenAI-compatible endpoint
================  ======================================================================================
"""

from agent.drafting.draft import Draft, draft
from agent.drafting.gaps import Gap
from agent.drafting.manuscript import Manuscript, Realisation, Stale
from agent.drafting.realising import Realised, realise
from agent.drafting.setting import Missing
from agent.drafting.standing import Standing, standing

__all__ = [
    "Draft",
    "Gap",
    "Manuscript",
    "Missing",
    "Realisation",
    "Realised",
    "Stale",
    "Standing",
    "draft",
    "realise",
    "standing",
]
