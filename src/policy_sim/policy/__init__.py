"""Regulations as data: vocabulary, expressions, tables, rules, dated law, amendments."""
