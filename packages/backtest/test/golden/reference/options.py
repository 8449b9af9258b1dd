"""The settings of a run that the reference knows, with their defaults."""

from dataclasses import dataclass, fields
from decimal import Decimal

from exact import ZERO, decimal


@dataclass(frozen=True)
class Options:
    # account
    initialCash: Decimal = Decimal(100_000)
    makerFeeRate: Decimal = Decimal("0.001")
    takerFeeRate: Decimal = Decimal("0.001")
    fixedFee: Decimal = ZERO
    minimumFee: Decimal = ZERO
    feeCurrency: str = "quote"
    model: str = "spot"
    lots: str = "fifo"
    leverage: Decimal = Decimal(1)
    maintenanceMarginRate: Decimal | None = None
    borrowRate: Decimal = ZERO
    # execution
    fillAt: str = "nextOpen"
    limitFill: str = "cross"
    stopGap: str = "open"
    limitGap: str = "open"
    stopLimitGap: str = "open"
    stopLimitFrom: str = "nextCandle"
    bracketFrom: str = "fill"
    trailingPath: str = "path"
    path: str = "worst"
    fillsPerCandle: str = "any"
    slippageBps: Decimal = ZERO
    slippageOn: str = "takers"
    participation: Decimal | None = None
    latencyCandles: int = 0
    latencyMs: int = 0
    # market rules
    lot: Decimal = Decimal("0.00000001")
    tick: Decimal | None = None
    minimumValue: Decimal | None = None
    maximumQuantity: Decimal | None = None

    @staticmethod
    def of(given):
        """`given` is what the package takes: { account, execution, rules }."""
        flat = {**given.get("account", {}), **given.get("execution", {}), **given.get("rules", {}).get("*", {})}
        fee = flat.pop("feeRate", None)
        if fee is not None:
            flat = {"makerFeeRate": fee, "takerFeeRate": fee, **flat}
        fees, latency = flat.pop("fees", {}), flat.pop("latency", {})
        renamed = {"fixed": "fixedFee", "minimum": "minimumFee", "currency": "feeCurrency"}
        flat.update({renamed[key]: value for key, value in fees.items()})
        flat.update(latencyCandles=latency.get("candles", 0), latencyMs=latency.get("milliseconds", 0))
        kinds = {field.name: str(field.type) for field in fields(Options)}
        return Options(**{key: decimal(value) if "Decimal" in kinds[key] else value for key, value in flat.items()})

    @property
    def is_margin(self):
        return self.model == "margin"

    @property
    def maintenance(self):
        """Half of 1 / leverage unless given; as a fraction's two parts, since 1 / leverage may not end."""
        if self.maintenanceMarginRate is not None:
            return self.maintenanceMarginRate, Decimal(1)
        return Decimal(1), 2 * self.leverage
