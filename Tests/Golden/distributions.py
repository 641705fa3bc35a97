"""Writes distributions.json: points of probability distributions, and what they are to 50 digits.

The distributions of Tally are held against these answers (Tests/StatisticsTests/Distributions/GoldenDistributionsTests.swift). Each is
computed with mpmath in a way that Tally does not use: the smaller part as a power series of positive terms, the larger
as what is missing from one, with so many digits that nothing cancels; where a series would have too many terms, as an integral
of the density by Gauss and Legendre. SciPy has to agree where it can. To write them anew (some minutes):

    pip install mpmath scipy
    python3 Tests/Golden/distributions.py
"""

import json
import math
import pathlib
import random

import mpmath
from mpmath import mp, mpf
from scipy import special, stats

DIGITS = 60
TERMS = 40_000
# Beyond this no double has a tail; the logarithm has.
LEAST = mpf(10) ** -300

mp.dps = DIGITS
draw = random.Random(20_250_117)


def with_digits(parts):
    """The two parts of one that `parts` computes, with as many digits as the smaller one needs."""
    digits = DIGITS
    while True:
        with mp.workdps(digits):
            one, other = parts()
            if min(one, other) > mpf(10) ** (DIGITS - 20 - digits):
                return one, other
        digits *= 2
        if digits > 1_500:
            return None


def positive_series(ratio):
    term = total = mpf(1)
    index = 1
    while term > total * mpf(10) ** -mp.dps:
        term *= ratio(index)
        total += term
        index += 1
    return total


def integral(exponent, end):
    """The integral of e^exponent from 0 to where it has fallen by 150, at most to `end`."""
    far = end if end is not None else mpf(1)
    if end is None:
        while exponent(far) > -150:
            far *= 2
    near = mpf(0)
    for _ in range(200):
        middle = (near + far) / 2
        if middle == far or exponent(middle) > -150:
            near = middle
        else:
            far = middle
        if far - near < far / 10:
            break
    points = mpmath.linspace(0, far, 24)
    value, error = mp.quad(lambda s: mp.exp(exponent(s)), points, method="gauss-legendre", error=True)
    assert error < value * mpf(10) ** -25, (value, error)
    return value


def gamma_parts(a, x):
    """P(a, x) and Q(a, x)."""
    a, x = mpf(a), mpf(x)
    if max(a, x) <= TERMS:

        def parts():
            lower = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * positive_series(lambda n: x / (a + n))
            return lower, 1 - lower

        return with_digits(parts)
    front = mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a))
    if x < a:
        lower = front * integral(lambda s: (a - 1) * mp.log1p(-s / x) + s if s < x else -mp.inf, x)
        return lower, 1 - lower
    upper = front * integral(lambda s: (a - 1) * mp.log1p(s / x) - s, None)
    return 1 - upper, upper


def beta_parts(a, b, u, v):
    """I_x(a, b) and I_y(b, a) for x = u / (u + v) and y = v / (u + v): two exact numbers, so that any number of digits can follow."""
    if u > v:
        parts = beta_parts(b, a, v, u)
        return parts and parts[::-1]
    a, b = mpf(a), mpf(b)
    x, y = u / (u + v), v / (u + v)
    if (a + b) * x <= TERMS:

        def parts():
            x = u / (u + v)
            logs = a * mp.log(x) + b * mp.log(v / (u + v)) - mp.log(a)
            logs += mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
            lower = mp.exp(logs) * positive_series(lambda n: (a + b + n - 1) / (a + n) * x)
            return lower, 1 - lower

        return with_digits(parts)
    front = mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b))
    if a * y > b * x:
        lower = front * integral(
            lambda s: (a - 1) * mp.log1p(-s / x) + (b - 1) * mp.log1p(s / y) if s < x else -mp.inf, x
        )
        return lower, 1 - lower
    upper = front * integral(lambda s: (a - 1) * mp.log1p(s / x) + (b - 1) * mp.log1p(-s / y) if s < y else -mp.inf, y)
    return 1 - upper, upper


def linear(value):
    return float(value) if value >= LEAST else None


def both(part, other):
    """A part and its logarithm, which comes from the other part where this one is nearly one."""
    return [linear(part), float(mp.log(part) if part < other else mp.log1p(-other))]


def spread(low, high):
    """A double whose logarithm lies anywhere between those of the two."""
    return math.exp(draw.uniform(math.log(low), math.log(high)))


