"""The workbook to fill in, and reading it back: the one door to openpyxl.

============  =========================================================================================================
``places``    where everything stands, and the map of it that a workbook carries in a hidden sheet
``formulas``  cross-footing rules as live Excel formulas
``style``     fonts, colours, borders; putting a value into a cell without ever making a formula of it
``tables``    the sheets of the official tables, with their sums and last year's figures
``checks``    the sheet that holds every cross-footing rule, live
``factrows``  supplementary facts as rows, and back
``contributors``  the sheet of a sum: who contributed what to each cell
``pages``     the other sheets: instructions, the unit's particulars, supplementary facts, the hidden map
``writing``   a form and its figures to a workbook
``opening``   bytes to the contents of cells; what is no workbook is refused here
``numbers``   the contents of a cell to an exact number, or what is wrong with it
``reading``   a filled-in workbook to a figure set, or every problem at once
============  =========================================================================================================
"""

from agent.export.xlsx.reading import read_workbook
from agent.export.xlsx.writing import write_workbook

__all__ = ["read_workbook", "write_workbook"]
