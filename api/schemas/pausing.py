"""Bodies of pausing, resuming and withdrawing an inspection."""

from api.schemas.values import Said, Sent, example


class PauseIn(Sent):
    """Why the clocks are to stand still."""

    model_config = example(reason="A critical incident takes every detective of the force.")

    reason: Said


class ResumeIn(Sent):
    """Why the clocks run again, where that is worth a sentence. The body may be left out."""

    model_config = example(reason="The incident is over; the detectives are back.")

    reason: Said | None = None


class WithdrawalIn(Sent):
    """Why the inspection ends here."""

    model_config = example(reason="The force merges with its neighbour; both are inspected later.")

    reason: Said
