"""Abbreviations and dated terms of the official texts: explained beside them, never corrected."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term as it should be written; `also_printed` are forms in which documents print it."""

    term: str
    meaning: str
    note: str = ""
    also_printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    id: str
    version: str
    title: str
    basis: str
    terms: tuple[Term, ...]

    def normalised(self, text: str) -> str:
        """`text` for searching: variant spellings brought to the right one, case folded. Never for
        display.
        """
        for term in self.terms:
            for variant in term.also_printed:
                text = text.replace(variant, term.term)
        return " ".join(text.casefold().split())

    def used_in(self, text: str) -> tuple[Term, ...]:
        """The terms that a text prints, in the glossary's order."""
        return tuple(t for t in self.terms if any(w in text for w in (t.term, *t.also_printed)))
