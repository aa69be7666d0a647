"""A text in two languages: each part under its language's own name, and read apart again."""

from collections.abc import Iterator, Mapping

from documents.language import LANGUAGES

_CODES = {name: code for code, name in LANGUAGES.items()}


def below_one_another(texts: Mapping[str, str]) -> str:
    """Language -> text, in order, as one text. A text ends with its line's end."""
    return "\n".join(f"{LANGUAGES[code]}\n\n{text}" for code, text in texts.items())


def read_apart(text: str, code: str) -> list[tuple[str, str]]:
    """(language, its part with the heading) of such a text; all in `code` where it has no parts."""
    return [(language, part) for language, part in _parts(text, code) if part.strip()]


def _parts(text: str, code: str) -> Iterator[tuple[str, str]]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line in _CODES:
            yield code, "\n".join(lines)
            code, lines = _CODES[line], []
        lines.append(line)
    yield code, "\n".join(lines)
