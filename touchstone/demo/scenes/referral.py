"""A case referred back to the force: the call, the acknowledgement, the action, the closure."""

from touchstone.demo.play import Play
from touchstone.demo.writing.reading import texts


async def refer_back(play: Play, case: str) -> str:
    """The inspector who reads the file refers it back and rings; the referral's reference."""
    reviewer = play.reviewers[case]
    referral, ring = await open_referral(play, case)
    await enter(play, reviewer, referral, "contact")
    await enter(play, play.cast.head, referral, "acknowledgement")
    play.display.say(f"A case referred back: {ring} people to ring, reached and acknowledged")
    return referral


async def open_referral(play: Play, case: str) -> tuple[str, int]:
    """The reviewer refers the case back: the referral's reference, and how many may be rung."""
    body = {"concern": play.files[case].concern, "immediate_danger": False}
    opened = await play.act(play.reviewers[case], f"cases/{case}/referral", body)
    return str(opened.body["referral"]), len(opened.body["ring"])


async def settle(play: Play, referral: str) -> None:
    """The force says what it did for the child; the lead closes."""
    await enter(play, play.cast.head, referral, "action")
    await enter(play, play.cast.team.lead, referral, "closure")
    play.display.say("The referral is closed: the child is safe")


async def enter(play: Play, person: str, referral: str, step: str) -> None:
    """One entry in the referral."""
    entry = texts("acts")["referral"][step]
    await play.act(person, f"referrals/{referral}/{step}", {"entry": entry})
