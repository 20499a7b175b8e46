"""Which areas of decision a case asks about: those that its expectations speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy_sim.cases.document import CaseForm
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode
from policy_sim.policy.effects import AREAS
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.wording import undeclared

__all__ = ["about_posts", "areas_of", "asked_areas"]


def areas_of(rule: Rule, vintage: Vintage, post: bool) -> tuple[str, ...]:
    """Return the areas in which *rule* has a say: its own, or those of the effects that it bars.

    Without a *post* a bar is asked about where no post is needed, if there is such an area.
    """
    if rule.area:
        return (rule.area,)
    barred = _giving(rule.bars, vintage)
    without = tuple(area for area in barred if not about_posts(area, vintage))
    return barred if post else without or barred


def about_posts(area: str, vintage: Vintage) -> tuple[str, ...]:
    """Return the rules of *area* that are asked for each vacant post."""
    return tuple(rule.id for rule in vintage.area(area) if rule.for_each == "post")


def _giving(effects: Iterable[str], vintage: Vintage) -> tuple[str, ...]:
    wanted = {*effects}
    return tuple(
        area
        for area in AREAS
        if any(effect.name in wanted for rule in vintage.area(area) for effect in rule.effects)
    )


def asked_areas(
    form: CaseForm,
    expect: Node | None,
    vintage: Vintage,
    known: Mapping[str, Rule],
    post: bool,
    place: Place,
    findings: list[Diagnostic],
) -> tuple[str, ...]:
    """Return the areas that *form* names, else those of the effects and rules that it names.

    *post* says whether the person asks about one.
    """
    if form.area:
        findings += (
            undeclared("an area of decision", word, AREAS, word.place)
            for word in form.area
            if word not in AREAS
        )
        return tuple(area for area in AREAS if area in form.area and vintage.area(area))
    if isinstance(expect, Scalar) and expect == "nothing":
        findings.append(Diagnostic("nothing-without-area", expect.place))
    effects = [str(key) for key in expect] if isinstance(expect, MappingNode) else []
    found = {*_giving(effects, vintage)}
    now = {rule.id: rule for rule in vintage.rules}
    for name in _rules_named(form):
        rule = now.get(name) or known.get(name)
        found |= {*areas_of(rule, vintage, post)} if rule else set()
    if not (effects or expect or form.because or form.refusal or form.score):
        findings.append(Diagnostic("nothing-expected", place))
    return tuple(area for area in AREAS if area in found and vintage.area(area))


def _rules_named(form: CaseForm) -> Iterator[str]:
    because = form.because
    for part in because if isinstance(because, SequenceNode) else (because,):
        if isinstance(part, MappingNode):
            yield from part
        elif isinstance(part, Scalar):
            yield str(part)
    for mapping in (form.refusal, form.score):
        yield from mapping or ()
