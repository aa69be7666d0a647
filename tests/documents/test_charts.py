"""Charts carry their numbers as text, keep to a strict policy and survive any label."""

from xml.etree import ElementTree

from documents.charts import ScoreBar, StackedBar, score_bars, stacked_bars

SVG = "{http://www.w3.org/2000/svg}"
SERIES = ("Good", "Requires improvement", "Inadequate", "Not graded")


def stacked(*bars: StackedBar) -> ElementTree.Element:
    return ElementTree.fromstring(stacked_bars("f1", "Grades", SERIES, bars, grades=3))


def test_every_count_and_every_total_is_printed() -> None:
    chart = stacked(StackedBar("Custody", (12, 0, 3, 1)))
    texts = [text.text for text in chart.iter(f"{SVG}text")]
    assert texts == [*SERIES, "Custody", "12", "3", "1", "16"]


def test_title_and_description_say_what_the_bars_show() -> None:
    chart = stacked(StackedBar("Custody", (12, 0, 3, 1)))
    title, said = chart[0], chart[1]
    assert (title.tag, title.text) == (f"{SVG}title", "Grades")
    assert said.text == "Custody: good 12, requires improvement 0, inadequate 3, not graded 1."
    assert chart.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"


def test_no_style_and_no_script_stand_in_a_chart() -> None:
    chart = stacked(StackedBar("Custody", (1, 1, 1, 1)))
    assert not [element for element in chart.iter() if "style" in element.attrib]
    assert {element.tag for element in chart.iter()} == {
        SVG + tag for tag in ("svg", "title", "desc", "rect", "text")
    }


def test_a_label_of_markup_is_printed_as_typed() -> None:
    chart = stacked(StackedBar("</text><script>&", (1, 0, 0, 0)))
    assert "</text><script>&" in [text.text for text in chart.iter(f"{SVG}text")]


def test_segments_stay_inside_the_picture_and_leave_room_for_their_numbers() -> None:
    chart = stacked(StackedBar("Big", (1, 187, 1, 1)), StackedBar("None", (0, 0, 0, 0)))
    bars = [box for box in chart.iter(f"{SVG}rect") if box.get("height") == "24"]
    ends = [float(box.attrib["x"]) + float(box.attrib["width"]) for box in bars]
    assert max(ends) <= 640 - 60
    assert min(float(box.attrib["width"]) for box in bars) >= 9


def test_a_chapter_without_a_score_has_no_filled_step() -> None:
    drawn = score_bars("f1", "Scores", 5, [ScoreBar("Recording", None, "Not seen")])
    chart = ElementTree.fromstring(drawn)
    fills = [box.get("fill") for box in chart.iter(f"{SVG}rect")]
    assert len(fills) == 5
    assert len(set(fills)) == 1
    assert "Not seen" in [text.text for text in chart.iter(f"{SVG}text")]


def test_a_score_fills_as_many_steps() -> None:
    drawn = score_bars("f1", "Scores", 5, [ScoreBar("Recording", 2, "2 out of 5")])
    fills = [box.get("fill") for box in ElementTree.fromstring(drawn).iter(f"{SVG}rect")]
    assert fills == [fills[0]] * 2 + [fills[-1]] * 3
    assert fills[0] != fills[-1]
