"""Tables and texts as HTML: a report for a browser, and cells for Jupyter.

The templates beside this file hold the looks.
"""

from newsnlp.report.nesting import Node, nested
from newsnlp.report.notebook import (
    document_html,
    extraction_html,
    show_in_notebooks,
    tables_html,
)
from newsnlp.report.page import report_html

__all__ = [
    "Node",
    "document_html",
    "extraction_html",
    "nested",
    "report_html",
    "show_in_notebooks",
    "tables_html",
]
