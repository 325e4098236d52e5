"""What contradicts the press office's own registry, as a remark."""

from collections.abc import Iterator

from newsnlp.checks.finding import Check, Remark
from newsnlp.registry import Finding

__all__ = ["contradictions"]


def contradictions(found: tuple[Finding, ...]) -> Iterator[Remark]:
    """The findings of `Registry.read`, each as a remark."""
    for finding in found:
        what = f"{str(finding.what)[:1].upper()}{str(finding.what)[1:]}"
        reason = f"{what}: в новости «{finding.said}», в реестре «{finding.registry}»"
        yield Remark(Check.REGISTRY, finding.spans, reason, finding.proposal)
