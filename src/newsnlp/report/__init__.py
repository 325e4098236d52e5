"""Tables and texts as HTML for Jupyter; the templates beside this file hold the looks."""

from newsnlp.report.notebook import TITLES, NotebookTables, pieces_of, text_html

__all__ = ["TITLES", "NotebookTables", "pieces_of", "text_html"]
