"""The command line: one small module per command, one place where errors become exit codes.

Results go to standard output, progress to standard error. Exit status 0: fine; 1: a finding, a
folder that does not verify, or engines that disagree; 2: input that cannot be used, or misuse;
3: tasks of a study failed, and those that did not are kept.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from contextlib import redirect_stdout
from importlib import import_module
from importlib.resources import files
from io import StringIO
from itertools import pairwise

from policy_sim.catalogue.language import ENGLISH
from policy_sim.cli.arguments import Misuse, Parser, add_language, language_of
from policy_sim.cli.output import (
    BAD_INPUT,
    FOUND,
    UNFINISHED,
    show_error,
    show_findings,
    speak_plainly,
    warn,
)
from policy_sim.errors import AuditError, BadInput, Misnamed, PolicySimError, TaskError

__all__ = ["answer", "main"]

_COMMANDS = (
    "run",
    "dossier",
    "sweep",
    "check",
    "diff",
    "test",
    "explain",
    "why",
    "report",
    "verify",
    "init",
    "schema",
)
_INTERRUPTED, _UNHEARD = 130, 141
"""What a shell says of a program stopped by its user, and of one whose reader went away."""

_RARELY = 50_000
"""So many new objects between two searches for garbage: what a command loads, it keeps."""


def _parser(asked: str | None) -> Parser:
    """Return the parser of the command *asked* for: no other is loaded, without one none at all."""
    parser = Parser(
        prog="policy-sim",
        description="Simulate personnel regulations over a workforce, and compare them.",
        epilog="example:\n  policy-sim run scenarios/medan.yaml",
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [asked] if asked else _COMMANDS:
        summary, _, rest = _told(name).partition("\n\n")
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=rest.strip(),
            formatter_class=RawDescriptionHelpFormatter,
        )
        if asked:
            module = import_module(f"policy_sim.cli.{name}")
            forms = getattr(module, "FORMATS", ("text", "json"))
            what = "how the result is printed" if "text" in forms else "the kind of file"
            command.add_argument("--format", choices=forms, default=forms[0], help=what)
            add_language(command)
            module.add_arguments(command)
            command.set_defaults(call=module.call)
    return parser


def _told(name: str) -> str:
    """Return what the module of a command says of it, read from its text and not loaded."""
    text = files("policy_sim.cli").joinpath(f"{name}.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(text)) or ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; bad input never gives a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_RARELY)
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

    Raises what :func:`main` would tell, as a :exc:`~policy_sim.errors.PolicySimError`:
    :exc:`~policy_sim.errors.Misnamed` for arguments that make no command.
    """
    with redirect_stdout(StringIO()) as printed:
        try:
            language = language_of(arguments)
            options = _parser(arguments[0]).parse_args(arguments)
        except Misuse as misuse:
            raise Misnamed(str(misuse)) from misuse
        options.language = language
        options.call(options)
    return printed.getvalue()


def _call(given: Sequence[str]) -> int:
    """Run the command that is *given*, telling what went wrong in the form asked for."""
    form, language = _form_of(given), ENGLISH
    try:
        language = language_of(given)
        asked = next((name for name in _COMMANDS if name in given[:1]), None)
        options = _parser(asked).parse_args(given)
        options.language = language
        return int(options.call(options))
    except Misuse as misuse:
        show_error(str(misuse), form, language, before=misuse.usage)
    except BadInput as error:
        show_findings(error.findings, form, language, stream=sys.stderr)
    except AuditError as error:
        show_error(str(error), form, language)
        return FOUND
    except TaskError as error:
        show_error(str(error), form, language)
        return UNFINISHED
    except PolicySimError as error:
        show_error(str(error), form, language)
    except BrokenPipeError:
        raise
    except BrokenExecutor:
        ended = "a worker process was ended from outside; memory may have run out"
        show_error(language.text(ended), form, language)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        show_error(f"{error.strerror or error}{where}", form, language)
    return BAD_INPUT


def _form_of(given: Sequence[str]) -> str:
    """Return the form asked for, which must be known even if the rest cannot be read."""
    words = " ".join(given).replace("=", " ").split()
    return "json" if ("--format", "json") in pairwise(words) else "text"
