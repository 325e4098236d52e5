"""Which entities of many documents are one; documents and names are our own."""

from collections.abc import Mapping

from newsnlp.identity import Key, Pin, Record, identify
from newsnlp.schema import Kind


def person(document: str, name: str, *forms: str) -> Record:
    return Record(document, f"p-{name}", Kind.PERSON, name, (name, *forms))


def pins(**known: str) -> Mapping[Key, Pin]:
    """Document of the only person named there → the registry's id."""
    return {(d, f"p-{n}"): Pin(i, f"имя {i}") for d, (n, i) in _parted(known).items()}


def _parted(known: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    return {document: (said.split("=")[0], said.split("=")[1]) for document, said in known.items()}


def test_equal_pins_are_one_whatever_the_names() -> None:
    records = [person("a", "Анна Лунина"), person("b", "А. Гордеева")]
    found = identify(records, pins(a="Анна Лунина=r1", b="А. Гордеева=r1"))
    assert [(own.id, own.name) for own in found.values()] == [("r1", "имя r1")] * 2


def test_different_pins_are_never_one() -> None:
    records = [person("a", "Анна Лунина"), person("b", "Анна Лунина")]
    found = identify(records, pins(a="Анна Лунина=r1", b="Анна Лунина=r2"))
    assert [own.id for own in found.values()] == ["r1", "r2"]
