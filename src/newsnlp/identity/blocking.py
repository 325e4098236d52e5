"""The keys under which records meet that may be one: none that share no key are ever compared."""

from newsnlp.identity.bodies import body_name, event_key
from newsnlp.identity.person_names import parts_of
from newsnlp.identity.places import place_key
from newsnlp.identity.records import Record
from newsnlp.identity.spelling import skeleton, sound
from newsnlp.schema import Kind

__all__ = ["keys_of"]

_START = 3  # letters that a contraction shares with its full name: «Минобороны»


def keys_of(record: Record) -> frozenset[str]:
    """The keys of all names of a record; none if it has no name."""
    of = {Kind.PERSON: _person_keys, Kind.ORGANISATION: _body_keys}.get(record.kind, _other_keys)
    found = {key for form in record.forms for key in of(form, record.kind)}
    return frozenset(f"{record.kind}|{key}" for key in found)


def _person_keys(name: str, kind: Kind) -> set[str]:
    """The surname as it may be heard, without the ending of a case; its consonants, if Latin."""
    parts = parts_of(name)
    word = parts.surname or parts.given
    keys = {sound(word).rstrip("аеми")}
    consonants = skeleton(word)
    return {*keys, f"~{consonants}"} if consonants else keys


def _body_keys(name: str, kind: Kind) -> set[str]:
    """The core; first letters, which an acronym may be of; the beginning of a contraction."""
    body = body_name(name)
    letters = "".join(word[0] for word in body.full if len(word) > 2)
    keys = {body.core, f"#{body.acronym.lower()}" if body.acronym else f"#{letters}"}
    if len(body.full) == 1 or len(body.full[0]) > _START:
        keys.add(f"{body.full[0][:_START]}-")
    return keys


def _other_keys(name: str, kind: Kind) -> set[str]:
    return {place_key(name) if kind is Kind.PLACE else event_key(name)}
