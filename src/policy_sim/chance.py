"""Randomness as a pure function: the same key gives the same number, whoever asks and when.

A draw is ``hash(seed, replication, purpose, subject, occasion)``. There is no generator and no
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

import numpy as np
from numpy.typing import NDArray

from policy_sim.elementary import normal_quantile

__all__ = ["Chance"]

Words = NDArray[np.uint64]
Part = int | NDArray[np.integer]

_WORD = 2**64
_SPARE = 12  # bits of a word that a number has no room for
_STEPS = 2**52
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
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
        return _numbers(self.key(purpose, subject, occasion))

    def at_most(
        self, limit: float, purpose: str, subject: NDArray[np.integer], occasion: Part = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the positions of those who draw a number up to *limit*, and their numbers.

        The numbers are those of :meth:`uniform`: a rare event is found without making all of them.
        """
        words = self.key(purpose, subject, occasion)
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
        arrays = [_words(part) for part in parts]
        shape = np.broadcast_shapes((1,), *(array.shape for array in arrays))
        if all(array.size == 1 for array in arrays) or len(shape) > 1:
            return _hash(salts, [np.broadcast_to(a, shape).ravel() for a in arrays]).reshape(shape)
        size = shape[0]
        result = np.empty(size, dtype=np.uint64)
        for start in range(0, size, _CHUNK):
            end = min(start + _CHUNK, size)
            pieces = [a if a.size == 1 else a[start:end] for a in arrays]
            result[start:end] = _hash(salts, pieces)
        return result


@lru_cache(maxsize=4096)
def _salts(seed: int, replication: int, purpose: str, parts: int) -> tuple[np.uint64, ...]:
    """Return a word of salt for the beginning and one for each part of a key."""
    text = f"{seed:d}/{replication:d}/{parts:d}/{purpose}".encode()
    return tuple(
        np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8, salt=bytes([n])).digest()))
        for n in range(parts + 1)
    )


def _words(part: Part) -> Words:
    """Return *part* as 64-bit words in an array of at least one dimension; negatives wrap."""
    if isinstance(part, int):
        return np.array([part % _WORD], dtype=np.uint64)
    array = np.atleast_1d(np.asarray(part))
    if array.dtype.kind not in "iu":
        msg = f"a key is made of whole numbers, not of {array.dtype}"
        raise TypeError(msg)
    return array.astype(np.uint64)


def _numbers(words: Words) -> NDArray[np.float64]:
    """Return each word as a number strictly between 0 and 1; *words* are used up."""
    words >>= np.uint64(_SPARE)
    numbers = words.astype(np.float64)
    numbers += 0.5
    numbers *= 1.0 / _STEPS
    return numbers


def _hash(salts: Sequence[np.uint64], parts: Sequence[Words]) -> Words:
    """Return a word for each element of *parts*: salted, mixed, and chained part by part."""
    state: Words = np.array([salts[0]], dtype=np.uint64)
    for salt, part in zip(salts[1:], parts, strict=True):
        if state.size >= part.size > 0:
            state += part * _GOLDEN + salt
        else:
            state = part * _GOLDEN + (state + salt)
        _mix(state)
    return state


def _mix(words: Words) -> None:
    """Mix the bits of each word in place, so that each input bit turns half the output bits."""
    shifted = np.right_shift(words, np.uint64(30))
    words ^= shifted
    words *= _FIRST
    words ^= np.right_shift(words, np.uint64(27), out=shifted)
    words *= _SECOND
    words ^= np.right_shift(words, np.uint64(31), out=shifted)
