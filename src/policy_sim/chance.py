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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from policy_sim.elementary import normal_quantile

__all__ = ["Chance"]

Words = NDArray[np.uint64]
Part = int | NDArray[np.integer]
Kind = TypeVar("Kind", bound=np.generic)

_WORD = 2**64
_SPARE = 12  # bits of a word that a number has no room for
_STEPS = 2**52
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_ONE = (1,)
_UNSIGNED = np.dtype(np.uint64)
_SIGNED = np.dtype(np.int64)
# The same as words of numpy: making one takes as long as to use it on a few.
_SPARE_BITS, _GOLDEN_WORD = np.uint64(_SPARE), np.uint64(_GOLDEN)
_FIRST_WORD, _SECOND_WORD = np.uint64(_FIRST), np.uint64(_SECOND)
_30_BITS, _27_BITS, _31_BITS = np.uint64(30), np.uint64(27), np.uint64(31)
_HALF, _STEP = np.float64(0.5), np.float64(1.0 / _STEPS)
_NOWHERE, _NO_WORDS = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
_CHUNK = 65_536  # numbers that stay in the processor's cache from one operation to the next


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
        shape, pieces = self._pieces(purpose, occasion, subject)
        return _joined(map(_numbers, pieces), prod(shape), np.float64).reshape(shape)

    def at_most(
        self, limit: float, purpose: str, subject: NDArray[np.integer], occasion: Part = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the positions of those who draw a number up to *limit*, and their numbers.

        The numbers are those of :meth:`uniform`: a rare event is found without making all of them.
        """
        highest = min(max(int(limit * _STEPS), 0), _STEPS - 1)
        last, start = np.uint64(((highest + 1) << _SPARE) - 1), 0
        within, found = [_NOWHERE], [_NO_WORDS]
        for words in self._pieces(purpose, occasion, subject)[1]:
            here = (words <= last).nonzero()[0]
            found.append(words[here])
            within.append(here + start)
            start += len(words)
        numbers = _numbers(np.concatenate(found))
        few = numbers <= limit
        return np.concatenate(within)[few], numbers[few]

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
        shape, pieces = self._pieces(purpose, *parts)
        return _joined(pieces, prod(shape), np.uint64).reshape(shape)

    def _pieces(self, purpose: str, *parts: Part) -> tuple[tuple[int, ...], Iterator[Words]]:
        """Return the shape of a key of *parts*, and its words, some at a time."""
        salts = _salts(self.seed, self.replication, purpose, len(parts))
        words = [part if isinstance(part, int) else _words(part) for part in parts]
        shapes = {word.shape for word in words if not isinstance(word, int)}
        if not shapes:
            return _ONE, iter([_hash(salts, words)])
        if len(shapes) > 1 and _ONE in shapes:
            shapes.remove(_ONE)
            words = [_alone(word) for word in words]
        shape = shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)
        if shapes or len(shape) != 1:
            words = [w if isinstance(w, int) else np.broadcast_to(w, shape).ravel() for w in words]
        return shape, _in_chunks(salts, words, prod(shape))


@lru_cache(maxsize=4096)
def _salts(seed: int, replication: int, purpose: str, parts: int) -> tuple[int, ...]:
    """Return a word of salt for the beginning and one for each part of a key."""
    text = f"{seed:d}/{replication:d}/{parts:d}/{purpose}".encode()
    return tuple(
        int.from_bytes(hashlib.blake2b(text, digest_size=8, salt=bytes([n])).digest())
        for n in range(parts + 1)
    )


def _words(part: NDArray[np.integer]) -> Words:
    """Return *part* as 64-bit words in an array of at least one dimension; negatives wrap."""
    array = np.asarray(part) if np.ndim(part) else np.array([part])
    if array.dtype == _UNSIGNED:
        return array
    if array.dtype.kind not in "iu":
        msg = f"a key is made of whole numbers, not of {array.dtype}"
        raise TypeError(msg)
    return array.view(_UNSIGNED) if array.dtype == _SIGNED else array.astype(_UNSIGNED)


def _alone(word: Words | int) -> Words | int:
    """Return *word* as a whole number if it is the only one of an array."""
    return int(word[0]) if not isinstance(word, int) and word.shape == _ONE else word


def _numbers(words: Words) -> NDArray[np.float64]:
    """Return each word as a number strictly between 0 and 1; *words* are used up."""
    words >>= _SPARE_BITS
    numbers = words.astype(np.float64)
    numbers += _HALF
    numbers *= _STEP
    return numbers


def _in_chunks(salts: Sequence[int], parts: Sequence[Words | int], size: int) -> Iterator[Words]:
    """Yield the hash of *parts*, whose arrays have *size* elements, some at a time."""
    if size <= _CHUNK:
        yield _hash(salts, parts)
        return
    for start in range(0, size, _CHUNK):
        end = start + _CHUNK
        yield _hash(salts, [part if isinstance(part, int) else part[start:end] for part in parts])


def _joined(pieces: Iterable[NDArray[Kind]], size: int, kind: type[Kind]) -> NDArray[Kind]:
    """Return the *size* elements of *pieces*, one piece after the other."""
    if size <= _CHUNK:
        return next(iter(pieces))
    joined, start = np.empty(size, dtype=kind), 0
    for piece in pieces:
        joined[start : start + len(piece)] = piece
        start += len(piece)
    return joined


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
            state = part * _GOLDEN_WORD
            state += salted
        else:
            state += part * _GOLDEN_WORD
            state += np.uint64(salt)
        _mix(state)
    return np.array([state], dtype=np.uint64) if isinstance(state, int) else state


def _mix(words: Words) -> None:
    """Mix the bits of each word in place, so that each input bit turns half the output bits."""
    shifted = words >> _30_BITS
    words ^= shifted
    words *= _FIRST_WORD
    words ^= np.right_shift(words, _27_BITS, shifted)
    words *= _SECOND_WORD
    words ^= np.right_shift(words, _31_BITS, shifted)


def _mixed(word: int) -> int:
    """Return one word mixed in the same way."""
    word = (word ^ (word >> 30)) * _FIRST % _WORD
    word = (word ^ (word >> 27)) * _SECOND % _WORD
    return word ^ (word >> 31)
