"""Scripts of random orders of every type, priced around the candles they are placed on."""

import random
from decimal import Context, Decimal, localcontext


def random_actions(seed, candles, density=0.15, wild=0.03, exact=0.25, features=()):
    """Actions for strategies.script: about `density` a candle, of which `wild` ask for what must be refused.

    `exact` of the prices are prices of a candle that follows, so that touching and crossing differ.
    """
    with localcontext(Context(prec=28)):
        return Script(random.Random(seed), candles, wild, exact, features).actions(density)


class Script:
    def __init__(self, rng, candles, wild, exact, features):
        self.rng, self.candles, self.wild, self.exact, self.features = rng, candles, wild, exact, features
        self.index = self.ids = 0
        # What can be changed of each order placed so far.
        self.placed = []

    def actions(self, density):
        actions = []
        for self.index in range(len(self.candles)):
            while self.rng.random() < density:
                actions.append([self.index, *self.action()])
        return actions

    def has(self, feature, chance):
        return feature in self.features and self.rng.random() < chance

    def action(self):
        verb = self.rng.choices(("buy", "sell", "cancel", "cancelAll", "close"), (48, 30, 12, 2, 8))[0]
        if verb in ("buy", "sell"):
            if self.has("group", 0.15):
                sides = [self.rng.choice((verb, verb, "buy", "sell")) for _ in range(self.rng.choice((2, 2, 3)))]
                return "oneCancelsOther", [{"side": side, **self.order(side, is_alone=False)} for side in sides]
            return verb, self.order(verb)
        if verb == "close":
            return verb, self.rng.choice(({"tag": "flat"}, {}, {}))
        if verb == "cancelAll":
            return verb, None
        if self.placed and self.has("modify", 0.5):
            nth = self.rng.randrange(max(0, len(self.placed) - 6), len(self.placed))
            return "modify", [nth, self.change(self.placed[nth])]
        return verb, self.recent_id()

    def recent_id(self):
        return self.rng.randrange(max(1, self.ids - 8), self.ids + 2)

    def order(self, side, is_alone=True):
        self.ids += 1
        rng, wanted = self.rng, {}
        types = ["market", "limit", "stop", "stopLimit"]
        types += ["touch", "touchLimit"] * ("touch" in self.features) + ["trail"] * ("trail" in self.features)
        type = rng.choice(types if is_alone else types[1:])
        opens = side == "buy" or "margin" in self.features
        wanted.update(self.size(side, opens))
        if type in ("limit", "stopLimit", "touchLimit"):
            wanted["limit"] = self.price()
        if type in ("stop", "stopLimit"):
            wanted["stop"] = self.price()
        if type in ("touch", "touchLimit"):
            wanted["touch"] = self.price()
        if type == "trail":
            wanted["trail"] = self.trail()
        if rng.random() < 0.2:
            wanted["tag"] = rng.choice(("a", "b"))
        if self.has("timeInForce", 0.3):
            wanted.update(self.time_in_force(type))
        if type == "limit" and self.has("postOnly", 0.3) and "timeInForce" not in wanted:
            wanted["postOnly"] = True
        if self.has("reduceOnly", 0.2) and "riskPercent" not in wanted:
            wanted["reduceOnly"] = True
        elif opens and is_alone and self.has("bracket", 0.4) and "stopLoss" not in wanted:
            wanted.update(self.exits(side))
        elif "stopLoss" in wanted:
            self.ids += 1
        self.placed.append([name for name in ("limit", "stop", "touch", "quantity") if name in wanted])
        return wanted

    def size(self, side, opens):
        rng, close = self.rng, self.candles.close[self.index]
        if rng.random() < self.wild:
            return {"quantity": rng.choice(("0", "-1", "0.000000001"))}
        if opens:
            kinds = ["quantity", "quoteAmount", "percentOfEquity", "percentOfCash"]
            kinds += ["riskPercent", "volatilityTarget"] * ("sizes" in self.features)
        else:
            kinds = ["quantity", "percentOfPosition"]
        if opens and side == "sell" or "margin" in self.features:
            kinds += ["percentOfPosition"]
        if not opens and "sizes" in self.features:
            kinds += ["quoteAmount"]
        kind = rng.choice(kinds)
        if kind == "quoteAmount":
            return {kind: text(Decimal(rng.uniform(10, 60_000)), rng.choice((0, 2, 7)))}
        if kind == "quantity":
            return {kind: text(Decimal(rng.uniform(10, 40_000)) / close, rng.choice((2, 6, 8, 10)))}
        if kind == "volatilityTarget":
            return {kind: {"percent": rng.choice((0.5, 1, "2.25")), "of": text(close / 50, 4)}}
        if kind == "riskPercent":
            away = Decimal(rng.uniform(0.5, 10)) * close / 100
            price = self.grid(close - away if side == "buy" else close + away)
            return {kind: rng.choice((0.5, 1, "2.5")), "stopLoss": rng.choice((price, {"price": price, "tag": "loss"}))}
        if rng.random() < self.wild:
            return {kind: 101} if "margin" not in self.features else {kind: 0}
        return {kind: rng.choice((100, 50, 33.3, 25, text(Decimal(rng.uniform(0.01, 100)), 3)))}

    def price(self):
        rng, candles, index = self.rng, self.candles, self.index
        if rng.random() < self.wild:
            return rng.choice(("0", "-3"))
        if rng.random() < self.exact:
            column = rng.choice((candles.open, candles.high, candles.low, candles.close))
            return format(column[min(index + rng.choice((1, 1, 2, 3)), len(candles) - 1)], "f")
        span = candles.high[index] - candles.low[index]
        return self.grid(candles.close[index] + span * Decimal(rng.uniform(-1.5, 1.5)))

    def grid(self, value):
        """To the tick of runs with rules, else with any number of digits."""
        value = max(value, Decimal("0.5"))
        if "rules" in self.features:
            return text(value * 2, 0) if self.rng.random() < self.wild else text(round(value * 2) / Decimal(2), 1)
        return text(value, self.rng.choice((2, 4, 6)))

    def trail(self):
        rng, close = self.rng, self.candles.close[self.index]
        kind = rng.choice(("amount", "percent"))
        span = self.candles.high[self.index] - self.candles.low[self.index] + close / 200
        value = text(span * Decimal(rng.uniform(0.1, 1.5)), 2) if kind == "amount" else rng.choice((1, 0.5, 3, "7.25"))
        trail = {kind: value if value != "0.00" else "0.5"}
        if rng.random() < 0.4:
            trail["activation"] = self.grid(close + span * Decimal(rng.uniform(-1, 1)))
        return trail

    def time_in_force(self, type):
        if self.rng.random() < 0.4 and type in ("market", "limit"):
            return {"timeInForce": self.rng.choice(("IOC", "FOK"))}
        step = self.rng.choice((1, 2, 3, 5)) * self.candles.interval_ms
        return {"goodTill": self.candles.time[self.index] + self.candles.interval_ms + step - self.rng.choice((0, 1))}

    def exits(self, side):
        """At a price or at a percentage, sometimes on the wrong side of the market."""
        rng, close, found = self.rng, self.candles.close[self.index], {}
        sign = 1 if side == "buy" else -1
        span = self.candles.high[self.index] - self.candles.low[self.index] + close / 100
        if rng.random() < 0.75:
            self.ids += 1
            away = self.grid(close - sign * span * Decimal(rng.uniform(-0.2, 2)))
            found["stopLoss"] = rng.choice((away, {"price": away, "tag": "loss"}, {"percent": rng.choice((1, 2.5, "0.3"))}))
            if "trail" in self.features and rng.random() < 0.3:
                found["stopLoss"] = {"trail": self.trail()}
        if rng.random() < 0.75 or not found:
            self.ids += 1
            away = self.grid(close + sign * span * Decimal(rng.uniform(-0.2, 2)))
            found["takeProfit"] = rng.choice((away, {"price": away, "tag": "gain"}, {"percent": rng.choice((1, 2.5, "0.3"))}))
        return found

    def change(self, fields):
        wanted = {field: self.price() for field in fields if field != "quantity" and self.rng.random() < 0.6}
        if "quantity" in fields and (not wanted or self.rng.random() < 0.4):
            close = self.candles.close[self.index]
            wanted["quantity"] = text(Decimal(self.rng.uniform(10, 40_000)) / close, 4)
        return wanted


def text(value, places):
    return format(round(value, places), "f")
