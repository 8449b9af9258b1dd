"""The runs that are kept as golden files: what is given, and which random script is drawn for it."""

from candles import epoch_ms

DATA = "examples/data/sp500-daily.csv"
SYMBOL = "SP500"


def case(
    strategy, params=None, start=None, end=None, periods_per_year=None, random=None, actions=None, **options
):
    period = {"from": start and epoch_ms(start), "to": end and epoch_ms(end)}
    return {
        "strategy": strategy,
        "params": params or {},
        "candles": {key: at for key, at in period.items() if at is not None},
        "options": options_of(options),
        "periodsPerYear": periods_per_year,
        **({"random": random} if random else {}),
        **({"actions": actions} if actions else {}),
    }


# Orders whose price or cost is met exactly and not by a digit more. The prices are those of the candle that follows.
EXACT_EDGES = [
    [0, "buy", {"quantity": "1"}],
    [0, "buy", {"quoteAmount": "1455.219971"}],
    [1, "sell", {"percentOfPosition": 100}],
    [1, "buy", {"quantity": "2"}],
    [2, "sell", {"quantity": "2", "stop": "1402.109985", "limit": "1402.109985", "tag": "both-at-open"}],
    [3, "buy", {"quantity": "2", "limit": "1402.109985", "tag": "all-cash"}],
    [4, "sell", {"quantity": "1", "limit": "1441.469971", "tag": "touches-open"}],
    [5, "sell", {"quantity": "1", "stop": "1434.420044", "limit": "1434.420044", "tag": "both-at-low"}],
    [6, "buy", {"quantity": "1", "stop": "1442.599976", "limit": "1442.599976", "tag": "both-at-high"}],
    [7, "buy", {"quantity": "0.5", "stop": "1432.25", "limit": "1432.25", "tag": "both-at-open"}],
    [8, "sell", {"quantity": "0.5", "limit": "1473", "tag": "touches-high"}],
    [9, "sell", {"quantity": "0.5", "stop": "1465.150024", "tag": "touches-open"}],
    [10, "sell", {"quantity": "0.5", "stop": "1448.680054", "tag": "touches-low"}],
    [11, "buy", {"quantity": "0.25", "stop": "1465.709961", "tag": "touches-high"}],
    [12, "buy", {"quantity": "0.25", "stop": "1453.180054", "limit": "1441.359985", "tag": "rests-then-touches-open"}],
    [12, "buy", {"quantity": "0.25", "stop": "1453.180054", "limit": "1442", "tag": "rests-then-better-open"}],
]

ACCOUNT = (
    "initialCash", "feeRate", "makerFeeRate", "takerFeeRate", "fees", "model", "lots", "leverage",
    "maintenanceMarginRate", "borrowRate",
)  # fmt: skip


def options_of(given):
    """As the package takes them."""
    groups = {"account": {}, "execution": {}, "rules": {}}
    for key, value in given.items():
        if key == "rules":
            groups["rules"] = {"*": value}
        else:
            groups["account" if key in ACCOUNT else "execution"][key] = value
    return {name: group for name, group in groups.items() if group}


FIXED_PATHS = ("openHighLowClose", "openLowHighClose", "nearestExtremeFirst", "byColour")
PATHS = ("worst", "best", *FIXED_PATHS)
# The search for the worst path is not known here: what it might change goes along a fixed one.
FIXED = {"path": "openLowHighClose"}
# What the scripts of a group use, and the options that go with it.
GROUPS = {
    "touch-and-trail": (("touch", "trail"), {**FIXED, "stopLimitFrom": "fill", "slippageBps": "3"}),
    "brackets": (("bracket", "trail"), {**FIXED, "lots": "lifo"}),
    "brackets-next-candle": (
        ("bracket", "trail", "sizes"),
        {**FIXED, "bracketFrom": "nextCandle", "limitFill": "touch"},
    ),
    "one-cancels-other": (("group", "modify", "touch"), {**FIXED, "stopLimitFrom": "fill"}),
    "conditions": (("timeInForce", "postOnly", "reduceOnly", "sizes"), {"lot": "0.001"}),
    "gaps": (("bracket", "touch"), {"stopGap": "stop", "limitGap": "limit", "stopLimitGap": "stop"}),
    "at-the-close": (("bracket", "modify"), {"fillAt": "close", "slippageBps": "1.5"}),
    "at-the-next-close": (("bracket", "sizes"), {**FIXED, "fillAt": "nextClose"}),
    "latency": (("modify", "group", "timeInForce"), {"latency": {"milliseconds": 86_400_001}}),
    "participation": (("touch", "sizes"), {"participation": "0.0000000001", "lot": "0.001"}),
    "margin": (
        ("margin", "bracket", "reduceOnly", "sizes", "touch"),
        {"model": "margin", "leverage": 5, "borrowRate": "0.08", "slippageBps": 2, "lots": "lifo"},
    ),
    "costs": (
        ("bracket", "touch"),
        {"fees": {"fixed": "0.75", "minimum": 3}, "slippageBps": 12, "slippageOn": "everyFill", "makerFeeRate": 0},
    ),
    "market-rules": (
        ("rules", "bracket", "touch"),
        {"slippageBps": 4, "rules": {"tick": "0.5", "lot": "0.01", "minimumValue": 2000, "maximumQuantity": 25}},
    ),
}


