"""Orders that depend on one another: attached exits, and orders of which one cancels the others."""

from exact import HUNDRED, against
from orders import Order
from sizes import unclosed


def attach(entry, request, machine):
    for name in ("stopLoss", "takeProfit"):
        if request.get(name) is not None:
            id, is_profit, tick = len(machine.orders) + 1, name == "takeProfit", machine.options.tick
            exit = Order.exit(id, entry, request[name], is_profit, machine.index, tick)
            exit.place = machine.next_place()
            entry.exits.append(exit)
            machine.orders.append(exit)


def after_fill(order, price, machine):
    for other in order.group:
        if other is not order:
            machine.end(other, "cancelled", "one_cancels_other")
    if order.entry is not None and unclosed(order.entry) == 0:
        for other in order.entry.exits:
            if other is not order:
                machine.end(other, "cancelled", "one_cancels_other")
        machine.end(order.entry, "cancelled", "bracket_closed")
    wake_exits(order, price, machine)
    for exit in list(machine.working):
        if exit.kind == "share" and machine.opposite_position(exit) == 0:
            machine.end(exit, "cancelled", "position_closed")


def wake_exits(entry, price, machine):
    """At the entry's first fill its exits begin to work, at a distance from its price."""
    for exit in entry.exits:
        if exit.status != "waiting":
            continue
        exit.status = "working"
        waits = machine.options.bracketFrom == "nextCandle" or machine.is_at_close
        exit.arrives = exit.rests_from = machine.index + waits
        if exit.percent is not None:
            away = exit.percent / HUNDRED * (1 if exit.is_profit == (entry.side == "buy") else -1)
            level = against(price * (1 + away), exit.side, machine.options.tick)
            exit.limit, exit.stop = (level, None) if exit.is_profit else (None, level)
        machine.working.append(exit)
        if not waits:
            machine.newborn.append(exit)


def after_end(order, machine):
    """Exits of an entry that never filled end with it."""
    for exit in order.exits:
        if exit.status == "waiting" and order.filled == 0:
            machine.end(exit, "cancelled", "parent_ended")
