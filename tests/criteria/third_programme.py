"""A third programme as data alone: five topics, not nine stages, and a template of its own."""

from pathlib import Path

TOPICS = {
    "leadership": "Leadership",
    "partnership-working": "Partnership working",
    "initial-response": "Initial response",
    "risk-assessment-and-referral": "Risk assessment and referral",
    "investigation": "Investigation",
}


def criteria() -> str:
    nodes = [
        _node("overall", "overall", "Overall"),
        *(_node(k, "topic", v) for k, v in TOPICS.items()),
    ]
    return f"""\
id = "five-topics"
version = "1"
programme_title = "Five topics"
title = "What good looks like"
legends = []
source = {{ statement = "Written for a test" }}

[[sections]]
id = "topics"
heading = "The topics"

{"".join(nodes)}"""


def _node(node_id: str, kind: str, name: str) -> str:
    return f"""\
[[sections.nodes]]
id = "{node_id}"
kind = "{kind}"
name = "{name}"
indicator = "{name} serves children well."
expectations = [
  {{ id = "{node_id}.01", text = "{name} is thought through." }},
  {{ id = "{node_id}.02", text = "{name} is looked at again." }},
]

"""


def template() -> str:
    rows = "".join(
        f'[[sections.rows]]\nid = "ft.{code}"\nindicator = "{name}"\n'
        f'guidance = ["How strong is it?", "Say so plainly.", "How do you know?"]\n\n'
        for code, name in TOPICS.items()
    )
    return f"""\
id = "five-topics-template"
version = "1"
programme_title = "Five topics"
title = "Your own view"
introduction = "Answer each topic."
column_heads = ["Topic", "Answer"]
source = {{ statement = "Written for a test" }}

[[sections]]
id = "topics"
heading = "The topics"

{rows}"""


def criteria_map() -> str:
    links = "\n".join(f'  {{ row = "ft.{code}", node = "{code}" }},' for code in TOPICS)
    return f"""\
id = "five-topics-map"
version = "1"
title = "Topics to topics"
basis = "ours"
links = [
{links}
]
"""


def programme(parts: str, version: str = "1") -> str:
    """The programme's own file; `parts` binds template, criteria and map."""
    sections = "\n".join(
        f'  {{ code = "{code}", title = "{name}", node = "{code}" }},'
        for code, name in {**TOPICS, "overall": "Conclusion"}.items()
    )
    anchors = "\n".join(f'  {{ score = "{n}", text = "Anchor {n}" }},' for n in range(1, 6))
    return f"""\
id = "five-topics"
version = "{version}"
title = "Five topics"
summary = "A programme that exists as data alone."
sources = ["Written for a test"]
glossary = "child-protection-v1"
calendar = "england-and-wales-v1"
timetable = "child-protection-v1"
disposal = "inspection-records-v1"
{parts}
[scoring]
mode = "scale_1_5"
basis = "ours"
overall_scored = true
anchors = [
{anchors}
]

[judging]
basis = "ours"
case_stages = ["initial-response", "risk-assessment-and-referral", "investigation"]

[cases]
basis = "ours"
sample = 12
types = [
  {{ code = "domestic-abuse", title = "Domestic abuse", quota = 7 }},
  {{ code = "missing-children", title = "Missing children", quota = 5 }},
]

[rules]
basis = "ours"
panel_minimum = 3
conflict_years = 5
agreement_minimum = 10
routes = [
  {{ kind = "score_difference", leads_to = "moderation", threshold = 2, title = "Far apart" }},
]

[report]
basis = "ours"
sections = [
{sections}
]
"""


def write_as_files(folder: Path) -> Path:
    """The programme and its three parts as a file each; returns the programme's."""
    for kind, name, text in (
        ("templates", "five-topics-template-v1", template()),
        ("schedules", "five-topics-v1", criteria()),
        ("maps", "five-topics-map-v1", criteria_map()),
    ):
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    named = (
        'template = "five-topics-template-v1"\ncriteria = "five-topics-v1"\n'
        'map = "five-topics-map-v1"\n'
    )
    return _write(folder, programme(named))


def write_as_one_file(folder: Path, version: str = "1") -> Path:
    """The same programme in a single file."""
    parts = "".join(
        _nested(key, text)
        for key, text in (
            ("template", template()),
            ("criteria", criteria()),
            ("map", criteria_map()),
        )
    )
    return _write(folder, programme(parts, version))


def _nested(key: str, text: str) -> str:
    """A part's own file as a table of the programme's."""
    return f"[{key}]\n" + text.replace("[[sections", f"[[{key}.sections") + "\n"


def _write(folder: Path, text: str) -> Path:
    path = folder / "five-topics-v1.toml"
    path.write_text(text, encoding="utf-8")
    return path
