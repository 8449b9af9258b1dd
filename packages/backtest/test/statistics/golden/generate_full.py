"""Writes full.json. Standard library only: python3 generate_full.py

Two made-up runs and their figures under each convention, straight from the formulas in docs/statistics.md, in doubles
with exact sums. Nothing here knows how the package computes.
"""

import json
import math
import random
from datetime import datetime, timedelta, timezone
from math import fsum, sqrt
from pathlib import Path
from statistics import NormalDist

HERE = Path(__file__).parent
DAY = 86_400_000
HOUR = 3_600_000
YEAR = 365.25 * DAY
RATE = 0.03


def mean(values):
    return fsum(values) / len(values)


def deviation(values, freedom=1):
    centre = mean(values)
    return sqrt(fsum((v - centre) ** 2 for v in values) / (len(values) - freedom))


def changes(marks):
    return [b / a - 1 for a, b in zip(marks, marks[1:])]


def moment(values, order):
    centre = mean(values)
    return mean([(v - centre) ** order for v in values])


def skew(values):
    return moment(values, 3) / moment(values, 2) ** 1.5


def kurtosis(values):
    return moment(values, 4) / moment(values, 2) ** 2 - 3


def sample_skew(values):
    n = len(values)
    return skew(values) * sqrt(n * (n - 1)) / (n - 2)


def sample_kurtosis(values):
    n = len(values)
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * kurtosis(values) + 6)


def quantile(values, q):
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def below(values, target):
    return sqrt(mean([min(v - target, 0) ** 2 for v in values]))


def omega(values, target):
    return fsum(max(v - target, 0) for v in values) / fsum(max(target - v, 0) for v in values)


def gain_to_pain(values):
    return fsum(values) / -fsum(v for v in values if v < 0)


def probabilistic(values, rate, third, fourth):
    ratio = (mean(values) - rate) / deviation(values)
    spread = 1 - third * ratio + (fourth + 2) / 4 * ratio**2
    return NormalDist().cdf(ratio * sqrt((len(values) - 1) / spread))


def stability(marks):
    ys = [math.log(m / marks[0]) for m in marks[1:]]
    xs = range(len(ys))
    cx, cy = mean(xs), mean(ys)
    product = fsum((x - cx) * (y - cy) for x, y in zip(xs, ys))
    return product**2 / fsum((x - cx) ** 2 for x in xs) / fsum((y - cy) ** 2 for y in ys)


def beta(own, other):
    a, b = mean(own), mean(other)
    return fsum((x - a) * (y - b) for x, y in zip(own, other)) / fsum((y - b) ** 2 for y in other)


def capture(own, other, rising, year):
    chosen = [(x, y) for x, y in zip(own, other) if (y > 0 if rising else y < 0)]
    grow = lambda values: math.prod(1 + v for v in values) ** (year / len(values)) - 1
    return grow([x for x, _ in chosen]) / grow([y for _, y in chosen])


def falls(marks, time, first=None):
    """(depth, peak time, first below, last below, end) of each fall."""
    points = list(zip(time, marks))
    if first:
        points.insert(0, first)
    found, peak, below_peak = [], points[0], []
    for point in points[1:] + [(time[-1], math.inf)]:
        if point[1] < peak[1]:
            below_peak.append(point)
            continue
        if below_peak:
            depth = max((peak[1] - m) / peak[1] for _, m in below_peak)
            end = point[0] if point[1] < math.inf else below_peak[-1][0]
            found.append((depth, peak[0], below_peak[0][0], below_peak[-1][0], end))
        peak, below_peak = point, []
    return found


def drawdowns(marks, start):
    peak, column = start, []
    for mark in marks:
        peak = max(peak, mark)
        column.append((peak - mark) / peak)
    return column


def calendar_changes(time, marks, key, start):
    last = {}
    for at, mark in zip(time, marks):
        last[key(datetime.fromtimestamp(at / 1000, timezone.utc))] = mark
    ends = [start, *last.values()]
    return changes(ends)


