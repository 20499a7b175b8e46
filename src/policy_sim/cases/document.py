"""The document of cases: persons, and what the law must decide about them, as it is written.

::

    cases: regular promotion
    policy: ../medan/in-force
    persons:
      adi: {grade: iii_b, education: s1, time_in_grade: 4 years, predikat: [good, good]}
    tests:
      rises-after-four-years: {person: adi, on: 2025-04-01, expect: {promote: iii_c}}
      not-a-month-before:
        person: adi
        with: {time_in_grade: 47 months}
        on: 2025-04-01
        expect: {promote: no}
        because: {regular-promotion: time_in_grade}

Under a law with transitions, ``transition: near`` says that the person is in one; ``before:
{time_in_grade: 40 months}`` says instead what was otherwise on the day before the amendment, and
``for`` is judged by that. Without either the person is in none.

What the keys of a person are is told in :mod:`policy_sim.cases.person`, what may be expected in
:mod:`policy_sim.cases.reading`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from policy_sim.documents import MappingNode, Node, Shape, Text
from policy_sim.documents.fields import Name, one_or_more

__all__ = ["CaseForm", "CasesForm", "Texts"]

Texts = Annotated[list[Text], BeforeValidator(one_or_more)]
"""One text, or a list of them."""


class CaseForm(Shape):
    """One test as it is written: who, when, and what must be decided."""

    noun: ClassVar[str] = "a test"

    person: Node
    with_: MappingNode | None = Field(default=None, alias="with")
    on: Node
    transition: Texts = []
    before: MappingNode | None = None
    area: Texts = []
    expect: Node | None = None
    because: Node | None = None
    refusal: MappingNode | None = None
    score: MappingNode | None = None
    note: Text | None = None


class CasesForm(Shape):
    """A document of cases as it is written."""

    noun: ClassVar[str] = "a document of cases"

    cases: Text
    policy: Text
    amendments: Texts = []
    note: Text | None = None
    persons: dict[Name, MappingNode] = {}
    tests: Annotated[dict[Name, CaseForm], Field(min_length=1)]
