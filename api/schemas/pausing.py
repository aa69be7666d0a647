"""Bodies of pausing and withdrawing an inspection."""

from api.schemas.values import Said, Sent, example


class PauseIn(Sent):
    """Why the clocks are to stand still."""

    model_config = example(reason="A critical incident takes every detective of the force.")

    reason: Said


class WithdrawalIn(Sent):
    """Why the inspection ends here."""

    model_config = example(reason="The force merges with its neighbour; both are inspected later.")

    reason: Said
