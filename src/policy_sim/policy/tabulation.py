"""From any of the ways of writing a table to its rows of spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, product
from pathlib import Path

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.coverage import table_findings
from policy_sim.policy.expressions import parse_literal, parse_ranges
from policy_sim.policy.item_forms import TableForm
from policy_sim.policy.measures import UNITS, implied_type, named_type, quantity, step_of
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import undeclared
from policy_sim.policy.writing import written as written_value
from policy_sim.policy.written_rows import WrittenRow, written_rows

__all__ = ["tabulate"]

_FORMS = ("keyed", "bands", "matrix", "rows", "csv")


Spans = tuple[tuple[int, int], ...]


def tabulate(
    name: Scalar,
    form: TableForm,
    vocabulary: Vocabulary,
    folder: Path,
    findings: list[Diagnostic],
) -> Table | None:
    """Return the table that *form* writes, or None if a finding prevents it.

    A CSV file is looked for in *folder*. Gaps and overlaps are findings, but the table is
    returned, so that what reads it can be checked too.
    """
    before = len(findings)
    names = _input_names(name, form, findings)
    if names is None:
        return None
    inputs = [_input_type(text, form, vocabulary, findings) for text in names]
    written = written_rows(name, form, names, inputs, folder, findings)
    known = [kind for kind in inputs if kind is not None]
    if written is None or len(known) < len(inputs):
        return None
    if not written:
        if len(findings) == before:
            findings.append(Diagnostic("table-empty", name.place, {"seen": name}))
        return None
    output = _output(name, form, written, vocabulary, findings)
    if output is None:
        return None
    bounds = _bounds_index(form, names)
    if bounds is not None:
        rows = _bounded_rows(written, known, output, bounds, findings)
    else:
        rows = _rows(written, known, output, findings)
    if rows is None:
        return None
    otherwise = None if form.otherwise is None else parse_literal(form.otherwise, output, findings)
    table = Table(
        name=str(name),
        inputs=tuple(known),
        output=_narrowed(output, rows, otherwise),
        rows=tuple(rows),
        otherwise=otherwise,
        first_hit=form.hit == "first",
        place=name.place,
    )
    if form.otherwise is not None and otherwise is None:
        return table
    found = table_findings(table)
    findings += found
    if any(finding.code == "table-gap" for finding in found):
        # What reads a table with a gap is not blamed for it as well.
        return replace(table, otherwise=table.rows[0].value)
    return table


def _input_names(
    name: Scalar, form: TableForm, findings: list[Diagnostic]
) -> tuple[Scalar, ...] | None:
    """Return the names of the inputs, if the table has them and exactly one form."""
    forms = [key for key in _FORMS if getattr(form, key) is not None]
    if len(forms) != 1:
        values = {"seen": ", ".join(forms) or phrase("none"), "allowed": ", ".join(_FORMS)}
        findings.append(Diagnostic("one-table-form", name.place, values))
        return None
    names = form.inputs if form.input is None else (form.input,)
    wanted = {"keyed": 1, "bands": 1, "matrix": 2}.get(forms[0])
    if (
        not names
        or (form.input is not None and form.inputs)
        or len(names) != (wanted or len(names))
    ):
        allowed = str(wanted) if wanted else phrase("at least {bound}", bound=1)
        values = {"seen": str(len(names)), "allowed": allowed, "form": forms[0]}
        findings.append(Diagnostic("table-inputs", name.place, values))
        return None
    if form.lower_bounds is not None and form.lower_bounds not in names:
        place = form.lower_bounds.place
        findings.append(undeclared("an input of this table", form.lower_bounds, names, place))
        return None
    return names


def _input_type(
    text: Scalar, form: TableForm, vocabulary: Vocabulary, findings: list[Diagnostic]
) -> ValueType | None:
    if text in form.input_ranges:
        return _own_input(form.input_ranges[text], vocabulary, findings)
    kind = named_type(text, vocabulary, findings)
    if kind is None or form.step is None or text not in UNITS:
        return kind
    step = step_of(form.step, findings)
    return None if step is None else quantity(kind.unit, step)


def _own_input(
    text: Scalar, vocabulary: Vocabulary, findings: list[Diagnostic]
) -> ValueType | None:
    """Return the type of an input that only this table has: a range of numbers."""
    kind = implied_type([text], vocabulary, text.place, findings)
    ranges = None if kind is None else parse_ranges(text, kind, findings)
    if kind is None or not ranges:
        return None
    if not kind.numeric or len(ranges) > 1 or ranges[0][1] == kind.high:
        findings.append(Diagnostic("open-range", text.place, {"seen": text}))
        return None
    return replace(kind, low=ranges[0][0], high=ranges[0][1])


def _output(
    name: Scalar,
    form: TableForm,
    written: Sequence[WrittenRow],
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
) -> ValueType | None:
    if form.output is not None:
        kind = named_type(form.output, vocabulary, findings)
        if kind is None or form.output not in UNITS:
            return kind
        cells = [row.cell for row in written]
        finest = implied_type(cells, vocabulary, name.place, findings)
        return None if finest is None else replace(kind, kind=finest.kind, step=finest.step)
    cells = [row.cell for row in written]
    if form.otherwise is not None:
        cells.append(form.otherwise)
    return implied_type(cells, vocabulary, name.place, findings)


def _bounds_index(form: TableForm, names: tuple[Scalar, ...]) -> int | None:
    """Return which input is given by lower bounds, if one is."""
    if form.bands is not None:
        return 0
    return None if form.lower_bounds is None else names.index(form.lower_bounds)


def _rows(
    written: Sequence[WrittenRow],
    inputs: Sequence[ValueType],
    output: ValueType,
    findings: list[Diagnostic],
) -> list[TableRow] | None:
    """Return a row for each combination of the ranges of each written row."""
    rows = []
    before = len(findings)
    for row in written:
        ranges = [
            parse_ranges(key, kind, findings) or ()
            for key, kind in zip(row.keys, inputs, strict=True)
        ]
        value = parse_literal(row.cell, output, findings)
        if value is not None:
            rows += [TableRow(spans, value, row.place) for spans in product(*ranges)]
    return rows if len(findings) == before else None


def _bounded_rows(
    written: Sequence[WrittenRow],
    inputs: Sequence[ValueType],
    output: ValueType,
    index: int,
    findings: list[Diagnostic],
) -> list[TableRow] | None:
    """Return rows whose input *index* reaches up to the next bound among otherwise equal rows."""
    rows = _rows(written, inputs, output, findings)
    if rows is None:
        return None

    def others(row: TableRow) -> Spans:
        return row.spans[:index] + row.spans[index + 1 :]

    reaching: list[TableRow] = []
    for _, group in groupby(sorted(rows, key=others), key=others):
        ordered = sorted(group, key=lambda row: row.spans[index][0])
        ends = [row.spans[index][0] - 1 for row in ordered[1:]] + [inputs[index].high]
        for row, end in zip(ordered, ends, strict=True):
            if end < row.spans[index][0]:
                seen = written_value(row.spans[index][0], inputs[index])
                findings.append(Diagnostic("bound-twice", row.place, {"seen": seen}))
                return None
            spans = list(row.spans)
            spans[index] = (spans[index][0], end)
            reaching.append(replace(row, spans=tuple(spans)))
    return reaching


def _narrowed(output: ValueType, rows: Sequence[TableRow], otherwise: int | None) -> ValueType:
    """Return *output* with the range of the cells that there are."""
    values = [row.value for row in rows] + ([] if otherwise is None else [otherwise])
    if not output.numeric or not values:
        return output
    return replace(output, low=min(values), high=max(values))
