"""What is scored of a draft, a module for each thing that may be wrong. One fault lowers one score.

=============  =====================================================================================
``figures``    its figures and claims against the tables and facts; its own tables against them
``contents``   what the form wants said: topics, headline figures, the fee
``layout``     the form's headings in the form's order
``belonging``  what is another unit's, another year's, or last year's unchanged
``wording``    what is said twice, and sentences that are too long
``residue``    what a template or a model left, and what identifies somebody
``closeness``  how near it is to a reference text
=============  =====================================================================================
"""

from eval.drafts.evaluators import belonging, closeness, contents, figures, layout, residue, wording
from eval.drafts.material import Material
from eval.scoring import Evaluator

ALL: tuple[Evaluator[Material], ...] = (
    *figures.ALL,
    *contents.ALL,
    *layout.ALL,
    *belonging.ALL,
    *wording.ALL,
    *residue.ALL,
    *closeness.ALL,
)
