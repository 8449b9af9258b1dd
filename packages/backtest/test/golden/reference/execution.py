"""How orders trade, after docs/execution.md. Where the page leaves a choice, a comment names the reading taken."""

from decimal import Decimal

from account import Account
from orders import HUNDRED, ZERO, Order, plain

# What a waiting share holds back is rounded down to this.
HELD_STEP = Decimal("1e-18")


class Machine:
    """The order book of one run. `index` is the candle that trades now, or whose close was seen last."""

    def __init__(self, candles, options):
        self.candles, self.options, self.index = candles, options, -1
        self.account = Account(candles, options.initialCash)
        self.orders, self.working, self.fills = [], [], []

    # What a strategy may do

    @property
    def is_open(self):
        return self.account.quantity > 0

    def buy(self, **request):
        return self.place("buy", request)

    def sell(self, **request):
        return self.place("sell", request)

    def close(self, tag=None):
        # Without a position there is nothing to do, and a sell that waits for the next open is left alone.
        if not self.is_open:
            return None
        for order in [order for order in self.working if order.side == "sell"]:
            self.end(order, "cancelled", "replaced_by_close")
        return self.sell(percentOfPosition=100, tag=tag)

    def cancel(self, order):
        if order.status == "working":
            self.end(order, "cancelled", "cancelled_by_strategy")

    def cancel_all(self):
        for order in list(self.working):
            self.cancel(order)

    # Placing

    def place(self, side, request):
        order = Order.of(len(self.orders) + 1, side, request, self.index)
        self.orders.append(order)
        self.working.append(order)
        if order.size <= 0 or (order.kind.startswith("percent") and order.size > HUNDRED):
            self.end(order, "refused", "invalid_size")
        elif any(price is not None and price <= 0 for price in (order.limit, order.stop)):
            self.end(order, "refused", "invalid_price")
        elif order.type != "market":
            self.hold_back(order)
        return order

    def hold_back(self, order):
        # Whether it comes to a lot is asked when it trades, not here.
        if order.side == "sell":
            quantity = self.sell_quantity(order, self.free_position())
            order.held = quantity or ZERO
            return
        cost, free = self.cost(order), self.free_cash()
        if cost > free:
            self.refuse(order, "insufficient_cash", cost, free)
        else:
            order.held = cost

    def cost(self, order):
        """What a waiting buy holds back."""
        if order.kind == "quantity":
            price = order.limit if order.limit is not None else order.slipped(order.stop, self.options.slippageBps)
            return price * self.floor(order.size) * (1 + max(self.options.makerFeeRate, self.options.takerFeeRate))
        return self.money(order, self.candles.close[self.index], self.free_cash(), HELD_STEP)

    def money(self, order, price, free, step=None):
        """What a buy of an amount or a share may spend, fee included."""
        if order.kind == "quoteAmount":
            return order.size
        whole = free if order.kind == "percentOfCash" else self.account.cash + self.account.quantity * price
        share = order.size / HUNDRED * whole
        return min(share if step is None else share // step * step, free)

    # Trading

    def open_candle(self, index):
        """What happens between the close of the candle before and the close of this one."""
        self.index = index
        candles = self.candles
        for phase in (self.at_open, self.at_stop, self.at_limit):
            for order in list(self.working):
                if order.status == "working":
                    high_first = (order.side == "buy") == (phase == self.at_stop)
                    extreme = candles.high[index] if high_first else candles.low[index]
                    phase(order, candles.open[index] if phase == self.at_open else extreme)

    def at_open(self, order, price):
        if order.type == "market":
            self.fill(order, price, "taker", "market")
        elif order.rests:
            if order.beyond_limit(price, self.options.limitFill):
                taker = order.type == "limit" and self.index == order.created + 1
                self.fill(order, price, "taker" if taker else "maker", "limit_at_open")
        elif order.reaches_stop(price):
            if order.type == "stop-market":
                self.fill(order, price, "taker", "stop_at_open")
            elif order.within_limit(price):
                self.fill(order, price, "taker", "stop_limit_at_open")
            else:
                order.triggered, order.rests_from = True, self.index

    def at_stop(self, order, extreme):
        if order.stop is None or order.triggered or not order.reaches_stop(extreme):
            return
        if order.type == "stop-market":
            self.fill(order, order.stop, "taker", "stop")
        elif order.within_limit(order.stop):
            self.fill(order, order.stop, "taker", "stop_limit")
        else:
            order.triggered, order.rests_from = True, self.index + 1

    def at_limit(self, order, extreme):
        reachable = order.rests and (order.rests_from is None or order.rests_from <= self.index)
        if reachable and order.beyond_limit(extreme, self.options.limitFill):
            self.fill(order, order.limit, "maker", "limit")

    def fill(self, order, price, liquidity, reason):
        taker = liquidity == "taker"
        price = order.slipped(price, self.options.slippageBps) if taker else price
        rate = self.options.takerFeeRate if taker else self.options.makerFeeRate
        if order.side == "buy":
            quantity = self.buy_quantity(order, price, rate)
        else:
            quantity = self.sell_quantity(order, self.free_position() + order.held)
        if quantity == 0:
            self.refuse(order, "below_lot", self.asked(order), self.options.lot)
        elif quantity is not None:
            self.book(order, price, quantity, rate, liquidity, reason)

    def buy_quantity(self, order, price, rate):
        """In whole lots, or None after refusing it. A share is one of the account as it is now, not when placed."""
        free, dear = self.free_cash() + order.held, price * (1 + rate)
        if order.kind == "quantity":
            quantity = self.floor(order.size)
            spent = dear * quantity
        else:
            spent = self.money(order, price, free)
            quantity = spent // (dear * self.options.lot) * self.options.lot
        if spent > free:
            self.refuse(order, "insufficient_cash", spent, free)
            return None
        if quantity == 0 and order.kind != "quantity":
            self.refuse(order, "below_lot", spent, dear * self.options.lot)
            return None
        return quantity

    def sell_quantity(self, order, free):
        """In whole lots, or None after refusing it. A share is one of the whole position, as far as it is free."""
        asked = self.asked(order)
        quantity = self.floor(asked if order.kind == "quantity" else min(asked, free))
        if quantity > free or free == 0:
            self.refuse(order, "insufficient_position", asked, free)
            return None
        return quantity

    def asked(self, order):
        return order.size if order.kind == "quantity" else order.size / HUNDRED * self.account.quantity

    def book(self, order, price, quantity, rate, liquidity, reason):
        if order.side == "buy":
            self.account.bought(self.index, price, quantity, rate)
        else:
            self.account.sold(self.index, price, quantity, rate, order.tag or reason)
        self.fills.append(
            {
                "orderId": order.id,
                "symbol": self.candles.symbol,
                "side": order.side,
                "index": self.index,
                "time": self.candles.time[self.index],
                "price": plain(price),
                "quantity": plain(quantity),
                "fee": plain(price * quantity * rate),
                "liquidity": liquidity,
                "reason": reason,
            }
        )
        order.filled = quantity
        self.end(order, "filled")

    # Bookkeeping

    def floor(self, quantity):
        return quantity // self.options.lot * self.options.lot

    def free_cash(self):
        return self.account.cash - sum((order.held for order in self.working if order.side == "buy"), ZERO)

    def free_position(self):
        return self.account.quantity - sum((order.held for order in self.working if order.side == "sell"), ZERO)

    def refuse(self, order, reason, observed, limit):
        order.observed, order.broken = plain(observed), plain(limit)
        self.end(order, "refused", reason)

    def end(self, order, status, reason=None):
        order.status, order.reason, order.closed, order.held = status, reason, self.index, ZERO
        self.working.remove(order)
