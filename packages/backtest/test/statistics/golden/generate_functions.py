"""Writes functions.json. Standard library only: python3 generate_functions.py

Natural logarithms and probabilities of the normal distribution, computed with 80-digit decimals from the exact values of
the doubles in the file and rounded once.
"""

import json
import random
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 80
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")


def normal_probability(x):
    """Φ(x) for |x| < 3 by the series around zero."""
    x = Decimal(x)
    term = total = x
    odd = 1
    while abs(term) > Decimal(10) ** -75:
        odd += 2
        term *= x * x / odd
        total += term
    return Decimal("0.5") + (-x * x / 2).exp() / (2 * PI).sqrt() * total


def tail(x):
    """Φ(−x) for x ≥ 2 by the continued fraction, far more levels than needed."""
    x = Decimal(x)
    fraction = x
    for level in range(4000, 0, -1):
        fraction = x + level / fraction
    return (-x * x / 2).exp() / (2 * PI).sqrt() / fraction


def main():
    rng = random.Random(5)
    points = [rng.uniform(0.5, 2) for _ in range(60)]
    points += [1 + rng.uniform(-1, 1) * 10 ** rng.uniform(-15, -2) for _ in range(40)]
    points += [10 ** rng.uniform(-307, 308) for _ in range(60)] + [5e-324, 1.7976931348623157e308, 2.0, 0.5]
    logarithms = [[x, float(Decimal(x).ln())] for x in points]
    near = [rng.uniform(-2.9, 2.9) for _ in range(60)] + [0.0, 1.0, -1.0, 1e-9, 2.9999]
    far = [rng.uniform(2.5, 38) for _ in range(60)] + [3.0, 3.0001, 37.5]
    normal = [[x, float(normal_probability(x))] for x in near]
    normal += [[-x, float(tail(x))] for x in far] + [[x, float(1 - tail(x))] for x in far[:20]]
    text = json.dumps({"logarithm": logarithms, "normal": normal}).replace("], [", "],\n[")
    (Path(__file__).parent / "functions.json").write_text(text + "\n")


main()
