"""The statistics of docs/statistics.md in 50-digit decimals, from the equity marks as doubles."""

from decimal import Context, Decimal, localcontext

YEAR_MS = Decimal("365.25") * 86_400_000
DIGITS = Context(prec=50)


def statistics(candles, marks, exposed, account, trades, periods_per_year=None):
    """`marks` one double per candle; `exposed` candles with a position at their close. None where no value exists."""
    with localcontext(DIGITS):
        equity = [Decimal(mark) for mark in marks]
        initial, final = Decimal(account["initialCash"]), Decimal(account["finalEquity"])
        years = Decimal(candles.time[-1] - candles.time[0]) / YEAR_MS
        periods = Decimal(periods_per_year) if periods_per_year else (len(candles) - 1) / years if years else None
        growth = ((final / initial).ln() / years).exp() if years and final > 0 else None
        found = {
            "returnPct": (final / initial - 1) * 100,
            "buyAndHoldReturnPct": (candles.close[-1] / candles.close[0] - 1) * 100,
            "cagrPct": None if growth is None else (growth - 1) * 100,
            **of_returns(equity, periods),
            **of_drawdown(candles, equity, initial),
            "exposurePct": Decimal(exposed) / len(candles) * 100,
            **of_trades(trades),
        }
        drawdown, cagr = found["maxDrawdownPct"], found["cagrPct"]
        found["calmar"] = cagr / drawdown if cagr is not None and drawdown else None
        return found


def of_returns(equity, periods):
    if any(mark <= 0 for mark in equity[:-1]):
        return {"annualVolatilityPct": None, "sharpe": None, "sortino": None}
    returns = [(after - before) / before for before, after in zip(equity, equity[1:])]
    if not returns:
        return {"annualVolatilityPct": None, "sharpe": None, "sortino": None}
    mean = sum(returns) / len(returns)
    deviation = sample_deviation(returns, mean)
    noise = 3 * Decimal(2) ** -52 * (1 + max(abs(value) for value in returns))
    if deviation is not None and max(returns) - min(returns) <= noise:
        deviation = Decimal(0)
    downside = (sum(min(value, 0) ** 2 for value in returns) / len(returns)).sqrt()
    return {
        "annualVolatilityPct": None if deviation is None else deviation * periods.sqrt() * 100,
        "sharpe": mean / deviation * periods.sqrt() if deviation else None,
        "sortino": mean * periods / (downside * periods.sqrt()) if downside else None,
    }


def of_drawdown(candles, equity, initial):
    """Marks stand at the close of their candle; the initial cash, as a mark, at the open of the first."""
    peak, peak_at = Decimal(float(initial)), candles.time[0]
    deepest, longest, below = Decimal(0), 0, False
    for opened, mark in zip(candles.time, equity):
        at = opened + candles.interval_ms
        if below or mark < peak:
            longest = max(longest, at - peak_at)
        below = mark < peak
        if below:
            deepest = max(deepest, (peak - mark) / peak)
        else:
            peak, peak_at = mark, at
    return {"maxDrawdownPct": deepest * 100, "maxDrawdownDurationMs": Decimal(longest)}


def drawdowns(equity, initial):
    peak, column = Decimal(float(initial)), []
    with localcontext(DIGITS):
        for mark in map(Decimal, equity):
            peak = max(peak, mark)
            column.append((peak - mark) / peak)
    return column


def of_trades(trades):
    closed = [trade for trade in trades if trade["exitIndex"] is not None]
    profits = [Decimal(trade["profit"]) for trade in closed]
    returns = [trade_return(trade) for trade in closed]
    count = len(closed)
    gained, lost = sum(p for p in profits if p > 0), -sum(p for p in profits if p < 0)
    mean = sum(profits) / count if count else None
    deviation = sample_deviation(profits, mean)
    return {
        "tradeCount": Decimal(count),
        "openTradeCount": Decimal(len(trades) - count),
        "winRatePct": Decimal(sum(p > 0 for p in profits)) / count * 100 if count else None,
        "profitFactor": gained / lost if lost else None,
        "expectancyPct": sum(returns) / count if count else None,
        "sqn": Decimal(count).sqrt() * mean / deviation if deviation else None,
    }


def trade_return(trade):
    with localcontext(DIGITS):
        return Decimal(trade["profit"]) / (Decimal(trade["entryPrice"]) * Decimal(trade["quantity"])) * 100


def sample_deviation(values, mean):
    if len(values) < 2:
        return None
    return (sum((value - mean) ** 2 for value in values) / (len(values) - 1)).sqrt()
