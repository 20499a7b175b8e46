"""What a draft proposes, article by article, who may decide it, and how well it is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from policy_sim.catalogue import parts
from policy_sim.catalogue.stored import stored
from policy_sim.policy.draft_articles import Article, Change, Omission, articles_of
from policy_sim.policy.item_forms import ADVOCACY
from policy_sim.policy.law import Stated
from policy_sim.policy.loading import Regulation
from policy_sim.policy.rule import Authority
from policy_sim.report.dossier.question import Question

__all__ = ["marks_values", "proposal_values"]

CONFIRMED = "quoted text"
"""The mark of what was compared with the text of its source."""


def proposal_values(question: Question) -> dict[str, Any]:
    """Return the draft's opening, its articles, and what of it is reserved to a higher level."""
    regulation = question.regulation
    if regulation is None:
        return {"title": question.asked.draft.stem, "amends": stored(question.base.law.title)}
    form = regulation.amendments[-1].form
    return {
        "title": stored(form.title or form.policy),
        "policy": str(form.policy),
        "amends": stored(question.base.law.title),
        "effective": form.effective.isoformat(),
        "authority": str(form.authority or Authority.CITY),
        "source": str(form.source or ""),
        "status": str(form.status or ""),
        "checked": form.checked.isoformat() if form.checked else None,
        "advocacy": form.status == ADVOCACY,
        "articles": [_article(one) for one in articles_of(regulation)],
        "reserved": [parts(finding) for finding in regulation.law.overreach],
        "left_out": [_left_out(one) for one in question.omissions],
    }


def _article(article: Article) -> dict[str, Any]:
    return {"label": article.label, "changes": [_change(one) for one in article.changes]}


def _change(change: Change) -> dict[str, Any]:
    heading = change.heading
    return {
        "act": change.act,
        "section": str(change.section),
        "name": change.name,
        "title": heading.title,
        "authority": str(heading.authority),
        "status": heading.status,
        "checked": heading.checked.isoformat() if heading.checked else None,
        "source": heading.source,
        "line": change.place.line,
    }


def _left_out(one: Omission) -> dict[str, Any]:
    return {
        "article": one.article.label,
        "left_out": one.law is not None,
        "stays": list(one.stays),
        "falls": list(one.falls),
        "because": one.because,
        "others": list(one.others),
    }


def marks_values(question: Question) -> dict[str, Any]:
    """Return how many items bear each mark: of the draft, and of the law that it amends.

    An item counts once, as it is on the day from which on the law is looked at, or first later.
    """
    regulation = question.regulation
    before = _marked(question.base.law.register, question.since)
    return {
        "confirmed": CONFIRMED,
        "draft": {} if regulation is None else _of_draft(regulation),
        "law": before,
    }


def _of_draft(regulation: Regulation) -> dict[str, int]:
    changes = [change for one in articles_of(regulation) for change in one.changes]
    return dict(sorted(Counter(change.heading.status for change in changes).items()))


def _marked(register: Iterable[Stated], since: date) -> dict[str, int]:
    current: dict[tuple[str, str], str] = {}
    for item in sorted(register, key=lambda one: one.begins):
        key = str(item.section), item.name
        if item.ends is None or item.ends > since:
            current.setdefault(key, item.status)
    return dict(sorted(Counter(current.values()).items()))
