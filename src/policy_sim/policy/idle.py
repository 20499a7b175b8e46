"""Replacements that say the same in other words: ``4 years`` for ``48 months`` changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.amending import Amendment
from policy_sim.policy.content import content
from policy_sim.policy.item_forms import ItemForm, ParameterForm
from policy_sim.policy.rule import Rule
from policy_sim.policy.statute import Section, Statute
from policy_sim.policy.vintage import Vintage

__all__ = ["idle_replacements", "meaning_of_rule"]


def idle_replacements(
    amendments: Sequence[Amendment], vintages: Sequence[Vintage], base: Statute
) -> Iterator[Diagnostic]:
    """Yield ``changes-nothing`` for each replaced item that means on its effective date what it
    meant the day before, unless it changes what the *base* says of later days. Sources, titles
    and the wording of clauses are not its meaning.
    """
    ending = {vintage.ends: vintage for vintage in vintages}
    beginning = {vintage.begins: vintage for vintage in vintages}
    for amendment in amendments:
        form = amendment.form
        before, after = ending.get(form.effective), beginning.get(form.effective)
        if before is None or after is None:
            continue
        for section in Section:
            for name, stated in getattr(form.replace, f"{section}s").items():
                if _of_later_days(stated) or _lasts_otherwise(amendment, base, section, name):
                    continue
                old = _meaning(before, section, name)
                if old is not None and old == _meaning(after, section, name):
                    values = {"seen": str(name), "section": section}
                    yield Diagnostic("changes-nothing", name.place, values)


def _of_later_days(stated: object) -> bool:
    """Whether a replacing item says when it changes again, or when it ends."""
    values = stated.values if isinstance(stated, ParameterForm) else None
    ends = stated.ends if isinstance(stated, ItemForm) else None
    return ends is not None or (values is not None and len(values) > 1)


def _lasts_otherwise(amendment: Amendment, base: Statute, section: Section, name: Scalar) -> bool:
    """Whether the item stays as it is where the base would have changed or ended it."""
    item = base.items.get((section, str(name)))
    current = None if item is None else item.on(amendment.form.effective)
    return (
        current is not None and current.ends is not None and name not in amendment.form.keep_later
    )


def _meaning(vintage: Vintage, section: Section, name: str) -> str | None:
    """Return what an item decides in one vintage, or None if it is not in it."""
    match section:
        case Section.PARAMETER:
            parameter = vintage.parameters.get(name)
            if parameter is None:
                return None
            return content((parameter.ranges, parameter.type, parameter.authority, parameter.lever))
        case Section.TABLE:
            table = vintage.tables.get(name)
            return None if table is None else content(table)
        case Section.DEFINITION:
            definition = vintage.definitions.get(name)
            return None if definition is None else content(definition)
        case Section.RULE:
            return _decided(vintage, name)
        case Section.PROMISE | Section.DISTINCTION:
            items = {one.name: content(one) for one in vintage.promises}
            items |= {one.name: content(one) for one in vintage.distinctions}
            return items.get(name)


def _decided(vintage: Vintage, name: str) -> str | None:
    """Return what a rule decides and who may change it, without the words it is written in."""
    rule = next((rule for rule in vintage.rules if rule.id == name), None)
    return None if rule is None else f"{rule.authority} {meaning_of_rule(rule)}"


def meaning_of_rule(rule: Rule) -> str:
    """Return what *rule* decides: not its words, its source, or who may change it."""
    conditions = tuple(clause.condition for clause in rule.clauses)
    outcome = (rule.effects, rule.bars, rule.overrides, rule.select, rule.for_each)
    return content((rule.area, rule.subject, rule.scope, conditions, rule.limits, outcome))