def longest(flags):
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


def month(at):
    return at.year, at.month


def tezgah(run):
    time, marks, cash, closes = run["time"], run["equity"], run["initialCash"], run["benchmark"]
    r, b = changes(marks), changes(closes)
    years = (time[-1] - time[0]) / YEAR
    year = len(r) / years
    rate = (1 + RATE) ** (1 / year) - 1
    cagr = ((marks[-1] / cash) ** (1 / years) - 1) * 100
    down = falls(marks, time, (time[0] - run["intervalMs"], cash))
    depths = drawdowns(marks, cash)
    ulcer = sqrt(mean([d * d for d in depths])) * 100
    months = calendar_changes(time, marks, month, cash)
    days = calendar_changes(time, marks, lambda at: at.date(), cash)
    slope = beta(r, b)
    active = [x - y for x, y in zip(r, b)]
    limit = quantile(r, 0.05)
    p = run["profit"]
    wins, losses = [x for x in p if x > 0], [x for x in p if x < 0]
    share, payoff = len(wins) / len(p), mean(wins) / -mean(losses)
    held = [b - a for a, b in zip(run["entryTime"], run["exitTime"])]
    return {
        "returns.totalReturnPct": (marks[-1] / cash - 1) * 100,
        "returns.cagrPct": cagr,
        "returns.annualReturnPct": mean(r) * year * 100,
        "returns.meanReturnPct": mean(r) * 100,
        "returns.geometricMeanReturnPct": ((marks[-1] / marks[0]) ** (1 / len(r)) - 1) * 100,
        "returns.bestPeriodPct": max(r) * 100,
        "returns.worstPeriodPct": min(r) * 100,
        "returns.positivePeriodsPct": sum(x > 0 for x in r) / len(r) * 100,
        "returns.bestDayPct": max(days) * 100,
        "returns.worstDayPct": min(days) * 100,
        "returns.bestMonthPct": max(months) * 100,
        "returns.worstMonthPct": min(months) * 100,
        "risk.annualVolatilityPct": deviation(r) * sqrt(year) * 100,
        "risk.downsideDeviationPct": below(r, rate) * sqrt(year) * 100,
        "risk.valueAtRiskPct": limit * 100,
        "risk.conditionalValueAtRiskPct": mean([x for x in r if x <= limit]) * 100,
        "risk.skew": sample_skew(r),
        "risk.kurtosis": sample_kurtosis(r),
        "risk.tailRatio": abs(quantile(r, 0.95)) / abs(limit),
        "drawdown.maxDrawdownPct": max(depths) * 100,
        "drawdown.averageDrawdownPct": mean([f[0] for f in down]) * 100,
        "drawdown.maxDrawdownDurationMs": max(f[4] - f[1] for f in down),
        "drawdown.averageDrawdownDurationMs": mean([f[4] - f[1] for f in down]),
        "drawdown.drawdownCount": len(down),
        "drawdown.currentDrawdownPct": depths[-1] * 100,
        "drawdown.ulcerIndexPct": ulcer,
        "ratios.sharpe": (mean(r) - rate) / deviation(r) * sqrt(year),
        "ratios.probabilisticSharpe": probabilistic(r, rate, skew(r), kurtosis(r)),
        "ratios.sortino": (mean(r) - rate) / below(r, rate) * sqrt(year),
        "ratios.calmar": cagr / 100 / max(depths),
        "ratios.omega": omega(r, rate),
        "ratios.martin": (cagr - RATE * 100) / ulcer,
        "ratios.gainToPain": gain_to_pain(months),
        "ratios.recoveryFactor": (marks[-1] / cash - 1) / max(depths),
        "ratios.stability": stability(marks),
        "benchmark.benchmarkReturnPct": (closes[-1] / closes[0] - 1) * 100,
        "benchmark.alphaPct": (mean(r) - rate - slope * (mean(b) - rate)) * year * 100,
        "benchmark.beta": slope,
        "benchmark.correlation": slope * deviation(b) / deviation(r),
        "benchmark.trackingErrorPct": deviation(active) * sqrt(year) * 100,
        "benchmark.informationRatio": mean(active) / deviation(active) * sqrt(year),
        "benchmark.upCapture": capture(r, b, True, year),
        "benchmark.downCapture": capture(r, b, False, year),
        "activity.tradesPerYear": len(p) / years,
        "activity.annualTurnover": run["turnover"] / mean(marks) / years,
        "trades.winRatePct": share * 100,
        "trades.netProfit": fsum(p),
        "trades.payoffRatio": payoff,
        "trades.profitFactor": fsum(wins) / -fsum(losses),
        "trades.expectancy": mean(p),
        "trades.expectancyPct": mean(run["returnPct"]),
        "trades.sqn": sqrt(len(p)) * mean(p) / deviation(p),
        "trades.kelly": share - (1 - share) / payoff,
        "trades.bestTradePct": max(run["returnPct"]),
        "trades.worstTradePct": min(run["returnPct"]),
        "trades.averageWinPct": mean([q for q, x in zip(run["returnPct"], p) if x > 0]),
        "trades.averageLossPct": mean([q for q, x in zip(run["returnPct"], p) if x < 0]),
        "trades.maxConsecutiveWins": longest(x > 0 for x in p),
        "trades.maxConsecutiveLosses": longest(x < 0 for x in p),
        "trades.maxHoldingMs": max(held),
        "trades.averageHoldingMs": mean(held),
    }


