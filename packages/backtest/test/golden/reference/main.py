"""Writes, checks and shows the golden files. Python 3.10 or newer, standard library only.

    python3 main.py write                 make every golden file anew
    python3 main.py check                 compare without writing; exit 1 on a difference
    python3 main.py show NAME             print every order, fill and trade of one case
    python3 main.py campaign 1 500        random runs number 1 to 500 as JSON lines, for campaign.ts
    python3 main.py campaign 1 500 touch,margin   the same with these groups of features only
"""

import sys

sys.dont_write_bytecode = True

from pathlib import Path  # noqa: E402

from campaign import campaign  # noqa: E402
from cases import CASES  # noqa: E402
from golden import canonical, golden, text_of  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1]


def write():
    for name in CASES:
        (FOLDER / f"{name}.json").write_text(text_of(golden(name).document), encoding="utf-8", newline="\n")


def check():
    differing = []
    for name in CASES:
        path = FOLDER / f"{name}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text_of(golden(name).document):
            differing.append(name)
    print(f"{len(CASES) - len(differing)} of {len(CASES)} as computed", *differing, sep="\n  differs: ")
    return 1 if differing else 0


def show(name):
    made = golden(name)
    for title, rows in (("orders", made.orders), ("fills", made.fills), ("trades", made.trades)):
        print(title, canonical(rows), sep="\n")


def main(arguments):
    match arguments:
        case ["write"]:
            return write()
        case ["check"]:
            return check()
        case ["show", name] if name in CASES:
            return show(name)
        case ["campaign", first, last]:
            return campaign(int(first), int(last))
        case ["campaign", first, last, only]:
            return campaign(int(first), int(last), [name for name in only.split(",") if name])
    print(__doc__.strip(), "\n\n    NAME is one of:", ", ".join(CASES), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
