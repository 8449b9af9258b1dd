"""Candles from a CSV file, with every price as the exact decimal of its double's shortest spelling."""

import csv
import hashlib
import struct
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal

INTERVALS = {60_000: "1m", 3_600_000: "1h", 86_400_000: "1d"}
COLUMNS = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True)
class Candles:
    symbol: str
    interval_ms: int
    time: list
    open: list
    high: list
    low: list
    close: list
    volume: list

    @property
    def interval(self):
        return INTERVALS[self.interval_ms]

    def __len__(self):
        return len(self.time)

    def sha256(self):
        """The columns one after another, each value a little-endian double."""
        digest = hashlib.sha256()
        for column in (self.time, self.open, self.high, self.low, self.close, self.volume):
            digest.update(little_endian(column))
        return digest.hexdigest()


def little_endian(values):
    return struct.pack(f"<{len(values)}d", *map(float, values))


def shortest(text):
    return Decimal(repr(float(text)))


def epoch_ms(text):
    """Epoch milliseconds, or an ISO date or time taken as UTC."""
    if text.isdigit():
        return int(text)
    moment = datetime.fromisoformat(text)
    return int(moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp() * 1000)


def read_candles(path, symbol, start=None, end=None):
    """Candles of [start, end), both epoch ms or None. The interval is the most common step."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    name = "time" if "time" in rows[0] else "date"
    rows = [(epoch_ms(row[name]), row) for row in rows]
    rows = [(at, row) for at, row in rows if (start is None or at >= start) and (end is None or at < end)]
    time = [at for at, _ in rows]
    steps = Counter(after - before for before, after in zip(time, time[1:]))
    columns = {column: [shortest(row[column]) for _, row in rows] for column in COLUMNS}
    return Candles(symbol=symbol, interval_ms=steps.most_common(1)[0][0], time=time, **columns)
