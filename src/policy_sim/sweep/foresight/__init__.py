"""Foresight: what an agency can see early of how a reform will have turned out in the end."""
