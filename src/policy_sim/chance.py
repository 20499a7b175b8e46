"""Randomness as a pure function: the same key gives the same number, whoever asks and when.

A draw is ``hash(seed, replication, purpose, occasion, subject)``. There is no generator and no
state, so a draw does not depend on the order of people, policies, systems or workers, nor on the
size of chunks: two policies give one person the same luck, and differ only by what they decide.

The purpose names what is drawn (``"applicant ability"``). The subject is an identity: a person's
key, a seat, a unit, a competition; never a row number. The occasion tells repeated draws apart:
a month, the n-th appraisal, the level entered. (Common random numbers: Law, Simulation Modeling
and Analysis, 2015, section 11.2; mixing function: variant 13 of Stafford's 64-bit finalisers, as
in Steele, Lea and Flood 2014.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from policy_sim.elementary import normal_quantile

__all__ = ["Chance"]

Words = NDArray[np.uint64]
Part = int | NDArray[np.integer]

_WORD = 2**64
_SPARE = 12  # bits of a word that a number has no room for
_STEPS = 2**52
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_GOLDEN_WORD, _FIRST_WORD, _SECOND_WORD = map(np.uint64, (_GOLDEN, _FIRST, _SECOND))
_SPARE_BITS, _THIRTY, _TWENTY_SEVEN, _THIRTY_ONE = map(np.uint64, (_SPARE, 30, 27, 31))
_CHUNK = 16_384  # numbers that stay in the processor's cache from one operation to the next


@dataclass(frozen=True, slots=True)
class Chance:
    """The luck of one replication of a study. Any whole numbers are good seeds, zero included."""

    seed: int
    replication: int

    def uniform(
        self, purpose: str, subject: NDArray[np.integer], occasion: Part = 0
    ) -> NDArray[np.float64]:
        """Return one number per subject, uniform and strictly between 0 and 1.

        *subject* and *occasion* are whole numbers, broadcast against each other; the result has
        their common shape. Its numbers are odd multiples of 2**-53.
        """
        return _numbers(self.key(purpose, occasion, subject))

    def at_most(
        self, limit: float, purpose: str, subject: NDArray[np.integer], occasion: Part = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the positions of those who draw a number up to *limit*, and their numbers.

        The numbers are those of :meth:`uniform`: a rare event is found without making all of them.
        """
        words = self.key(purpose, occasion, subject)
        highest = min(max(int(limit * _STEPS), 0), _STEPS - 1)
        within = np.flatnonzero(words <= np.uint64(((highest + 1) << _SPARE) - 1))
        numbers = _numbers(words[within])
        few = numbers <= limit
        return within[few], numbers[few]

    def normal(
        self, purpose: str, subject: NDArray[np.integer], occasion: Part = 0
    ) -> NDArray[np.float64]:
        """Return one standard normal number per subject, by the inverse of its distribution."""
        return normal_quantile(self.uniform(purpose, subject, occasion))

    def key(self, purpose: str, *parts: Part) -> Words:
        """Return an identity made of *parts*: an applicant's, of month, unit and number.

        The parts are whole numbers or arrays of them, broadcast against each other (whole
        numbers alone give one identity, in an array of length 1). Identities of different parts
        coincide with probability 2**-64. Raises :exc:`TypeError` for numbers that are not whole.
        """
        salts = _salts(self.seed, self.replication, purpose, len(parts))
        words = [_words(part) for part in parts]
        shapes = [word.shape for word in words if not isinstance(word, int)]
        if not shapes:
            return _hash(salts, words)
        shape = shapes[0] if len(shapes) == 1 else np.broadcast_shapes(*shapes)
        if len(shape) != 1 or any(other != shape for other in shapes):
            words = [w if isinstance(w, int) else np.broadcast_to(w, shape).ravel() for w in words]
            return _in_chunks(salts, words, prod(shape)).reshape(shape)
        return _in_chunks(salts, words, shape[0])


@lru_cache(maxsize=4096)
def _salts(seed: int, replication: int, purpose: str, parts: int) -> tuple[int, ...]:
    """Return a word of salt for the beginning and one for each part of a key."""
    text = f"{seed:d}/{replication:d}/{parts:d}/{purpose}".encode()
    return tuple(
        int.from_bytes(hashlib.blake2b(text, digest_size=8, salt=bytes([n])).digest())
        for n in range(parts + 1)
    )


def _words(part: Part) -> Words | int:
    """Return *part* as 64-bit words in an array, or one whole number; negatives wrap."""
    if isinstance(part, int):
        return part % _WORD
    array = np.asarray(part)
    if not array.ndim:
        array = array.reshape(1)
    if array.dtype.kind not in "iu":
        msg = f"a key is made of whole numbers, not of {array.dtype}"
        raise TypeError(msg)
    return array.view(np.uint64) if array.dtype == np.int64 else array.astype(np.uint64, copy=False)


def _numbers(words: Words) -> NDArray[np.float64]:
    """Return each word as a number strictly between 0 and 1; *words* are used up."""
    words >>= _SPARE_BITS
    numbers = words.astype(np.float64)
    numbers += 0.5
    numbers *= 1.0 / _STEPS
    return numbers


def _in_chunks(salts: Sequence[int], parts: Sequence[Words | int], size: int) -> Words:
    """Return the hash of *parts*, whose arrays have *size* elements, some at a time."""
    if size <= _CHUNK:
        return _hash(salts, parts)
    result = np.empty(size, dtype=np.uint64)
    for start in range(0, size, _CHUNK):
        end = start + _CHUNK
        pieces = [part if isinstance(part, int) else part[start:end] for part in parts]
        result[start:end] = _hash(salts, pieces)
    return result


def _hash(salts: Sequence[int], parts: Sequence[Words | int]) -> Words:
    """Return a word for each element of *parts*: salted, mixed, and chained part by part.

    What is the same for all is mixed once, as long as no array has come before it.
    """
    state: Words | int = salts[0]
    for salt, part in zip(salts[1:], parts, strict=True):
        if isinstance(part, int):
            added = (part * _GOLDEN + salt) % _WORD
            if isinstance(state, int):
                state = _mixed((state + added) % _WORD)
                continue
            state += np.uint64(added)
        elif isinstance(state, int):
            salted = np.uint64((state + salt) % _WORD)
            state = np.multiply(part, _GOLDEN_WORD)
            state += salted
        else:
            state += part * _GOLDEN_WORD
            state += np.uint64(salt)
        _mix(state)
    return np.array([state], dtype=np.uint64) if isinstance(state, int) else state


def _mix(words: Words) -> None:
    """Mix the bits of each word in place, so that each input bit turns half the output bits."""
    shifted = np.right_shift(words, _THIRTY)
    words ^= shifted
    words *= _FIRST_WORD
    words ^= np.right_shift(words, _TWENTY_SEVEN, out=shifted)
    words *= _SECOND_WORD
    words ^= np.right_shift(words, _THIRTY_ONE, out=shifted)


def _mixed(word: int) -> int:
    """Return one word mixed in the same way."""
    word = (word ^ (word >> 30)) * _FIRST % _WORD
    word = (word ^ (word >> 27)) * _SECOND % _WORD
    return word ^ (word >> 31)
