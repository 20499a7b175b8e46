"""YAML read as text, with the place of every node.

:func:`read_document` gives nodes; :func:`shape` reads a node as a :class:`Shape`. The types of
:mod:`policy_sim.documents.fields` are the leaves of shapes.
"""

from __future__ import annotations

from policy_sim.documents.nodes import (
    Document,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    Text,
    kind_of,
    kind_tag,
    place_of,
)
from policy_sim.documents.reader import read_document, read_text
from policy_sim.documents.shape import Shape, shape

__all__ = [
    "Document",
    "MappingNode",
    "Node",
    "Scalar",
    "SequenceNode",
    "Shape",
    "Text",
    "kind_of",
    "kind_tag",
    "place_of",
    "read_document",
    "read_text",
    "shape",
]
