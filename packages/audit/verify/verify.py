#!/usr/bin/env python3
"""Verifies a Tezgah audit log, version 2, with nothing but Python's standard library.

Written from the description of the format alone, so that it shares no code, and no bug, with the program that writes
the log. One file to copy and read; Python 3.8 or later.

    python3 verify.py logs/audit                      a folder that holds one log, or the path of its active file
        --vkey <name+id+key>                          the log's key: its own checkpoints must be signed by it; repeat for more
        --checkpoint <file>                           a checkpoint kept elsewhere, e.g. by a witness; repeat for more
        --witness-vkey <name+id+key>                  then a witness must have cosigned each of them; repeat for more
        --json                                        the answer as one line of JSON

Exit codes: 0 intact, 1 tampered (the first bad sequence number is named), 2 cannot tell or wrong usage.
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import os
import re
import sys
from decimal import Decimal

MAX_LINE_BYTES = 65536
MAX_DEPTH = 16
MAX_SAFE_INTEGER = 2**53 - 1
ZEROS = "0" * 64
SYSTEM = "tezgah/audit"
RECORD_TAG = b"tezgah/audit/record/v2\n"
SEALED_TAG = b"tezgah/audit/sealed/v1\n"
OUTCOMES = ("success", "failure", "refused", "unknown")
FIELDS = {"action", "actor", "boot", "details", "hash", "mono", "outcome", "prev", "seq", "subject", "time"}
OPENED_MEMBERS = {"segment", "size", "head", "frontier", "previous"}
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX32 = re.compile(r"[0-9a-f]{32}")


class Tampered(Exception):
    """The log is not as it was written; `seq` is the first bad sequence number."""

    def __init__(self, seq, reason):
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


class CannotTell(Exception):
    """Something that is needed is missing or unreadable."""


# --- canonical JSON (RFC 8785): a reader that accepts no other spelling -------------------------------------------


class NotCanonical(Exception):
    pass


STRING = re.compile(
    r'"([^"\\\x00-\x1f]*(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))[^"\\\x00-\x1f]*)*)"'
)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-][0-9]+)?")
SHORT_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
ESCAPE = re.compile(r"\\(u00..|.)")
ESCAPED = {'"': '"', "\\": "\\", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read_canonical(text):
    value, end = read_value(text, 0, 0)
    if end != len(text):
        raise NotCanonical("something after the value")
    return value


def read_value(text, at, depth):
    if depth > 4 * MAX_DEPTH:
        raise NotCanonical("nested too deeply")
    first = text[at : at + 1]
    if first == '"':
        return read_string(text, at)
    if first == "{":
        return read_object(text, at + 1, depth)
    if first == "[":
        return read_array(text, at + 1, depth)
    for word, value in (("true", True), ("false", False), ("null", None)):
        if text.startswith(word, at):
            return value, at + len(word)
    return read_number(text, at)


def read_string(text, at):
    match = STRING.match(text, at)
    if match is None:
        raise NotCanonical("not a canonical text")
    raw = match.group(1)
    return (ESCAPE.sub(unescape, raw) if "\\" in raw else raw), match.end()


def unescape(match):
    code = match.group(1)
    return ESCAPED[code] if len(code) == 1 else chr(int(code[1:], 16))


def read_number(text, at):
    match = NUMBER.match(text, at)
    if match is None:
        raise NotCanonical("not a value")
    token = match.group()
    if SHORT_INTEGER.fullmatch(token):
        return int(token), match.end()
    value = float(token)
    if value in (float("inf"), float("-inf")) or spell_number(value) != token:
        raise NotCanonical("not the canonical spelling of a number")
    return (int(value) if value.is_integer() and abs(value) <= MAX_SAFE_INTEGER else value), match.end()


def spell_number(value):
    """As ECMAScript's Number::toString, whose digits Python's repr finds as well."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    _, digits, exponent = Decimal(repr(abs(value))).as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + exponent
    text = text.rstrip("0")
    count = len(text)
    if count <= point <= 21:
        return sign + text + "0" * (point - count)
    if 0 < point <= 21:
        return sign + text[:point] + "." + text[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + text
    power = "e" + ("+" if point > 0 else "-") + str(abs(point - 1))
    return sign + text[0] + ("." + text[1:] if count > 1 else "") + power


def read_object(text, at, depth):
    members = {}
    if text.startswith("}", at):
        return members, at + 1
    previous = None
    while True:
        name, at = read_string(text, at)
        order = name.encode("utf-16-be")
        if previous is not None and order <= previous:
            raise NotCanonical("members out of order, or one given twice")
        previous = order
        if not text.startswith(":", at):
            raise NotCanonical("no colon after a name")
        members[name], at = read_value(text, at + 1, depth + 1)
        if text.startswith("}", at):
            return members, at + 1
        if not text.startswith(",", at):
            raise NotCanonical("no comma between members")
        at += 1


def read_array(text, at, depth):
    items = []
    if text.startswith("]", at):
        return items, at + 1
    while True:
        value, at = read_value(text, at, depth + 1)
        items.append(value)
        if text.startswith("]", at):
            return items, at + 1
        if not text.startswith(",", at):
            raise NotCanonical("no comma between items")
        at += 1


# --- Ed25519 (RFC 8032, section 5.1): verification only, so nothing here is secret --------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def decode_point(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def add_points(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def multiply_two(s, p, k, q):
    """s·p + k·q in one pass over the bits of both."""
    both = add_points(p, q)
    result = IDENTITY
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        result = add_points(result, result)
        pick = (s >> bit & 1) | (k >> bit & 1) << 1
        if pick:
            result = add_points(result, (p, q, both)[pick - 1])
    return result


def verify_ed25519(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key = decode_point(public_key)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % L
    negative = (P - key[0], key[1], 1, P - key[3])
    return encode_point(multiply_two(s, BASE, k, negative)) == signature[:32]


# --- the Merkle tree (RFC 6962) --------------------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """A size and its frontier: the roots of the perfect subtrees, largest first."""

    def __init__(self, size, frontier):
        self.size = size
        self.frontier = list(frontier)

    def append(self, record_hash):
        node = sha256(b"\x00" + bytes.fromhex(record_hash))
        rest = self.size
        while rest & 1:
            node = sha256(b"\x01" + self.frontier.pop() + node)
            rest >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self):
        if self.size == 0:
            return sha256(b"")
        node = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            node = sha256(b"\x01" + left + node)
        return node

    def hexes(self):
        return [node.hex() for node in self.frontier]


# --- signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) --------------------------

LOG_KEY, WITNESS_KEY = 0x01, 0x04


def strict_base64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


class Vkey:
    def __init__(self, text, kind):
        parts = text.strip().split("+", 2)
        data = strict_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[0] != kind or parts[0] == "" or re.search(r"\s", parts[0]):
            raise CannotTell("not a key of the kind %d: %s" % (kind, text.strip()))
        self.name, self.kind, self.key = parts[0], kind, data[1:]
        self.id = sha256(self.name.encode("utf-8") + b"\n" + data)[:4]
        if self.id.hex() != parts[1]:
            raise CannotTell("the key's id is not that of its name and bytes: %s" % text.strip())


class Note:
    """A checkpoint; ValueError when it is none."""

    def __init__(self, data):
        text = data.decode("utf-8")
        cut = text.rfind("\n\n")
        if cut < 0 or not text.endswith("\n"):
            raise ValueError("no signatures")
        self.body = text[: cut + 1]
        lines = self.body.split("\n")[:-1]
        if len(lines) < 3 or "" in lines or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
            raise ValueError("no origin, size and root")
        root = strict_base64(lines[2])
        if root is None or len(root) != 32 or int(lines[1]) > MAX_SAFE_INTEGER:
            raise ValueError("no root of 32 bytes, or too large")
        self.origin, self.size, self.root = lines[0], int(lines[1]), root
        self.signatures = [self.read_signature(line) for line in text[cut + 2 : -1].split("\n")]

    @staticmethod
    def read_signature(line):
        parts = line.split(" ")
        data = strict_base64(parts[2]) if len(parts) == 3 else None
        if data is None or parts[0] != "\u2014" or parts[1] == "" or len(data) < 5:
            raise ValueError("not a signature line")
        return parts[1], data[:4], data[4:]

    def judge(self, keys):
        """`good`, `bad` (a key that is known signed something else) or `unknown` (none of these keys signed)."""
        verdict = "unknown"
        for name, key_id, signature in self.signatures:
            for key in keys:
                if key.name == name and key.id == key_id:
                    if not self.is_signed(key, signature):
                        return "bad"
                    verdict = "good"
        return verdict

    def is_signed(self, key, signature):
        body = self.body.encode("utf-8")
        if key.kind == LOG_KEY:
            return verify_ed25519(key.key, body, signature)
        if len(signature) != 72:
            return False
        time = int.from_bytes(signature[:8], "big")
        message = b"cosignature/v1\ntime %d\n" % time + body
        return time < 2**63 and verify_ed25519(key.key, message, signature[8:])


def framed_notes(data):
    """Each framed note; bytes after the last frame are what a crash left of one."""
    notes, lines = [], []
    for line in data.split(b"\n")[:-1]:
        if line == b"--":
            notes.append(b"".join(lines))
            lines = []
        else:
            lines.append(line + b"\n")
    return notes


# --- one record ----------------------------------------------------------------------------------------------


def is_count(value):
    return type(value) is int and 0 <= value <= MAX_SAFE_INTEGER


def is_text(value):
    return type(value) is str and 1 <= len(value.encode("utf-16-le")) // 2 <= 256


def is_hash(value):
    return type(value) is str and HEX64.fullmatch(value) is not None


def is_frontier(value, size):
    return type(value) is list and len(value) == bin(size).count("1") and all(map(is_hash, value))


def is_same(left, right):
    """Equality without Python's own opinion that True is 1."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def depth_of(value):
    if type(value) is dict:
        return 1 + max(map(depth_of, value.values()), default=0)
    if type(value) is list:
        return 1 + max(map(depth_of, value), default=0)
    return 0


def read_record(line, seq):
    """The record of a line without its line feed, judged by itself."""
    if len(line) + 1 > MAX_LINE_BYTES:
        raise Tampered(seq, "longer than %d bytes" % MAX_LINE_BYTES)
    try:
        text = line.decode("utf-8")
        record = read_canonical(text)
    except UnicodeDecodeError:
        raise Tampered(seq, "not UTF-8")
    except (NotCanonical, RecursionError) as error:
        raise Tampered(seq, "not canonical JSON: %s" % error)
    if type(record) is not dict or set(record) - {"correlationId"} != FIELDS:
        raise Tampered(seq, "not the fields of a record")
    check_fields(record, seq)
    # Only texts and numbers follow it in the order of members, so its last occurrence is the record's own.
    member = ',"hash":"%s"' % record["hash"]
    at = text.rindex(member)
    rest = (text[:at] + text[at + len(member) :]).encode("utf-8")
    if hashlib.sha256(RECORD_TAG + len(rest).to_bytes(8, "big") + rest).hexdigest() != record["hash"]:
        raise Tampered(seq, "hash does not match the content")
    return record


def check_fields(record, seq):
    whole = is_count(record["seq"]) and is_count(record["mono"]) and is_count(record["time"])
    texts = all(is_text(record[name]) for name in ("actor", "action", "subject"))
    correlation = "correlationId" not in record or is_text(record["correlationId"])
    hashes = is_hash(record["prev"]) and is_hash(record["hash"])
    boot = type(record["boot"]) is str and HEX32.fullmatch(record["boot"]) is not None
    details = type(record["details"]) is dict and depth_of(record["details"]) <= MAX_DEPTH
    if not (whole and texts and correlation and hashes and boot and details and record["outcome"] in OUTCOMES):
        raise Tampered(seq, "a field is not what records hold there")
    if record["actor"] == SYSTEM and not record["action"].startswith("log."):
        raise Tampered(seq, "an action that the log itself never takes")


# --- sealed fields ---------------------------------------------------------------------------------------------


def at_pointer(value, pointer):
    """What a JSON pointer (RFC 6901) leads to, or None."""
    if pointer != "" and not pointer.startswith("/"):
        return None
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if type(value) is dict and step in value:
            value = value[step]
        elif type(value) is list and re.fullmatch(r"0|[1-9][0-9]{0,8}", step) and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


class Disclosures:
    """What one `.disclosures` file discloses, by the sequence number of its record."""

    def __init__(self, stream):
        self.by_seq = {}
        self.has_bad_line = False
        for line in stream or ():
            if line.endswith(b"\n"):
                self.take(line[:-1])

    def take(self, line):
        try:
            text = line.decode("utf-8")
            entry = read_canonical(text)
        except (UnicodeDecodeError, NotCanonical, RecursionError):
            entry = None
        fits = type(entry) is dict and set(entry) == {"seq", "path", "salt", "value"}
        if not (fits and is_count(entry["seq"]) and type(entry["path"]) is str and is_hash(entry["salt"])):
            self.has_bad_line = True
            return
        # `value` is the last member in canonical order; its spelling there is what was committed to.
        path_end = STRING.match(text, len('{"path":')).end()
        start = text.index(',"value":', path_end) + len(',"value":')
        sealed = sha256(SEALED_TAG + bytes.fromhex(entry["salt"]) + text[start:-1].encode("utf-8")).hex()
        self.by_seq.setdefault(entry["seq"], []).append((entry["path"], sealed))

    def match(self, record):
        """Whether all that is disclosed of a record is what it committed to."""
        claims = self.by_seq.pop(record["seq"], ())
        return all(at_pointer(record["details"], path) == {"$sealed": sealed} for path, sealed in claims)


# --- the log: records, segments and pins -----------------------------------------------------------------------


class Pin:
    def __init__(self, size, root, source):
        self.size, self.root, self.source = size, root, source


class Log:
    """Follows the records of a log over its segments and compares its roots with the pins on the way."""

    def __init__(self, pins):
        self.pins = sorted(pins, key=lambda pin: pin.size)
        self.next_pin = 0
        self.matched = 0
        self.tree = None
        self.first = 0
        self.head = ZEROS
        self.segments = []
        self.begins = {}
        self.pruned = None
        self.bad_disclosure = None

    @property
    def size(self):
        return 0 if self.tree is None else self.tree.size

    def open_file(self, name):
        """A new file begins; what came before must have been sealed."""
        if self.segments and not self.segments[-1]["sealed"]:
            raise Tampered(self.size, "the segment does not end with its seal")
        self.segments.append({"name": name, "records": 0, "bytes": 0, "sealed": False, "tail": 0})

    def take(self, line, disclosures):
        segment = self.segments[-1]
        seq = self.size
        record = read_record(line, seq)
        if segment["sealed"]:
            raise Tampered(seq, "a record after the seal of its segment")
        if segment["records"] == 0:
            self.check_opened(record, segment)
        if record["seq"] != self.tree.size:
            raise Tampered(seq, "seq is %d" % record["seq"])
        if record["prev"] != self.head:
            raise Tampered(seq, "prev is not the hash of the record before")
        if record["actor"] == SYSTEM:
            self.check_system(record, segment)
        if not disclosures.match(record):
            self.note_bad_disclosure(record["seq"])
        self.tree.append(record["hash"])
        self.head = record["hash"]
        segment["records"] += 1
        segment["bytes"] += len(line) + 1
        self.compare_pins()

    def check_opened(self, record, segment):
        seq, details = self.size, record["details"]
        if record["actor"] != SYSTEM or record["action"] != "log.segment_opened":
            raise Tampered(seq, "the segment does not begin with log.segment_opened")
        index, size = details.get("segment"), details.get("size")
        claims = is_count(index) and is_count(size) and is_frontier(details.get("frontier"), size)
        claims = claims and (index == 0) == (size == 0) and size == record["seq"] and details.get("head") == record["prev"]
        if self.tree is None and claims:
            # What it says of the log before it can be: from here on it is known which record this one is.
            seq = size
        if not claims or set(details) != OPENED_MEMBERS or record["subject"] != str(index):
            raise Tampered(seq, "log.segment_opened is not what the log was then")
        previous = details["previous"]
        if (previous is None) != (size == 0) or (previous is not None and not self.is_previous(previous, size)):
            raise Tampered(seq, "previous is not a sealed segment that ends where this one begins")
        if self.tree is None:
            self.begin(record, details)
        elif index != self.segments[-2]["index"] + 1 or details["frontier"] != self.tree.hexes():
            raise Tampered(seq, "log.segment_opened does not continue the segment before")
        segment["index"], segment["first"] = index, size
        self.begins[size] = (details["head"], details["frontier"])

    def is_previous(self, previous, size):
        if type(previous) is not dict or set(previous) != {"name", "bytes", "records"}:
            return False
        if not (type(previous["name"]) is str and is_count(previous["bytes"]) and is_count(previous["records"])):
            return False
        if self.tree is None:
            return True
        if not previous["name"].endswith(".%012d.log" % (size - previous["records"])):
            return False
        before = self.segments[-2]
        return previous["bytes"] == before["bytes"] and previous["records"] == before["records"]

    def begin(self, record, details):
        """The very first record at hand: it says what came before it, and a pin may confirm that."""
        if details["size"] == 0 and record["prev"] != ZEROS:
            raise Tampered(0, "prev of the first record is not zeros")
        self.tree = Tree(details["size"], map(bytes.fromhex, details["frontier"]))
        self.first = details["size"]
        self.head = record["prev"]
        while self.next_pin < len(self.pins) and self.pins[self.next_pin].size < self.first:
            self.next_pin += 1
        self.compare_pins()

    def check_system(self, record, segment):
        action, details, seq = record["action"], record["details"], record["seq"]
        if action == "log.segment_opened" and segment["records"] > 0:
            raise Tampered(seq, "log.segment_opened inside a segment")
        if action == "log.segment_sealed":
            expected = {
                "segment": segment["index"],
                "records": segment["records"] + 1,
                "bytes": segment["bytes"],
                "root": self.tree.root().hex(),
            }
            if not is_same(details, expected) or record["subject"] != str(segment["index"]):
                raise Tampered(seq, "log.segment_sealed does not say what the segment holds")
            segment["sealed"] = True
        if action == "log.segments_pruned":
            self.check_pruned(record, details)

    def check_pruned(self, record, details):
        seq, size = record["seq"], details.get("size")
        fits = set(details) >= {"through", "size", "head", "frontier"} and is_count(size)
        if not (fits and size > 0 and is_hash(details["head"]) and is_frontier(details["frontier"], size)):
            raise Tampered(seq, "not the details of log.segments_pruned")
        grows = self.pruned is None or size > self.pruned
        if not is_same(details["through"], size - 1) or not grows:
            raise Tampered(seq, "log.segments_pruned contradicts itself or an earlier one")
        if size >= self.first and self.begins.get(size) != (details["head"], details["frontier"]):
            raise Tampered(seq, "no segment begins where log.segments_pruned says")
        self.pruned = size

    def note_bad_disclosure(self, seq):
        if self.bad_disclosure is None or seq < self.bad_disclosure:
            self.bad_disclosure = seq

    def compare_pins(self):
        while self.next_pin < len(self.pins) and self.pins[self.next_pin].size == self.tree.size:
            pin = self.pins[self.next_pin]
            if pin.root != self.tree.root():
                raise Tampered(self.matched, "not the records of the checkpoint of size %d (%s)" % (pin.size, pin.source))
            self.matched = pin.size
            self.next_pin += 1

    def is_replaced_line_feed(self, rest):
        """Whether a tail is the next record whole, with another byte where its line feed was."""
        try:
            record = read_record(rest[:-1], self.size)
        except Tampered:
            return False
        return record["prev"] == self.head and (self.tree is None or record["seq"] == self.tree.size)

    def take_tail(self, tail, zeros_follow):
        """What stands after the last line feed of a file."""
        rest = tail.rstrip(b"\0")
        if not zeros_follow or not self.could_be_torn(rest):
            raise Tampered(self.size, "the end is neither records nor what a crash leaves of one")

    def could_be_torn(self, rest):
        if rest == b"":
            return True
        start = b'{"action":"'
        if len(rest) > MAX_LINE_BYTES or min(rest) < 0x20:
            return False
        if not (rest.startswith(start) or start.startswith(rest)):
            return False
        return not self.is_replaced_line_feed(rest)

    def end(self):
        if self.tree is None:
            self.tree = Tree(0, ())
            self.compare_pins()
        if self.first > 0 and (self.pruned is None or self.pruned < self.first):
            raise Tampered(self.pruned or 0, "the records before %d are missing and no record tells why" % self.first)
        if self.next_pin < len(self.pins):
            pin = self.pins[self.next_pin]
            raise Tampered(self.size, "the log had %d records (%s), %d are left" % (pin.size, pin.source, self.size))


# --- a folder --------------------------------------------------------------------------------------------------


class DiskFolder:
    def __init__(self, path):
        self.path = path

    def names(self):
        return os.listdir(self.path)

    def open(self, name):
        return open(os.path.join(self.path, name), "rb")


class GivenFolder:
    """A folder whose files are given as bytes."""

    def __init__(self, files):
        self.files = files

    def names(self):
        return list(self.files)

    def open(self, name):
        return io.BytesIO(self.files[name])


def find_base(names):
    bases = {re.sub(r"(\.[0-9]{12})?\.log$", "", name) for name in names if name.endswith(".log")}
    if len(bases) != 1:
        raise CannotTell("the folder holds %d logs, name the active file of one" % len(bases))
    return bases.pop()


def read_lines(stream):
    """(line without its line feed, True), and at last (what stands after the last one, whether only NULs follow it)."""
    while True:
        line = stream.readline(MAX_LINE_BYTES + 1)
        if line.endswith(b"\n"):
            yield line[:-1], True, True
            continue
        if line != b"":
            only_zeros = True
            for more in iter(lambda: stream.read(65536), b""):
                only_zeros = only_zeros and more.strip(b"\0") == b""
            yield line, False, only_zeros
        return


def read_segment(log, folder, name, disclosures, is_last):
    log.open_file(name)
    with folder.open(name) as stream:
        for line, is_whole, zeros_follow in read_lines(stream):
            if is_whole:
                log.take(line, disclosures)
                continue
            log.segments[-1]["tail"] = len(line)
            if not is_last:
                raise Tampered(log.size, "something after the last record of a sealed segment")
            log.take_tail(line, zeros_follow)


def read_disclosures(folder, names, log_name):
    name = log_name[: -len(".log")] + ".disclosures"
    if name not in names:
        return Disclosures(None)
    with folder.open(name) as stream:
        return Disclosures(stream)


def check_leftovers(log, disclosures, is_active):
    """Disclosures of records that the segment does not hold; in the active file a crash may leave such of later ones."""
    for seq in disclosures.by_seq:
        if not is_active or seq < log.size:
            log.note_bad_disclosure(seq)
    if disclosures.has_bad_line:
        log.note_bad_disclosure(log.segments[-1].get("first", log.size))


def own_pins(folder, names, base, vkeys):
    """The log's own checkpoints that count, and whether one of them is no checkpoint or not signed as it says."""
    name = base + ".checkpoints"
    pins, is_bad = [], False
    if name in names:
        with folder.open(name) as stream:
            data = stream.read()
        for framed in framed_notes(data):
            try:
                note = Note(framed)
            except ValueError:
                is_bad = True
                continue
            verdict = note.judge(vkeys) if vkeys else "good"
            is_bad = is_bad or verdict == "bad"
            if verdict == "good":
                pins.append(Pin(note.size, note.root, "own checkpoint"))
    return pins, is_bad


def given_pins(texts, vkeys, witness_keys):
    pins = []
    for data in texts:
        for framed in framed_notes(data) or [data]:
            try:
                note = Note(framed)
            except ValueError as error:
                raise CannotTell("a given checkpoint is none: %s" % error)
            for keys, whom in ((vkeys, "the log"), (witness_keys, "a witness")):
                if keys and note.judge(keys) != "good":
                    raise CannotTell("the given checkpoint of size %d is not signed by %s" % (note.size, whom))
            pins.append(Pin(note.size, note.root, "given checkpoint"))
    return pins


def verify(folder, base=None, vkeys=(), checkpoints=(), witness_keys=()):
    """The answer as a dictionary; `status` is intact, tampered, torn, unproven or unreadable."""
    try:
        log_keys = [Vkey(text, LOG_KEY) for text in vkeys]
        given = given_pins(checkpoints, log_keys, [Vkey(text, WITNESS_KEY) for text in witness_keys])
        names = set(folder.names())
        base = base or find_base(names)
        sealed = sorted(name for name in names if re.fullmatch(re.escape(base) + r"\.[0-9]{12}\.log", name))
        files = sealed + [name for name in (base + ".log",) if name in names]
        if not files:
            raise CannotTell("no log file %s.log" % base)
        own, has_bad_note = own_pins(folder, names, base, log_keys)
        log = Log(given + own)
        return verify_files(log, folder, names, files, base, given, own if log_keys else None, has_bad_note)
    except (CannotTell, OSError) as error:
        return {"status": "unreadable", "reason": str(error)}


def verify_files(log, folder, names, files, base, given, signed, has_bad_note):
    answer = {}
    try:
        for name in files:
            disclosures = read_disclosures(folder, names, name)
            is_active = name == base + ".log"
            read_segment(log, folder, name, disclosures, is_active)
            check_leftovers(log, disclosures, is_active)
        if not is_active and not log.segments[-1]["sealed"]:
            raise Tampered(log.size, "the segment does not end with its seal")
        log.end()
        if has_bad_note:
            raise Tampered(log.matched, "a checkpoint in %s.checkpoints is not what was written" % base)
        if log.bad_disclosure is not None:
            raise Tampered(log.bad_disclosure, "a disclosure does not match its commitment")
        answer["status"], answer["reason"] = judge_proof(log, given, signed)
    except Tampered as error:
        answer.update(status="tampered", firstBadSeq=error.seq, reason=error.reason)
    root = log.tree.root().hex() if log.tree is not None else None
    answer.update(first=log.first, size=log.size, head=log.head, root=root, segments=log.segments)
    answer["ownCheckpoints"] = sum(1 for pin in log.pins if pin.source == "own checkpoint")
    answer["givenCheckpoints"] = len(given)
    return answer


def judge_proof(log, given, signed):
    for pins, what in ((given or None, "given checkpoint"), (signed, "checkpoint signed with the given key")):
        if pins is not None and not any(pin.size >= log.first for pin in pins):
            return "unproven", "no %s is of a size that is still there" % what
    tail = log.segments[-1]["tail"]
    if tail > 0:
        return "torn", "%d bytes after the last record, as a crash leaves them" % tail
    if given:
        return "intact", "every record is as it was written, and as the given checkpoints say"
    if signed:
        return "intact", "every record is as it was written; only the log's own key says that none is missing"
    return "intact", "the records are consistent; nothing from outside says that none is missing at the end"


# --- the command line --------------------------------------------------------------------------------------------

EXIT_CODES = {"intact": 0, "tampered": 1, "torn": 2, "unproven": 2, "unreadable": 2}


def read_arguments(arguments):
    parser = argparse.ArgumentParser(
        prog="verify.py", description="Verifies a Tezgah audit log.", epilog="Exit codes: 0 intact, 1 tampered, 2 cannot tell."
    )
    parser.add_argument("path", nargs="?", help="the folder of one log, or its active file")
    parser.add_argument("--vkey", action="append", default=[], help="the log's key, name+id+key; repeat for more")
    parser.add_argument("--checkpoint", action="append", default=[], help="file of a checkpoint kept elsewhere")
    parser.add_argument("--witness-vkey", action="append", default=[], help="key of a witness that must have cosigned it")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--batch", action="store_true", help="verify logs given as JSON lines on standard input")
    return parser, parser.parse_args(arguments)


def locate(path):
    """The folder and the base name of a log, None where the folder is to tell."""
    if os.path.isdir(path):
        return DiskFolder(path), None
    folder, name = os.path.split(path)
    return DiskFolder(folder or "."), re.sub(r"(\.[0-9]{12})?\.log$", "", name)


def read_bytes(path):
    with open(path, "rb") as stream:
        return stream.read()


def run_batch():
    """One JSON line in, {"files": {name: base64}, "vkeys", "checkpoints", "witnessVkeys"}, one answer out."""
    for line in sys.stdin:
        asked = json.loads(line)
        files = {name: base64.b64decode(text) for name, text in asked["files"].items()}
        checkpoints = [text.encode("utf-8") for text in asked.get("checkpoints", ())]
        answer = verify(
            GivenFolder(files), asked.get("base"), asked.get("vkeys", ()), checkpoints, asked.get("witnessVkeys", ())
        )
        print(json.dumps(answer), flush=True)


def print_answer(answer):
    bad = " at record %d" % answer["firstBadSeq"] if "firstBadSeq" in answer else ""
    print("%s%s: %s" % (answer["status"], bad, answer["reason"]))
    if "size" in answer:
        print("records %d to %d, root %s" % (answer["first"], answer["size"] - 1, answer["root"]))
    for segment in answer.get("segments", ()):
        seal = "sealed" if segment["sealed"] else "open"
        print("  %s: %d records, %d bytes, %s" % (segment["name"], segment["records"], segment["bytes"], seal))


def main(arguments):
    parser, options = read_arguments(arguments)
    if options.batch:
        run_batch()
        return 0
    if options.path is None:
        parser.error("name the folder of a log")
    try:
        folder, base = locate(options.path)
        checkpoints = [read_bytes(path) for path in options.checkpoint]
    except OSError as error:
        print("cannot tell: %s" % error, file=sys.stderr)
        return 2
    answer = verify(folder, base, options.vkey, checkpoints, options.witness_vkey)
    print(json.dumps(answer)) if options.json else print_answer(answer)
    return EXIT_CODES[answer["status"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