def agree(rows, ours, theirs, least_share):
    """Says how many of the answers SciPy has as well, and stops when they are too few."""
    close = sum(
        1 for row in rows if ours(row) is not None and abs(theirs(row) - ours(row)) <= 1e-9 * abs(ours(row))
    )
    count = sum(1 for row in rows if ours(row) is not None)
    print(f"  SciPy agrees on {close} of {count}")
    assert close >= least_share * count


def log_gammas():
    points = [spread(1e-8, 1e12) for _ in range(200)] + [draw.uniform(0, 40) for _ in range(200)]
    points += [1 + sign * spread(1e-15, 0.5) for sign in (-1, 1) for _ in range(25)]
    points += [2 + sign * spread(1e-15, 0.5) for sign in (-1, 1) for _ in range(25)]
    points += [1.0, 2.0, 3.0, 12.0, 0.5, 1.5, 2.5, 5e-324, 1e-300, 1e300]
    return [[x, float(mp.loggamma(mpf(x)))] for x in points]


def normals():
    """z, P(X <= z), P(X >= z), ln P(X >= z), and erfc(z)."""
    points = [draw.uniform(-37, 37) for _ in range(300)] + [draw.uniform(-3, 3) for _ in range(120)]
    points += [sign * spread(1e-12, 1) for sign in (-1, 1) for _ in range(15)] + [0.0, 26.0, 100.0, 1e8]
    rows = []
    for z in points:
        lower, upper = (mp.erfc(sign * mpf(z) / mp.sqrt(2)) / 2 for sign in (-1, 1))
        rows.append([z, linear(lower), *both(upper, lower), linear(mp.erfc(mpf(z)))])
    return rows


def gammas():
    """a, x, P, ln P, Q, ln Q."""
    rows = []
    while len(rows) < 460:
        a = spread(1e-8, 1e12) if draw.random() < 0.7 else spread(0.1, 2_000)
        kind = draw.random()
        if kind < 0.6:
            x = a + draw.uniform(-37, 37) * math.sqrt(a)
        elif kind < 0.8:
            x = a * spread(0.01, 100)
        else:
            x = spread(1e-10, 700)
        if x <= 0 or x > 1e13:
            continue
        if abs(x - a) > 60 * math.sqrt(a) + 1_000:
            continue
        parts = gamma_parts(a, x)
        if parts:
            rows.append([a, x, *both(*parts), *both(*parts[::-1])])
    agree(rows, lambda row: row[2], lambda row: special.gammainc(row[0], row[1]), 0.9)
    agree(rows, lambda row: row[4], lambda row: special.gammaincc(row[0], row[1]), 0.9)
    return rows


def betas():
    """a, b, x, I, ln I, 1 - I, ln(1 - I)."""
    rows = []
    while len(rows) < 460:
        a, b = spread(1e-8, 1e12), spread(1e-8, 1e12)
        if draw.random() < 0.3:
            a, b = spread(0.1, 2_000), spread(0.1, 2_000)
        kind = draw.random()
        if kind < 0.6:
            x = a / (a + b) + draw.uniform(-37, 37) * math.sqrt(a / (a + b) * (b / (a + b)) / (a + b + 1))
        elif kind < 0.8:
            x = draw.random()
        else:
            x = spread(1e-12, 1)
        if not 0 < x < 1:
            continue
        if a > 1_000 and b > 1_000 and (a * math.log(x * (a + b) / a) + b * math.log1p(-x) - b * math.log(b / (a + b))) < -3_000:
            continue
        parts = beta_parts(a, b, mpf(x), 1 - mpf(x))
        if parts and min(parts) > 0:
            rows.append([a, b, x, *both(*parts), *both(*parts[::-1])])
    agree(rows, lambda row: row[3], lambda row: special.betainc(*row[:3]), 0.85)
    agree(rows, lambda row: row[5], lambda row: special.betaincc(*row[:3]), 0.85)
    return rows


