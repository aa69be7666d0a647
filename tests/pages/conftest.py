"""The office and story of the API's tests, visited by browsers without scripts."""

from tests.api.conftest import office, stages, story

__all__ = ["office", "stages", "story"]
