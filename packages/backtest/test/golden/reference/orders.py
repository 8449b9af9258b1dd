"""Exact decimals, the options of a run, and what an order and a lot are."""

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, setcontext

# A calculation that would have to round raises instead.
EXACT = Context(prec=400, traps=[Inexact, InvalidOperation])
setcontext(EXACT)

ZERO = Decimal(0)
HUNDRED = Decimal(100)
BUY_SIZES = ("quantity", "quoteAmount", "percentOfEquity", "percentOfCash")
SELL_SIZES = ("quantity", "percentOfPosition")


def decimal(value):
    """A number means its shortest spelling, a string means itself."""
    return Decimal(value if isinstance(value, str) else repr(value))


def plain(value):
    """Without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Options:
    initialCash: Decimal = Decimal(100_000)
    makerFeeRate: Decimal = Decimal("0.001")
    takerFeeRate: Decimal = Decimal("0.001")
    slippageBps: Decimal = ZERO
    lot: Decimal = Decimal("0.00000001")
    limitFill: str = "cross"

    @staticmethod
    def of(given):
        given = dict(given)
        fee = given.pop("feeRate", None)
        if fee is not None:
            given = {"makerFeeRate": fee, "takerFeeRate": fee, **given}
        return Options(**{key: value if key == "limitFill" else decimal(value) for key, value in given.items()})


@dataclass
class Order:
    id: int
    side: str
    kind: str
    size: Decimal
    limit: Decimal | None
    stop: Decimal | None
    tag: str | None
    created: int
    status: str = "working"
    reason: str | None = None
    observed: str | None = None
    broken: str | None = None
    closed: int | None = None
    filled: Decimal | None = None
    held: Decimal = ZERO
    # A stop-limit that has become a limit order, and the first candle inside which it can be reached.
    triggered: bool = False
    rests_from: int | None = None

    @staticmethod
    def of(id, side, request, created):
        kind = next(key for key in (BUY_SIZES if side == "buy" else SELL_SIZES) if key in request)
        limit, stop = (None if request.get(key) is None else decimal(request[key]) for key in ("limit", "stop"))
        return Order(id, side, kind, decimal(request[kind]), limit, stop, request.get("tag"), created)

    @property
    def type(self):
        if self.stop is None:
            return "market" if self.limit is None else "limit"
        return "stop-market" if self.limit is None else "stop-limit"

    @property
    def rests(self):
        return self.type == "limit" or self.triggered

    # A buy asks for prices at or below its limit and at or above its stop, a sell for the opposite.

    def within_limit(self, price):
        return price <= self.limit if self.side == "buy" else price >= self.limit

    def beyond_limit(self, price, rule):
        return self.within_limit(price) and (rule == "touch" or price != self.limit)

    def reaches_stop(self, price):
        return price >= self.stop if self.side == "buy" else price <= self.stop

    def slipped(self, price, bps):
        if self.side == "buy":
            price *= 1 + bps / 10_000
            return price if self.limit is None else min(price, self.limit)
        price *= 1 - bps / 10_000
        return price if self.limit is None else max(price, self.limit)


@dataclass
class Lot:
    quantity: Decimal
    price: Decimal
    index: int
    fee_rate: Decimal
