"""Cash, position and lots of one run, in decimals that are never rounded."""

from dataclasses import dataclass, field
from decimal import Decimal

from orders import ZERO, Lot, plain


@dataclass
class Account:
    candles: object
    initial: Decimal
    quantity: Decimal = ZERO
    realised: Decimal = ZERO
    fees_paid: Decimal = ZERO
    lots: list = field(default_factory=list)
    trades: list = field(default_factory=list)

    def __post_init__(self):
        self.cash = self.initial

    def bought(self, index, price, quantity, rate):
        self.cash -= price * quantity * (1 + rate)
        self.fees_paid += price * quantity * rate
        self.quantity += quantity
        self.lots.append(Lot(quantity, price, index, rate))

    def sold(self, index, price, quantity, rate, reason):
        """First in, first out; one trade for each lot that the sell touches."""
        self.cash += price * quantity * (1 - rate)
        self.fees_paid += price * quantity * rate
        self.quantity -= quantity
        while quantity > 0:
            lot = self.lots[0]
            part = min(lot.quantity, quantity)
            self.realised += part * (price - lot.price)
            exit = {"exitIndex": index, "exitTime": self.candles.time[index], "exitPrice": plain(price)}
            self.trades.append(self.trade(lot, part, price, part * price * rate, exit, reason))
            lot.quantity -= part
            quantity -= part
            if lot.quantity == 0:
                self.lots.pop(0)

    def trade(self, lot, quantity, value, exit_fee, exit, reason):
        fees = quantity * lot.price * lot.fee_rate + exit_fee
        return {
            "symbol": self.candles.symbol,
            "side": "long",
            "quantity": plain(quantity),
            "entryIndex": lot.index,
            "entryTime": self.candles.time[lot.index],
            "entryPrice": plain(lot.price),
            **exit,
            "fees": plain(fees),
            "profit": plain(quantity * (value - lot.price) - fees),
            "exitReason": reason,
        }

    def all_trades(self):
        """The closed trades, then what is still open, valued at the last close."""
        mark, none = self.candles.close[-1], {"exitIndex": None, "exitTime": None, "exitPrice": None}
        return self.trades + [self.trade(lot, lot.quantity, mark, ZERO, none, "open") for lot in self.lots]

    def report(self):
        mark = self.candles.close[-1]
        unrealised = sum((lot.quantity * (mark - lot.price) for lot in self.lots), ZERO)
        equity = self.cash + self.quantity * mark
        assert equity == self.initial + self.realised + unrealised - self.fees_paid
        figures = {
            "initialCash": self.initial,
            "cash": self.cash,
            "quantity": self.quantity,
            "mark": mark,
            "finalEquity": equity,
            "realised": self.realised,
            "unrealised": unrealised,
            "feesPaid": self.fees_paid,
        }
        return {name: plain(value) for name, value in figures.items()}
