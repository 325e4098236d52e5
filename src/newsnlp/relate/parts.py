"""As what somebody takes part, by rules on the facts of `cues`: «выступил с докладом» → спикер.

The facts about one name and the group of the event's kind enter; the part and the rule's name
leave, or None where no rule speaks and the weights of `participations` decide alone.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Part

__all__ = ["Asked", "ask", "rule_of", "rule_of_body"]

PLACES = frozenset({"own", "title", "dash", "lead", "header", "apposed", "with", "left"})
NEAR = ("dash", "lead", "header", "own")
PASSED = frozenset({"стать", "выступить", "признать", "назначить", "none"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of one name, ready to be asked."""

    all: Set[str]
    places: Mapping[str, Set[str]]  # class of a noun → where it stands: own, dash, lead, …
    acts: tuple[str, ...]  # classes of the verbs above it, its own first
    standing: str  # subject, passive, recipient, object, other
    group: str = ""  # of the event's kind

    def noun(self, cls: str, *places: str) -> bool:
        """Whether a noun of the class stands at one of the places."""
        return cls in self.places and not self.places[cls].isdisjoint(places)

    def is_one(self, cls: str) -> bool:
        """«[модератор] – Иванов», «модератором [стал] Иванов»."""
        return self.noun(cls, *NEAR) or self.becomes(cls)

    def becomes(self, cls: str) -> bool:
        """«[модератором] стал Иванов», «выступил с [докладом] Иванов»."""
        does = self.standing in {"subject", "passive"} and not PASSED.isdisjoint(self.acts)
        return does and self.noun(cls, "with")


def ask(facts: Sequence[str]) -> Asked:
    """The facts of `cues.about_name` in the form that the rules ask."""
    places: dict[str, set[str]] = {}
    for fact in facts:
        place, _, cls = fact.partition("=")
        if place in PLACES:
            places.setdefault(cls, set()).add(place)
    return Asked(frozenset(facts), places, _acts(facts), _standing(facts))


def rule_of(asked: Asked, group: str) -> tuple[Part, str] | None:
    """The part of a person that the first rule to hold gives, and the rule's name."""
    known = replace(asked, group=group)
    for rule in RULES:
        part = rule(known)
        if part is not None:
            return part, rule.__name__
    for act in known.acts:
        part = _part_of_act(act, known)
        if part is not None:
            return part, f"act_{known.standing}"
    return None


def rule_of_body(asked: Asked, group: str) -> tuple[Part, str] | None:
    """The same for a body, which is organiser, participant or laureate."""
    known = replace(asked, group=group)
    for rule in BODY_RULES:
        part = rule(known)
        if part is not None:
            return part, rule.__name__
    return None


def _acts(facts: Sequence[str]) -> tuple[str, ...]:
    """The classes of verbs; «принять участие» is to take part."""
    found = [fact[4:] for fact in facts if fact.startswith("act=") and "&" not in fact]
    if "with=участник&act=принять" in facts:
        found = ["участвовать" if act == "принять" else act for act in found]
    return tuple(found)


def _value(facts: Sequence[str], name: str) -> str:
    return next((fact[len(name) :] for fact in facts if fact.startswith(name)), "")


def _standing(facts: Sequence[str]) -> str:
    """How the name stands towards its verb."""
    case, rel = _value(facts, "case="), _value(facts, "rel=")
    passive = "passive" in facts
    if rel.startswith("nsubj") or case in {"Nom", ""}:
        return "passive" if passive else "subject"
    if case == "Ins" and passive:
        return "subject"
    return {"Dat": "recipient", "Acc": "object"}.get(case, "other")


@cache
def _table() -> dict[str, Part]:
    return {act: Part(row["part"]) for act, row in load_lexicon("participation_acts").items()}


def _part_of_act(act: str, facts: Asked) -> Part | None:
    """What the table says of the verb; an account beside a quotation is no talk."""
    if "negated" in facts.all or (act == "рассказать" and "in_speech" in facts.all):
        return None
    table = _table()
    key = f"{act} {facts.standing} "
    return table.get(key + facts.group) or table.get(key + "*")


def moderator(facts: Asked) -> Part | None:
    """«Модератор – Иванов», «ведущим стал Иванов»."""
    named = facts.noun("модератор", "dash", "lead", "own", "title")
    return Part.MODERATOR if named or facts.becomes("модератор") else None


def guest_of_honour(facts: Asked) -> Part | None:
    """«Награды вручил председатель жюри Иванов» at a ceremony: he is its guest."""
    if facts.group not in {"awards", "ceremony"} or facts.standing != "subject":
        return None
    return Part.GUEST if {"вручить", "открыть", "приветствовать"} & set(facts.acts) else None


def head_of_jury(facts: Asked) -> Part | None:
    """«председатель жюри Иванов», «жюри возглавил Иванов», «жюри во главе с Ивановым»."""
    if not facts.noun("жюри", *NEAR, "title", "with", "left"):
        return None
    if "led" in facts.all or "chaired" in facts.all:
        return Part.CHAIR
    if not facts.noun("жюри", *NEAR, "title", "with"):
        return None
    chairs = facts.noun("председатель", "own", "dash", "title", "apposed")
    chairs = chairs or facts.becomes("председатель") or "председательствовать" in facts.acts
    return Part.CHAIR if chairs else None


