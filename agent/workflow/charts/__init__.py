"""Charts that answer a clerk's questions about the figures: a sentence, the numbers, and a picture.

A picture is a Vega-Lite specification that carries its numbers and names nothing to fetch, or an SVG. Bars begin at zero,
every one carries its number, nothing is told by colour alone, and where the figures contradict themselves or are not filled in
there is a sentence in place of the picture.

==============  ================================================================
``chart``       ``Chart``, and how all of them look
``counts``      numbers, shares and changes as text; what a key is worth, or not
``years``       this year against last: requests and appeals, disclosure
``applicants``  who applied
``outcomes``    how requests ended
``flow``        from received and carried in to closed and carried out
``sankey``      that flow as SVG
``appeals``     appeals by their result
==============  ================================================================
"""

from agent.figures import FigureSet
from agent.workflow.charts.appeals import appeals_chart
from agent.workflow.charts.applicants import applicants_chart
from agent.workflow.charts.chart import Chart
from agent.workflow.charts.flow import flow_chart
from agent.workflow.charts.outcomes import outcomes_chart
from agent.workflow.charts.years import disclosure_chart, requests_chart

__all__ = ["Chart", "charts"]


def charts(figures: FigureSet, previous: FigureSet | None = None) -> tuple[Chart, ...]:
    """Every chart of a year, in the order in which a clerk asks; the empty ones too, each with its sentence."""
    return (
        requests_chart(figures, previous),
        applicants_chart(figures),
        outcomes_chart(figures, previous),
        flow_chart(figures),
        appeals_chart(figures),
        disclosure_chart(figures, previous),
    )
