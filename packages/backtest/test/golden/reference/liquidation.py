"""Closes the position of a margin account once its equity falls below the maintenance margin."""

from decimal import Decimal
from fractions import Fraction

from orders import Order


def is_below(machine, price):
    """Equity below maintenance margin rate × exposure; without a position never."""
    share, parts = machine.options.maintenance
    account = machine.account
    return account.quantity != 0 and account.equity(price) * parts < share * account.exposure(price)


def on_the_way(machine, price, target):
    """Where the account falls below its margin while the price goes to the target, or None.

    cash + quantity × p = rate × |quantity| × p, solved for p: as the nearest double, which is what a price is.
    """
    if is_below(machine, price):
        return price
    if not is_below(machine, target):
        return None
    share, parts = (Fraction(part) for part in machine.options.maintenance)
    quantity, cash = Fraction(machine.account.quantity), Fraction(machine.account.cash)
    level = Decimal(repr(float(cash / (share / parts * abs(quantity) - quantity))))
    return min(max(level, min(price, target)), max(price, target))


def liquidate(machine, price):
    for order in sorted(machine.working, key=lambda order: order.place):
        machine.end(order, "cancelled", "liquidated")
    side = "sell" if machine.account.quantity > 0 else "buy"
    order = Order(len(machine.orders) + 1, side, "percentOfPosition", Decimal(100), machine.index - 1, reduce_only=True)
    order.tag, order.place = "liquidation", machine.next_place()
    machine.orders.append(order)
    machine.working.append(order)
    machine.trade(order, price, "taker", "liquidation")
