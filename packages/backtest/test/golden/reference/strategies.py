"""The decision rules of the sample strategies, decided on exact indicator values, and a script of given orders."""

from fractions import Fraction

import indicators


def sma_cross(candles, fast=10, slow=30):
    first, second = indicators.sma(candles.close, fast), indicators.sma(candles.close, slow)

    def on_candle(machine):
        now, before = machine.index, machine.index - 1
        if before < 0 or second[before] is None or first[before] is None:
            return
        if first[before] <= second[before] and first[now] > second[now]:
            machine.buy(percentOfEquity=100)
        elif first[before] >= second[before] and first[now] < second[now]:
            machine.close()

    return on_candle


def rsi_reversion(candles, period=14, buyBelow=30, sellAbove=55):
    values = indicators.rsi(candles.close, period)
    low, high = Fraction(repr(buyBelow)), Fraction(repr(sellAbove))

    def on_candle(machine):
        now = values[machine.index]
        if now is None:
            return
        if not machine.is_open and now < low:
            machine.buy(percentOfEquity=100)
        elif machine.is_open and now > high:
            machine.close(tag="recovered")

    return on_candle


def donchian_breakout(candles, entry=20, exit=10):
    ceiling, floor = indicators.highest(candles.high, entry), indicators.lowest(candles.low, exit)

    def on_candle(machine):
        now, before = machine.index, machine.index - 1
        if before < 0:
            return
        close = candles.close[now]
        if not machine.is_open and ceiling[before] is not None and close > ceiling[before]:
            machine.buy(percentOfEquity=100)
        elif machine.is_open and floor[before] is not None and close < floor[before]:
            machine.close(tag="channel-low")

    return on_candle


def bollinger_reversion(candles, period=20, deviations=2):
    bands = indicators.bollinger(candles.close, period)
    width = Fraction(repr(deviations))

    def on_candle(machine):
        middle, variance = bands[machine.index]
        if middle is None:
            return
        below = middle - Fraction(candles.close[machine.index])
        # below > width × √variance, without the root
        if not machine.is_open and below > 0 and below**2 > width**2 * variance:
            machine.buy(percentOfEquity=100)
        elif machine.is_open and below <= 0:
            machine.close(tag="back-at-average")

    return on_candle


def buy_and_hold(candles, percent=100):
    def on_candle(machine):
        if machine.index == 0:
            machine.buy(percentOfEquity=percent)

    return on_candle


def script(candles, actions):
    """Does what a list says: [candle index, verb, argument]; `modify` names the nth order that the script placed."""
    due = {}
    for index, verb, argument in actions:
        due.setdefault(index, []).append((verb, argument))
    placed = []

    def on_candle(machine):
        for verb, argument in due.get(machine.index, ()):
            match verb:
                case "buy":
                    placed.append(machine.buy(**argument))
                case "sell":
                    placed.append(machine.sell(**argument))
                case "oneCancelsOther":
                    placed.extend(machine.one_cancels_other(argument))
                case "modify":
                    machine.modify(placed[argument[0]], argument[1])
                case "close":
                    machine.close(**argument)
                case "cancel":
                    machine.cancel(argument)
                case "cancelAll":
                    machine.cancel_all()

    return on_candle


STRATEGIES = {
    "sma-cross": sma_cross,
    "rsi-reversion": rsi_reversion,
    "donchian-breakout": donchian_breakout,
    "bollinger-reversion": bollinger_reversion,
    "buy-and-hold": buy_and_hold,
    "script": script,
}
