"""Every rule is explained to people: what happened, what was kept, what to do."""

import re

import pytest

from criteria.errors import Rule
from criteria.explanations import explain, explanations

LONGEST = 60  # of a heading
CODE = re.compile(r"[a-z]+_[a-z]+")
FOREIGN = re.compile(r"\b(payload|endpoint|null|JSON|HTTP|workflow|state machine|enum|boolean)\b")


def test_there_are_words_for_every_rule_and_for_nothing_else() -> None:
    assert set(explanations()) == {rule.value for rule in Rule}


@pytest.mark.parametrize("rule", list(Rule))
def test_the_words_are_whole_sentences_without_codes(rule: Rule) -> None:
    words = explain(rule)
    assert 0 < len(words.title) <= LONGEST
    assert not words.title.endswith(".")
    for text in (words.happened, words.kept, words.do):
        assert text[0].isupper(), text
        assert text.endswith((".", "?")), text
        assert not CODE.search(text), text
        assert not FOREIGN.search(text), text
        assert text == text.strip()


def test_no_two_rules_share_a_heading_and_say_different_things() -> None:
    by_title: dict[str, set[str]] = {}
    for rule in Rule:
        by_title.setdefault(explain(rule).title, set()).add(explain(rule).happened)
    assert all(len(said) == 1 for said in by_title.values()), by_title


def test_a_draft_conflict_says_that_both_texts_are_kept() -> None:
    assert explain(Rule.DRAFT_CONFLICT).kept.startswith("Both texts are kept")


def test_what_stands_is_said_to_stand() -> None:
    for rule in (Rule.ALREADY_PUBLISHED, Rule.SAMPLE_ALREADY_DRAWN, Rule.ALREADY_ACCEPTED):
        assert "still stands" in explain(rule).kept
