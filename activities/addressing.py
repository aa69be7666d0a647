"""In which languages a person is told, and one message of the same words in each of them."""

from collections.abc import Callable, Mapping

from activities.wording import About, Wording
from criteria.roles import Side
from documents.language import ENGLISH, WELSH, Language, language
from documents.two_languages import below_one_another
from records.subjects import Reader

Said = Callable[[Language], Wording]  # the words of a notice, in a language still to be chosen


def languages_for(reader: Reader | None, about: About) -> tuple[str, ...]:
    """The languages of a notice to this reader, in order; English to somebody who is not known.

    Who works in Welsh reads Welsh first. Everybody on the side of a force in Wales reads both,
    unasked: the standards of the Welsh language are a duty to them, not their wish.
    """
    if reader is None:
        return (ENGLISH,)
    if reader.language == WELSH:
        return (WELSH, ENGLISH)
    both = about.is_welsh and reader.side is not Side.INSPECTORATE
    return (ENGLISH, WELSH) if both else (ENGLISH,)


def in_languages(said: Said, about: About, codes: tuple[str, ...]) -> Wording:
    """One message: the subjects beside one another, the texts below one another."""
    found = {code: said(language(code)) for code in codes}
    if len(found) == 1:
        return found[codes[0]]
    start = f"{about.reference}: "
    subjects = [one.subject.removeprefix(start) for one in found.values()]
    return Wording(
        start + " / ".join(subjects), in_order({code: one.body for code, one in found.items()})
    )


def in_order(bodies: Mapping[str, str]) -> str:
    """Language -> text: one alone as it stands, two below one another."""
    return below_one_another(bodies) if len(bodies) > 1 else next(iter(bodies.values()))
