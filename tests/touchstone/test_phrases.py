"""The Welsh catalogue: nothing missing, nothing too much, and every value filled in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from criteria import catalogue
from touchstone import phrases

VALUE = re.compile(r"%\((\w+)\)s")
OFFICIAL_NAMES = 5  # words or fewer: a name such as "Leadership" may be a word of our own too


@pytest.fixture(scope="module")
def portal() -> Catalog:
    return phrases.found()


@pytest.fixture(scope="module")
def welsh() -> list[Message]:
    return [entry for entry in phrases.kept() if entry.id]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue, fresh, as a file that a test may change."""
    copy = tmp_path / "cy.po"
    copy.write_bytes(phrases.WELSH.read_bytes())
    monkeypatch.setattr(phrases, "WELSH", copy)
    phrases.refresh()
    return copy


def test_every_phrase_of_the_portal_is_said_in_welsh() -> None:
    assert phrases.missing() == []


def test_no_welsh_is_kept_for_phrases_that_are_gone() -> None:
    assert phrases.unused() == []


def test_welsh_names_the_same_values_as_english(welsh: list[Message]) -> None:
    for entry in welsh:
        for english, said in _pairs(entry):
            assert _values(said) == _values(english), said


def test_every_phrase_can_be_filled_in_as_templates_do(welsh: list[Message]) -> None:
    for entry in welsh:
        for english, said in _pairs(entry):
            assert "%" not in said % dict.fromkeys(_values(english), "x"), said


def test_a_counted_phrase_is_said_for_one_for_two_and_for_more(welsh: list[Message]) -> None:
    counted = [entry for entry in welsh if entry.pluralizable]
    assert counted
    for entry in counted:
        assert isinstance(entry.string, tuple)
        assert len(entry.string) == 3, entry.id
        assert all(entry.string), entry.id
    assert phrases.kept().num_plurals == 3


def test_no_entry_is_a_guess_and_none_holds_markup(welsh: list[Message]) -> None:
    for entry in welsh:
        assert not entry.fuzzy, entry.id
        for english, said in _pairs(entry):
            assert "<" not in said, said
            assert said == said.strip() or english != english.strip(), said
            assert "'" not in said, said  # the portal writes typographic apostrophes


def test_the_official_criteria_are_no_phrases_of_ours(portal: Catalog) -> None:
    ours = {phrases.english(one) for one in portal}
    for programme in catalogue.programmes():
        for node in programme.criteria.nodes():
            official = [node.indicator, *(one.text for one in node.expectations)]
            assert not {t for t in official if len(t.split()) > OFFICIAL_NAMES} & ours, node.id


def test_phrases_are_found_in_templates_python_and_tables(portal: Catalog) -> None:
    assert "Skip to main content" in portal  # a template
    assert "Choose the score." in portal  # what is wrong with a form
    assert "Spreadsheet (CSV)" in portal  # said in Python
    assert portal.get("%(num)s row was left out").pluralizable  # type: ignore[union-attr]
    assert "Sign in first" in portal  # an explanation of a rule
    assert "Accuracy check" in portal  # a room
    assert "force liaison officer" in portal  # a table of words


def test_a_refresh_keeps_what_is_said_and_changes_nothing_twice(
    elsewhere: Path, welsh: list[Message]
) -> None:
    before = elsewhere.read_text(encoding="utf-8")
    phrases.refresh()
    assert elsewhere.read_text(encoding="utf-8") == before
    assert "# Glossary" in before
    again = {phrases.english(one): one.string for one in phrases.kept() if one.id}
    for entry in welsh:
        if phrases.english(entry) in again:
            assert again[phrases.english(entry)] == entry.string


def test_a_refresh_adds_what_is_new_empty_and_drops_what_is_gone(elsewhere: Path) -> None:
    text, lacking = elsewhere.read_text(encoding="utf-8"), phrases.missing()
    elsewhere.write_text(text.replace('msgid "Sign out"', 'msgid "Walk out"'), encoding="utf-8")
    assert set(phrases.missing()) == {*lacking, "Sign out"}
    assert phrases.unused() == ["Walk out"]
    phrases.refresh()
    assert set(phrases.missing()) == {*lacking, "Sign out"}
    assert phrases.unused() == []
    assert 'msgid "Sign out"\nmsgstr ""' in elsewhere.read_text(encoding="utf-8")


def _pairs(entry: Message) -> list[tuple[str, str]]:
    """English beside Welsh, form by form."""
    if not isinstance(entry.id, (tuple, list)):
        return [(str(entry.id), str(entry.string))]
    one, more = entry.id
    assert isinstance(entry.string, tuple)
    return list(zip((one, more, more), entry.string, strict=True))


def _values(text: str) -> set[str]:
    return set(VALUE.findall(text))
