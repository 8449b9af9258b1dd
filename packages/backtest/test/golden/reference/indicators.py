"""Indicators after TA-Lib's conventions, as exact fractions. None until warm."""

from fractions import Fraction
from math import lcm


def exact(values):
    return [Fraction(value) for value in values]


def sma(values, period):
    return [mean for mean, _ in rolling_moments(values, period)]


def rolling_moments(values, period):
    """Mean and population variance of the last `period` values."""
    values = exact(values)
    total = squares = Fraction(0)
    moments = []
    for index, value in enumerate(values):
        total += value
        squares += value * value
        if index >= period:
            total -= values[index - period]
            squares -= values[index - period] ** 2
        mean = total / period
        moments.append((mean, squares / period - mean * mean) if index >= period - 1 else (None, None))
    return moments


def bollinger(values, period):
    """Middle band and population variance; a band lies `deviations` square roots of the variance away."""
    return rolling_moments(values, period)


def ema(values, period):
    """Smoothing 2 / (period + 1), seeded by the mean of the first `period` values."""
    values = exact(values)
    column = [None] * min(period - 1, len(values))
    for index in range(period - 1, len(values)):
        if index == period - 1:
            average = sum(values[:period]) / period
        else:
            average += (values[index] - average) * Fraction(2, period + 1)
        column.append(average)
    return column


def wilder(values, period):
    """Wilder's average of `values`, seeded by the mean of the first `period`.

    Yields it as (numerator, denominator) without reducing: the denominators grow with every value, and dividing
    out common factors would take most of the time.
    """
    scale = lcm(*(value.denominator for value in values))
    units = [int(value * scale) for value in values]
    average, power = sum(units[:period]), period
    yield average, power * scale
    for value in units[period:]:
        average, power = average * (period - 1) + value * power, power * period
        yield average, power * scale


def rsi(values, period):
    values = exact(values)
    changes = [after - before for before, after in zip(values, values[1:])]
    gains = wilder([max(change, Fraction(0)) for change in changes], period)
    losses = wilder([max(-change, Fraction(0)) for change in changes], period)
    column = [None] * period
    for (gain, gain_scale), (loss, loss_scale) in zip(gains, losses):
        gain, loss = gain * loss_scale, loss * gain_scale
        column.append(Fraction(100 * gain, gain + loss) if gain + loss else Fraction(0))
    return column[: len(values)]


def atr(high, low, close, period):
    """The first true range needs a close before it, so the first value stands at index `period`."""
    high, low, close = exact(high), exact(low), exact(close)
    ranges = [
        max(high[index], close[index - 1]) - min(low[index], close[index - 1]) for index in range(1, len(close))
    ]
    column = [None] * period + [Fraction(*average) for average in wilder(ranges, period)]
    return column[: len(close)]


def highest(values, period):
    return [max(window) if window else None for window in windows(values, period)]


def lowest(values, period):
    return [min(window) if window else None for window in windows(values, period)]


def windows(values, period):
    """The last `period` values at every index, empty until there are as many."""
    return [values[index + 1 - period : index + 1] if index + 1 >= period else [] for index in range(len(values))]
