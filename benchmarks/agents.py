"""The core against employees as agents: a SimPy process each asking durable-rules, or Mesa.

All three live through the same months under the same rules, from the same start: every employee
is asked about every area in the months in which it is decided, posts go to the eligible with the
highest score, leavers are replaced. The agents write no ledger, fit no start and keep no
outcomes, in their favour. Before anything is timed, each way of asking must find the same rules
standing for the same people as the columnar engine.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

import mesa
import numpy as np
import simpy
from plain import Book, Day, Person, Reading, book_of, given, persons, settled, standing

from policy_sim.rules.durable import _ruleset, _test
from policy_sim.rules.programs import Program
from policy_sim.rules.stages import staged
from policy_sim.simulation.calendar import day_of, month_of
from policy_sim.simulation.relations import post_columns
from policy_sim.simulation.simulate import World
from policy_sim.workforce.table import NO_POST

__all__ = ["AREAS", "compared_agents"]

ALL = tuple(range(1, 13))
AREAS: Mapping[str, Sequence[int]] = {
    "exit": ALL,
    "appraisal": (2,),
    "discipline": ALL,
    "remediation": ALL,
    "promotion": ALL,
    "rewards": (8,),
    "pay": ALL,
}
"""The areas about which an employee is asked, and the months of the year in which."""

APPOINTMENT = "appointment"

Ask = Callable[[str, Person, Day], list[int]]
"""Returns which rules of an area stand for one person."""


class PlainAsking:
    """Asks the rules in plain Python."""

    def __init__(self, books: Mapping[str, Book]) -> None:
        self._books = books

    def __call__(self, area: str, person: Person, day: Day) -> list[int]:
        return standing(self._books[area], person, day)


class DurableAsking:
    """Asks durable-rules: one fact an employee, asserted and retracted."""

    def __init__(self, books: Mapping[str, Book], reading: Reading) -> None:
        self._areas = {area: _Durable(book.program, reading) for area, book in books.items()}

    def __call__(self, area: str, person: Person, day: Day) -> list[int]:
        return self._areas[area].standing(person, day)


class _Durable:
    """The rulesets of one area, stage by stage, and the features that their facts hold."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._program = program
        stages, self._outcomes = staged([*program.logic.scopes, *program.logic.conditions])
        self._stages = []
        for conclusions in stages:
            names = sorted({n for item in conclusions for atom in item.atoms for n in atom.names})
            fields = {name: index for index, name in enumerate(names)}
            pattern = tuple(tuple(_test(a, fields) for a in item.atoms) for item in conclusions)
            self._stages.append((names, _ruleset(pattern), [item.name for item in conclusions]))
        self._features = {name: reading.term(term) for name, term in program.terms.items()}

    def standing(self, person: Person, day: Day) -> list[int]:
        known: dict[str, int] = {}
        for names, ruleset, concluded in self._stages:
            case = []
            for name in names:
                if name not in known:
                    known[name] = self._features[name](person, day)
                case.append(int(known[name]))
            known |= dict.fromkeys(concluded, 0)
            known |= {concluded[index]: 1 for index in ruleset.fire(case)}
        truth = [out if isinstance(out, bool) else bool(known[out]) for out in self._outcomes]
        rules = len(self._program.rules)
        scopes, conditions = truth[:rules], truth[rules:]
        if not any(scopes[rule] for rule in self._program.logic.deciding):
            return []
        held = [scope and condition for scope, condition in zip(scopes, conditions, strict=True)]
        return settled(self._program, held)


@dataclass
class Service:
    """The employees, the posts and the law; *ask* decides, one person at a time."""

    staff: list[Person]
    books: Mapping[str, Book]
    ask: Ask
    posts: list[dict[str, int]]
    month: int
    moving: Mapping[str, int]
    paid: int = 0
    contests: dict[int, list[tuple[int, Person]]] = field(default_factory=dict)

    @property
    def day(self) -> Day:
        """The first day of the month."""
        return Day(day_of(self.month))

    def begin_month(self) -> None:
        """Find the vacant posts: of each office one, for which everybody may run."""
        held = {person.post for person in self.staff}
        self.contests = {}
        self._open: dict[int, list[int]] = {}
        for post, columns in enumerate(self.posts):
            if post not in held:
                self._open.setdefault(columns["post.office"], []).append(post)

    def live(self, person: Person) -> None:
        """Let one employee live through the month."""
        day = self.day
        for area, months in AREAS.items():
            if area in self.books and day.today.month in months:
                for rule in self.ask(area, person, day):
                    self._apply(area, rule, person, day)
        if APPOINTMENT in self.books:
            for posts in self._open.values():
                self._run_for(person, Day(day.today, self.posts[posts[0]]))
        for name, step in self.moving.items():
            person.record[name] += step

    def end_month(self) -> None:
        """Fill the posts by score, the highest office first, and count the month."""
        for office in sorted(self.contests, reverse=True):
            ranked = sorted(self.contests[office], key=lambda pair: -pair[0])
            for post, (_, person) in zip(self._open[office], ranked, strict=False):
                person.post = post
                person.record |= {
                    name.removeprefix("post."): value
                    for name, value in self.posts[post].items()
                    if name.removeprefix("post.") in person.record
                }
                person.record["time_in_office"] = 0
        self.month += 1

    def _run_for(self, person: Person, day: Day) -> None:
        book = self.books[APPOINTMENT]
        for rule in self.ask(APPOINTMENT, person, day):
            score = book.scores[rule]
            value = 0 if score is None else score(person, day)
            self.contests.setdefault(day.extra["post.office"], []).append((value, person))

    def _apply(self, area: str, rule: int, person: Person, day: Day) -> None:
        for effect, value in given(self.books[area], rule, person, day).items():
            match effect:
                case "retire" | "dismiss":
                    self._replace(person)
                case "promote":
                    grade = person.record["grade"] + 1 if value is None else value
                    person.record["grade"] = grade
                    person.record["time_in_grade"] = 0
                case "rate":
                    person.series["predikat"] = [value, *person.series["predikat"]][:10]
                case "pay":
                    self.paid += value

    def _replace(self, person: Person) -> None:
        """Let a newcomer of 25 years take the place of a leaver."""
        person.post = NO_POST
        person.record |= {"age": 300, "service": 0, "time_in_grade": 0, "time_in_office": 0}
        person.record["office"] = 0
        person.series = {name: [] for name in person.series}
        person.events = {name: [] for name in person.events}


