"""The sentences in which a decision is read to the person whom it is about, by key.

They stand here together, to be told in a language by a
:class:`~policy_sim.report.voice.Voice`; what is in braces is filled in. The words of the law itself
(names of attributes, scales, rules) come from its documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["AREAS", "EFFECTS", "OPERATORS", "PAST", "SENTENCES", "WINDOWS"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "heading": "{case}, on {day}, under {law}",
        # The answer of an area.
        "no-rule": "{area}: no rule applies to this person.",
        "given": "{area}: {gifts} is given.",
        "given-all": "{area}: {gifts} are given.",
        "held": "{told} The amounts only hold a place.",
        "nothing": "{area}: nothing is given.",
        # A rule.
        "gives": "{rule} gives {gift}: {met}.",
        "gives-at-once": "{rule} gives {gift} without any condition.",
        "set-aside": "{rule} would give {gift}, but is set aside by {others}.",
        "barred": "{rule} would give {gift}, but {others} bars that.",
        "withholds": "{rule} does not give {gift}: {missing}.",
        "bars": "{rule} bars {gift}: {met}.",
        "bars-not": "{rule} does not stand in the way.",
        "bars-aside": "{rule} would bar {gift}, but is set aside by {others}.",
        "excepts": "{rule} is an exception that holds here: {met}.",
        "excepts-not": "{rule} is an exception that does not hold here.",
        "excepts-aside": "{rule} is an exception that is set aside here by {others}.",
        "all-met": "its {number} conditions are met",
        "one-met": "its one condition is met",
        "one-missing": "its one condition is not met",
        "none-met": "none of its {number} conditions is met",
        "some-missing": "{missing} of its {number} conditions are not met",
        "some-one-missing": "1 of its {number} conditions is not met",
        "not-met": "Not met: {clause}.",
        "met": "Met: {clause}.",
        "unconcerned": "Not about this person: {rules}.",
        # A condition.
        "compare": "{what} must {be} {needed}; it is {seen}",
        "fails-by": "{what} must {be} {needed}; it is {seen} and fails by {gap}",
        "too-low": "{what} must {be} {needed}; it is {seen}, {gap} too low",
        "too-high": "{what} must {be} {needed}; it is {seen}, {gap} too high",
        "among": "{what} must be {needed}; it is {seen}",
        "not-among": "{what} must not be {needed}; it is {seen}",
        "must-hold": "it must be so that {what}; it is {answer}",
        "must-not-hold": "it must not be so that {what}; it is {answer}",
        "answer-so": "so",
        "answer-not": "not so",
        "stated-not": "not: {what}",
        "filtered": " {operator} {value}",
        "either": "one of the following must be met: {choices}",
        "lettered": "({letter}) {clause}",
        "and": "; and ",
        "or": "; or ",
        "or-else": " or ",
        "from-to": "from {low} to {high}",
        "one-step": "one step",
        "steps": "{number} steps",
        "ranks-up": "{number} above {what}",
        "ranks-down": "{number} below {what}",
        "plus": "{what} plus {more}",
        "less": "{what} less {more}",
        "times": "{number} times {what}",
        "looked-up": "{table} of {of}",
        "choice": "{chosen} if {what} is {needed}, else {other}",
        "owned": "{owner}'s {words}",
        "the-owned": "the {owned}",
        "drawn-from": "{value} ({source})",
        "gift-of": "{gift} of {value}",
        "gift-worth": "{gift} ({value})",
        "setting": "{name} as a new setting",
        "both": " and ",
        "yes": "yes",
        "no": "no",
        # A plan.
        "plan-wait": "The nearest change: wait {months}, until {day}. Then {rule} gives {gift}.",
        "plan-until": "A month before, this still stands in the way: {what}.",
        "plan-now": "The nearest change needs no waiting: {rule} gives {gift} as soon as the "
        "following is reached.",
        "plan-rating-stays": "It is taken that {series} stays at {value} every year.",
        "plan-rating-needed": "Every yearly {series} until then must be {value} (the last was "
        "{last}).",
        "plan-no-rating": "It is taken that no {series} is entered until then.",
        "plan-raise": "Until then {what} must come from {now} to {value}.",
        "plan-earn": "Until then {what} must come from {now} to {value}: {admission}.",
        "plan-attend": "Until then the course {word} must be attended: {admission}.",
        "admission-admit": "the law admits to the examination {word} from {day} on, by {rule}",
        "admission-enrol": "the law gives a place in the course {word} from {day} on, by {rule}, "
        "if there is one",
        "plan-rise": "On the way, on {day}, {rule} gives a promotion, to {value}.",
        "plan-vacant": "The post is taken to be vacant then as well.",
        "plan-ranked": "Whoever may be chosen is ranked against the others who may be.",
        "none-within": "No waiting, rating, examination or course brings it about within 10 years.",
        "none-before-end": "No waiting, rating, examination or course brings it about before "
        "service ends, on {day}, by {rule}.",
        "none-blocked": "What stands in the way is {rule}: {clause}.",
        "none-blocked-then": "What stands in the way, even on {day}, is {rule}: {clause}.",
        "none-barred": "What stands in the way is {rule}, which bars it.",
        "none-apart": "It would take more than two changes at once.",
        "none-lacking": "No waiting, rating, examination or course brings it about before {day}; "
        "from then on the law reads {what}, which the case does not give.",
        # Amounts of time, and lists.
        "years": "{number} years",
        "one-year": "1 year",
        "months": "{number} months",
        "one-month": "1 month",
        "years-and-months": "{years} and {months}",
    }
)

OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        ">=": "be at least",
        ">": "be more than",
        "<=": "be at most",
        "<": "be below",
        "==": "be",
        "!=": "not be",
    }
)
"""How a comparison reads after "must"."""

PAST: Mapping[str, str] = MappingProxyType(
    {
        "last": "the last {source}",
        "before_last": "the {source} before the last",
        "lowest": "the lowest {source}{window}",
        "highest": "the highest {source}{window}",
        "count": "the number of {source} entries{filter}{window}",
        "streak": "the number of {source} entries in a row{filter}",
        "total": "all {source} together{window}",
        "longest": "the longest {source}{window}",
        "months_since": "the time since {source}{filter}",
        "ever": "{source}{filter}{window} is on record",
        "in_force": "the {source} in force",
    }
)
"""The uses of the past, by their operator."""

WINDOWS: Mapping[str, str] = MappingProxyType(
    {"this_year": " of this year", "service": " in all service", "other": " of the last {length}"}
)

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "promote": "a promotion",
        "demote": "a lower grade",
        "release": "release from office",
        "appoint": "the post",
        "act": "acting in the post",
        "transfer": "a transfer",
        "dismiss": "removal from the service",
        "retire": "retirement",
        "hire": "entry to the service",
        "regularise": "regular employment",
        "rate": "the rating",
        "sanction": "a sanction",
        "award": "an award",
        "pay": "pay",
        "increment": "a step on the pay scale",
        "credit": "a change of credit",
        "admit": "admission to an examination",
        "enrol": "a place in a course",
        "coach": "coaching",
        "start": "a start of the programme",
        "move": "another stage of the programme",
        "close": "the end of the programme",
    }
)
"""What an effect is called when it is given."""

AREAS: Mapping[str, str] = MappingProxyType(
    {
        "appraisal": "appraisal",
        "discipline": "discipline",
        "remediation": "remediation",
        "examination": "examination",
        "promotion": "promotion",
        "appointment": "appointment",
        "acting": "acting",
        "transfer": "transfer",
        "recruitment": "recruitment",
        "regularisation": "regularisation",
        "training": "training",
        "rewards": "rewards",
        "pay": "pay",
        "exit": "exit",
        "steering": "steering",
    }
)
"""The areas of decision, by their names in documents."""
