"""Tables made by hand for the tests of the report: small, large, and full of hostile text."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from newsnlp.columns import COLUMNS
from newsnlp.tables import Tables

__all__ = ["PAYLOADS", "hostile", "many", "sample", "tables_of"]

Row = Mapping[str, object]

# After the kinds of payloads in OWASP's «XSS Filter Evasion Cheat Sheet», read in November 2026.
PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT ><svg/onload=alert(1)>",
    "<!--<script>alert(1)",
    "--><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}",
    "{% include '/etc/passwd' %}{{ 7*7 }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)",
    "\u202e<script>alert(1)</script>\u2066",
    "\ufeff\u200b<script\u00a0>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\x00<script\x0c>alert(1)</script>\u2028\u2029",
    "</title></style></textarea></noscript><script>alert(1)</script>",
    "<base href=//example.invalid/><meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "__proto__",
    "constructor",
    "%3Cscript%3Ealert(1)%3C/script%3E%",
    "#s-0-0",
    "😀<b>𝔄</b>",
)
ENTITIES = {"persons": "person", "organisations": "organisation", "events": "event"}


def tables_of(rows: Mapping[str, Sequence[Row]]) -> Tables:
    """Tables with these rows; what a row leaves out is missing."""
    return Tables(
        {
            name: pd.DataFrame(
                [[row.get(column.key) for column in columns] for row in rows.get(name, ())],
                columns=[column.key for column in columns],
            ).astype({column.key: column.dtype for column in columns})
            for name, columns in COLUMNS.items()
            if name in rows or name not in ("tokens", "check")
        }
    )


def news(number: int, words: Sequence[str] = (), **given: object) -> dict[str, list[Row]]:
    """A release of two sentences: an office, two parts in a forum, a quote, all their mentions.

    `words` takes the place of names that are made from the number: person, title, body, forum.
    """
    made = (f"Иван Петрович Кедров-{number}", "ректор", f"Вуз-{number}", f"форум «Заря-{number}»")
    person, title, body, forum = words or made
    key = str(given.get("document_id", f"d{number:04}"))
    first, second = f"{title} {body} {person} открыл {forum}.", f"«Тайга шумит», – сказал {person}."
    place = {"document_id": key, "sentence": 0, "start": 0, "stop": len(first), "score": 0.93}
    who = {"person_id": f"p-{number}", "person": person}
    where = {"organisation_id": f"o-{number}", "organisation": body}
    what = {"event_id": f"e-{number}", "event": forum}
    part = {"participant_kind": "person", "participant_id": f"p-{number}", "participant": person}
    host = {"participant_kind": "organisation", "participant_id": f"o-{number}"}
    mentions, at = [], 0
    for kind, text, entity in (
        ("position", f"{title} {body}", "t-1"),
        ("organisation", body, f"o-{number}"),
        ("person", person, f"p-{number}"),
        ("event", forum, f"e-{number}"),
    ):
        start = first.index(text, at)
        at = start + (len(title) if kind == "position" else len(text))
        mention = {"kind": kind, "form": "name", "text": text, "normal": text, "entity_id": entity}
        mentions.append({**place, **mention, "start": start, "stop": start + len(text)})
    counts = {"mentions": 2, "documents": 1}
    lemmas = "ректор открыть форум"
    sentences = [
        {"document_id": key, "sentence": 0, "paragraph": 0, "start": 0, "stop": len(first),
         "text": first, "lemmas": lemmas},
        {"document_id": key, "sentence": 1, "paragraph": 1, "start": len(first) + 1,
         "stop": len(first) + 1 + len(second), "text": second, "lemmas": "тайга шуметь сказать"},
    ]  # fmt: skip
    document = {"document_id": key, "source": f"{key}.txt", "title": f"Новость № {number}",
                "published": f"2024-0{number % 9 + 1}-1{number % 9}"}  # fmt: skip
    low = 0.3 if number % 10 == 3 else 0.85
    return {
        "documents": [{**document, **given}],
        "persons": [{"person_id": f"p-{number}", "name": person, **counts}],
        "organisations": [{"organisation_id": f"o-{number}", "name": body, **counts}],
        "events": [{"event_id": f"e-{number}", "name": forum, "kind": "форум", "place": "Томск",
                    "start": f"2024-0{number % 9 + 1}-2{number % 9}", **counts}],
        "roles": [{**who, **where, "position": title, "status": "current", **place}],
        "participations": [{**part, **what, "role": "спикер", **place, "score": low},
                           {**host, "participant": body, **what, "role": "организатор", **place}],
        "quotes": [{**who, "kind": "direct", "text": "Тайга шумит", "cue": "сказать", **place,
                    "sentence": 1}],
        "mentions": mentions,
        "sentences": sentences,
        "press": [{"person": person, "position": title, "organisation": body, "event": forum,
                   "role": "спикер", "quote": "Тайга шумит", "document": key, "sentence": first,
                   "score": low, "check": "участие" if low < 0.5 else None, "sentence_number": 0}],
    }  # fmt: skip


def sample(count: int = 130) -> Tables:
    """So many releases, each of its own people, and a contradiction with the registry."""
    return tables_of({**_together(news(number) for number in range(count)), "check": [
        {"finding": "другая должность", "text": "ректор", "registry": "проректор",
         "proposal": "Проверить должность", "name": "Кедров", "document_id": "d0001",
         "context": "ректор Вуз-1", "sentence": 0, "start": 0, "stop": 6},
    ]})  # fmt: skip


def hostile() -> Tables:
    """A release a payload, which stands in it wherever a word of the news can."""
    made = [
        news(
            number,
            (f"{payload}#{number}", f"{payload} ректор", f"{payload} вуз", f"{payload} форум"),
            document_id=f"{payload}/{number}",
            title=payload,
            source=f"{payload}.txt",
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    rows = _together(made)
    ids = {
        f"{letter}-{number}": f"{letter}-{payload}"
        for number, payload in enumerate(PAYLOADS)
        for letter in "poe"
    }
    for name, found in rows.items():
        rows[name] = [
            {
                key: ids.get(str(value), value) if key.endswith("_id") else value
                for key, value in row.items()
            }
            for row in found
        ]
    for name in ENTITIES:
        rows[name] = [
            {**row, "also": payload, "kind": payload, "place": payload, "acronym": payload}
            for row, payload in zip(rows[name], PAYLOADS, strict=True)
        ]
    for name in ("roles", "quotes", "participations"):
        rows[name] = [{**row, "evidence": f"{PAYLOADS[6]} {PAYLOADS[1]}"} for row in rows[name]]
    rows["check"] = [
        {"finding": payload, "text": payload, "registry": payload, "proposal": payload,
         "name": payload, "document_id": f"{payload}/{number}", "context": payload, "sentence": 0}
        for number, payload in enumerate(PAYLOADS)
    ]  # fmt: skip
    return tables_of(rows)


def many(count: int = 1000, sentences: int = 13) -> Tables:
    """As many releases as an archive, each about as long as a real one."""
    rows = _together(news(number) for number in range(count))
    filler = "Участники обсудили развитие региона, подготовку кадров и работу лабораторий края. "
    for number in range(count):
        key, start = f"d{number:04}", 200
        for at in range(2, sentences):
            text = f"{filler}{number}-{at}."
            place = {"document_id": key, "sentence": at, "start": start, "stop": start + len(text)}
            rows["sentences"].append({**place, "paragraph": at, "text": text, "lemmas": "участник"})
            for offset in (0, 18):
                rows["mentions"].append(
                    {**place, "kind": "place", "form": "nominal", "text": "края", "normal": "край",
                     "start": start + offset, "stop": start + offset + 9, "score": 0.9}
                )  # fmt: skip
            start += len(text) + 1
    return tables_of(rows)


def _together(releases: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for release in releases:
        for name, found in release.items():
            rows.setdefault(name, []).extend(found)
    return rows
