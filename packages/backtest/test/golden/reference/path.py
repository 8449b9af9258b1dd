"""In which order a candle visits its two extremes."""


def first_extreme(rule, candle, orders, position, price):
    """`high` or `low`, asked anew whenever the price has visited neither of them."""
    if rule == "openHighLowClose":
        return "high"
    if rule == "openLowHighClose":
        return "low"
    if rule == "byColour":
        return "low" if candle.close >= candle.open else "high"
    if rule == "nearestExtremeFirst":
        return "high" if candle.high - candle.open < candle.open - candle.low else "low"
    worst = adverse_extreme(candle, orders, position, price)
    if rule == "best":
        return "low" if worst == "high" else "high"
    return worst


def adverse_extreme(candle, orders, position, price):
    if position != 0:
        return "low" if position > 0 else "high"
    within = [order for order in orders if order.level is not None and candle.low <= order.level <= candle.high]
    waiting = [order for order in within if order.waits_for_trigger and order.trail is None and lies_ahead(order, price)]
    if waiting:
        nearest = min(waiting, key=lambda order: (abs(order.level - price), order.level))
        return "high" if nearest.level > price else "low"
    has_buy_limit = any(order.side == "buy" and not order.waits_for_trigger for order in within)
    return "high" if has_buy_limit else "low"


def lies_ahead(order, price):
    return order.level > price if order.is_met_from_below else order.level < price
