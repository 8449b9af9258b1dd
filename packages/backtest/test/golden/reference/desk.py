"""What a strategy may do: place, change, cancel and close."""

from brackets import after_end, attach
from exact import HUNDRED, ZERO, decimal, floored
from holding import held_back
from orders import Order
from sizes import Refused

# With leverage a share of equity may be more than all of it.
AT_MOST_ALL = ("percentOfCash", "percentOfPosition", "riskPercent")


def side_first(request):
    return request["side"], {key: value for key, value in request.items() if key != "side"}


class Desk:
    def buy(self, **request):
        return self.place("buy", request)

    def sell(self, **request):
        return self.place("sell", request)

    def one_cancels_other(self, requests):
        group = []
        return [self.place(side, request, group) for side, request in map(side_first, requests)]

    def close(self, tag=None):
        """Without a position there is nothing to do, and an order that waits for the next open is left alone."""
        if not self.is_open:
            return
        side = "sell" if self.account.quantity > 0 else "buy"
        for order in list(self.working):
            if order.side == side:
                self.end(order, "cancelled", "replaced_by_close")
        self.place(side, {"percentOfPosition": 100, "tag": tag})

    def cancel(self, id):
        if 1 <= id <= len(self.orders):
            self.end(self.orders[id - 1], "cancelled", "cancelled_by_strategy")

    def cancel_all(self):
        for order in list(self.orders):
            self.end(order, "cancelled", "cancelled_by_strategy")

    def modify(self, order, change):
        """It meets the next open as a new order does; a change that would be refused leaves the order as it was."""
        if order.has_ended:
            return
        before = dict(order.__dict__)
        order.held = ZERO
        for name in ("limit", "stop", "touch"):
            if name in change:
                setattr(order, name, decimal(change[name]))
        if "quantity" in change:
            order.kind, order.size = "quantity", decimal(change["quantity"])
            if order.settled is not None:
                order.settled = floored(order.size, self.options.lot)
        try:
            self.accept(order)
        except Refused:
            order.__dict__.update(before)
            return
        # A stop that was reached stays reached; its place in the queue is lost.
        order.place = self.next_place()
        self.send(order)

    def place(self, side, request, group=None):
        order = Order.of(len(self.orders) + 1, side, request, self.index, self.options.tick)
        order.place = self.next_place()
        self.orders.append(order)
        self.working.append(order)
        self.send(order)
        if group is not None:
            group.append(order)
            order.group = group
        try:
            self.accept(order)
        except Refused as refusal:
            self.refuse(order, refusal)
            return order
        # Of an order that is refused at once the exits are never placed.
        attach(order, request, self)
        return order

    def next_place(self):
        self.places += 1
        return self.places

    def send(self, order):
        """Its first candle, beyond the last one where it never arrives."""
        options, time, interval = self.options, self.candles.time, self.candles.interval_ms
        there = time[self.index] + interval + options.latencyMs
        first = self.index + 1 + options.latencyCandles
        while first < len(time) and options.latencyMs and time[first] < there:
            first += 1
        last = self.index + options.latencyCandles
        while last < len(time) and time[last] + interval < there:
            last += 1
        order.arrives = order.rests_from = first
        order.closes_from = last if options.fillAt == "close" else first

    def accept(self, order):
        """What can be judged when it is placed."""
        options = self.options
        prices = [price for price in (order.limit, order.stop, order.touch) if price is not None]
        has_maximum = order.kind in AT_MOST_ALL or (order.kind == "percentOfEquity" and not options.is_margin)
        if order.size <= 0 or (has_maximum and order.size > HUNDRED):
            raise Refused("invalid_size", None, None)
        if any(price <= 0 for price in prices):
            raise Refused("invalid_price", None, None)
        for price in prices:
            if options.tick is not None and price % options.tick != 0:
                raise Refused("off_tick", price, options.tick)
        quantity = floored(order.size, options.lot)
        # Whether it comes to a lot is seen when it trades.
        if not order.reduce_only and order.kind == "quantity" and quantity > 0:
            self.check_bounds(order, quantity, prices[0] if prices else None)
        if order.settled is not None and order.settled <= order.filled:
            raise Refused("invalid_size", None, None)
        # What is left of a triggered stop trades as a market order, and still holds back what it needs.
        if order.is_priced and not options.is_margin and not order.reduce_only:
            order.held = held_back(order, self)

    def check_bounds(self, order, quantity, price):
        largest, least = self.options.maximumQuantity, self.options.minimumValue
        if largest is not None and quantity > largest:
            raise Refused("above_maximum_quantity", quantity, largest)
        if least is not None and price is not None and price * quantity < least:
            raise Refused("below_minimum_value", price * quantity, least)

    def refuse(self, order, refusal):
        """One that has filled in part, and was changed since, is cancelled instead."""
        if order.filled:
            return self.end(order, "cancelled", refusal.reason)
        order.observed, order.broken = refusal.observed, refusal.limit
        self.end(order, "refused", refusal.reason)

    def end(self, order, status, reason=None):
        if order.has_ended:
            return
        order.status, order.reason, order.closed = status, reason, self.index
        if order in self.working:
            self.working.remove(order)
        order.held = ZERO
        after_end(order, self)
