"""`touchstone token`: a signed bearer token for a program that acts for a person."""

from datetime import timedelta

from api.tokens import TokenSigner
from records.errors import NotFound
from records.people import get_person
from records.session import Records
from touchstone.keys import KeyRing
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings
from touchstone.wiring import now

MOST_DAYS = 366


async def issue(settings: Settings, person: str, days: int) -> str:
    """A token that holds for `days` days. Raises Obstacle for an unknown person or a bad number."""
    if not 1 <= days <= MOST_DAYS:
        raise Obstacle(f"A token holds for 1 to {MOST_DAYS} days.")
    records = Records.open(settings.database_url)
    try:
        await get_person(records, person)
    except NotFound:
        raise Obstacle(f"There is no person {person} in the records.") from None
    finally:
        await records.close()
    signer = TokenSigner(KeyRing.load(settings.keys_folder), now)
    return signer.token(person, timedelta(days=days))
