"""Tables and texts as HTML for Jupyter; the templates beside this file hold the looks."""

from newsnlp.report.notebook import NotebookTables, text_html

__all__ = ["NotebookTables", "text_html"]
