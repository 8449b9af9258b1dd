"""How orders trade, after docs/execution.md. Where the page leaves a choice, a comment names the reading taken."""

from account import Account
from exact import ZERO
from liquidation import is_below, liquidate, on_the_way
from path import first_extreme
from sizes import Refused
from trading import Trading


class Candle:
    def __init__(self, candles, index):
        self.open, self.high, self.low = candles.open[index], candles.high[index], candles.low[index]
        self.close, self.volume = candles.close[index], candles.volume[index]

    def traded_at(self, price):
        return self.low <= price <= self.high


class Machine(Trading):
    """The order book of one run. `index` is the candle that trades now, or whose close was seen last."""

    def __init__(self, candles, options):
        self.candles, self.options, self.index = candles, options, -1
        self.account = Account(candles, options)
        self.places = 0
        self.orders, self.working, self.newborn, self.fills = [], [], [], []

    @property
    def is_open(self):
        return self.account.quantity != 0

    # The candle

    def open_candle(self, index):
        """What happens between the close of the candle before and the close of this one."""
        self.index, self.candle, self.taken = index, Candle(self.candles, index), ZERO
        self.is_at_close = False
        self.expire()
        if self.options.is_margin and is_below(self, self.candle.open):
            liquidate(self, self.candle.open)
        self.meet_open()
        self.meet_newborn(self.candle.open, at_open=True)
        self.walk()
        elapsed = self.candles.time[index] - self.candles.time[max(index - 1, 0)]
        self.account.pay_interest(self.candle.close, elapsed)
        if self.options.fillAt != "nextOpen":
            self.meet_close()

    def after_strategy(self):
        """Even on the last candle, whose other orders never trade."""
        if self.options.fillAt == "close":
            self.meet_close()

    def expire(self):
        for order in list(self.working):
            if order.good_till is not None and self.candles.time[self.index] >= order.good_till:
                self.end(order, "expired", "good_till_date")

    def meet_open(self):
        """All together in the order of placement; what a fill brings to life follows."""
        price, candle = self.candle.open, self.candle
        for order in self.each_working():
            if order.arrives > self.index or order in self.newborn:
                continue
            if order.trail is not None:
                order.trail.follow(price, order.side)
            self.meet_open_with(order, price)
            trades_here = not order.waits_for_trigger and not self.trades_at_close(order)
            if order.is_open and trades_here:
                self.end_at_once(order)

    def meet_open_with(self, order, price):
        if order.is_market:
            # What is left of a triggered stop trades at the next open, of a market order where market orders trade.
            if not self.trades_at_close(order):
                self.trade(order, price, "taker", "market")
        elif order.waits_for_trigger:
            if order.reached(price):
                self.trigger(order, price, at_open=True)
        elif order.trades_as_limit(price, self.options.limitFill):
            is_new = order.arrives == self.index
            if order.post_only and is_new:
                return self.refuse(order, Refused("would_take", price, order.limit))
            self.trade(order, self.limit_price(order), "taker" if is_new else "maker", "limit_at_open")
            order.rests_from = self.index + 1

    def limit_price(self, order):
        candle = self.candle
        if self.options.limitGap == "open":
            return candle.open
        return min(order.limit, candle.high) if order.side == "buy" else max(order.limit, candle.low)

    def meet_close(self):
        self.is_at_close = True
        for order in self.each_working():
            if self.trades_at_close(order) and order.closes_from <= self.index:
                self.trade(order, self.candle.close, "taker", "market_at_close")
                # Tried at this close it is judged again at the next one, not after the strategy.
                order.closes_from = max(order.closes_from, self.index + 1)
                if order.is_open:
                    self.end_at_once(order)

    def trades_at_close(self, order):
        return order.is_market and not order.triggered and self.options.fillAt != "nextOpen"

    def each_working(self):
        """In order of placement, those included that appear on the way."""
        seen = set()
        while True:
            left = [order for order in self.working if order not in seen]
            order = min(left, key=lambda order: order.place, default=None)
            if order is None:
                return
            seen.add(order)
            yield order

    # The path

    def walk(self):
        """From the open to both extremes and to the close, split wherever an order is met."""
        price, candle, visited, target = self.candle.open, self.candle, set(), None
        while True:
            self.meet_newborn(price)
            order = self.first_at(price, target)
            if order is None:
                visited |= {name for name in ("high", "low") if getattr(candle, name) == price}
                aim = self.next_aim(price, visited)
                target = getattr(candle, aim)
                order = self.first_on_the_way(price, target)
                end = on_the_way(self, price, target) if self.options.is_margin else None
                if end is not None and (order is None or abs(end - price) < self.distance(order, price)[0]):
                    price = self.moved_to(end)
                    liquidate(self, price)
                    continue
            if order is not None:
                price = self.moved_to(price if order.reached(price) else order.level)
                self.meet_inside(order, price)
                continue
            price = self.moved_to(target)
            if aim == "close":
                return

    def meet_newborn(self, price, at_open=False):
        """What a fill has brought to life while the price stands at or beyond its level trades there, as a taker."""
        while self.newborn:
            order = self.newborn.pop(0)
            if not order.is_open or order.rests_from > self.index:
                continue
            if order.trail is not None:
                order.trail.follow(price, order.side)
            if at_open:
                self.meet_open_with(order, price)
            elif order.waits_for_trigger and order.reached(price):
                self.trigger(order, price, at_open=False)
            elif not order.waits_for_trigger and order.trades_as_limit(price, self.options.limitFill):
                self.trade(order, price, "taker", "limit")
                order.rests_from = self.index + 1

    def next_aim(self, price, visited):
        left = {"high", "low"} - visited
        if len(left) < 2:
            return left.pop() if left else "close"
        orders = [order for order in self.working if self.is_in_walk(order)]
        return first_extreme(self.options.path, self.candle, orders, self.account.quantity, price)

    def first_at(self, price, target):
        """What waits at the price itself, given where the price was heading, is met before it turns or goes on."""
        if target is None:
            return None
        order = self.first_on_the_way(price, target)
        return order if order is not None and self.distance(order, price)[0] == 0 else None

    def is_in_walk(self, order):
        return order.rests_from <= self.index and not order.is_market and order.level is not None

    def moved_to(self, price):
        for order in self.working:
            if order.trail is not None and order.rests_from <= self.index:
                order.trail.follow(price, order.side)
        return price

    def first_on_the_way(self, price, target):
        met = [order for order in self.working if self.is_in_walk(order) and self.is_met(order, price, target)]
        return min(met, key=lambda order: self.distance(order, price), default=None)

    def is_met(self, order, price, target):
        if order.waits_for_trigger:
            return order.reached(price) or order.reached(target)
        rule = self.options.limitFill
        return order.reached(target) and (order.trades_as_limit(price, rule) or order.trades_as_limit(target, rule))

    def distance(self, order, price):
        """At one level: stops and touches, then trailing stops, then limits, each by age."""
        rank = 2 if not order.waits_for_trigger else 1 if order.trail is not None else 0
        return (ZERO if order.reached(price) else abs(order.level - price), rank, order.place)

    def meet_inside(self, order, price):
        if order.waits_for_trigger:
            self.trigger(order, price, at_open=False)
        else:
            self.trade(order, price, "maker", "limit")
            order.rests_from = self.index + 1

    def trigger(self, order, price, at_open):
        if order.within_limit(price):
            self.trade(order, self.gap_price(order) if at_open else price, "taker", self.name(order, at_open))
            order.rests_from = self.index + 1
            order.triggered = True
            return
        order.triggered = True
        from_now = at_open or self.options.stopLimitFrom == "fill"
        order.rests_from = self.index if from_now else self.index + 1

    def gap_price(self, order):
        rule = self.options.stopGap if order.limit is None else self.options.stopLimitGap
        if order.stop is not None and rule == "stop" and self.candle.traded_at(order.stop):
            return order.stop
        return self.candle.open

    def name(self, order, at_open):
        if order.trail is not None:
            name = "trailing_stop"
        elif order.touch is not None:
            name = "touch"
        else:
            name = "stop" if order.limit is None else "stop_limit"
        return name + ("_at_open" if at_open else "")
