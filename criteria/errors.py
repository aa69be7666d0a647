"""The rules that an act can break, each with the words a person reads: what happened and what to do.

A refusal travels as the rule's name alone (through Temporal too); the words are looked up here at the edge.
"""

from dataclasses import dataclass
from enum import StrEnum


class RuleBroken(Exception):
    """An act breaks a rule. Carries the rule and codes only, never content or names."""

    def __init__(self, rule: "Rule", *codes: str) -> None:
        self.rule = rule
        self.codes = codes
        super().__init__(f"{rule.value}{': ' if codes else ''}{', '.join(codes)}")
