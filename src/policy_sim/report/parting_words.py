"""The sentences in which two careers of one person are held against each other, by key.

They stand here together so that they can be put into another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.catalogue.language import ENGLISH, Language

__all__ = ["SENTENCES", "spoken"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "same": "The careers in {first} and in {second} are the same throughout:",
        "one-common": "The first decision is the same in both arms.",
        "common": "The first {number} decisions are the same in both arms.",
        "none-common": "The careers differ from the first decision on.",
        "last-common": "Last of them: {sentence}",
        "parts": "The first decision that differs, on {day}:",
        "nothing": "nothing was written down that day.",
        "follows": "What came after it, where the arms differ:",
        "follows-not": "After it nothing differs.",
        "day-and-area": "{day}, {area}:",
        "link": "It follows from what was done on {day} in {arm} ({area}), which changed {names}.",
        "law-only": "The reason: article {rule} stands in the law of {arm} alone.",
        "law-differs": "The reason: article {rule} does not say the same in the two laws.",
        "practice": "The reason: in {arm} practice departed from the law.",
        "others": "The reason lies with others or earlier: the article says the same in both arms, "
        "and practice followed it; who else came into question, or what had been done before, was "
        "not the same.",
        "end": "In the end:",
        "rises": "promotions: {one} in {first}, {other} in {second}.",
        "pay-steps": "steps of pay: {one} in {first}, {other} in {second}.",
        "post": "last appointed to: {one} in {first}, {other} in {second}.",
        "service": "{one} in {first}, {other} in {second}.",
        "left": "has left the service",
        "stayed": "is still in service",
        "no-post": "no post",
        "a-post": "post {number}",
    }
)


def spoken(key: str, language: Language = ENGLISH, /, **values: object) -> str:
    """Return the sentence of *key* in *language*, filled in."""
    return language.say(SENTENCES[key], **values)
