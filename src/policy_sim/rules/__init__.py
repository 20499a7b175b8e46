"""Decisions: what the law in force gives each person of a cohort, and why it refuses the others.

Rules are pure: a record, a date and the law give a decision and its trace. The way of one
decision: :func:`~policy_sim.rules.programs.compile_area` prepares the rules of an area,
:class:`~policy_sim.rules.features.Features` turns every term into one integer column,
:func:`~policy_sim.rules.engine.stand` asks an engine which rules hold and stand,
:func:`~policy_sim.rules.combination.combine` makes effects of them,
:func:`~policy_sim.rules.decision.decide` joins these steps, and
:func:`~policy_sim.rules.allocation.allocate` gives scarce places to the eligible.
"""
