"""Regulations as data: vocabulary, expressions, tables, rules, dated law, amendments."""

from __future__ import annotations

from policy_sim.policy.loading import check_law, load_law, load_unamended, load_vocabulary

__all__ = ["check_law", "load_law", "load_unamended", "load_vocabulary"]
