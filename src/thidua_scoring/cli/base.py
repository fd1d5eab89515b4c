"""What all commands share: the language, help in that language, and how errors are told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.errors import Fault, Lang

EXIT_WRONG_INPUT: Final = 2
"""The exit code for a ruleset, evidence, file or option that cannot be used."""


def language(ctx: click.Context | None = None) -> Lang:
    """Return the language that ``--lang`` asks for."""
    ctx = ctx or click.get_current_context(silent=True)
    chosen = "vi" if ctx is None else ctx.find_root().params.get("lang", "vi")
    return "en" if chosen == "en" else "vi"


def tell(text: str) -> None:
    """Write a line to standard error."""
    click.echo(harmless(text), err=True)


class Option(click.Option):
    """An option whose help is in the table of texts under ``--name``."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the chosen language."""
        self.help = say(max(self.opts, key=len), language(ctx))
        return super().get_help_record(ctx)


class _Worded(click.Command):
    """A command whose help is in the table of texts under its name."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help, itself with help in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("--help", language(ctx))
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help."""
        return say(f"help {self.name}", language()).partition("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the chosen language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"help {self.name}", language(ctx)))


class Command(_Worded):
    """A command that tells errors of the library on standard error and ends with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from thidua_scoring.errors import ThiduaError

        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (ThiduaError, OSError) as error:
            lang = language(ctx)
            if ctx.params.get("format_") == "json":
                click.echo(json.dumps({"errors": _faults(error)}, ensure_ascii=False, indent=2), err=True)
            else:
                tell(_text(error, lang))
            ctx.exit(EXIT_WRONG_INPUT)


class Group(_Worded, click.Group):
    """The group of all commands."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> Sequence[str]:  # type: ignore[override]
        """List the commands in the order of use, not of the alphabet."""
        return list(self.commands)


def _text(error: Exception, lang: Lang) -> str:
    from thidua_scoring.errors import FaultsError

    if isinstance(error, FaultsError):
        return error.text(lang)
    if isinstance(error, OSError):
        return _os_text(error, lang)
    return str(error)


def _os_text(error: OSError, lang: Lang) -> str:
    return _os_fault(error).text(lang)


def _os_fault(error: OSError) -> Fault:
    from thidua_scoring.errors import Fault, Place

    file = str(error.filename or "?")
    folder = Path(file).parent
    told = {"file": file, "folder": str(folder), "reason": error.strerror or str(error)}
    match error:
        case FileNotFoundError():
            return Fault("no-such-file" if folder.is_dir() else "no-such-folder", Place(file), told)
        case IsADirectoryError():
            return Fault("is-folder", Place(file), told)
        case FileExistsError() | NotADirectoryError():
            return Fault("is-file", Place(file), told)
    return Fault("file-fails", Place(file), told)


def _faults(error: Exception) -> list[dict[str, Any]]:
    from thidua_scoring.errors import FaultsError

    if isinstance(error, FaultsError):
        return [fault.to_dict() for fault in error.faults]
    if isinstance(error, OSError):
        return [_os_fault(error).to_dict()]
    return [{"code": "error", "vi": str(error), "en": str(error)}]
