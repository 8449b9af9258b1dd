"""What an order is, and which prices it asks for."""

from dataclasses import dataclass, field
from decimal import Decimal

from exact import HUNDRED, ZERO, against, decimal

SIZES = (
    "quantity", "quoteAmount", "percentOfEquity", "percentOfCash", "percentOfPosition", "riskPercent",
    "volatilityTarget",
)  # fmt: skip
ENDS = ("filled", "cancelled", "refused", "expired")


def price_of(request, name):
    return None if request.get(name) is None else decimal(request[name])


@dataclass(eq=False)
class Trail:
    """`best` is None until it is active."""

    kind: str
    value: Decimal
    activation: Decimal | None
    tick: Decimal | None
    best: Decimal | None = None

    @staticmethod
    def of(request, tick):
        if request is None:
            return None
        kind = next(key for key in ("amount", "percent") if key in request)
        return Trail(kind, decimal(request[kind]), price_of(request, "activation"), tick)

    def follow(self, price, side):
        """It follows the highest price for a sell, the lowest for a buy."""
        further = max if side == "sell" else min
        if self.best is not None:
            self.best = further(self.best, price)
        elif self.activation is None or further(price, self.activation) == price:
            self.best = price

    def level(self, side):
        if self.best is None:
            return None
        distance = self.value if self.kind == "amount" else self.value / HUNDRED * self.best
        return against(self.best - distance if side == "sell" else self.best + distance, side, self.tick)


@dataclass(eq=False)
class Order:
    id: int
    side: str
    kind: str
    size: Decimal
    created: int
    limit: Decimal | None = None
    stop: Decimal | None = None
    touch: Decimal | None = None
    trail: Trail | None = None
    reference: Decimal = ZERO
    tag: str | None = None
    time_in_force: str = "GTC"
    good_till: int | None = None
    post_only: bool = False
    reduce_only: bool = False
    status: str = "working"
    reason: str | None = None
    observed: object = None
    broken: object = None
    closed: int | None = None
    # Where it stands among the others: by age until a change sends it to the end of the queue.
    place: int = 0
    # First candle that it meets.
    arrives: int = 0
    # First candle at whose close a market order can trade, where market orders trade at a close.
    closes_from: int = 0
    # First candle inside which it can trade.
    rests_from: int = 0
    # A stop-limit or limit-if-touched order that has become a limit order.
    triggered: bool = False
    # Quantity settled at the first fill, and what of it has traded.
    settled: Decimal | None = None
    filled: Decimal = ZERO
    held: Decimal = ZERO
    # Orders of which the first to fill cancels the others.
    group: list = field(default_factory=list)
    # For a bracket's exit: the entry; for an entry: its exits.
    entry: object = None
    exits: list = field(default_factory=list)
    # Percent of the entry's price, to be turned into `stop` or `limit`.
    percent: Decimal | None = None

    @staticmethod
    def of(id, side, request, created, tick):
        kind = next(key for key in SIZES if key in request)
        size, reference = request[kind], ZERO
        if kind == "volatilityTarget":
            size, reference = size["percent"], decimal(size["of"])
        order = Order(id, side, kind, decimal(size), created)
        order.limit, order.stop, order.touch = (price_of(request, name) for name in ("limit", "stop", "touch"))
        if kind == "riskPercent":
            loss = request["stopLoss"]
            order.reference = decimal(loss["price"] if isinstance(loss, dict) else loss)
        else:
            order.reference = reference
        order.trail = Trail.of(request.get("trail"), tick)
        order.tag, order.good_till = request.get("tag"), request.get("goodTill")
        order.time_in_force = request.get("timeInForce", "GTC")
        order.post_only, order.reduce_only = request.get("postOnly", False), request.get("reduceOnly", False)
        return order

    @staticmethod
    def exit(id, entry, request, is_profit, created, tick):
        """One of the exits of a bracket: it reduces what the entry has filled."""
        request = request if isinstance(request, dict) else {"price": request}
        side = "sell" if entry.side == "buy" else "buy"
        order = Order(id, side, "share", ZERO, created, entry=entry, status="waiting", reduce_only=True)
        order.tag = request.get("tag", "takeProfit" if is_profit else "stopLoss")
        order.trail = Trail.of(request.get("trail"), tick)
        order.percent = price_of(request, "percent")
        if is_profit:
            order.limit = price_of(request, "price")
        else:
            order.stop, order.limit = price_of(request, "price"), price_of(request, "limit")
        order.is_profit = is_profit
        return order

    is_profit = False

    @property
    def has_ended(self):
        return self.status in ENDS

    @property
    def is_open(self):
        """It may trade."""
        return self.status in ("working", "partially-filled")

    @property
    def is_market(self):
        return self.limit is None and not self.waits_for_trigger

    @property
    def is_priced(self):
        return any(price is not None for price in (self.limit, self.stop, self.touch, self.trail))

    @property
    def waits_for_trigger(self):
        return not self.triggered and not (self.stop is None and self.touch is None and self.trail is None)

    @property
    def level(self):
        """The price at which something happens; None for a market order and for a trail that is not active."""
        if not self.waits_for_trigger:
            return self.limit
        if self.trail is not None:
            return self.trail.level(self.side)
        return self.stop if self.stop is not None else self.touch

    @property
    def is_met_from_below(self):
        """Buy stops lie above the market, buy limits and buy touches below; for a sell it is the other way round."""
        is_stop = self.waits_for_trigger and self.touch is None
        return is_stop == (self.side == "buy")

    def reached(self, price):
        level = self.level
        return level is not None and (price >= level if self.is_met_from_below else price <= level)

    def trades_as_limit(self, price, rule):
        """Reached, and under `cross` traded through."""
        return self.reached(price) and (rule == "touch" or price != self.limit)

    def within_limit(self, price):
        return self.limit is None or (price <= self.limit if self.side == "buy" else price >= self.limit)
