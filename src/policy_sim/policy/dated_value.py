"""From the text of a parameter to the parameter as it stands in one vintage."""

from __future__ import annotations

from dataclasses import replace

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.expressions import parse_ranges
from policy_sim.policy.law import Parameter
from policy_sim.policy.measures import implied_type, named_type
from policy_sim.policy.statute import ValueForm, Version
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["typed_parameter"]


def typed_parameter(
    name: Scalar,
    form: ValueForm,
    version: Version,
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
) -> Parameter | None:
    """Return the parameter: one value, a range or a set, of the type that it names or implies."""
    if form.of is not None:
        kind = named_type(form.of, vocabulary, findings)
    else:
        kind = implied_type([form.text], vocabulary, form.text.place, findings)
    if kind is None:
        return None
    ranges = parse_ranges(form.text, kind, findings)
    if not ranges:
        return None
    if kind.numeric:
        kind = replace(kind, low=ranges[0][0], high=ranges[-1][1])
    return Parameter(
        name=str(name),
        ranges=ranges,
        type=kind,
        text=str(form.text),
        source=version.heading.source,
        authority=version.heading.authority,
        status=version.heading.status,
        place=version.place,
    )
