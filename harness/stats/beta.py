"""The beta distribution, as far as exact bounds on a proportion need it."""

from math import exp, lgamma, log, log1p

TINY = 1e-300
"""Stands in for a zero that Lentz's method would divide by."""

EPSILON = 1e-15
MOST = 100_000
"""Terms of the continued fraction. About the square root of the larger parameter is needed."""


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x.

    Continued fraction 26.5.8 of Abramowitz and Stegun, on the side of the mean where it converges fast. Good to about
    1e-12 for a and b up to a million.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction by the modified Lentz method. Raises ArithmeticError when it does not settle."""
    c = 1.0
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            result *= c * d
        if abs(c * d - 1) < EPSILON:
            return result
    raise ArithmeticError(f"The incomplete beta function did not settle for x={x}, a={a}, b={b}.")


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x at which beta_cdf(x, a, b) reaches p, by halving until two neighbouring floats are left."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return high
