"""Cash, position and lots of one run, in decimals that are never rounded."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from exact import ZERO, plain

YEAR_MS = Decimal("365.25") * 86_400_000


def part_of(amount, part, whole):
    """Of a fee that belongs to a whole fill: in proportion, rounded down at 18 decimals; the last part takes the rest."""
    if part == whole:
        return amount
    share = Fraction(amount * part) / Fraction(whole)
    return Decimal(share.numerator * 10**18 // share.denominator).scaleb(-18)


@dataclass
class Lot:
    side: str
    quantity: Decimal
    price: Decimal
    index: int
    rate: Decimal
    # What the fill paid beyond its rate, for what is left of the lot.
    extra: Decimal
    tag: str | None


@dataclass
class Account:
    candles: object
    options: object
    quantity: Decimal = ZERO
    realised: Decimal = ZERO
    fees_paid: Decimal = ZERO
    interest_paid: Decimal = ZERO
    lots: list = field(default_factory=list)
    trades: list = field(default_factory=list)

    def __post_init__(self):
        self.initial = self.cash = self.options.initialCash

    def equity(self, price):
        return self.cash + self.quantity * price

    def exposure(self, price):
        return abs(self.quantity) * price

    def book(self, order, index, price, quantity, rate, fee, reason):
        sign = 1 if order.side == "buy" else -1
        self.cash -= sign * price * quantity + fee
        self.fees_paid += fee
        extra = fee - price * quantity * rate
        closing = min(quantity, max(-sign * self.quantity, ZERO))
        of_closing = part_of(extra, closing, quantity)
        self.close_lots(order, index, price, closing, rate, of_closing, reason)
        self.quantity += sign * quantity
        left, extra = quantity - closing, extra - of_closing
        if left > 0:
            self.lots.append(Lot("long" if sign > 0 else "short", left, price, index, rate, extra, order.tag))

    def close_lots(self, order, index, price, quantity, rate, extra, reason):
        """One trade for each lot that the fill closes."""
        against = "short" if order.side == "buy" else "long"
        while quantity > 0:
            lot = self.lots[-1 if self.options.lots == "lifo" else 0]
            part = min(lot.quantity, quantity)
            extras = part_of(lot.extra, part, lot.quantity), part_of(extra, part, quantity)
            fees = part * lot.price * lot.rate + part * price * rate + sum(extras)
            gain = part * (price - lot.price) * (1 if against == "long" else -1)
            exit = {"exitIndex": index, "exitTime": self.candles.time[index], "exitPrice": plain(price)}
            self.trades.append(self.trade(lot, part, gain, fees, exit, order.tag or reason))
            self.realised += gain
            lot.quantity, lot.extra = lot.quantity - part, lot.extra - extras[0]
            quantity, extra = quantity - part, extra - extras[1]
            if lot.quantity == 0:
                self.lots.remove(lot)

    def trade(self, lot, quantity, gain, fees, exit, reason):
        return {
            "symbol": self.candles.symbol,
            "side": lot.side,
            "quantity": plain(quantity),
            "entryIndex": lot.index,
            "entryTime": self.candles.time[lot.index],
            "entryPrice": plain(lot.price),
            **exit,
            "fees": plain(fees),
            "profit": plain(gain - fees),
            "entryTag": lot.tag,
            "exitReason": reason,
        }

    def pay_interest(self, price, milliseconds):
        """On borrowed cash and on the value of shorts, rounded up at 18 decimals."""
        borrowed = max(-self.cash, ZERO) + max(-self.quantity, ZERO) * price
        share = Fraction(borrowed * self.options.borrowRate * milliseconds) / Fraction(YEAR_MS)
        interest = Decimal(-(-share.numerator * 10**18 // share.denominator)).scaleb(-18)
        self.cash -= interest
        self.interest_paid += interest

    def gain_of(self, lot, price):
        return lot.quantity * (price - lot.price) * (1 if lot.side == "long" else -1)

    def all_trades(self):
        """The closed trades, then what is still open, valued at the last close."""
        mark, none = self.candles.close[-1], {"exitIndex": None, "exitTime": None, "exitPrice": None}
        return self.trades + [
            self.trade(lot, lot.quantity, self.gain_of(lot, mark), self.fee_of(lot), none, "open") for lot in self.lots
        ]

    def fee_of(self, lot):
        return lot.quantity * lot.price * lot.rate + lot.extra

    def report(self):
        mark = self.candles.close[-1]
        unrealised = sum((self.gain_of(lot, mark) for lot in self.lots), ZERO)
        equity = self.equity(mark)
        assert equity == self.initial + self.realised + unrealised - self.fees_paid - self.interest_paid
        assert self.quantity == sum(lot.quantity * (1 if lot.side == "long" else -1) for lot in self.lots)
        held = {"quantity": self.quantity, "mark": mark, "unrealised": unrealised}
        figures = {
            "finalEquity": equity,
            "realised": self.realised,
            "unrealised": unrealised,
            "feesPaid": self.fees_paid,
            "interestPaid": self.interest_paid,
        }
        position = {"symbol": self.candles.symbol, "positionSide": None}
        return {
            "initialCash": plain(self.initial),
            "cash": plain(self.cash),
            "positions": [{**position, **{name: plain(value) for name, value in held.items()}}],
            **{name: plain(value) for name, value in figures.items()},
        }
