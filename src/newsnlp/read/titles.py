"""The title of a text: a first line set apart, or what the file states if the text has it, too."""

__all__ = ["first_line", "title_of"]

_TITLE = 200  # a first line longer than this is no title
_HEAD = 1_000  # characters in which a stated title must stand
_STOPS = (".", ":", ";", ",")


def first_line(text: str) -> str:
    """The first line if it is a title: short, no full stop at its end, an empty line after it."""
    first, _, rest = text.lstrip().partition("\n")
    apart = rest.startswith("\n") and rest.strip() != ""
    if apart and len(first) <= _TITLE and not first.rstrip().endswith(_STOPS):
        return first.strip()
    return ""


def title_of(text: str, stated: str) -> str:
    """`stated` if the head of `text` has it: many files state that of an older one; else a guess.

    The guess is the first line, if it is short, ends in no full stop, and another follows.
    """
    stated = " ".join(stated.split())
    if 5 < len(stated) <= _TITLE and stated.lower() in " ".join(text[:_HEAD].split()).lower():
        return stated
    first, _, rest = text.lstrip().partition("\n")
    title = " ".join(first.split())
    if (
        rest.strip()
        and 0 < len(title) <= _TITLE
        and not title.endswith(_STOPS)
        and "\t" not in first
    ):
        return title
    return ""
