"""The command line: one small module per command, one place where errors become exit codes.

Results go to standard output, progress to standard error. Exit status 0: fine; 1: a finding, or
engines that disagree; 2: input that cannot be used, or misuse.
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from policy_sim.cli import check, explain, init, run, verify
from policy_sim.cli.output import BAD_INPUT, FOUND, show_findings, warn
from policy_sim.errors import AuditError, BadInput, PolicySimError

__all__ = ["main"]

_COMMANDS = (run, check, explain, verify, init)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="policy-sim",
        description="Simulate personnel regulations over a workforce, and compare them.",
        epilog="example:\n  policy-sim run scenarios/medan.yaml",
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in _COMMANDS:
        name = module.__name__.rsplit(".", 1)[-1]
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
    options = _parser().parse_args(arguments)
    try:
        return int(options.call(options))
    except BadInput as error:
        show_findings(error.findings, options.format)
        return BAD_INPUT
    except AuditError as error:
        warn(f"error: {error}")
        return FOUND
    except PolicySimError as error:
        warn(f"error: {error}")
        return BAD_INPUT
    except OSError as error:
        warn(f"error: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return BAD_INPUT
    except KeyboardInterrupt:
        warn("interrupted")
        return 130
