"""Tables → one HTML page that a browser opens by itself."""

from newsnlp.report.notebook import NotebookTables
from newsnlp.tables import Tables

__all__ = ["report_html"]


def report_html(tables: Tables) -> str:
    """The page of the tables."""
    return NotebookTables(tables)._repr_html_()
