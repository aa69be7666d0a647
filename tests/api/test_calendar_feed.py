"""A person's calendar feed: whose dates it tells, to whom, and until when."""

from datetime import date, datetime

from icalendar import Calendar

from records.session import Records
from records.tables import metadata
from tests.api.handing_over import LIAISON, NEW_LIAISON, replace_liaison
from tests.api.office import ADDRESS
from tests.api.story import Story, at


async def address(story: Story, who: str) -> str:
    answer = await story.office.call("POST", "calendar-feed", who)
    assert answer.status_code == 200, answer.text
    made = str(answer.json()["address"])
    assert made.startswith(ADDRESS)
    return made.removeprefix(ADDRESS)


async def read(story: Story, path: str) -> list[tuple[str, date]]:
    """Titles and moments, by whoever has the address and is not signed in."""
    answer = await story.office.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return [(str(e["summary"]), e.start) for e in Calendar.from_ical(answer.content).events]


async def gone(story: Story, path: str) -> bool:
    answer = await story.office.http.get(path)
    return (answer.status_code, answer.json()["rule"]) == (404, "not_found")


async def test_it_holds_what_is_asked_of_its_person_and_follows_a_date_that_moves(
    story: Story,
) -> None:
    feed = await address(story, "liaison")
    inbox = (await story.office.get("inbox", "liaison"))["items"]
    expected = [
        (f"{one['title']} ({story.reference})", datetime.fromisoformat(one["due"]))
        for one in inbox
        if one["due"]
    ]
    before = await read(story, feed)
    assert before == expected
    body = {"day": "2027-01-20", "source": "The Gazette."}
    path = f"{story.here}/calendar/holidays"
    assert (await story.office.call("POST", path, "hmi", body)).status_code == 200
    after = await read(story, feed)
    assert [title for title, _ in after] == [title for title, _ in before]
    assert all(new > old for (_, new), (_, old) in zip(after, before, strict=True))


@at("allocated")
async def test_it_tells_no_name_no_case_and_nobody_elses_tasks(story: Story) -> None:
    feed = await address(story, "inspector")
    text = (await story.office.http.get(feed)).text.replace("\r\n ", "")
    assert "Review your case files" in text
    for hidden in ("p-inspector", "N-0", "Sohal", "Northshire", "Submit the force"):
        assert hidden not in text


async def test_a_new_address_ends_the_old_one_and_each_is_secret(story: Story) -> None:
    first = await address(story, "liaison")
    second = await address(story, "liaison")
    assert first != second
    assert await gone(story, first)
    assert await read(story, second)
    state = await story.office.get("calendar-feed", "liaison")
    assert set(state) == {"made_at"}
    token = second.removesuffix(".ics").rpartition("/")[2]
    assert token not in await everything(story.office.parts.records)
    other = await story.office.get("calendar-feed", "inspection_lead")
    assert other == {"made_at": None}


async def test_its_owner_ends_it(story: Story) -> None:
    feed = await address(story, "liaison")
    kept = await address(story, "inspection_lead")
    answer = await story.office.call("DELETE", "calendar-feed", "liaison")
    assert answer.status_code == 204
    assert await gone(story, feed)
    await read(story, kept)


async def test_handing_a_role_over_ends_the_leavers_and_no_other(story: Story) -> None:
    leavers, successors = await address(story, LIAISON), await address(story, NEW_LIAISON)
    await replace_liaison(story)
    assert await gone(story, leavers)
    assert "Register the eligible cases" in str(await read(story, successors))


async def test_what_is_no_address_opens_nothing(story: Story) -> None:
    assert await gone(story, f"/api/v1/calendars/{'A' * 43}.ics")
    answer = await story.office.http.get("/api/v1/calendars/short.ics")
    assert answer.status_code == 422
    unknown = await story.office.http.post("/api/v1/calendar-feed")
    assert unknown.json()["rule"] == "not_signed_in"


async def everything(records: Records) -> str:
    """Every row of every table, as text."""
    async with records.reading() as session:
        tables = [await session.execute(table.select()) for table in metadata.sorted_tables]
    return "\n".join(str(list(rows)) for rows in tables)
