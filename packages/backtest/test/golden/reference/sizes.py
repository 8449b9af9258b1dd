"""How much an order trades at a price: docs/execution.md, How much."""

from costs import cost, most_lots
from exact import HUNDRED, ZERO, floored


class Refused(Exception):
    def __init__(self, reason, observed, limit):
        super().__init__(reason)
        self.reason, self.observed, self.limit = reason, observed, limit


def quantity_of(order, machine, price, rate):
    """In whole lots, or Refused."""
    if order.kind == "share":
        return share_of_entry(order, machine)
    if order.reduce_only:
        return reducing_quantity(order, machine, price, rate)
    opens = order.side == "buy" if not machine.options.is_margin else order.kind != "percentOfPosition"
    return opening_quantity(order, machine, price, rate) if opens else closing_quantity(order, machine, price)


def share_of_entry(order, machine):
    """What the entry has filled and the exits have not closed yet, as far as it is still held."""
    return min(unclosed(order.entry), machine.opposite_position(order))


def unclosed(entry):
    return entry.filled - sum((exit.filled for exit in entry.exits), ZERO)


def reducing_quantity(order, machine, price, rate):
    # What other orders hold back is not there to be reduced.
    held, lot = min(machine.opposite_position(order), machine.free_position(order)), machine.options.lot
    if held <= 0:
        raise Refused("nothing_to_reduce", order.size, ZERO)
    asked = asked_quantity(order, machine, price, rate)
    if asked >= held:
        return held
    if floored(asked, lot) == 0:
        raise Refused("below_lot", asked, lot)
    return floored(asked, lot)


def asked_quantity(order, machine, price, rate):
    """What is asked for, whether or not there are means for it; not floored."""
    account, options = machine.account, machine.options
    share = order.size / HUNDRED
    if order.kind == "quantity":
        return order.size
    if order.kind == "percentOfPosition":
        return share * machine.opposite_position(order)
    if order.kind == "quoteAmount":
        if order.reduce_only or (order.side == "sell" and not options.is_margin):
            return floored(order.size, price * options.lot) / price
        return most_lots(order.size, price, rate, options)
    if order.kind == "percentOfEquity":
        return most_lots(share * account.equity(price), price, rate, options)
    if order.kind == "percentOfCash":
        return most_lots(share * machine.free_for(order, price), price, rate, options)
    move = abs(price - order.reference) if order.kind == "riskPercent" else order.reference
    money = share * account.equity(price)
    return ZERO if move == 0 or money <= 0 else floored(money, move * options.lot) / move


def opening_quantity(order, machine, price, rate):
    options, free = machine.options, machine.free_for(order, price)
    lot = options.lot
    if order.kind == "quantity":
        quantity = floored(order.size, lot)
        if quantity == 0:
            raise Refused("below_lot", order.size, lot)
        if not machine.only_reduces(order, quantity) and cost(price, quantity, rate, options) > free:
            raise Refused("insufficient_cash", cost(price, quantity, rate, options), free)
        return quantity
    if order.kind == "quoteAmount" and order.size > free:
        raise Refused("insufficient_cash", order.size, free)
    quantity = min(asked_quantity(order, machine, price, rate), most_lots(free, price, rate, options))
    if quantity == 0:
        money = min(money_of(order, machine, price, free), free)
        raise Refused("below_lot", money, cost(price, lot, rate, options))
    return quantity


def money_of(order, machine, price, free):
    """The money that an amount or a share is."""
    if order.kind == "quoteAmount":
        return order.size
    if order.kind in ("riskPercent", "volatilityTarget"):
        return free
    whole = free if order.kind == "percentOfCash" else machine.account.equity(price)
    return order.size / HUNDRED * whole


def closing_quantity(order, machine, price):
    """Of a spot sell, or a share of a position; a share is one of the whole position, as far as it is free."""
    free, lot = machine.free_position(order), machine.options.lot
    asked = asked_quantity(order, machine, price, None)
    if order.kind == "percentOfPosition":
        quantity = min(asked, free)
        quantity = quantity if quantity == machine.opposite_position(order) else floored(quantity, lot)
    else:
        quantity = floored(asked, lot)
    if quantity > free or free == 0:
        raise Refused("insufficient_position", asked, free)
    if quantity == 0:
        raise Refused("below_lot", asked, lot)
    return quantity
