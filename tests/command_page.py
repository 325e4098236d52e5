"""The commands and their options, as docs/commands.md has them: made from what is declared."""

import re

import typer

from newsnlp import cli
from newsnlp.cli_help import EXAMPLES

Command = typer.core.TyperCommand | typer.core.TyperGroup


def tree() -> dict[str, Command]:
    """Every command by its name, «newsnlp» and «registry init» among them, in the order of help."""
    root = typer.main.get_group(cli.app)
    found: dict[str, Command] = {"newsnlp": root}
    for name, command in root.commands.items():
        found[name] = command
        for inner, part in getattr(command, "commands", {}).items():
            found[f"{name} {inner}"] = part
    return found


def commands_section() -> str:
    """A heading, the help, the options and the examples of each command."""
    return "\n".join(_section(name, command) for name, command in tree().items())


def _section(name: str, command: Command) -> str:
    full = name if name == "newsnlp" else f"newsnlp {name}"
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join((full, *(_usage(argument) for argument in arguments)))
    if hasattr(command, "commands"):
        usage += " COMMAND"
    table = ["| | what | default |", "|---|---|---|"]
    groups = dict.fromkeys([None, *map(_group, command.params)])
    for group in groups:
        table += [f"| **{group}** | | |"] if group else []
        table += [_row(param) for param in command.params if _group(param) == group]
    examples = "\n".join(f"{line}   # {what}" for line, what in EXAMPLES[name])
    lines = [f"## {full}", "", f"`{usage}`", "", _help(command.help or ""), ""]
    lines += [*table, ""] if len(table) > 2 else []
    return "\n".join([*lines, "```sh", examples, "```", ""])


def _usage(argument: typer.core.TyperArgument) -> str:
    name = argument.metavar or argument.name.upper()
    return f"{name}…" if argument.nargs != 1 else name if argument.required else f"[{name}]"


def _group(param: object) -> str | None:
    return getattr(param, "rich_help_panel", None)


def _row(param: typer.core.TyperOption | typer.core.TyperArgument) -> str:
    if param.param_type_name == "argument":
        name = f"`{_usage(param)}`"
    else:
        names = ", ".join(f"`{option}`" for option in sorted(param.opts, key=len))
        value = param.metavar
        if value is None and param.type_descriptor.is_choice:
            value = "|".join(param.type_descriptor.choices)
        name = f"{names} {value}".strip().replace("|", " or ")
    unsaid = param.required or param.default is None or param.default is False
    default = "" if unsaid else f"`{param.default}`"
    return f"| {name} | {param.help} | {default} |"


def _help(text: str) -> str:
    """As Markdown: indented lines are a list."""
    lines = (re.sub(r"^  (\S+) +", r"- `\1`: ", line) for line in text.splitlines())
    return "\n".join(lines).replace("--help", "`--help`")
