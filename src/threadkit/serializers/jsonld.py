"""Threads as schema.org JSON-LD: one document, a node of its graph for each thread.

    thread with letters or answers → QAPage; its exchanges → Question with acceptedAnswer
    thread without                 → Article
    comment                        → Comment, in page order; a reply names its parent by `parentItem`

The comments are one flat list, as in the model: a reader that follows `parentItem` need not recurse. What schema.org
has no word for (depth, who is the post's author, a score that counts votes against as well, issues, mark-up, captures)
is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from threadkit.model import Answer, Exchange
from threadkit.serializers.json import from_dict
from threadkit.serializers.tables import Row, decode, post_text

__all__ = ["write_jsonld"]

_CONTEXT: Final = '{"@context": "https://schema.org", "@graph": ['


def write_jsonld(lines: Iterable[bytes], path: Path) -> None:
    """A JSON-LD document of threads, from their lines of JSON."""
    with path.open("w", encoding="utf-8") as file:
        between = f"{_CONTEXT}\n"
        for number, line in enumerate(lines):
            file.write(between + json.dumps(_page(decode(line), number), ensure_ascii=False))
            between = ",\n"
        file.write("\n]}\n" if between == ",\n" else f"{_CONTEXT}]}}\n")


def _page(data: Row, number: int) -> Row:
    exchanges = from_dict({"schema": data["schema"], "body": data["body"]}).exchanges
    comments = [_comment(comment, number) for comment in data["comments"]]
    about = {
        "@type": "QAPage" if exchanges else "Article",
        "@id": f"_:t{number}",
        "url": data["url"],
        "name": data["title"],
        "author": _person(data["author"]),
        "datePublished": data["published"],
        "commentCount": data["declared_comment_count"],
    }
    if exchanges:
        questions = [_question(exchange, data) for exchange in exchanges]
        about["mainEntity"] = questions[0] if len(questions) == 1 else questions
    else:
        about["articleBody"] = post_text(data) or None
    return _said({**about, "comment": comments or None})


def _question(exchange: Exchange, data: Row) -> Row:
    letter = exchange.letter
    return _said(
        {
            "@type": "Question",
            "name": exchange.heading or data["title"],
            "text": "\n\n".join(one.text for one in exchange.letters) or None,
            "author": _person({"name": letter.signature, "url": None}) if letter and letter.signature else None,
            "answerCount": 0 if exchange.answer is None else 1,
            "acceptedAnswer": None if exchange.answer is None else _answer(exchange.answer, data),
        }
    )


def _answer(answer: Answer, data: Row) -> Row:
    author = data["author"] if answer.author is None else {"name": answer.author.name, "url": answer.author.url}
    return _said({"@type": "Answer", "text": answer.text, "author": _person(author)})


def _comment(comment: Row, number: int) -> Row:
    parent = comment["parent_id"]
    return _said(
        {
            "@type": "Comment",
            "@id": _node(number, comment["id"]),
            "identifier": comment["id"],
            "url": comment["url"],
            "parentItem": None if parent is None else {"@id": _node(number, parent)},
            "author": _person(comment["author"]),
            "dateCreated": comment["published"],
            "text": comment["text"],
            "additionalType": None if comment["kind"] == "comment" else comment["kind"],
        }
    )


def _node(number: int, name: str) -> str:
    """A label of a comment within the document: ids are any text, labels are not."""
    return f"_:t{number}c{name.encode().hex()}"


def _person(author: Row | None) -> Row | None:
    return _said({"@type": "Person", **author}) if author else None


def _said(node: Row) -> Row:
    return {name: value for name, value in node.items() if value is not None}