def member_of_jury(facts: Asked) -> Part | None:
    """«в жюри вошли Иванов и Петров», «Жюри: Иванов», «оппонент Иванов»."""
    if facts.noun("оппонент", *NEAR, "title"):
        return Part.EXPERT
    if facts.noun("жюри", "dash", "lead", "header") or facts.noun("жюри", "title", "own"):
        return Part.EXPERT
    if facts.noun("эксперт", "dash", "lead", "header") or facts.becomes("эксперт"):
        return Part.EXPERT
    judged = {"войти", "работать", "стать"} & set(facts.acts)
    return Part.EXPERT if judged and facts.noun("жюри", "with") else None


def in_the_chair(facts: Asked) -> Part | None:
    """«под председательством Иванова»."""
    return Part.CHAIR if "chaired" in facts.all else None


def winner(facts: Asked) -> Part | None:
    """«победитель – Иванов», «призёром стал Иванов», «1 место – Иванов»."""
    if any(facts.noun(cls, "dash", "lead", "header") for cls in ("победитель", "место", "чемпион")):
        return Part.LAUREATE
    if facts.becomes("победитель") or facts.becomes("чемпион"):
        return Part.LAUREATE
    acts_else = {"вручить", "провести", "открыть", "приветствовать", "посетить"} & set(facts.acts)
    own = facts.noun("победитель", "own", "title") or facts.noun("место", "own")
    return Part.LAUREATE if own and not acts_else else None


def organiser(facts: Asked) -> Part | None:
    """«организатор – Иванов», «куратором форума станет Иванов»."""
    return Part.ORGANISER if facts.is_one("организатор") else None


def speaker(facts: Asked) -> Part | None:
    """«Лектор – Иванов», «СЛУШАЛИ: Иванова», «ВЫСТУПИЛИ: Иванов»."""
    if facts.noun("докладчик", "dash", "lead", "header") or facts.becomes("докладчик"):
        return Part.SPEAKER
    if facts.noun("докладчик", "apposed"):
        return Part.SPEAKER  # «Иванов, чей доклад открыл форум»
    spoke = ("слушать", "выступить", "доложить")
    return Part.SPEAKER if any(facts.noun(act, "lead", "header", "dash") for act in spoke) else None


def told_apart(facts: Asked) -> Part | None:
    """«Участвует Иванов, президент «Кварца», который выступит с докладом»."""
    acts = [fact[5:] for fact in facts.all if fact.startswith("told=")]
    known = replace(facts, standing="subject")
    return next((part for act in acts if (part := _part_of_act(act, known))), None)


def attendant(facts: Asked) -> Part | None:
    """«среди участников – Иванов», «в составе делегации Иванов», «среди гостей – Иванов»."""
    if facts.noun("делегация", "dash", "lead", "header", "with", "own") and "led" in facts.all:
        return Part.PARTICIPANT
    if facts.noun("делегация", "dash", "lead", "header", "with") or facts.is_one("участник"):
        return Part.PARTICIPANT
    if facts.noun("состав", "dash", "lead", "header"):
        return Part.PARTICIPANT
    if facts.noun("гость", "dash", "lead", "header"):
        return Part.GUEST
    came = {"стать", "приехать"} & set(facts.acts)
    return Part.GUEST if came and facts.noun("гость", "with") else None


RULES: tuple[Callable[[Asked], Part | None], ...] = (
    moderator,
    guest_of_honour,
    head_of_jury,
    in_the_chair,
    member_of_jury,
    winner,
    organiser,
    speaker,
    told_apart,
    attendant,
)


def host(facts: Asked) -> Part | None:
    """«организатор – ТПУ», «на базе ТПУ», «ТПУ провёл», «в ТПУ прошёл»."""
    if facts.is_one("организатор") or facts.noun("площадка", "own", "title"):
        return Part.ORGANISER
    holds = {"провести", "организовать", "принять", "открыть"} & set(facts.acts)
    if holds and facts.standing == "subject":
        return Part.ORGANISER
    where = {"prep=в", "prep=во", "prep=на"} & facts.all
    held = {"пройти", "провести", "открыть", "собраться"} & set(facts.acts)
    return Part.ORGANISER if where and held and "case=Loc" in facts.all else None


def backer(facts: Asked) -> Part | None:
    """«при поддержке фонда», «партнёр – банк»."""
    return Part.PARTICIPANT if facts.noun("поддержка", *NEAR, "title") else None


def winning_body(facts: Asked) -> Part | None:
    """«победила команда ТПУ», «второе место – у ТПУ»."""
    if winner(facts):
        return Part.LAUREATE
    wins = {"победить", "получить", "признать", "наградить"} & set(facts.acts)
    if wins and facts.standing in {"subject", "passive"}:
        return Part.LAUREATE
    return Part.LAUREATE if "достаться" in facts.acts and facts.standing == "recipient" else None


def attending_body(facts: Asked) -> Part | None:
    """«участвовали студенты ТПУ», «делегация ТПУ», «ТПУ представил»."""
    if facts.noun("делегация", *NEAR, "title") or facts.noun("команда", "own", "title"):
        return Part.PARTICIPANT
    joins = {"участвовать", "поддержать", "исполнить", "подписать", "доложить", "выступить"}
    return Part.PARTICIPANT if joins & set(facts.acts) else None


BODY_RULES: tuple[Callable[[Asked], Part | None], ...] = (
    winning_body,
    host,
    backer,
    attending_body,
)
