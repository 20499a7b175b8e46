"""``python -m policy_sim`` is the command line."""

from __future__ import annotations

import sys

from policy_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
