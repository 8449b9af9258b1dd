"""Random runs on random candles with random settings, one JSON line each, for campaign.ts to compare with the engine."""

import json
import random
from decimal import Decimal

from candles import Candles
from golden import fill_row, order_row, trade_row
from random_orders import random_actions
from run import run

DAY = 86_400_000
GROUPS = (
    "touch", "trail", "bracket", "group", "timeInForce", "postOnly", "reduceOnly", "sizes", "participation", "slippage",
    "fees", "rules", "fillAt", "latency", "lots", "gaps", "modify", "margin", "path",
)  # fmt: skip
FIXED_PATHS = ("openHighLowClose", "openLowHighClose", "nearestExtremeFirst", "byColour")
# The search for the worst path is not known here.
FIXED = {"path": "openLowHighClose"}


def campaign(first, last, only=None):
    """Run number n uses the groups named, or about a third of all."""
    for seed in range(first, last + 1):
        rng = random.Random(seed)
        features = only if only is not None else [name for name in GROUPS if rng.random() < 0.35]
        candles = random_candles(rng, rng.randint(10, 80))
        given = {
            "strategy": "script",
            "params": {},
            "options": random_options(rng, features),
            "periodsPerYear": None,
            "actions": random_actions(seed, candles, density=0.55, exact=0.4, features=features),
        }
        print(json.dumps({"name": f"{seed} {','.join(features)}", **line(given, candles)}))


def line(given, candles):
    result = run(candles, "script", {"actions": given["actions"]}, given["options"])
    columns = {name: [float(value) for value in getattr(candles, name)] for name in ("open", "high", "low", "close", "volume")}
    return {
        "given": given,
        "candles": {"time": candles.time, **columns},
        "expected": {
            "orders": [order_row(order) for order in result["orders"]],
            "fills": [fill_row(fill) for fill in result["fills"]],
            "trades": [trade_row(trade) for trade in result["trades"]],
            "account": result["account"],
        },
    }


def random_candles(rng, count):
    """A walk on a grid of halves, so that prices, limits and stops often meet exactly; sometimes a day is missing."""
    close, day, rows = 200, 0, []
    for _ in range(count):
        open = max(20, close + rng.choice((0, 0, 0, rng.randint(-9, 9))))
        close = max(20, open + rng.randint(-8, 8))
        high, low = max(open, close) + rng.randint(0, 6), max(4, min(open, close) - rng.randint(0, 6))
        volume = rng.choice((0, 1, 50, 400, 2000))
        rows.append((day * DAY, *(Decimal(value) / 2 for value in (open, high, low, close)), Decimal(volume)))
        day += rng.choice((1, 1, 1, 1, 3))
    return Candles("RANDOM", DAY, *map(list, zip(*rows)))


def random_options(rng, features):
    account = {"initialCash": rng.choice(("100000", "20000.55")), "feeRate": rng.choice(("0", "0.001", "0.0025"))}
    execution = {**FIXED, "lot": rng.choice(("0.00000001", "0.001", "0.25", "1"))}
    choices = {
        "slippage": (execution, {"slippageBps": ("2.5", "12.5", 300), "slippageOn": ("takers", "everyFill")}),
        "participation": (execution, {"participation": ("0.1", "0.5", 1)}),
        "fillAt": (execution, {"fillAt": ("close", "nextClose")}),
        "latency": (execution, {"latency": ({"candles": 1}, {"candles": 2}, {"milliseconds": 1}, {"milliseconds": DAY})}),
        "path": (execution, {"path": FIXED_PATHS, "limitFill": ("cross", "touch")}),
        "gaps": (execution, {"stopGap": ("stop", "open"), "limitGap": ("limit", "open"), "stopLimitGap": ("stop", "open")}),
        "bracket": (execution, {"bracketFrom": ("fill", "nextCandle")}),
        "lots": (account, {"lots": ("lifo", "fifo")}),
        "margin": (account, {"model": ("margin",), "leverage": (1, 2, 5), "borrowRate": ("0", "0.2")}),
        "fees": (account, {"makerFeeRate": ("0", "0.004"), "fees": ({"fixed": 2}, {"minimum": "4.5"}, {"fixed": 1, "minimum": 3})}),
    }
    for name, (group, values) in choices.items():
        if name in features:
            group.update({key: rng.choice(value) for key, value in values.items()})
    execution["stopLimitFrom"] = rng.choice(("fill", "nextCandle"))
    rules = {"tick": "0.5", "minimumValue": 50, "maximumQuantity": 300, "lot": execution["lot"]} if "rules" in features else None
    return {"account": account, "execution": execution, **({"rules": {"*": rules}} if rules else {})}
