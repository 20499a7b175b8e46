"""The few functions of analysis that a result depends on, the same to the last bit everywhere.

Processors and mathematical libraries differ in the last bit of ``exp``, ``log`` and the normal
quantile. Here they are made of additions, multiplications and divisions only, which the
floating-point standard fixes, one numpy operation after the other. Sums are exact.

Sources: exponential and logarithm after the Freely Distributable LIBM (Sun Microsystems 1993);
normal quantile after Wichura 1988, algorithm AS 241.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "exact_sum",
    "exp",
    "log",
    "normal_quantile",
    "probability_of_rate",
    "round_half_away",
]

Doubles = NDArray[np.float64]

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LARGEST_EXPONENT = 709.782712893384
_SMALLEST_EXPONENT = -745.2
_EXP = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)
_LOG_EVEN = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)
_LOG_ODD = (
    6.666666666666735130e-01,
    2.857142874366239149e-01,
    1.818357216161805012e-01,
    1.479819860511658591e-01,
)

_CHUNK = 16_384  # numbers that stay in the processor's cache from one operation to the next
_POINTS = 65_536
_TAIL = 1 / 256
"""Below this probability the quantile is computed; above it the table is within 1e-6."""

_CENTRE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3),
)  # fmt: skip
_NEAR = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9),
)  # fmt: skip
_FAR = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15),
)  # fmt: skip


def exp(x: ArrayLike) -> Doubles:
    """Return e to the power *x*, elementwise, within one unit in the last place.

    Above 709.78 the result is infinite, below -745.2 it is zero. Raises :exc:`ValueError` for
    what is not a number.
    """
    given = np.asarray(x, dtype=np.float64)
    if np.isnan(given).any():
        msg = "the exponential of what is not a number does not exist"
        raise ValueError(msg)
    kept = np.minimum(np.maximum(given, _SMALLEST_EXPONENT), _LARGEST_EXPONENT)
    twos = np.rint(kept * (1 / math.log(2)))
    high = kept - twos * _LN2_HIGH
    low = twos * _LN2_LOW
    rest = high - low
    square = rest * rest
    curve = rest - square * _polynomial(_EXP, square)
    value = 1.0 - ((low - (rest * curve) / (2.0 - curve)) - high)
    scaled = np.asarray(np.ldexp(value, twos.astype(np.int64)))
    if (kept == given).all():
        return scaled
    beyond = np.where(given > _LARGEST_EXPONENT, np.inf, scaled)
    return np.where(given < _SMALLEST_EXPONENT, 0.0, beyond)


def log(x: ArrayLike) -> Doubles:
    """Return the natural logarithm of *x*, elementwise, within one unit in the last place.

    The logarithm of zero is minus infinity. Raises :exc:`ValueError` for a negative number.
    """
    given = np.asarray(x, dtype=np.float64)
    if not (given >= 0).all():
        msg = "the logarithm of a negative number does not exist"
        raise ValueError(msg)
    endless = (given == 0) | np.isinf(given)
    unusual = endless.any()
    fraction, twos = np.frexp(np.where(endless, 1.0, given) if unusual else given)
    small = fraction < math.sqrt(0.5)
    power = (twos - small).astype(np.float64)
    f = np.where(small, 2 * fraction, fraction) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    series = w * _polynomial(_LOG_EVEN, w) + z * _polynomial(_LOG_ODD, w)
    half = 0.5 * f * f
    value = power * _LN2_HIGH - ((half - (s * (half + series) + power * _LN2_LOW)) - f)
    if not unusual:
        return np.asarray(value)
    return np.where(endless, np.where(given == 0, -np.inf, np.inf), value)


def probability_of_rate(rate: ArrayLike, years: float = 1.0) -> Doubles:
    """Return the probability of at least one event in *years*, at *rate* per person-year.

    This is 1 - exp(-rate * years): at a rate of 0.05 the two differ by 2.4 per cent. Raises
    :exc:`ValueError` for a negative rate.
    """
    exposure = np.asarray(rate, dtype=np.float64) * years
    if not (exposure >= 0).all():
        msg = "a rate cannot be negative"
        raise ValueError(msg)
    return 1.0 - exp(-exposure)


def normal_quantile(probability: ArrayLike) -> Doubles:
    """Return the standard normal quantile of each *probability*, which lies between 0 and 1.

    Between 1/256 and 255/256 it is interpolated in a fixed table of 65,536 steps (error below
    1e-6 standard deviations); outside it is computed to full precision. Raises
    :exc:`ValueError` for a probability that is not strictly between 0 and 1.
    """
    p = np.asarray(probability, dtype=np.float64)
    if p.size and not (p.min() > 0 and p.max() < 1):
        msg = "a probability must lie strictly between 0 and 1"
        raise ValueError(msg)
    flat = p.ravel()
    value = np.empty_like(flat)
    for start in range(0, flat.size, _CHUNK):
        piece = slice(start, start + _CHUNK)
        value[piece] = _quick_quantile(flat[piece])
    return value.reshape(p.shape)


def exact_sum(values: Iterable[float] | NDArray[np.generic]) -> float:
    """Return the sum of *values*, rounded once: the same in any order."""
    flat = values.ravel().tolist() if isinstance(values, np.ndarray) else values
    return math.fsum(flat)


def round_half_away(x: ArrayLike) -> NDArray[np.int64]:
    """Return each *x* rounded to the nearest integer, halves away from zero (2.5 is 3, -2.5 is -3).

    Raises :exc:`ValueError` for what is not a finite number below 2**53.
    """
    given = np.asarray(x, dtype=np.float64)
    if not (np.abs(given) < 2.0**53).all():
        msg = "only finite numbers below 2**53 can be rounded to an integer"
        raise ValueError(msg)
    whole = np.trunc(given)
    away = np.where(np.abs(given - whole) >= 0.5, np.sign(given), 0.0)
    return np.asarray(whole + away).astype(np.int64)


def _polynomial(coefficients: tuple[float, ...], x: Doubles) -> Doubles:
    """Return the polynomial with *coefficients* from the constant term up, at *x*."""
    value = x * coefficients[-1] + coefficients[-2]
    for coefficient in coefficients[-3::-1]:
        value *= x
        value += coefficient
    return value


def _ratio(pair: tuple[tuple[float, ...], tuple[float, ...]], x: Doubles) -> Doubles:
    return _polynomial(pair[0], x) / _polynomial(pair[1], x)


def _quantile(p: Doubles) -> Doubles:
    """Return the normal quantile to full precision (AS 241)."""
    q = p - 0.5
    centre = q * _ratio(_CENTRE, 0.180625 - q * q)
    return np.where(np.abs(q) <= 0.425, centre, _outer_quantile(p))


def _outer_quantile(p: Doubles) -> Doubles:
    """Return the normal quantile of probabilities that lie more than 0.425 from one half."""
    r = np.sqrt(-log(np.minimum(p, 1.0 - p)))
    outer = _ratio(_NEAR, r - 1.6)
    if (r > 5.0).any():
        outer = np.where(r <= 5.0, outer, _ratio(_FAR, r - 5.0))
    return np.sign(p - 0.5) * outer


def _quick_quantile(p: Doubles) -> Doubles:
    """Return the normal quantile, by the table wherever that is exact enough."""
    value = _interpolated(p)
    tail = ((p < _TAIL) | (p > 1 - _TAIL)).nonzero()[0]
    if len(tail):
        value[tail] = _outer_quantile(p[tail])
    return value


def _interpolated(p: Doubles) -> Doubles:
    """Return the normal quantile by the straight line between two points of the table."""
    table = _quantile_table()
    step = p * _POINTS
    left = step.astype(np.int64)
    below = table[left]
    step -= left
    step *= table[left + 1] - below
    step += below
    return step


@cache
def _quantile_table() -> Doubles:
    """Return the quantiles of i / 65,536; the two ends, never used, repeat their neighbours."""
    inner = _quantile(np.arange(1, _POINTS, dtype=np.float64) / _POINTS)
    table = np.concatenate([inner[:1], inner, inner[-1:]])
    table.flags.writeable = False
    return table