def students():
    """ν, t, P(X <= t), P(X >= t), P(|X| >= |t|)."""
    rows = []
    fixed = [(1.0, 1e150), (1.0, 1e299), (0.01, 1e300), (1e-8, 1e300), (2.0, 1e149), (1.5, 1e155), (1e12, 36.9)]
    while len(rows) < 460:
        kind = draw.random()
        if len(rows) < len(fixed):
            degrees, t = fixed[len(rows)]
        elif kind < 0.4:
            degrees, t = float(draw.randint(1, 400)), spread(1e-3, 1e3)
        elif kind < 0.7:
            degrees, t = spread(1e-8, 1e12), spread(1e-6, 37)
        else:
            degrees = spread(0.5, 1e6)
            t = math.sqrt(degrees * math.expm1(min(709, 2 * draw.uniform(0, 680) / (degrees + 1))))
        if draw.random() < 0.3:
            t = -t
        parts = beta_parts(degrees / 2, 0.5, mpf(degrees), mpf(t) ** 2)
        if not parts or parts[0] < LEAST * 2:
            continue
        beyond = parts[0] / 2
        lower, upper = (1 - beyond, beyond) if t > 0 else (beyond, 1 - beyond)
        rows.append([degrees, t, linear(lower), linear(upper), linear(parts[0])])
    agree(rows, lambda row: row[3], lambda row: stats.t.sf(row[1], row[0]), 0.85)
    return rows


def poissons():
    """λ, k, P(X = k), its logarithm, P(X <= k), its logarithm, P(X >= k), its logarithm."""
    rows = []
    while len(rows) < 460:
        kind = draw.random()
        mean = spread(1e-8, 1e12) if kind < 0.6 else spread(0.1, 500)
        if kind < 0.4 or kind > 0.8:
            count = round(mean + draw.uniform(-37, 37) * math.sqrt(mean))
        else:
            count = round(spread(1, max(2, min(3 * mean, mean + 400 * math.sqrt(mean)), 150)))
        if count < 0:
            continue
        exact = mp.exp(count * mp.log(mpf(mean)) - mpf(mean) - mp.loggamma(count + 1))
        upto = gamma_parts(count + 1, mean)
        above = gamma_parts(count, mean) if count else (mpf(1), mpf(0))
        if not upto or not above:
            continue
        rows.append([mean, count, *both(exact, 1 - exact), *both(*upto[::-1]), *both(*above)])
    agree(rows, lambda row: row[6], lambda row: stats.poisson.sf(row[1] - 1, row[0]), 0.85)
    return rows


def negative_binomials():
    """r, p, k, P(X = k), its logarithm, P(X <= k), its logarithm, P(X >= k), its logarithm."""
    rows = []
    while len(rows) < 520:
        kind = draw.random()
        size = spread(1e-8, 1e12) if kind < 0.6 else spread(0.05, 500)
        shape = draw.random()
        p = draw.random() if shape < 0.5 else spread(1e-8, 1) if shape < 0.8 else 1 - spread(1e-12, 0.1)
        if not 0 < p < 1:
            continue
        mean, deviation = size * (1 - p) / p, math.sqrt(size * (1 - p)) / p
        if kind < 0.3 or kind > 0.85:
            count = mean + draw.uniform(-37, 37) * deviation
        elif kind < 0.6:
            count = spread(1, max(2, min(1e12, 600 / -math.log1p(-p))))
        else:
            count = spread(1, max(10, min(1e12, mean + 60 * deviation)))
        if not 0 <= count < 1e12:
            continue
        count = round(count)
        q = 1 - mpf(p)
        exact = mp.exp(
            mp.loggamma(count + mpf(size)) - mp.loggamma(count + 1) - mp.loggamma(mpf(size)) + size * mp.log(mpf(p)) + count * mp.log(q)
        )
        if exact < mpf(10) ** -1_000:
            continue
        upto = beta_parts(size, count + 1, mpf(p), q)
        above = beta_parts(count, size, q, mpf(p)) if count else (mpf(1), mpf(0))
        if not upto or not above:
            continue
        rows.append([size, p, count, *both(exact, 1 - exact), *both(*upto), *both(*above)])
    agree(rows, lambda row: row[7], lambda row: stats.nbinom.sf(row[2] - 1, row[0], row[1]), 0.8)
    return rows


def main():
    document = {}
    for name, make in {
        "logGamma": log_gammas, "normal": normals, "gamma": gammas, "beta": betas, "student": students, "poisson": poissons,
        "negativeBinomial": negative_binomials,
    }.items():
        print(name)
        document[name] = make()
    lines = [
        f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in document.items()
    ]
    path = pathlib.Path(__file__).with_name("distributions.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
