"""The checks, each a function from a `Page` to remarks, and what all of them find."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from newsnlp.checks.acronyms import unexplained_acronyms
from newsnlp.checks.agreement import disagreements
from newsnlp.checks.days import impossible_days
from newsnlp.checks.event_days import days_of_events
from newsnlp.checks.finding import Check, Finding, Places, Remark
from newsnlp.checks.page import Page
from newsnlp.checks.participants import forgotten_participants
from newsnlp.checks.registered import contradictions
from newsnlp.checks.speech import nobody_speaks
from newsnlp.checks.spellings import two_spellings
from newsnlp.checks.titles import two_titles
from newsnlp.checks.typography import mixed_dashes, mixed_marks
from newsnlp.checks.weekdays import wrong_weekdays
from newsnlp.checks.yo import mixed_yo
from newsnlp.morph import Morph
from newsnlp.registry import Registry
from newsnlp.schema import Extraction

__all__ = ["CHECKS", "findings_of"]

CHECKS: Mapping[Check, tuple[Callable[[Page], Iterable[Remark]], ...]] = {
    Check.TITLE: (two_titles,),
    Check.SPELLING: (two_spellings,),
    Check.REGISTRY: (),  # needs a registry
    Check.AGREEMENT: (disagreements,),
    Check.ACRONYM: (unexplained_acronyms,),
    Check.WEEKDAY: (wrong_weekdays,),
    Check.DATE: (impossible_days, days_of_events),
    Check.YO: (mixed_yo,),
    Check.MARKS: (mixed_marks,),
    Check.DASHES: (mixed_dashes,),
    Check.SPEAKER: (nobody_speaks,),
    Check.PARTICIPANT: (forgotten_participants,),
}


def findings_of(
    extraction: Extraction,
    morph: Morph,
    *,
    registry: Registry | None = None,
    kinds: Collection[Check] = tuple(Check),
) -> tuple[Finding, ...]:
    """What the checks of `kinds` find in a document, in the order of the text.

    Args:
        extraction: the document, read by the pipeline.
        morph: the dictionary.
        registry: the office's own people and bodies, for `Check.REGISTRY`.
        kinds: which checks to run.
    """
    page, places = Page(extraction, morph), Places(extraction)
    remarks = set(_remarks(page, registry, kinds))
    order = list(Check)
    ordered = sorted(remarks, key=lambda r: (r.spans, order.index(r.kind), r.reason))
    return tuple(map(places.finding, ordered))


def _remarks(page: Page, registry: Registry | None, kinds: Collection[Check]) -> Iterator[Remark]:
    for kind, checks in CHECKS.items():
        if kind in kinds:
            for check in checks:
                yield from check(page)
    if registry is not None and Check.REGISTRY in kinds:
        yield from contradictions(registry.read(page.extraction)[1])
