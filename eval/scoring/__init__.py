"""What all benches share: cases, evaluators, reports, the files that a run leaves, and the comparison with a kept baseline.

=============  =====================================================================================
``case``       ``Case``: a name that is a sentence, what is scored, and what is known of it
``score``      ``Score``: a share or a count with its reason; not applicable is no zero
``evaluator``  ``Evaluator``: gives a score; its version, and which way is better
``report``     ``Report``: every case's scores, and what they come to altogether
``running``    cases in several processes, in order, gone on with after an interruption
``intervals``  Wilson's interval of a share, a bootstrap interval of a mean
``baseline``   a report kept, and what moved against it
``tables``     a report as JSON lines, CSV and Markdown
``charts``     bars as SVG
``page``       a report as one page without scripts
``own``        what a bench shows in place of means over all its cases
``folder``     where a run's files go, and the page that links every bench's
=============  =====================================================================================
"""

from eval.scoring.case import Case
from eval.scoring.evaluator import Evaluator, Sense
from eval.scoring.report import CaseResult, Report
from eval.scoring.score import Score

__all__ = ["Case", "CaseResult", "Evaluator", "Report", "Score", "Sense"]