def path_case(path, seed):
    is_searched = path == "best"
    features = ("touch", "bracket") if is_searched else ("touch", "trail", "bracket", "group")
    options = {"bracketFrom": "nextCandle"} if is_searched else {}
    random = {"seed": seed, "density": 0.5, "exact": 0.1, "features": list(features)}
    return case("script", random=random, start="2008-09-01", end="2009-02-01", path=path, **options)


def group_case(name, seed):
    features, options = GROUPS[name]
    random = {"seed": seed, "density": 0.5, "exact": 0.1, "features": list(features)}
    return case("script", random=random, start="2020-02-01", end="2020-07-01", **options)


CASES = {
    "sma-cross": case("sma-cross", {"fast": 10, "slow": 30}),
    "rsi-reversion": case("rsi-reversion", {"period": 14, "buyBelow": 30, "sellAbove": 55}),
    "donchian-breakout": case("donchian-breakout", {"entry": 20, "exit": 10}),
    "bollinger-reversion": case("bollinger-reversion", {"period": 20, "deviations": 2}),
    "buy-and-hold": case("buy-and-hold", {"percent": 100}),
    "sma-cross-with-costs": case(
        "sma-cross",
        {"fast": 3, "slow": 8},
        start="2008-01-01",
        end="2010-01-01",
        makerFeeRate="0.0002",
        takerFeeRate="0.0035",
        slippageBps="7.5",
        lot="0.1",
        periods_per_year=252,
    ),
    "rsi-reversion-whole-lots": case(
        "rsi-reversion",
        {"period": 7, "buyBelow": 25.5, "sellAbove": 70.25},
        start="2011-06-15",
        feeRate="0.0005",
        initialCash="5000.55",
        lot="1",
    ),
    "random-orders-cross": case(
        "script",
        random={"seed": 1, "density": 0.3},
        start="2008-06-01",
        end="2009-10-01",
        slippageBps="2.5",
        lot="0.001",
    ),
    "random-orders-touch": case(
        "script",
        random={"seed": 2, "density": 0.3},
        start="2018-01-01",
        end="2019-05-01",
        limitFill="touch",
        makerFeeRate="0",
        takerFeeRate="0.002",
        initialCash="250000.55",
    ),
    "random-orders-dear": case(
        "script",
        random={"seed": 3, "density": 0.5},
        start="2001-01-01",
        end="2001-12-01",
        makerFeeRate="0.003",
        takerFeeRate="0.001",
        slippageBps="12.5",
        lot="0.05",
    ),
    "random-orders-exact": case(
        "script",
        random={"seed": 4, "density": 0.25, "wild": 0, "exact": 1},
        start="2009-01-01",
        end="2011-01-01",
        makerFeeRate="0.0005",
        takerFeeRate="0.001",
        slippageBps="0.5",
    ),
    "exact-edges-cross": case("script", end="2000-02-01", actions=EXACT_EDGES, feeRate=0, initialCash="2910.439942"),
    "exact-edges-touch": case(
        "script", end="2000-02-01", actions=EXACT_EDGES, feeRate=0, initialCash="2910.439942", limitFill="touch"
    ),
    "sma-cross-touching": case("sma-cross", {"fast": 1, "slow": 2}),
    "bollinger-reversion-touching": case("bollinger-reversion", {"period": 2, "deviations": 0.7}),
    **{f"path-{path}": path_case(path, seed) for seed, path in enumerate(PATHS, start=11)},
    **{f"orders-{name}": group_case(name, seed) for seed, name in enumerate(GROUPS, start=21)},
}
