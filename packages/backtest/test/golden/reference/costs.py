"""Fees, slippage and what a quantity costs."""

from exact import ceiled, floored


def fee(value, rate, options):
    """The dearer of rate and fixed part together, and the minimum."""
    return max(value * rate + options.fixedFee, options.minimumFee)


def cost(price, quantity, rate, options):
    """c(q) of docs/execution.md."""
    value = price * quantity
    return value + fee(value, rate, options)


def most_lots(money, price, rate, options):
    """The largest whole number of lots with c(q) ≤ money, as a quantity."""
    for_rate = floored(money - options.fixedFee, price * (1 + rate) * options.lot) / (price * (1 + rate))
    for_minimum = floored(money - options.minimumFee, price * options.lot) / price
    return max(min(for_rate, for_minimum), 0)


def slipped(order, price, options):
    """Against the order, to the tick against it, and never beyond its own limit."""
    share, is_buy = options.slippageBps / 10_000, order.side == "buy"
    moved = price * (1 + share) if is_buy else price * (1 - share)
    if share and options.tick is not None:
        moved = (ceiled if is_buy else floored)(moved, options.tick)
    if order.limit is None:
        return moved
    return min(moved, order.limit) if is_buy else max(moved, order.limit)
