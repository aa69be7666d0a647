"""Roles, databases, backup and restore of the composition, on a real PostgreSQL."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.cluster import Cluster, furnish

SECRETS = {
    "postgres": "of-the-superuser",
    "touchstone_database_password": "of-touchstone'\\",
    "temporal_database_password": "of-temporal",
}
ROLES = {"touchstone": "touchstone", "temporal": "temporal", "temporal_visibility": "temporal"}

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster made as the composition makes it, running."""
    home = Path(tempfile.mkdtemp(prefix="touchstone-pg-"))  # short: it holds the server's socket
    try:
        furnish(home, SECRETS)
        cluster = Cluster(home)
        cluster.make()
        with cluster.running():
            cluster.script("databases.sh")
            yield cluster
    finally:
        shutil.rmtree(home)


def _password(role: str) -> str:
    return SECRETS[f"{role}_database_password"]


@pytest.mark.parametrize(("database", "role"), ROLES.items())
def test_each_role_signs_in_to_its_own_databases_and_owns_them(
    cluster: Cluster, database: str, role: str
) -> None:
    statement = "CREATE TABLE mine (n int); DROP TABLE mine; SELECT current_user"
    assert cluster.ask(database, statement, role, _password(role)) == role


@pytest.mark.parametrize(("database", "role"), ROLES.items())
def test_the_other_role_cannot_even_connect(cluster: Cluster, database: str, role: str) -> None:
    other = "temporal" if role == "touchstone" else "touchstone"
    with pytest.raises(subprocess.CalledProcessError) as refused:
        cluster.ask(database, "SELECT 1", other, _password(other))
    assert b"permission denied for database" in refused.value.stderr


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        cluster.ask("touchstone", "SELECT 1", "touchstone", "guessed")
    assert b"password authentication failed" in refused.value.stderr


def test_the_cluster_checks_its_pages_and_sorts_by_code_point(cluster: Cluster) -> None:
    assert cluster.ask("touchstone", "SHOW data_checksums") == "on"
    described = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database"
    assert cluster.ask("touchstone", f"{described} WHERE datname = 'touchstone'") == "C|UTF8"


def test_a_backup_and_the_archive_bring_all_databases_back_to_one_instant(cluster: Cluster) -> None:
    both = ("touchstone", "temporal")
    for database in both:
        cluster.ask(database, "CREATE TABLE act (n int); INSERT INTO act VALUES (1)")
    backup = cluster.script("back-up.sh").stdout
    for database in both:
        cluster.ask(database, "INSERT INTO act VALUES (2)")
    instant = cluster.ask("postgres", "SELECT clock_timestamp()")
    for database in both:
        cluster.ask(database, "DELETE FROM act")
    cluster.restart()

    restored = Cluster(cluster.home, "restored")
    restored.script("restore.sh", instant, input=backup)
    with restored.running():
        statement = "SELECT string_agg(n::text, ',' ORDER BY n) FROM act"
        assert [restored.ask(database, statement) for database in both] == ["1,2", "1,2"]


def test_restoring_over_existing_data_is_refused_and_touches_nothing(cluster: Cluster) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        cluster.script("restore.sh", input=b"")
    assert b"not empty: nothing was touched" in refused.value.stderr
    assert not (cluster.data / "recovery.signal").exists()


def test_a_backup_drops_the_log_that_only_backups_before_the_last_but_one_needed(
    cluster: Cluster,
) -> None:
    archive = cluster.home / "archive"
    for _ in range(2):
        cluster.script("back-up.sh")
    cluster.restart()
    before = sorted(archive.glob("*.backup.gz"))
    cluster.script("back-up.sh")
    kept = sorted(path.name[:24] for path in archive.iterdir())
    assert len(before) >= 2
    assert kept[0] >= before[-2].name[:24]


def test_the_archive_never_replaces_one_segment_by_another(cluster: Cluster) -> None:
    for name, content in (("one", b"first"), ("two", b"second")):
        (cluster.home / name).write_bytes(content)
    cluster.script("archive.sh", "one", "00000009000000000000007F")
    cluster.script("archive.sh", "one", "00000009000000000000007F")  # again after a crash: no fault
    with pytest.raises(subprocess.CalledProcessError):
        cluster.script("archive.sh", "two", "00000009000000000000007F")
