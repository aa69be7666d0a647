"""The recorded histories, read once."""

import pytest

from touchstone.replay.histories import Recorded, recorded


@pytest.fixture(scope="session")
def histories() -> list[Recorded]:
    """One of each workflow, by file name."""
    return recorded()
