"""The runs that are kept as golden files: what is given, and which random script is drawn for it."""

from candles import epoch_ms

DATA = "examples/data/sp500-daily.csv"
SYMBOL = "SP500"


def case(strategy, params=None, start=None, end=None, periods_per_year=None, random=None, **options):
    period = {"from": start and epoch_ms(start), "to": end and epoch_ms(end)}
    return {
        "strategy": strategy,
        "params": params or {},
        "candles": {key: at for key, at in period.items() if at is not None},
        "options": options,
        "periodsPerYear": periods_per_year,
        **({"random": random} if random else {}),
    }


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
}
