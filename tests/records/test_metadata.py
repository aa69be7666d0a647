"""The portable subset of DESIGN.md section 6, held against every table."""

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Constraint,
    Date,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from records.metadata import UtcDateTime
from records.tables import metadata

PORTABLE = (String, Text, Integer, BigInteger, Boolean, Date, JSON, UtcDateTime)
COLUMNS = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in metadata.sorted_tables
    for column in table.columns
]
TABLES = [pytest.param(table, id=table.name) for table in metadata.sorted_tables]


def constraints_and_indexes(table: Table) -> list[Constraint | Index]:
    return [*table.constraints, *table.indexes]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_has_a_type_that_both_databases_have(column: Column[object]) -> None:
    assert type(column.type) in PORTABLE


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_leaves_nothing_to_the_server(column: Column[object]) -> None:
    assert column.server_default is None
    assert column.server_onupdate is None
    assert not any(isinstance(item, Identity | Computed) for item in column.constraints)
    assert column.default is None


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_key_that_is_given_not_generated(table: Table) -> None:
    assert len(table.primary_key) > 0
    assert table.autoincrement_column is None


@pytest.mark.parametrize("table", TABLES)
def test_every_constraint_and_index_has_a_name(table: Table) -> None:
    assert all(item.name for item in constraints_and_indexes(table))
    assert not any(isinstance(c, CheckConstraint) for c in table.constraints)


@pytest.mark.parametrize("table", TABLES)
def test_json_is_never_indexed(table: Table) -> None:
    indexed = [column for index in table.indexes for column in index.columns]
    keyed = [
        column for constraint in table.constraints for column in getattr(constraint, "columns", ())
    ]
    assert not any(isinstance(column.type, JSON) for column in (*indexed, *keyed))


def test_names_fit_into_what_postgresql_allows() -> None:
    tables = metadata.sorted_tables
    names = [str(item.name) for table in tables for item in constraints_and_indexes(table)]
    assert max(len(name) for name in names) <= 63
