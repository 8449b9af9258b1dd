"""What an order comes to at a price: slippage, size, the candle's volume, the means, the fill."""

from brackets import after_fill
from costs import fee, most_lots, slipped
from desk import Desk
from exact import ZERO, floored
from holding import shared
from sizes import Refused, quantity_of


class Trading(Desk):
    def trade(self, order, price, liquidity, reason):
        options = self.options
        if liquidity == "taker" and options.slippageOn == "takers" or options.slippageOn == "everyFill":
            price = slipped(order, price, options)
        rate = options.takerFeeRate if liquidity == "taker" else options.makerFeeRate
        try:
            wanted = self.wanted(order, price, rate)
        except Refused as refusal:
            return self.refuse(order, refusal)
        if wanted == 0 and order.filled:
            reduces = order.side == "sell" and not self.options.is_margin
            reason = "position_closed" if reduces or order.reduce_only else "insufficient_cash_for_remainder"
            return self.end(order, "cancelled", reason)
        quantity = wanted if reason == "liquidation" else min(wanted, self.capacity())
        if order.time_in_force == "FOK" and quantity < wanted:
            return self.end(order, "cancelled", "fok_not_fillable")
        if quantity == 0:
            return None
        order.settled = order.filled + wanted if order.kind == "share" else order.settled or wanted
        self.book(order, price, quantity, rate, liquidity, reason)

    def wanted(self, order, price, rate):
        if order.settled is not None and order.kind != "share":
            return self.remainder(order, price, rate)
        quantity = quantity_of(order, self, price, rate)
        if not order.reduce_only:
            self.check_bounds(order, quantity, price)
        return quantity

    def remainder(self, order, price, rate):
        """What is left of the quantity settled at the first fill, as far as there are still means for it."""
        left, held = order.settled - order.filled, self.opposite_position(order)
        if order.reduce_only or (order.side == "sell" and not self.options.is_margin):
            affordable = min(held, self.free_position(order))
        else:
            affordable = most_lots(self.free_for(order, price), price, rate, self.options)
            affordable = max(affordable, held) if self.options.is_margin else affordable
        return min(left, affordable)

    def capacity(self):
        if self.options.participation is None:
            return self.options.initialCash * 10**30
        return floored(self.options.participation * self.candle.volume, self.options.lot) - self.taken

    def book(self, order, price, quantity, rate, liquidity, reason):
        paid = fee(price * quantity, rate, self.options)
        self.account.book(order, self.index, price, quantity, rate, paid, reason)
        self.taken += quantity
        self.fills.append(
            {
                "orderId": order.id,
                "symbol": self.candles.symbol,
                "side": order.side,
                "index": self.index,
                "time": self.candles.time[self.index],
                "price": price,
                "quantity": quantity,
                "fee": paid,
                "liquidity": liquidity,
                "reason": reason,
            }
        )
        order.filled += quantity
        spent = price * quantity + paid if order.side == "buy" else quantity
        order.held = max(order.held - spent, ZERO)
        if order.filled == order.settled:
            self.end(order, "filled")
        else:
            order.status = "partially-filled"
        after_fill(order, price, self)

    def end_at_once(self, order):
        if order.time_in_force == "FOK":
            self.end(order, "cancelled", "fok_not_fillable")
        elif order.time_in_force == "IOC":
            self.end(order, "cancelled", "ioc_remainder")

    # Means

    def free_cash(self):
        buys = [order for order in self.working if order.side == "buy"]
        alone = sum((order.held for order in buys if not order.group), ZERO)
        first_of_groups = {id(order.group): order for order in buys if order.group}.values()
        return self.account.cash - alone - sum(map(shared, first_of_groups), ZERO)

    def opposite_position(self, order):
        held = self.account.quantity if order.side == "sell" else -self.account.quantity
        return max(held, ZERO)

    def free_position(self, order):
        """An exit may have sold what a waiting order holds back: then nothing is free."""
        if self.options.is_margin:
            return self.opposite_position(order)
        others = (other.held for other in self.working if other.side == "sell" and other is not order)
        return max(self.account.quantity - sum(others, ZERO), ZERO)

    def only_reduces(self, order, quantity):
        return self.options.is_margin and quantity <= self.opposite_position(order)

    def free_for(self, order, price):
        """Money that the order may use at this price: what it closes sets its exposure free, and needs no money itself."""
        if not self.options.is_margin:
            return self.free_cash() + shared(order)
        account, closing = self.account, self.opposite_position(order) * price
        power = account.equity(price) * self.options.leverage - account.exposure(price) + closing
        return max(power, ZERO) + closing
