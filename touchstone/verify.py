"""`./run verify`: checks every journal chain, what its entries vouch for, and the stored files."""

from records.errors import FileDamaged, NotFound
from records.journal import verify
from records.session import Records
from records.subjects import every_file
from touchstone.settings import Settings
from touchstone.terminal import complain, say
from touchstone.wiring import file_store


async def run(settings: Settings) -> int:
    """Exit code 0 when all is as it was written; else 1, with the first broken entry named."""
    records = Records.open(settings.database_url)
    try:
        verdict = await verify(records)
        damaged = await _damaged_files(settings, records)
    finally:
        await records.close()
    if verdict.ok:
        say(f"The journal is whole: {verdict.entries} entries.")
    else:
        complain(
            f"The journal is broken: chain {verdict.chain}, entry {verdict.position}:"
            f" {verdict.fault}"
        )
    for sha256 in damaged:
        complain(f"The stored file {sha256} is missing or was changed.")
    return 0 if verdict.ok and not damaged else 1


async def _damaged_files(settings: Settings, records: Records) -> list[str]:
    files = file_store(settings)
    damaged = []
    for sha256 in await every_file(records):
        try:
            await files.get(sha256)
        except (FileDamaged, NotFound):
            damaged.append(sha256)
    return damaged
