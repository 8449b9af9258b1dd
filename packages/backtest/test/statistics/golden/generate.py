"""Writes power.json and statistics.json. Standard library only: python3 generate.py

Everything is computed with 80-digit decimals from the exact values of the doubles in the files, straight from the
formulas in docs/statistics.md, and rounded once at the end. Nothing here knows how the package computes.
"""

import json
import random
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 80
HERE = Path(__file__).parent
YEAR_MS = Decimal("365.25") * 24 * 60 * 60 * 1000
MINUTE = 60_000
DAY = 86_400_000


def power(base, exponent):
    return (Decimal(exponent) * Decimal(base).ln()).exp()


def power_cases():
    rng = random.Random(20240601)
    pairs = []
    for _ in range(80):  # the range of a growth rate
        pairs.append((rng.uniform(0.01, 20), 1 / rng.uniform(0.002, 40)))
    for _ in range(40):  # ruined and exploded accounts over short and long times
        pairs.append((10 ** rng.uniform(-30, 30), rng.uniform(-9, 9)))
    for _ in range(40):  # bases next to one, large exponents
        pairs.append((1 + rng.uniform(-1, 1) * 10 ** rng.uniform(-15, -3), rng.uniform(-1, 1) * 10 ** rng.uniform(0, 6)))
    for _ in range(40):  # the whole range of doubles
        base = 10 ** rng.uniform(-307, 308)
        pairs.append((base, rng.uniform(-1.04, 1.04)))
    for _ in range(40):  # long series of the logarithm, magnified by the exponent
        pairs.append((rng.uniform(0.6, 1.9), rng.uniform(-1100, 1100)))
    pairs += [(5e-324, 0.5), (5e-324, 1.0), (2.5e-310, 1.0), (10.0, -320.0), (10.0, -308.0), (10.0, 308.0)]
    pairs += [(1.7976931348623157e308, 1.0), (1.7976931348623157e308, -1.0), (2.0, 1023.9999999), (0.5, 1073.75)]
    cases = []
    for base, exponent in pairs:
        expected = float(power(base, exponent))
        if 0 < expected < float("inf"):
            cases.append([base, exponent, expected])
    return cases


def walk(rng, candles, start, drift, spread):
    equity = [start]
    while len(equity) < candles:
        equity.append(equity[-1] * (1 + rng.gauss(drift, spread)))
    return equity


def trades(rng, count):
    profit = [round(rng.gauss(12, 340), 8) for _ in range(count)]
    return {"profit": profit, "returnPct": [p / 1000 for p in profit], "count": count}


def inputs():
    rng = random.Random(7)
    weekdays = [DAY * d for d in range(19_000, 19_000 + 420) if d % 7 not in (2, 3)]

    equity = walk(rng, len(weekdays), 100_000.0, 0.0004, 0.012)
    yield "daily marks with weekends", weekdays, DAY, equity, walk(rng, len(weekdays), 4000.0, 0.0002, 0.01), None, 37

    minutes = [1_700_000_000_000 + MINUTE * i for i in range(1000)]
    equity = walk(rng, len(minutes), 2_500_000.0, -0.00001, 0.0008)
    yield "minute marks, declared periods", minutes, MINUTE, equity, walk(rng, 1000, 2e6, 0, 0.001), 525_600, 211

    minutes = minutes[:900]
    equity = [1e9]
    while len(equity) < len(minutes):
        equity.append(equity[-1] + rng.choice([-1, 1, 1, 2]))
    yield "returns of 1e-9 on an equity of 1e9", minutes, MINUTE, equity, walk(rng, 900, 30.0, 0, 0.001), None, 3

    equity = walk(rng, len(minutes), 100_000.0, -0.078, 0.01)
    yield "fees ruin the account to 1e-30 of its start", minutes, MINUTE, equity, walk(rng, 900, 1e-4, 0, 0.01), None, 900

    equity = [1000.0, 1000.0, 1250.0, 1000.0, 800.0, 800.0, 1250.0, 1249.0]
    hours = [1_600_000_000_000 + 3_600_000 * i for i in (0, 1, 2, 3, 5, 6, 7, 8)]
    yield "a short run with a gap", hours, 3_600_000, equity, [8.0, 8.0, 10.0, 8.0, 6.0, 6.0, 10.0, 9.0], 8766, 2


def mean(values):
    return sum(values) / len(values)


def deviation(values):
    centre = mean(values)
    return (sum((v - centre) ** 2 for v in values) / (len(values) - 1)).sqrt()


def max_drawdown(equity, time, interval, initial):
    peak, peak_time, deepest, longest, below = initial, time[0] - interval, Decimal(0), 0, False
    for mark, at in zip(equity, time):
        if mark >= peak:
            if below:
                longest = max(longest, at - peak_time)
            peak, peak_time, below = mark, at, False
        else:
            below = True
            deepest = max(deepest, 1 - mark / peak)
            longest = max(longest, at - peak_time)
    return deepest, longest


def expected_statistics(time, interval, equity, close, periods, deals):
    marks = [Decimal(e) for e in equity]
    returns = [b / a - 1 for a, b in zip(marks, marks[1:])]
    years = Decimal(time[-1] - time[0]) / YEAR_MS
    periods = Decimal(periods) if periods else (len(time) - 1) / years
    depth, duration = max_drawdown(marks, time, interval, marks[0])
    cagr = ((marks[-1] / marks[0]).ln() / years).exp() - 1
    downside = mean([min(r, Decimal(0)) ** 2 for r in returns]).sqrt()
    profit = [Decimal(p) for p in deals["profit"]]
    result = {
        "returnPct": (marks[-1] / marks[0] - 1) * 100,
        "buyAndHoldReturnPct": (Decimal(close[-1]) / Decimal(close[0]) - 1) * 100,
        "cagrPct": cagr * 100,
        "annualVolatilityPct": deviation(returns) * periods.sqrt() * 100,
        "sharpe": mean(returns) / deviation(returns) * periods.sqrt(),
        "sortino": mean(returns) * periods / (downside * periods.sqrt()),
        "calmar": cagr / depth,
        "maxDrawdownPct": depth * 100,
        "maxDrawdownDurationMs": Decimal(duration),
        "winRatePct": Decimal(100 * sum(p > 0 for p in profit)) / len(profit),
        "profitFactor": sum(p for p in profit if p > 0) / -sum(p for p in profit if p < 0),
        "expectancyPct": mean([Decimal(r) for r in deals["returnPct"]]),
        "sqn": Decimal(len(profit)).sqrt() * mean(profit) / deviation(profit),
    }
    return {name: float(value) for name, value in result.items()}


def statistics_cases():
    rng = random.Random(11)
    cases = []
    for name, time, interval, equity, close, periods, count in inputs():
        deals = trades(rng, count)
        deals["profit"][0], deals["returnPct"][0] = -7.5, -0.0075  # at least one loss
        cases.append(
            {
                "name": name,
                "time": time,
                "intervalMs": interval,
                "equity": equity,
                "close": close,
                "initialCashExact": format(Decimal(equity[0]), "f"),
                "finalEquity": format(Decimal(equity[-1]), "f"),
                "periodsPerYear": periods,
                "trades": deals,
                "expected": expected_statistics(time, interval, equity, close, periods, deals),
            }
        )
    return cases


(HERE / "power.json").write_text(json.dumps(power_cases()).replace("], [", "],\n[") + "\n")
(HERE / "statistics.json").write_text(json.dumps(statistics_cases()) + "\n")