def daily(run):
    """Last time, equity and benchmark of each day."""
    last = {}
    for at, mark, close in zip(run["time"], run["equity"], run["benchmark"]):
        last[at // DAY] = (at, mark, close)
    return [list(column) for column in zip(*last.values())]


def empyrical(run):
    _, marks, closes = daily(run)
    r, b = changes(marks), changes(closes)
    total = marks[-1] / marks[0]
    growth = total ** (252 / len(r)) - 1
    depth = max(drawdowns(marks, marks[0]))
    slope = beta(r, b)
    alpha = mean([x - RATE - slope * (y - RATE) for x, y in zip(r, b)])
    active = [x - y for x, y in zip(r, b)]
    return {
        "returns.totalReturnPct": (total - 1) * 100,
        "returns.cagrPct": growth * 100,
        "returns.annualReturnPct": growth * 100,
        "risk.annualVolatilityPct": deviation(r) * sqrt(252) * 100,
        "risk.downsideDeviationPct": below(r, 0) * sqrt(252) * 100,
        "risk.valueAtRiskPct": quantile(r, 0.05) * 100,
        "risk.conditionalValueAtRiskPct": mean(sorted(r)[: int((len(r) - 1) * 0.05) + 1]) * 100,
        "risk.skew": skew(r),
        "risk.kurtosis": kurtosis(r),
        "risk.tailRatio": abs(quantile(r, 0.95)) / abs(quantile(r, 0.05)),
        "drawdown.maxDrawdownPct": -depth * 100,
        "ratios.sharpe": (mean(r) - RATE) / deviation(r) * sqrt(252),
        "ratios.sortino": mean(r) * 252 / (below(r, 0) * sqrt(252)),
        "ratios.calmar": growth / depth,
        "ratios.omega": omega(r, RATE),
        "ratios.stability": stability(marks),
        "benchmark.alphaPct": ((1 + alpha) ** 252 - 1) * 100,
        "benchmark.beta": slope,
        "benchmark.informationRatio": mean(active) / deviation(active),
        "benchmark.upCapture": capture(r, b, True, 252),
        "benchmark.downCapture": capture(r, b, False, 252),
    }


def quantstats(run):
    time, marks, closes = daily(run)
    r, b = changes(marks), changes(closes)
    rate = (1 + RATE) ** (1 / 252) - 1
    total = marks[-1] / marks[0] - 1
    growth = (1 + total) ** (252 / len(r)) - 1
    depths = drawdowns(marks, marks[0])
    down = falls(marks, time)
    days = [(f[3] - f[2]) // DAY + 1 for f in down]
    ulcer = sqrt(fsum(d * d for d in depths) / (len(r) - 1))
    wins, losses = [x for x in r if x > 0], [x for x in r if x < 0]
    payoff, share = mean(wins) / -mean(losses), len(wins) / (len(wins) + len(losses))
    months = calendar_changes(time, marks, month, marks[0])
    normal = NormalDist(mean(r), deviation(r))
    z = NormalDist().inv_cdf(0.05)
    slope = beta(r, b)
    active = [x - y for x, y in zip(r, b)]
    return {
        "returns.totalReturnPct": total * 100,
        "returns.cagrPct": growth * 100,
        "returns.meanReturnPct": mean([x for x in r if x != 0]) * 100,
        "returns.geometricMeanReturnPct": ((1 + total) ** (1 / len(r)) - 1) * 100,
        "returns.bestDayPct": max(r) * 100,
        "returns.worstDayPct": min(r) * 100,
        "returns.bestMonthPct": max(months) * 100,
        "returns.worstMonthPct": min(months) * 100,
        "risk.annualVolatilityPct": deviation(r) * sqrt(252) * 100,
        "risk.valueAtRiskPct": normal.inv_cdf(0.05) * 100,
        "risk.conditionalValueAtRiskPct": (mean(r) - deviation(r) * NormalDist().pdf(z) / 0.05) * 100,
        "risk.skew": sample_skew(r),
        "risk.kurtosis": sample_kurtosis(r),
        "risk.tailRatio": abs(quantile(r, 0.95) / quantile(r, 0.05)),
        "drawdown.maxDrawdownPct": -max(depths) * 100,
        "drawdown.averageDrawdownPct": -mean([f[0] for f in down]) * 100,
        "drawdown.maxDrawdownDurationMs": max(days) * DAY,
        "drawdown.averageDrawdownDurationMs": mean(days) * DAY,
        "drawdown.drawdownCount": len(down),
        "drawdown.ulcerIndexPct": ulcer * 100,
        "ratios.sharpe": (mean(r) - rate) / deviation(r) * sqrt(252),
        "ratios.probabilisticSharpe": probabilistic(r, rate, sample_skew(r), sample_kurtosis(r)),
        "ratios.sortino": (mean(r) - rate) / below(r, rate) * sqrt(252),
        "ratios.calmar": growth / max(depths),
        "ratios.omega": omega(r, rate),
        "ratios.martin": (total - RATE) / ulcer,
        "ratios.gainToPain": gain_to_pain(r),
        "ratios.recoveryFactor": abs(fsum(r) - RATE) / max(depths),
        "benchmark.alphaPct": (mean(r) - slope * mean(b)) * 252 * 100,
        "benchmark.beta": slope,
        "benchmark.informationRatio": mean(active) / deviation(active),
        "activity.exposurePct": math.ceil(sum(x != 0 for x in r) / len(r) * 100),
        "trades.winRatePct": share * 100,
        "trades.payoffRatio": payoff,
        "trades.profitFactor": fsum(wins) / -fsum(losses),
        "trades.kelly": (payoff * share - (1 - share)) / payoff,
        "trades.averageWinPct": mean(wins) * 100,
        "trades.averageLossPct": mean(losses) * 100,
        "trades.maxConsecutiveWins": longest(x > 0 for x in r),
        "trades.maxConsecutiveLosses": longest(x < 0 for x in r),
    }


def freqtrade(run):
    p, cash, time = run["profit"], run["initialCash"], run["time"]
    days = max((time[-1] - time[0]) // DAY, 1)
    parts = [x / cash for x in p]
    total = fsum(parts)
    order = sorted(range(len(p)), key=lambda row: run["exitTime"][row])
    balance = [cash]
    for row in order:
        balance.append(balance[-1] + p[row])
    peaks = [max(balance[: i + 1]) for i in range(len(balance))]
    low = max(range(len(balance)), key=lambda i: (peaks[i] - balance[i], -i))
    high = balance.index(peaks[low])
    when = lambda i: run["exitTime"][order[max(i - 1, 0)]]
    depth = (peaks[low] - balance[low]) / peaks[low]
    by_day = {}
    for at, percent in zip(run["exitTime"], run["returnPct"]):
        by_day[at // DAY] = by_day.get(at // DAY, 0) + percent
    every_day = [by_day.get(day, 0) for day in range(min(by_day), max(by_day) + 1)]
    return {
        "returns.totalReturnPct": total * 100,
        "returns.cagrPct": ((1 + total) ** (365 / days) - 1) * 100,
        "returns.bestDayPct": max(every_day),
        "returns.worstDayPct": min(every_day),
        "drawdown.maxDrawdownPct": depth * 100,
        "drawdown.maxDrawdownDurationMs": when(low) - when(high),
        "ratios.sharpe": total / days / deviation(parts, 0) * sqrt(365),
        "ratios.sortino": total / days / deviation([x for x in parts if x < 0], 0) * sqrt(365),
        "ratios.calmar": total / days * 100 / depth * sqrt(365),
        "trades.winRatePct": sum(x > 0 for x in p) / len(p) * 100,
        "trades.profitFactor": fsum(x for x in p if x > 0) / -fsum(x for x in p if x < 0),
        "trades.expectancy": mean(p),
        "trades.averageTradePct": mean(run["returnPct"]),
        "trades.averageHoldingMs": round(mean([b - a for a, b in zip(run["entryTime"], run["exitTime"])]) / 60_000) * 60_000,
        "trades.sqn": round(sqrt(len(p)) * mean(p) / deviation(p), 4),
        "trades.maxConsecutiveWins": longest(x > 0 for x in p),
        "trades.maxConsecutiveLosses": longest(x <= 0 for x in p),
    }


def made_up(seed, time, interval, count, drift, spread):
    rng = random.Random(seed)
    cash = 10_000.0
    equity, benchmark = [cash * (1 + rng.gauss(0, spread))], [250.0]
    for _ in time[1:]:
        market = rng.gauss(drift, spread)
        benchmark.append(benchmark[-1] * (1 + market))
        own = 0.0 if rng.random() < 0.2 else 0.4 * market + rng.gauss(drift, spread)
        equity.append(equity[-1] * (1 + own))
    entries = sorted(rng.sample(range(len(time) - 30), count))
    exits = [entry + rng.randint(1, 25) for entry in entries]
    profit = [round(rng.gauss(8, 120), 2) for _ in entries]
    profit[3] = 0.0
    return {
        "time": time,
        "intervalMs": interval,
        "equity": equity,
        "benchmark": benchmark,
        "initialCash": cash,
        "turnover": 123456.5,
        "entryIndex": entries,
        "exitIndex": exits,
        "entryTime": [time[i] for i in entries],
        "exitTime": [time[i] for i in exits],
        "profit": profit,
        "returnPct": [x / 10 for x in profit],
    }


def runs():
    begin = datetime(2019, 11, 4, tzinfo=timezone.utc)
    weekdays = [begin + timedelta(days=d) for d in range(900) if (begin + timedelta(days=d)).weekday() < 5]
    stamp = lambda at: int(at.timestamp() * 1000)
    yield "daily candles of weekdays", made_up(1, [stamp(at) for at in weekdays], DAY, 40, 0.0006, 0.011)
    hours = [begin + timedelta(hours=h) for h in range(2400) if h not in range(700, 760)]
    yield "hourly candles with a gap", made_up(2, [stamp(at) for at in hours], HOUR, 90, -0.00002, 0.003)


CONVENTIONS = {"tezgah": tezgah, "empyrical": empyrical, "quantstats": quantstats, "freqtrade": freqtrade}
cases = [
    {"name": name, "riskFreeRate": RATE, **run, "expected": {key: rule(run) for key, rule in CONVENTIONS.items()}}
    for name, run in runs()
]
(HERE / "full.json").write_text(json.dumps(cases) + "\n")
