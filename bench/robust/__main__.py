"""Command line of the robustness bench.

python -m bench.robust mutate [--count 50000] [--seed 1] [--keep FOLDER]
python -m bench.robust warc [--cuts 200] [--seed 1]
python -m bench.robust trace --data DIR [--spans 10000] [--seed 1]
python -m bench.robust stream [--megabytes 10000]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.robust.cuts import FILES, cut
from bench.robust.mutate import mutate
from bench.robust.stream import stream
from bench.robust.tracing import trace


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 where all held, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="bench.robust", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("mutate", help="broken inputs: no crash, soon, in little memory")
    command.add_argument("--count", type=int, default=50_000)
    command.add_argument("--start", type=int, default=0, help="number of the first input")
    command = commands.add_parser("warc", help="damaged WARC files: told, and the good kept")
    command.add_argument("--cuts", type=int, default=200, help="cuts a file")
    command.add_argument("--files", type=int, default=FILES)
    command = commands.add_parser("trace", help="which bytes are these characters, all formats")
    command.add_argument("--data", type=Path, required=True, help="folder of corpora")
    command.add_argument("--spans", type=int, default=10_000)
    command = commands.add_parser("stream", help="memory for a file of any length")
    command.add_argument("--megabytes", type=int, default=10_000)
    for command in commands.choices.values():
        command.add_argument("--keep", type=Path, help="folder for the inputs that fail")
        command.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    if given.command == "warc":
        return cut(given.cuts, given.seed, given.keep, given.files)
    if given.command == "trace":
        return trace(given.data, given.spans, given.seed, given.keep)
    if given.command == "stream":
        return stream(given.megabytes)
    return mutate(given.count, given.seed, given.start, given.keep)


if __name__ == "__main__":
    sys.exit(main())
