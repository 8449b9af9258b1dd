"""Scripts of random orders of every type, priced around the candles they are placed on."""

import random
from decimal import Context, Decimal, localcontext


def random_actions(seed, candles, density=0.15, wild=0.03, exact=0.25):
    """Actions for strategies.script: about `density` a candle, of which `wild` ask for what must be refused.

    `exact` of the prices are prices of a candle that follows, so that touching and crossing differ.
    """
    rng = random.Random(seed)
    actions, placed = [], 0
    with localcontext(Context(prec=28)):
        for index in range(len(candles)):
            while rng.random() < density:
                verb = rng.choices(("buy", "sell", "cancel", "cancelAll", "close"), (48, 30, 12, 2, 8))[0]
                if verb in ("buy", "sell"):
                    actions.append([index, verb, order(rng, verb, candles, index, wild, exact)])
                    placed += 1
                elif verb == "cancel" and placed:
                    actions.append([index, verb, rng.randrange(max(0, placed - 6), placed)])
                elif verb == "close":
                    actions.append([index, verb, rng.choice(({"tag": "flat"}, {}, {}))])
                elif verb == "cancelAll":
                    actions.append([index, verb, None])
    return actions


def order(rng, side, candles, index, wild, exact):
    kind = rng.choice(("market", "limit", "stop-market", "stop-limit"))
    wanted = size(rng, side, candles.close[index], wild)
    if kind in ("limit", "stop-limit"):
        wanted["limit"] = price(rng, candles, index, wild, exact)
    if kind in ("stop-market", "stop-limit"):
        wanted["stop"] = price(rng, candles, index, wild, exact)
    if rng.random() < 0.2:
        wanted["tag"] = rng.choice(("a", "b"))
    return wanted


def size(rng, side, close, wild):
    if rng.random() < wild:
        return {"quantity": rng.choice(("0", "-1", "0.000000001"))}
    shares = ("quoteAmount", "percentOfEquity", "percentOfCash") if side == "buy" else ("percentOfPosition",)
    kind = rng.choice(("quantity", *shares))
    if kind == "quoteAmount":
        return {kind: text(Decimal(rng.uniform(10, 60_000)), rng.choice((0, 2, 7)))}
    if kind == "quantity":
        return {kind: text(Decimal(rng.uniform(10, 40_000)) / close, rng.choice((2, 6, 8, 10)))}
    if rng.random() < wild:
        return {kind: 101}
    return {kind: rng.choice((100, 50, 33.3, 25, text(Decimal(rng.uniform(0.01, 100)), 3)))}


def price(rng, candles, index, wild, exact):
    if rng.random() < wild:
        return rng.choice(("0", "-3"))
    if rng.random() < exact:
        column = rng.choice((candles.open, candles.high, candles.low, candles.close))
        return format(column[min(index + rng.choice((1, 1, 2, 3)), len(candles) - 1)], "f")
    span = candles.high[index] - candles.low[index]
    return text(candles.close[index] + span * Decimal(rng.uniform(-1.5, 1.5)), rng.choice((2, 4, 6)))


def text(value, places):
    return format(round(value, places), "f")
