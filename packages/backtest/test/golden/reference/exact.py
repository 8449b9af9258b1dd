"""Decimals that raise where they would have to round."""

from decimal import Context, Decimal, Inexact, InvalidOperation, setcontext

EXACT = Context(prec=600, traps=[Inexact, InvalidOperation])
setcontext(EXACT)

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def decimal(value):
    """A number means its shortest spelling, a string means itself."""
    return value if isinstance(value, Decimal) else Decimal(value if isinstance(value, str) else repr(value))


def plain(value):
    """Without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def floored(value, step):
    """Of a value not below zero: decimals divide towards zero."""
    return value // step * step


def ceiled(value, step):
    down = floored(value, step)
    return down if down == value else down + step


def against(price, side, tick):
    """On the market's tick, so that a fill there is never the better for it."""
    if tick is None:
        return price
    return floored(price, tick) if side == "sell" else ceiled(price, tick)
