"""Who plays which part in a demonstrated inspection: people's ids and the roles they hold."""

from dataclasses import dataclass, field
from typing import Any

from criteria.roles import Role

NATIONAL, ONLINE = "national-child-protection", "online-cse"


@dataclass(frozen=True)
class Team:
    """The inspectorate's people in one inspection."""

    lead: str
    deputy: str
    inspectors: tuple[str, ...]
    hmi: str
    editor: str
    decider: str
    chair: str = "p-panel-chair"
    panel: tuple[str, ...] = ("p-panel-1", "p-panel-2", "p-panel-3")
    duty_officer: str = "p-duty-officer"
    operator: str = "p-operator"


def _inspectors(*numbers: int) -> tuple[str, ...]:
    return tuple(f"p-inspector-{number}" for number in numbers)


FIRST = Team(
    "p-lead-1", "p-deputy", _inspectors(1, 2, 3, 4, 5), "p-hmi-1", "p-editor", "p-decider-1"
)
# Without the associate inspector who served at the Welsh force.
SECOND = Team(
    "p-lead-2", "p-lead-3", _inspectors(2, 5, 6, 7, 8), "p-hmi-2", "p-editor-2", "p-decider-2"
)


@dataclass(frozen=True)
class Cast:
    """Both sides of one inspection. `names` are those of other places than the texts speak of."""

    force: str
    team: Team = FIRST
    programme: str = NATIONAL
    contributors: int = 2
    second_chief: bool = False  # holds the portfolio and writes part of the return
    shares: bool = True  # whether contributors are given rows, or head and liaison write them all
    names: dict[str, str] = field(default_factory=dict)
    liaising: str = "liaison"  # the part of whoever is liaison by now

    def of_force(self, part: str) -> str:
        """The id of somebody at the force, such as `liaison`."""
        return f"p-{self.force.lower()}-{part}"

    @property
    def liaison(self) -> str:
        return self.of_force(self.liaising)

    @property
    def head(self) -> str:
        return self.of_force("head")

    @property
    def approver(self) -> str:
        return self.of_force("chief-officer")

    @property
    def writing_chief(self) -> str:
        """Writes what a chief officer writes; the head of service where there is but one chief."""
        return self.of_force("chief-officer-2") if self.second_chief else self.head

    @property
    def writers(self) -> tuple[str, ...]:
        """The contributors."""
        return tuple(self.of_force(f"contributor-{n}") for n in range(1, self.contributors + 1))

    @property
    def auditors(self) -> tuple[str, ...]:
        return self.of_force("auditor-1"), self.of_force("auditor-2")

    @property
    def policing_body(self) -> str:
        return self.of_force("policing-body")

    @property
    def appointed(self) -> dict[Role, tuple[str, ...]]:
        team = self.team
        chiefs = (self.approver, self.writing_chief) if self.second_chief else (self.approver,)
        return {
            Role.INSPECTION_LEAD: (team.lead,),
            Role.DEPUTY_LEAD: (team.deputy,),
            Role.INSPECTOR: team.inspectors,
            Role.PANEL_CHAIR: (team.chair,),
            Role.PANEL_MEMBER: team.panel,
            Role.HMI: (team.hmi,),
            Role.EDITOR: (team.editor,),
            Role.ACCURACY_DECIDER: (team.decider,),
            Role.DUTY_OFFICER: (team.duty_officer,),
            Role.OPERATOR: (team.operator,),
            Role.LIAISON: (self.liaison,),
            Role.HEAD_OF_PVP: (self.head,),
            Role.CONTRIBUTOR: self.writers,
            Role.CASE_AUDITOR: self.auditors,
            Role.CHIEF_OFFICER_LEAD: chiefs,
            Role.LOCAL_POLICING_BODY: (self.policing_body,),
        }

    def appointments(self) -> dict[str, list[str]]:
        """Role -> person ids, as an inspection is issued."""
        return {role.value: list(people) for role, people in self.appointed.items()}

    def person(self, part: str) -> str:
        """The id of whoever plays a part that the texts name; few play the parts of many."""
        kind, _, number = part.rpartition("-")
        if kind == "inspector":
            return self.team.inspectors[(int(number) - 1) % len(self.team.inspectors)]
        if kind == "contributor":
            writers = self.writers if self.shares else (self.head, self.liaison)
            return writers[(int(number) - 1) % len(writers)]
        others = {"lead": self.team.lead, "deputy": self.team.deputy}
        others |= {"chief-officer": self.approver, "chief-officer-2": self.writing_chief}
        return others.get(part) or self.of_force(part)

    def said(self, text: Any) -> Any:
        """What the texts say, of this force and its places."""
        if isinstance(text, str):
            for name, here in self.names.items():
                text = text.replace(name, here)
            return text
        if isinstance(text, dict):
            return {name: self.said(value) for name, value in text.items()}
        return [self.said(one) for one in text] if isinstance(text, list | tuple) else text


NORTHSHIRE = Cast("X01", contributors=6, second_chief=True)
