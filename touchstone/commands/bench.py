"""The commands that measure the product."""

from argparse import Namespace

from touchstone.settings import load_settings
from touchstone.terminal import complain, say


def pages(arguments: Namespace) -> int:
    """Measure how fast pages answer; 1 if any fails or is over its budget."""
    from touchstone.bench import report
    from touchstone.bench.measuring import Failed, Measured, measure
    from touchstone.bench.pages import PAGES
    from touchstone.bench.serving import served
    from touchstone.bench.world import open_world

    folder = load_settings().data_folder.parent / "bench"
    tell = complain if arguments.json else say
    world = open_world(folder, arguments.inspections, tell)
    wanted = [page for page in PAGES if arguments.only in page.name]
    with served(world) as web:
        found = [measure(web, page, world.samples, arguments.requests) for page in wanted]
    told = report.Report(
        world.inspections,
        arguments.requests,
        [one for one in found if isinstance(one, Measured)],
        [one for one in found if isinstance(one, Failed)],
    )
    if arguments.json:
        say(report.as_json(told))
    else:
        report.show(told)
    return 0 if told.is_within_budget else 1
