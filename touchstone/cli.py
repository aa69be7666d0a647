"""The command line: which commands there are, what they take, and how they end.

A command returns its exit code; what a person can mend ends in one line and 1, not in a traceback.
What a command needs is imported when it is called, so that each starts fast.
"""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TypeAlias

from touchstone.obstacles import Obstacle
from touchstone.terminal import complain, let_go_of_closed_output

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except Obstacle as obstacle:
        complain(str(obstacle))
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        let_go_of_closed_output()


def build_parser() -> ArgumentParser:
    """All commands, in the order in which a person meets them."""
    parser = ArgumentParser(
        prog="./run",
        usage="./run COMMAND ...",
        description="Touchstone runs an inspectorate's inspections.",
    )
    commands = parser.add_subparsers(prog="./run", title="commands", metavar="COMMAND OPTIONS")
    _running(commands)
    _checking(commands)
    _criteria(commands)
    _operating(commands)
    return parser


def _run(given: list[str]) -> int:
    if given[:1] == ["test"]:  # all that follows is pytest's, options too
        from touchstone.commands.checking import check_and_test

        return check_and_test(given[1:])
    parser = build_parser()
    arguments = parser.parse_args(given)
    if "call" not in arguments:
        (arguments.parser if "parser" in arguments else parser).print_help()
        return 0
    call: Callable[[Namespace], int] = arguments.call
    return call(arguments)


def _running(commands: Commands) -> None:
    up = _add(commands, "up", "processes:up", "run everything on this machine until Ctrl-C")
    for option, what in (("", "the portal"), ("temporal-", "the engine"), ("ui-", "Temporal's UI")):
        up.add_argument(f"--{option}port", type=int, metavar="NUMBER", help=f"the port of {what}")
    up.add_argument("--demo", action="store_true", help="with a world of invented inspections")
    demo = _add(
        commands, "demo", "processes:demo", "drive one whole inspection of an invented force"
    )
    demo.add_argument("--out", metavar="DIR", help="the folder for the documents")
    demo.add_argument("--json", action="store_true", help="print one JSON object at the end")


def _checking(commands: Commands) -> None:
    commands.add_parser(
        "test", help="check everything: static checks, then pytest with what follows"
    )
    _add(
        commands, "check", "checking:check", "the static checks alone: format, lint, layers, types"
    )
    replay = _add(commands, "replay", "checking:replay", "record or check the workflows' histories")
    replay.add_argument("what", choices=("record", "check"))
    pictures = _add(commands, "pictures", "checking:pictures", "take README's pictures anew")
    pictures.add_argument("--address", default="http://127.0.0.1:8000", metavar="ADDRESS")
    pictures.add_argument("--out", metavar="DIR", help="instead of docs/pictures")
    _add(commands, "phrases", "checking:phrases", "write the catalogue of Welsh phrases anew")
    bench = _group(commands, "bench", "measure the product on scratch records")
    pages = _add(bench, "pages", "bench:pages", "how fast pages answer, with many inspections")
    pages.add_argument("--json", action="store_true", help="print one JSON object")
    pages.add_argument("--only", default="", metavar="TEXT", help="pages with this in their name")
    pages.add_argument("--requests", type=int, default=200, metavar="N", help="for each page")
    pages.add_argument("--inspections", type=int, default=10_000, metavar="N", help="kept for it")


def _criteria(commands: Commands) -> None:
    criteria = _group(commands, "criteria", "show a programme, or explain the faults of a file")
    show = _add(criteria, "show", "programmes:show_programme", "print a programme")
    show.add_argument("programme", metavar="PROGRAMME", help="such as online-cse")
    show.add_argument("--json", action="store_true", help="as JSON")
    calendar = _add(commands, "calendar", "programmes:calendar", "write the bank holidays anew")
    calendar.add_argument("--check", action="store_true", help="only compare; 1 if they differ")
    calendar.add_argument("--to", type=int, metavar="YEAR", help="the last year of the table")
    check = _add(criteria, "check", "programmes:check_file", "explain every fault of a file")
    check.add_argument("file", metavar="FILE", help="a programme's TOML file")


def _operating(commands: Commands) -> None:
    _add(commands, "worker", "processes:worker", "run the worker process")
    _add(commands, "web", "processes:web", "run the web process")
    _add(commands, "migrate", "processes:migrate", "bring the tables of the records up to date")
    _add(commands, "reconcile", "processes:reconcile", "put the engine right by the records")
    running = _add(commands, "inspections", "processes:inspections", "list what waits for whom")
    running.add_argument("--overdue", action="store_true", help="only what is late")
    _add(commands, "verify", "processes:verify", "check the journal and the stored files")
    forces = _group(commands, "forces", "list forces, or register the mailbox of one")
    _add(forces, "list", "forces:list_forces", "print every force with its registered mailbox")
    mailbox = _add(forces, "mailbox", "forces:set_mailbox", "register where a force's letters go")
    mailbox.add_argument("force", metavar="CODE", help="such as X01")
    mailbox.add_argument("address", metavar="ADDRESS", help='an e-mail address, or "none"')
    token = _add(commands, "token", "processes:token", "print a bearer token for a program")
    token.add_argument("--person", required=True, metavar="ID", help="whom the program acts for")
    token.add_argument("--days", type=int, default=30, metavar="N", help="how long it holds")
    keys = _group(commands, "keys", "list, make or retire the keys that seal and sign")
    _add(keys, "list", "keyring:list_keys", "print every key, never its secret")
    make = _add(keys, "make", "keyring:make_key", "make a key and use it from now on")
    make.add_argument("purpose", nargs="?", choices=("seal", "sign"), help="default: what lacks")
    retire = _add(keys, "retire", "keyring:retire_key", "end writing with a key")
    retire.add_argument("id", metavar="ID")


def _add(commands: Commands, name: str, call: str, what: str) -> ArgumentParser:
    """Add a command; `call` is `module:function` below `touchstone.commands`."""
    module, _, function = call.partition(":")

    def run(arguments: Namespace) -> int:
        found: Callable[[Namespace], int] = getattr(
            import_module(f"touchstone.commands.{module}"), function
        )
        return found(arguments)

    parser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.set_defaults(call=run)
    return parser


def _group(commands: Commands, name: str, what: str) -> Commands:
    parser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.set_defaults(parser=parser)
    return parser.add_subparsers(title="commands", metavar="COMMAND")
