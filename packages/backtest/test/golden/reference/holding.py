"""What the waiting orders of a spot account hold back: docs/execution.md, What an order holds back."""

from decimal import Decimal

from costs import cost, slipped
from exact import HUNDRED, ZERO, floored
from sizes import Refused, closing_quantity

# What a waiting share holds back is rounded down to this.
HELD_STEP = Decimal("1e-18")


def held_back(order, machine):
    """Cash for a buy, base for a sell; Refused where that much is not free. Sells of a group hold back nothing."""
    if order.side == "buy":
        free, wanted = machine.free_cash() + shared(order), cash_for(order, machine)
        if wanted > free:
            raise Refused("insufficient_cash", wanted, free)
        return wanted
    quantity = base_for(order, machine)
    return ZERO if order.group else quantity


def shared(order):
    """What an order holds back, or the orders of which only one can trade together: the dearest of them counts."""
    return max((other.held for other in order.group if not other.has_ended), default=order.held)


def assumed_price(order, machine):
    """The limit, or the price at which it becomes a market order, of a buy with slippage."""
    if order.limit is not None:
        return order.limit
    close = machine.candles.close[machine.index]
    price = next((price for price in (order.stop, order.touch) if price is not None), close)
    return slipped(order, price, machine.options) if order.side == "buy" else price


def cash_for(order, machine):
    options, free = machine.options, machine.free_cash() + shared(order)
    close, share = machine.candles.close[machine.index], order.size / HUNDRED
    price, dearer = assumed_price(order, machine), max(options.makerFeeRate, options.takerFeeRate)
    if order.settled is not None:
        return cost(price, order.settled - order.filled, dearer, options)
    if order.kind == "quantity":
        return cost(price, floored(order.size, options.lot), dearer, options)
    if order.kind == "quoteAmount":
        return order.size
    if order.kind == "percentOfCash":
        return floored(share * free, HELD_STEP)
    if order.kind == "percentOfEquity":
        return min(floored(share * machine.account.equity(close), HELD_STEP), free)
    move = abs(price - order.reference) if order.kind == "riskPercent" else order.reference
    money = share * machine.account.equity(close)
    quantity = floored(money, move * options.lot) / move if move else ZERO
    return min(cost(price, quantity, dearer, options), free)


def base_for(order, machine):
    """As what it sells, but whether that comes to a lot is seen when it trades."""
    if order.settled is not None:
        left, free = order.settled - order.filled, machine.free_position(order)
        if left > free or free == 0:
            raise Refused("insufficient_position", left, free)
        return left
    try:
        return closing_quantity(order, machine, assumed_price(order, machine))
    except Refused as refusal:
        if refusal.reason == "below_lot":
            return ZERO
        raise
