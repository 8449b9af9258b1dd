"""A run as a golden file: lists as checksums of their canonical text with a few rows, figures in full."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from candles import read_candles
from cases import CASES, DATA, SYMBOL
from exact import plain
from random_orders import random_actions
from run import run

ROOT = Path(__file__).resolve().parents[5]
COMMAND = "python3 packages/backtest/test/golden/reference/main.py write"
FILL = ("orderId", "side", "index", "time", "price", "quantity", "fee", "liquidity", "reason")
TRADE = (
    "side", "quantity", "entryIndex", "entryTime", "entryPrice", "exitIndex", "exitTime", "exitPrice", "fees", "profit",
    "entryTag", "exitReason",
)  # fmt: skip


@dataclass(frozen=True)
class Golden:
    document: dict
    orders: list
    fills: list
    trades: list


def golden(name):
    given = CASES[name]
    candles = read_candles(ROOT / DATA, SYMBOL, given["candles"].get("from"), given["candles"].get("to"))
    if "random" in given:
        given = {**given, "actions": random_actions(candles=candles, **given["random"])}
    script = {"actions": given["actions"]} if "actions" in given else {}
    result = run(candles, given["strategy"], {**given["params"], **script}, given["options"], given["periodsPerYear"])
    orders = [order_row(order) for order in result["orders"]]
    fills = [fill_row(fill) for fill in result["fills"]]
    trades = [trade_row(trade) for trade in result["trades"]]
    document = {
        "provenance": provenance(),
        "given": given,
        "expected": {
            "candleCount": len(candles),
            "dataSha256": candles.sha256(),
            "orders": summary(orders),
            "fills": summary(fills),
            "trades": summary(trades),
            "account": result["account"],
            "stats": {key: None if value is None else float(value) for key, value in result["stats"].items()},
            "equity": marks(result),
        },
    }
    return Golden(document, orders, fills, trades)


def provenance():
    return {
        "made": "by the Python reference in reference/, which shares no code with the package",
        "command": COMMAND,
        "data": DATA,
        "dataFileSha256": hashlib.sha256((ROOT / DATA).read_bytes()).hexdigest(),
    }


def order_row(order):
    filled = plain(order.filled) if order.filled else None
    found = [None if value is None else plain(value) for value in (order.observed, order.broken)]
    return [order.id, order.side, order.status, order.reason, *found, order.created, order.closed, filled]


def fill_row(fill):
    return [plain(value) if isinstance(value, Decimal) else value for value in map(fill.get, FILL)]


def trade_row(trade):
    return [trade[key] for key in TRADE]


def canonical(rows):
    """One row a line, each as JSON without spaces."""
    return "\n".join(json.dumps(row, separators=(",", ":")) for row in rows)


def summary(rows):
    sha256 = hashlib.sha256(canonical(rows).encode()).hexdigest()
    return {"count": len(rows), "sha256": sha256, "first": rows[:2], "last": rows[-2:]}


def marks(result):
    """[index, equity, drawdown] of about a dozen candles, the last one included."""
    last = len(result["equity"]) - 1
    chosen = sorted({last * part // 11 for part in range(12)})
    return [[index, result["equity"][index], result["drawdown"][index]] for index in chosen]


def text_of(document):
    """Indented, with the innermost lists on one line."""
    return "{\n" + ",\n".join(f'  "{key}": {block(value, 2)}' for key, value in document.items()) + "\n}\n"


def block(value, indent):
    flat = json.dumps(value)
    if not isinstance(value, (dict, list)) or len(flat) <= 110 or (isinstance(value, list) and not nested(value)):
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {block(item, indent + 2)}" for key, item in value.items()]
        return "{\n" + ",\n".join(pad + row for row in rows) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + json.dumps(row) for row in value) + "\n" + " " * indent + "]"


def nested(rows):
    return any(isinstance(row, (dict, list)) for row in rows)
