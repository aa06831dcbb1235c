"""Run one double until it is stopped: python -m tests.doubles openai --behaviour evil --port 8123"""

import argparse
import sys
import threading

from tests.doubles.serving import BEHAVIOURS, running_double
from tests.doubles.wires import WIRES


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles", description=__doc__)
    parser.add_argument("wire", choices=sorted(WIRES))
    parser.add_argument("--behaviour", default="right", choices=BEHAVIOURS, metavar="NAME", help=", ".join(BEHAVIOURS))
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--tokens-a-second", type=float, default=0.0, help="0 is as fast as it goes")
    parser.add_argument("--model", default="", help="the name it gives itself; the one it is asked for where left out")
    chosen = parser.parse_args()
    with running_double(
        chosen.wire, chosen.behaviour, port=chosen.port, pace=chosen.tokens_a_second, model=chosen.model
    ) as double:
        sys.stdout.write(f'provider: {chosen.wire}, behaviour: {chosen.behaviour}\nbase_url = "{double.base_url}"\n')
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write(f"{double.calls} calls\n")


if __name__ == "__main__":
    main()
