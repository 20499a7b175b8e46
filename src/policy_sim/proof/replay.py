"""An example is shown only if the engines say the same of it as the proof.

The example becomes a case, which is decided as any other case would be, on every engine that is
there.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from policy_sim.diagnostics import Place
from policy_sim.errors import RunError
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.witness import Found
from policy_sim.rules.case import Case, CaseError
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.elapsed import first_of_month
from policy_sim.rules.engine import ENGINES, engine_available, engine_named, stand
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.programs import Program

__all__ = ["MisjudgedError", "as_case", "confirm", "decided_alike"]


class MisjudgedError(RunError):
    """The engines do not say of an example what was proved of it: an error of policy-sim."""


def as_case(found: Found, vocabulary: Vocabulary, subject: str = PERSON) -> Case:
    """Return an example as the case of one person, or of another *subject*, on one date."""
    columns = dict(found.attributes)
    entered = first_of_month(found.on, found.service).toordinal()
    log = HistoryLog.empty(vocabulary, 1, entered, subject)
    row = np.zeros(1, dtype=np.int64)
    for name, periods in found.series.items():
        for value in reversed(periods):
            log.record_period(name, row, value)
    for name, entries in found.events.items():
        for ago, value, left in sorted(entries, reverse=True):
            day = first_of_month(found.on, ago)
            until = first_of_month(found.on, -left)
            log.record_event(name, row, day, value, until)
    return Case("an example", found.on, columns, log, Place(""), vocabulary)


def confirm(
    program: Program,
    vintage: Vintage,
    vocabulary: Vocabulary,
    found: Found,
    contradiction: bool = False,
) -> None:
    """Decide the example on every engine that is there, and against everything always true.

    With *contradiction* the rules must contradict each other about it.
    Raises :exc:`MisjudgedError` unless all engines decide it as the proof does.
    """
    subjects = {program.rules[own].subject for own in program.logic.deciding}
    subject = min(subjects, default=PERSON)
    case = as_case(found, vocabulary, subject)
    if subject == PERSON:
        for text, condition in vocabulary.always:
            with suppress(CaseError):
                if not Features(case.frame()).meets(condition)[0]:
                    raise _misjudged(program, found, f"the sentence {text!r}")
    if not vintage.begins <= found.on or (vintage.ends is not None and found.on >= vintage.ends):
        raise _misjudged(program, found, "the day")
    features = Features(case.frame(), program.terms, program.grids)
    for name in ENGINES:
        if engine_available(name):
            stands = stand(program.logic, features, engine_named(name)).stands[:, 0]
            if tuple(stands.tolist()) != found.stands:
                raise _misjudged(program, found, f"the {name} engine")
    try:
        decision = decide(program, case.frame(), ColumnarEngine())
    except RunError:
        return
    given = {name: int(one.value[0]) for name, one in decision.given.items() if one.mask[0]}
    if contradiction or given != found.given:
        raise _misjudged(program, found, "the decision")


def decided_alike(program: Program, frame: Frame) -> Decision:
    """Return what is decided about the subjects of *frame*, if every engine that is there agrees.

    Raises :exc:`MisjudgedError` if one does not.
    """
    features = Features(frame, program.terms, program.grids)
    names = [name for name in ENGINES if engine_available(name)]
    first, *others = (stand(program.logic, features, engine_named(name)).stands for name in names)
    for name, stands in zip(names[1:], others, strict=True):
        if not np.array_equal(first, stands):
            msg = f"the engines {names[0]} and {name} do not decide {program.area} alike"
            raise MisjudgedError(msg)
    return decide(program, frame, ColumnarEngine())


def _misjudged(program: Program, found: Found, who: str) -> MisjudgedError:
    msg = (
        f"{who} does not bear out what was proved of {program.area or 'a bar'}: an error of "
        f"policy-sim, not of the regulation; the example was {found}"
    )
    return MisjudgedError(msg)
