"""Whether a title in the news is one of the registry's: the words, the body, the time."""

import re
from datetime import date
from functools import cache
from typing import Protocol

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.titles import title_flags
from newsnlp.registry.bodies import match_body
from newsnlp.registry.entries import Post
from newsnlp.registry.index import Index, names_of
from newsnlp.registry.spelled import key_of
from newsnlp.resolve.acronyms import acronym_of
from newsnlp.schema import Entity, Kind, Role

__all__ = [
    "Held",
    "is_office",
    "not_yet",
    "other_body",
    "other_term",
    "over",
    "same_body",
    "same_title",
    "tells",
]

# Classes of titles that one has beside an office: degrees, ranks, honours, walks of life.
_RANKS = frozenset({"профессор", "доцент", "член"})  # of which one may be besides
_BESIDE = frozenset({"free", "degree", "rank", "honour", "pupil", "student", "art", "worker"})
_ADJECTIVE = re.compile("(?:ый|ий|ой|ая|яя)$")
_WORD = re.compile(r"\w+")


class Held(Protocol):
    """A title as a text gives it to somebody."""

    @property
    def position(self) -> str:
        """The title, nominative."""

    @property
    def body(self) -> Entity | None:
        """Where it is held, None where the text does not say."""


def is_office(title: str) -> bool:
    """Whether a title is an office, of which one changes to another: «ректор», no «доктор наук»."""
    flags = title_flags(title)
    return bool(flags) and not flags & _BESIDE and title.split()[0].lower() not in _RANKS


def same_title(one: str, other: str) -> bool:
    """Whether one title says no other thing than the other: equal, or the beginning of it.

    «проректор» and «проректор по науке», «заведующий» and «заведующая».
    """
    left, right = _words(one), _words(other)
    return bool(left) and bool(right) and all(map(_same_word, left, right))


def tells(title: str, post: str) -> bool:
    """Whether a text that says `title` means the registry's `post`, maybe saying less.

    «директор» may be the «генеральный директор», but not the other way about.
    """
    words = post.split()
    while len(words) > 1 and _ADJECTIVE.search(words[0]):
        words = words[1:]
    return same_title(title, post) or same_title(title, " ".join(words))


def same_body(entity: Entity, name: str, index: Index) -> bool:
    """Whether the body of the text is the one that the registry calls `name`."""
    entry = index.body(name)
    if entry is not None and match_body(entity, index) is entry:
        return True
    names = {key_of(form) for form in (entity.name, *entity.also)}
    wanted = names_of(entry) if entry is not None else (name,)
    return any(
        key_of(form) in names or acronym_of(form, entity.name) or acronym_of(entity.name, form)
        for form in wanted
    )


def other_body(fact: Held, post: Post, index: Index) -> bool:
    """Whether the text names another body than the post has: no word of one is in the other.

    A noun for a kind of bodies («университет») says nothing where more is said. A place («министр
    края») is no other body than the ministry that the registry names.
    """
    body = fact.body
    if body is None or not post.body or body.kind is Kind.PLACE:
        return False
    if same_body(body, post.body, index):
        return False
    mine = {word for form in (body.name, *body.also) for word in _stems(form)}
    entry = index.body(post.body)
    theirs = {
        word for form in (names_of(entry) if entry else (post.body,)) for word in _stems(form)
    }
    known = match_body(body, index)
    return (known is not None and entry is not None) or not _told_apart(mine) & _told_apart(theirs)


def _told_apart(stems: set[str]) -> set[str]:
    """Without the nouns for kinds of bodies, if more is left: «приозе», not «универ»."""
    return stems - _kinds() or stems


@cache
def _kinds() -> frozenset[str]:
    return frozenset(key_of(lemma)[:6] for lemma in load_lexicon("body_kinds"))


def over(post: Post, day: date | None) -> bool:
    """Whether the post had ended by `day`, or has ended at all where the day is not known."""
    if not post.until:
        return False
    return day is None or day.isoformat()[: len(post.until)] > post.until


def not_yet(post: Post, day: date | None) -> bool:
    """Whether the post begins after `day`."""
    return bool(day and post.since) and str(day)[: len(post.since)] < post.since


def other_term(role: Role, post: Post) -> bool:
    """Whether the text dates a post otherwise: «с 2015», where the registry has «с 2014-09»."""
    pairs = ((role.since, post.since), (role.until, post.until))
    return any(
        said and known and not said.startswith(known) and not known.startswith(said)
        for said, known in pairs
    )


def _words(title: str) -> list[str]:
    return [word for word in _WORD.findall(key_of(title)) if word != "по"]


def _same_word(one: str, other: str) -> bool:
    """Equal but for an ending: «заведующий» – «заведующая», «ректора» – «ректор»."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return one == other or shared >= max(5, max(len(one), len(other)) - 3)


def _stems(name: str) -> set[str]:
    """The beginnings of its long words, and acronyms."""
    words = _WORD.findall(name)
    return {key_of(word)[:6] for word in words if len(word) > 3 or (word.isupper() and word[1:])}
