"""One contradiction between a document and the registry, with what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from newsnlp.schema import Span

__all__ = ["Contradiction", "Finding"]


class Contradiction(StrEnum):
    """In what the text and the registry differ."""

    TITLE = "другая должность"
    ENDED = "должность окончена"
    EARLY = "должность ещё не началась"
    TERM = "другой срок"
    FORMER = "должность названа прежней"
    ACTING = "исполняющий обязанности"
    BODY = "другая организация"
    GIVEN = "другое имя"
    PATRONYMIC = "другое отчество"
    SPELLING = "другое написание"
    UNCLEAR = "неясно, кто это"
    EXPANSION = "другая расшифровка"
    PARENT = "другая головная организация"
    DATE = "другая дата"
    PLACE = "другое место"


_PROPOSALS = {
    Contradiction.TITLE: (
        "Проверить должность. Если верна новость, добавить в реестр строку «{said}»; прежнюю, если "
        "она сменилась, закрыть в столбце «По»"
    ),
    Contradiction.ENDED: (
        "Проверить должность. Если верен реестр, назвать её в новости прежней; если новость, "
        "поправить «По» в реестре"
    ),
    Contradiction.EARLY: (
        "Проверить, вступил ли человек в должность; если да, поправить «С» в реестре"
    ),
    Contradiction.TERM: (
        "Проверить, с какого и по какое число занята должность; поправить новость или «С» и «По» "
        "в реестре"
    ),
    Contradiction.FORMER: (
        "Проверить, ушёл ли человек с должности; если да, заполнить «По» в реестре"
    ),
    Contradiction.ACTING: (
        "Проверить, занимает ли человек должность или исполняет обязанности; поправить новость или "
        "реестр"
    ),
    Contradiction.BODY: (
        "Проверить организацию. Если верна новость, добавить в реестр строку «{said}»"
    ),
    Contradiction.GIVEN: (
        "Проверить имя. Если это ошибка, писать «{name}»; если тот же человек зовётся и так, "
        "добавить «{said}» в «Другие формы»"
    ),
    Contradiction.PATRONYMIC: (
        "Проверить отчество. Если это ошибка, писать «{name}»; если это другой человек, завести "
        "его в реестре"
    ),
    Contradiction.SPELLING: (
        "Писать «{name}»; если верно и написание «{said}», добавить его в «Другие формы»"
    ),
    Contradiction.UNCLEAR: (
        "Назвать человека в новости полностью; пока строки о нём не связаны с реестром"
    ),
    Contradiction.EXPANSION: (
        "Проверить, та ли это организация; если та, добавить «{said}» в «Другие формы»"
    ),
    Contradiction.PARENT: "Проверить, чьё это подразделение, и поправить новость или реестр",
    Contradiction.DATE: "Проверить даты и поправить новость или реестр",
    Contradiction.PLACE: "Проверить место и поправить новость или реестр",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: the entry, the words of the text, and what the registry has."""

    what: Contradiction
    code: str  # id of the entry; several are separated by «; »
    name: str  # its name
    spans: tuple[Span, ...]  # the words of the text; the first decides on the sentence
    registry: str  # what the registry says
    said: str  # what the text says, in the nominative

    @property
    def proposal(self) -> str:
        """What the press office may do about it, in Russian."""
        return _PROPOSALS[self.what].format(said=self.said, name=self.name)
