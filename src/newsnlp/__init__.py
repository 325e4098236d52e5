"""Raw Russian news in; who is what, who took part in what and who said what out.

>>> import newsnlp
>>> tables = newsnlp.extract("Ректор ТУСУРа Виктор Рулевский открыл форум.")
>>> list(tables["roles"]["position"])
['ректор']
"""

from collections.abc import Iterable
from functools import cache

from newsnlp.pipeline import Pipeline
from newsnlp.report import NotebookTables
from newsnlp.schema import Document
from newsnlp.tables import Tables, make_tables

__all__ = ["Document", "Pipeline", "Tables", "__version__", "extract"]

__version__ = "0.1.0"


def extract(texts: str | Document | Iterable[str | Document]) -> Tables:
    """The tables of one text or of many, as data frames that a notebook shows as HTML.

    A bare string becomes a document named by its number: «1», «2», …; pass a `Document` to say the
    id, title and date of publication. The models are opened at the first call.
    """
    given = [texts] if isinstance(texts, str | Document) else list(texts)
    width = len(str(len(given)))
    documents = [
        Document(str(number).zfill(width), item) if isinstance(item, str) else item
        for number, item in enumerate(given, 1)
    ]
    return NotebookTables(make_tables(_pipeline().pipe(documents)))


@cache
def _pipeline() -> Pipeline:
    return Pipeline.load()
