"""Problems (RFC 9457) as they are answered, for the API's description."""

from typing import Any

from api.schemas.values import Shown, example


class InputFault(Shown):
    field: str
    wrong: str


class Problem(Shown):
    """Why something was not done. `rule` is the code of the broken rule, `codes` what it is about.

    `act` is there when the act itself was kept as refused; `errors` names faulty fields;
    `current` and `yours` are the two texts of a draft conflict.
    """

    model_config = example(
        type="/problems/overall_comes_last",
        title="The overall assessment comes last",
        status=409,
        detail="The overall assessment can be given only when everything below it has been judged"
        " and moderated.",
        kept="What you sent is kept with the refused act. Nothing else has changed, and your draft,"
        " if you had one, is still there.",
        do="Finish what is named first: audits, reviews, judgements, then moderation.",
        rule="overall_comes_last",
        codes=["indicator:leadership"],
        act="act-mfrggzdfmztwq2lkn5xa",
        request_id="9f86d081884c7d65",
    )

    type: str
    title: str
    status: int
    detail: str
    kept: str
    do: str
    rule: str
    codes: list[str]
    request_id: str
    act: str | None = None
    errors: list[InputFault] | None = None
    current: dict[str, Any] | None = None
    yours: dict[str, Any] | None = None


class ProblemMeaning(Shown):
    """The words of a rule."""

    rule: str
    title: str
    happened: str
    kept: str
    do: str
