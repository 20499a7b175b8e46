"""The command line: one small module per command, one place where errors become exit codes.

Results go to standard output, progress to standard error. Exit status 0: fine; 1: a finding, a
folder that does not verify, or engines that disagree; 2: input that cannot be used, or misuse.
"""

from __future__ import annotations

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from itertools import pairwise

from policy_sim.cli.arguments import Misuse, Parser
from policy_sim.cli.output import BAD_INPUT, FOUND, show_error, show_findings, speak_plainly, warn
from policy_sim.errors import AuditError, BadInput, PolicySimError

__all__ = ["answer", "main"]

_COMMANDS = ("run", "check", "diff", "test", "explain", "why", "verify", "init", "schema")
_INTERRUPTED, _UNHEARD = 130, 141
"""What a shell says of a program stopped by its user, and of one whose reader went away."""


def _parser(names: Sequence[str]) -> Parser:
    """Return the parser of the commands called *names*: no other is loaded."""
    parser = Parser(
        prog="policy-sim",
        description="Simulate personnel regulations over a workforce, and compare them.",
        epilog="example:\n  policy-sim run scenarios/medan.yaml",
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = import_module(f"policy_sim.cli.{name}")
        summary, _, rest = (module.__doc__ or "").partition("\n\n")
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=rest.strip(),
            formatter_class=RawDescriptionHelpFormatter,
        )
        command.add_argument(
            "--format", choices=("text", "json"), default="text", help="how the result is printed"
        )
        module.add_arguments(command)
        command.set_defaults(call=module.call)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; bad input never gives a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak_plainly()
    try:
        status = _call(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; nothing may be written when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNHEARD
    except KeyboardInterrupt:
        warn("interrupted")
        return _INTERRUPTED
    return status


def answer(arguments: Sequence[str]) -> str:
    """Return what a command prints, for a program that asks in place of a person.

    Raises what :func:`main` would tell: :exc:`~policy_sim.errors.PolicySimError`, and
    :exc:`ValueError` for arguments that make no command.
    """
    with redirect_stdout(StringIO()) as printed:
        try:
            options = _parser(arguments[:1]).parse_args(arguments)
        except Misuse as misuse:
            raise ValueError(str(misuse)) from misuse
        options.call(options)
    return printed.getvalue()


def _call(given: Sequence[str]) -> int:
    """Run the command that is *given*, telling what went wrong in the form asked for."""
    form = _form_of(given)
    try:
        asked = [name for name in _COMMANDS if name in given[:1]]
        options = _parser(asked or _COMMANDS).parse_args(given)
        return int(options.call(options))
    except Misuse as misuse:
        show_error(str(misuse), form, before=misuse.usage)
    except BadInput as error:
        show_findings(error.findings, form, stream=sys.stderr)
    except AuditError as error:
        show_error(str(error), form)
        return FOUND
    except PolicySimError as error:
        show_error(str(error), form)
    except BrokenPipeError:
        raise
    except BrokenExecutor:
        show_error("a worker process was ended from outside; memory may have run out", form)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        show_error(f"{error.strerror or error}{where}", form)
    return BAD_INPUT


def _form_of(given: Sequence[str]) -> str:
    """Return the form asked for, which must be known even if the rest cannot be read."""
    words = " ".join(given).replace("=", " ").split()
    return "json" if ("--format", "json") in pairwise(words) else "text"
