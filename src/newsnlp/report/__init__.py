"""Tables and texts as HTML: a report for a browser, and cells for Jupyter.

The templates beside this file hold the looks.
"""

from newsnlp.report.notebook import NotebookTables, pieces_of, text_html
from newsnlp.report.page import report_html

__all__ = ["NotebookTables", "pieces_of", "report_html", "text_html"]
