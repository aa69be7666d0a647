"""The commands about criteria: show a programme, explain the faults of a file."""

import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from criteria import catalogue, check, describe
from criteria.faults import Fault, FaultyProgramme
from touchstone.obstacles import Obstacle
from touchstone.settings import load_settings
from touchstone.terminal import say


def show_programme(arguments: Namespace) -> int:
    """Print a programme for reading, or all of it as JSON."""
    folder = load_settings().programmes_folder
    try:
        programme = catalogue.find(arguments.programme, folder=folder)
        known = sorted({one.id for one in catalogue.programmes(folder)})
    except FaultyProgramme as faulty:
        return _tell(faulty.faults)
    if programme is None:
        raise Obstacle(f"There is no programme {arguments.programme}. Known: {', '.join(known)}.")
    if arguments.json:
        say(json.dumps(describe.as_json(programme), indent=2, ensure_ascii=False))
    else:
        say(describe.as_text(programme).rstrip("\n"))
    return 0


def check_file(arguments: Namespace) -> int:
    """Explain every fault of a programme's file, or of one of its parts; 1 if there is any."""
    path = Path(arguments.file)
    if not path.is_file():
        raise Obstacle(f"There is no file {path}.")
    found = check.faults(path)
    if not found:
        say(f"{path} is sound.")
    return _tell(found)


def calendar(arguments: Namespace) -> int:
    """Write the table of bank holidays anew, or compare it: 1 where it differs."""
    from touchstone import bank_holidays

    if arguments.check:
        path = bank_holidays.newest()
        differing = bank_holidays.differences(bank_holidays.read_table(path))
        for line in differing:
            say(line)
        if differing:
            raise Obstacle(f"{path.name} is not what the library says: run `./run calendar`.")
        say(f"{path.name} is what the library says.")
        return 0
    made = bank_holidays.write_next(arguments.to)
    if made is None:
        say("The table is what the library says. Nothing was written.")
    else:
        say(f"Written: {made.name}. Name it as `calendar` in a new version of each programme.")
    return 0


def _tell(faults: Iterable[Fault]) -> int:
    told = [str(fault) for fault in faults]
    for line in told:
        say(line)
    return 1 if told else 0
