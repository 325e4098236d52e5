"""The five pictures that an analyst draws first, one line each.

>>> import newsnlp
>>> from newsnlp import plot
>>> tables = newsnlp.extract("Ректор ТУСУРа Виктор Рулевский открыл форум.")
>>> plot.bodies_by_mentions(tables).get_title(loc="left")
'Организации по числу упоминаний'

Tables come in, as `newsnlp.extract` or `newsnlp.load` gives them (any mapping of names to data
frames does); matplotlib's `Axes` comes out, to restyle, with its figure in `.figure`. No setting of
matplotlib is changed, and the same tables give the same picture. Needs the extra `[plot]`.
"""

from newsnlp.errors import MissingExtraError

try:
    from newsnlp.plot.bodies import bodies_by_mentions
    from newsnlp.plot.canvas import PlotError
    from newsnlp.plot.forums import forum_calendar
    from newsnlp.plot.matrix import people_by_forums
    from newsnlp.plot.network import co_participation
    from newsnlp.plot.tenures import roles_over_time
except ModuleNotFoundError as reason:
    if (reason.name or "").split(".")[0] != "matplotlib":
        raise
    raise MissingExtraError("newsnlp.plot", "matplotlib", "plot") from reason

__all__ = [
    "PlotError",
    "bodies_by_mentions",
    "co_participation",
    "forum_calendar",
    "people_by_forums",
    "roles_over_time",
]
