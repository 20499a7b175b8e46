"""A clause of a rule in words, of nobody in particular: what the law asks for.

::

    the number of predikat entries in a row at least very good at least 2
"""

from __future__ import annotations

from policy_sim.policy.ast import Column, Compare, Condition, Const, Not, Term
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import Kind
from policy_sim.policy.vintage import Vintage
from policy_sim.report.clause_words import clause_words, sign_words
from policy_sim.report.spoken import Speech
from policy_sim.report.voice import PLAIN, Voice

__all__ = ["stated_words"]


def stated_words(text: str, vintage: Vintage, voice: Voice = PLAIN, symbol: str = "") -> str:
    """Return the clause *text* of some rule of *vintage* in words.

    Where it asks about the past, or looks something up, the words are those in which decisions
    are explained; else they stand in for its signs.
    """
    if "(" in text:
        for rule in vintage.rules:
            for clause in rule.clauses:
                if clause.text == text:
                    told = _told(clause.condition, text, Speech(vintage, symbol, voice))
                    return told or clause_words(text, vintage, voice)
    return clause_words(text, vintage, voice)


def _told(condition: Condition, text: str, speech: Speech) -> str:
    """Return a condition in words; empty if it is not a comparison."""
    match condition:
        case Not(item=item):
            told = _told(item, text, speech)
            return speech.voice.said("stated-not", what=told) if told else ""
        case Compare(left=left, right=Const(value=value)) if left.type.kind is Kind.FLAG:
            what = speech.name(condition) or speech.term(left)
            so = value == (condition.operator is Comparison.EQ)
            return what if so else speech.voice.said("stated-not", what=what)
        case Compare(left=left, right=right):
            sign = sign_words(condition.operator, speech.voice)
            return f"{speech.term(left)} {sign} {_asked(right, left, text, speech)}"
    return ""


def _asked(term: Term, of: Term, text: str, speech: Speech) -> str:
    """Return what is asked for of another term: a value, where it comes from, or a term."""
    if not isinstance(term, Const):
        return speech.term(term)
    value = speech.worth(of, term.value) if isinstance(of, Column) else speech.term(term)
    source = text.rpartition(" ")[2]
    if source not in speech.vintage.parameters:
        return value
    return speech.voice.said("drawn-from", value=value, source=speech.voice.named(source))
