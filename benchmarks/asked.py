"""Ask one engine of expressions about cases, in an interpreter of its own.

``python asked.py zen`` (or ``rule``) reads ``{"rules": [text], "cases": [{name: integer}]}`` from
its input and writes ``{"holds": [[bool]], "seconds": float}``: a row a rule, a column a case. It
needs nothing but the engine, so that it runs where policy-sim is not installed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from time import process_time
from typing import cast

Ask = Callable[[Mapping[str, int]], bool]


def by_zen(text: str) -> Ask:
    """Return how zen-engine is asked."""
    import zen

    return cast("Ask", zen.compile_expression(text).evaluate)


def by_rule(text: str) -> Ask:
    """Return how rule-engine is asked."""
    import rule_engine

    return cast("Ask", rule_engine.Rule(text).matches)


def main(engine: str) -> None:
    """Answer what stands in the input."""
    told = json.load(sys.stdin)
    asks = [{"zen": by_zen, "rule": by_rule}[engine](text) for text in told["rules"]]
    begun = process_time()
    holds = [[bool(ask(case)) for case in told["cases"]] for ask in asks]
    json.dump({"holds": holds, "seconds": process_time() - begun}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
