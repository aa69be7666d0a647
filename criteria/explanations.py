"""What each rule means to a person who broke it: what happened, what was kept, what to do now.

The words are in explanations.toml. They hold no content and no names, so they may be shown to
anybody who was refused.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from criteria.errors import Rule

NOTHING_RECORDED = "Nothing was recorded, and nothing has changed."
KEPT_AS_REFUSED = (
    "What you sent is kept with the refused act. Nothing else has changed, and your draft, if you"
    " had one, is still there."
)


@dataclass(frozen=True)
class Explanation:
    """The words for one rule. `title` is a short heading; `kept` speaks of a refused act."""

    title: str
    happened: str
    do: str
    kept: str = KEPT_AS_REFUSED


def explain(rule: Rule) -> Explanation:
    """The words for a rule. Every rule has some; a test keeps it so."""
    return explanations()[rule.value]


@cache
def explanations() -> dict[str, Explanation]:
    """Rule -> its words."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {rule: Explanation(**words) for rule, words in tomllib.loads(text).items()}
