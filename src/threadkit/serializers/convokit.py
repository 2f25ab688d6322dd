"""Threads as a ConvoKit corpus: a folder that ``convokit.Corpus(filename=…)`` loads.

    thread  → conversation, and its post → the utterance that begins it
    comment → utterance, its `reply_to` the parent's or, for a comment on the post, the post's
    author  → speaker, by name; who is not named is a speaker of that comment alone

    utterances.jsonl  speakers.json  conversations.json  corpus.json  index.json

ConvoKit wants ids that are unique in the corpus (here the thread's number and the comment's place) and a conversation
that hangs together: a reply whose parent is not there replies to the post, and `parent_id` in its meta says what the
page says. ConvoKit counts seconds since 1970: `timestamp` stands only where the page gives a zone; the page's own time
is in the meta in any case. Mark-up and issues are left out; nothing else is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from threadkit.serializers.tables import Row, decode, post_text

__all__ = ["is_corpus_of_ours", "write_convokit"]

_ABOUT: Final = {"source": "threadkit"}
"""What the corpus says of itself."""
_FILES: Final = frozenset({"utterances.jsonl", "conversations.json", "speakers.json", "corpus.json", "index.json"})

_COMMENT_META: Final = (
    *("id", "parent_id", "depth", "is_post_author", "is_letter_writer"),
    *("published", "published_raw", "score", "url", "kind", "first_seen", "last_seen"),
)
_THREAD_META: Final = (
    *("url", "title", "published", "published_raw", "declared_comment_count", "comments_open", "dialect"),
)


def write_convokit(lines: Iterable[bytes], path: Path) -> None:
    """A corpus folder of threads, from their lines of JSON."""
    path.mkdir()
    speakers: dict[str, Row] = {}
    with (
        (path / "utterances.jsonl").open("w", encoding="utf-8") as utterances,
        (path / "conversations.json").open("w", encoding="utf-8") as conversations,
    ):
        between = "{"
        for number, line in enumerate(lines):
            data = decode(line)
            for utterance in _utterances(data, number, speakers):
                _write(utterance, utterances)
                utterances.write("\n")
            conversations.write(f"{between}{json.dumps(_name(number))}: ")
            _write({"meta": _thread_meta(data), "vectors": []}, conversations)
            between = ", "
        conversations.write("}" if between == ", " else "{}")
    about = {"speakers.json": speakers, "corpus.json": _ABOUT, "index.json": _index()}
    for name, content in about.items():
        with (path / name).open("w", encoding="utf-8") as file:
            _write(content, file)


def is_corpus_of_ours(path: Path) -> bool:
    """Whether a folder is as `write_convokit` left it: it says so itself, and nothing was put beside its files."""
    try:
        with (path / "corpus.json").open("rb") as file:
            ours = json.loads(file.read(200)) == _ABOUT
        return ours and all(entry.name in _FILES and entry.is_file() for entry in path.iterdir())
    except (OSError, ValueError):
        return False


def _write(content: Any, file: IO[str]) -> None:
    json.dump(content, file, ensure_ascii=False)


def _name(number: int, position: int | None = None) -> str:
    """The id of a thread's post, which is that of its conversation, or of a comment."""
    return f"t{number}" if position is None else f"t{number}.{position}"


def _utterances(data: Row, number: int, speakers: dict[str, Row]) -> Iterator[Row]:
    post = _name(number)
    names = {comment["id"]: _name(number, at) for at, comment in enumerate(data["comments"])}
    meta = {"part": "post", "published": data["published"], "body": [_part(part) for part in data["body"]]}
    yield _utterance(post, post, None, post_text(data), data, meta, speakers)
    for comment in data["comments"]:
        parent = names.get(comment["parent_id"], post)
        said = {"part": "comment", **{name: comment[name] for name in _COMMENT_META}}
        yield _utterance(names[comment["id"]], post, parent, comment["text"], comment, said, speakers)


def _utterance(
    name: str, post: str, parent: str | None, text: str, data: Row, meta: Row, speakers: dict[str, Row]
) -> Row:
    return {
        "id": name,
        "conversation_id": post,
        "text": text,
        "speaker": _speaker(name, data["author"], speakers),
        "meta": meta,
        "reply-to": parent,
        "timestamp": _seconds(data["published"]),
        "vectors": [],
    }


def _speaker(utterance: str, author: Row | None, speakers: dict[str, Row]) -> str:
    """The speaker's id. A named author is told from a nameless one by the word before."""
    name = f"author:{author['name']}" if author else f"unnamed:{utterance}"
    about = speakers.setdefault(name, {"meta": {"name": author["name"] if author else None, "urls": []}, "vectors": []})
    urls: list[str] = about["meta"]["urls"]
    if author and author["url"] and author["url"] not in urls and len(urls) < _MOST_URLS:
        urls.append(author["url"])
    return name


_MOST_URLS: Final = 20
"""Addresses kept of one name: thousands of people are called "Anonymous"."""


def _part(part: Row) -> Row:
    return {name: value for name, value in part.items() if name != "html" and value is not None}


def _thread_meta(data: Row) -> Row:
    author = data["author"] or {}
    meta = {name: data[name] for name in _THREAD_META}
    return {**meta, "author": author.get("name"), "author_url": author.get("url"), "capture": data["capture"]}


def _seconds(time: str | None) -> float | None:
    when = datetime.fromisoformat(time) if time else None
    return when.timestamp() if when is not None and when.tzinfo is not None else None


def _index() -> Row:
    """Which types the metas hold, as ConvoKit writes them down."""
    plain = {name: _PLAIN.get(name, ["<class 'str'>"]) for name in ("part", "body", *_COMMENT_META)}
    threads = {name: _PLAIN.get(name, ["<class 'str'>"]) for name in (*_THREAD_META, "author", "author_url", "capture")}
    return {
        "utterances-index": plain,
        "speakers-index": {"name": ["<class 'str'>"], "urls": ["<class 'list'>"]},
        "conversations-index": threads,
        "overall-index": {"source": ["<class 'str'>"]},
        "version": 1,
        "vectors": [],
    }


_PLAIN: Final = {
    "body": ["<class 'list'>"],
    "capture": ["<class 'dict'>"],
    "comments_open": ["<class 'bool'>"],
    "declared_comment_count": ["<class 'int'>"],
    "depth": ["<class 'int'>"],
    "is_letter_writer": ["<class 'bool'>"],
    "is_post_author": ["<class 'bool'>"],
    "score": ["<class 'int'>"],
}
