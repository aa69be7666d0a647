"""A case referred back to the force: the call, the acknowledgement, the action, the closure."""

from touchstone.demo import cast
from touchstone.demo.play import Play
from touchstone.demo.writing.reading import texts


async def refer_back(play: Play, case: str) -> str:
    """The inspector who reads the file refers it back and rings; the referral's reference."""
    reviewer = play.reviewers[case]
    body = {"concern": play.files[case].concern, "immediate_danger": False}
    opened = await play.act(reviewer, f"cases/{case}/referral", body)
    referral = str(opened.body["referral"])
    await _enter(play, reviewer, referral, "contact")
    await _enter(play, cast.HEAD, referral, "acknowledgement")
    ring = len(opened.body["ring"])
    play.display.say(f"A case referred back: {ring} people to ring, reached and acknowledged")
    return referral


async def settle(play: Play, referral: str) -> None:
    """The force says what it did for the child; the lead closes."""
    await _enter(play, cast.HEAD, referral, "action")
    await _enter(play, cast.LEAD, referral, "closure")
    play.display.say("The referral is closed: the child is safe")


async def _enter(play: Play, person: str, referral: str, step: str) -> None:
    entry = texts("acts")["referral"][step]
    await play.act(person, f"referrals/{referral}/{step}", {"entry": entry})
