"""Regulations as data: vocabulary, expressions, tables, rules, dated law, amendments."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy_sim.policy.loading import check_law, load_law, load_unamended, load_vocabulary

__all__ = ["check_law", "load_law", "load_unamended", "load_vocabulary"]


def __getattr__(name: str) -> Any:
    """Return what reads documents: the process that decides again reads none."""
    if name in __all__:
        return getattr(import_module("policy_sim.policy.loading"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