class _Employee(mesa.Agent):
    """One employee as an agent of Mesa."""

    def __init__(self, model: mesa.Model, service: Service, person: Person) -> None:
        super().__init__(model)
        self.service, self.person = service, person

    def step(self) -> None:
        self.service.live(self.person)


class _Model(mesa.Model):
    """The service as a model of Mesa, one agent an employee."""

    def __init__(self, service: Service) -> None:
        super().__init__(seed=1)
        self.service = service
        for person in service.staff:
            _Employee(self, service, person)

    def step(self) -> None:
        self.service.begin_month()
        self.agents.do("step")
        self.service.end_month()


def in_mesa(service: Service, months: int) -> None:
    """Let *months* months pass with one Mesa agent per employee."""
    model = _Model(service)
    for _ in range(months):
        model.step()


def in_simpy(service: Service, months: int) -> None:
    """Let *months* months pass with one SimPy process per employee."""
    environment = simpy.Environment()

    def employee(person: Person) -> Generator[simpy.Event]:
        while True:
            service.live(person)
            yield environment.timeout(1)

    def office() -> Generator[simpy.Event]:
        service.begin_month()
        while True:
            yield environment.timeout(1, value=None)
            service.end_month()
            service.begin_month()

    environment.process(office())
    for person in service.staff:
        environment.process(employee(person))
    environment.run(until=months)


def compared_agents(world: World, months: int) -> dict[str, float]:
    """Return, per way of asking, the processor time of *months* months, in seconds.

    Raises :exc:`ValueError` if a way of asking does not find the same rules standing.
    """
    ways = {
        "one SimPy process per employee asking durable-rules": (in_simpy, True),
        "one Mesa agent per employee": (in_mesa, False),
    }
    found = {}
    for name, (run, durable) in ways.items():
        service = _service(world, durable=durable)
        _check(world, service)
        begun = process_time()
        run(service, months)
        found[name] = process_time() - begun
    return found


def _service(world: World, *, durable: bool) -> Service:
    people, today = world.people, world.start
    reading = Reading(people)
    vintage = world.law.on(today)
    areas = [area for area in (*AREAS, APPOINTMENT) if vintage.area(area)]
    books = {area: book_of(vintage, area, reading) for area in areas}
    columns = post_columns(world.organisation)
    posts = [
        {f"post.{name}": int(column[post]) for name, column in columns.items()}
        for post in range(len(world.organisation.post_office))
    ]
    attributes = people.vocabulary.attributes.values()
    return Service(
        staff=persons(people),
        books=books,
        ask=DurableAsking(books, reading) if durable else PlainAsking(books),
        posts=posts,
        month=month_of(today),
        moving={a.name: a.moves.each_month for a in attributes if a.moves and a.moves.each_month},
    )


def _check(world: World, service: Service) -> None:
    """Raise unless *service* finds the same rules standing as the columnar engine."""
    state, today = world.state(), service.day
    for area, book in service.books.items():
        if area == APPOINTMENT or any("superior" in name for name in book.program.terms):
            continue
        decision = state.decide(area).decision
        for row in np.linspace(0, len(service.staff) - 1, 200).astype(int).tolist():
            asked = service.ask(area, service.staff[row], today)
            wanted = [
                rule
                for rule in book.program.logic.deciding
                if decision.stands[rule, row]
                and not any(
                    decision.barred[effect.name][row] >= 0
                    for effect in book.program.rules[rule].effects
                )
            ]
            if asked != wanted:
                msg = f"{area}: person {row} is decided otherwise than by columns"
                raise ValueError(msg)
