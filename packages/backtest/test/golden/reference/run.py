"""One run: candles, a strategy and options in; orders, fills, trades, account, statistics and marks out."""

from execution import Machine
from options import Options
from statistics import drawdowns, statistics, trade_return
from strategies import STRATEGIES


def run(candles, strategy, params=None, options=None, periods_per_year=None):
    machine = Machine(candles, Options.of(options or {}))
    account = machine.account
    on_candle = STRATEGIES[strategy](candles, **(params or {}))
    marks, exposed = [], 0
    for index, close in enumerate(candles.close):
        machine.open_candle(index)
        on_candle(machine)
        machine.after_strategy()
        marks.append(float(account.equity(close)))
        exposed += machine.is_open
    trades = account.all_trades()
    return {
        "account": account.report(),
        "orders": machine.orders,
        "fills": machine.fills,
        "trades": trades,
        "tradeReturns": [float(trade_return(trade)) for trade in trades],
        "stats": statistics(candles, marks, exposed, account.report(), trades, periods_per_year),
        "equity": marks,
        "drawdown": [float(value) for value in drawdowns(marks, account.initial)],
    }
