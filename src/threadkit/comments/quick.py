"""Records of one make → their readings, at a glance.

Nearly all records of a page are written by one template. Once the plan knows the element of the name, that of the time
and the box (or the bare paragraphs) of the body, a record is read by going to these three in page order and no further:
a tenth of a survey's work. Whatever is not exactly as expected is not read here (None), and a page's sample decides
whether this is done at all: every record of it must give the same reading both ways.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from threadkit.comments.author_names import clean_name, name_in_line
from threadkit.comments.record_reading import NotBody, RecordReading, is_bare_link, machine_of, trimmed
from threadkit.comments.survey import PROSE, CommentRecord, Key, Plan, is_control, is_dated
from threadkit.element_text import Part

__all__ = ["Quick"]

_DIGIT: Final = re.compile(r"\d")

# What an element's tag and class mean here.
_PASS: Final = 0
_AUTHOR: Final = 1
_TIME: Final = 2
_BODY: Final = 3
_PROSE: Final = 4
_NOTE: Final = 5
_CONTROL: Final = 6


class Quick:
    """Reads the records of one page that follow its plan."""

    def __init__(self, not_body: NotBody, plan: Plan) -> None:
        self.not_body = not_body
        self.plan = plan
        self.roles: dict[Key, int] = {}
        usable = plan.author is not None and plan.prose_is_body and not plan.times_run_on
        self.usable = usable and (plan.time is None or plan.time_is_whole or plan.time[0] == "time")

    def read(self, record: CommentRecord) -> RecordReading | None:
        """What a record says; None where it is not just as the plan has it."""
        if not self.usable:
            return None
        reading = RecordReading(not_body=self.not_body)
        author: HtmlElement | None = None
        time: HtmlElement | None = None
        roles = self.roles
        nested = self.not_body.nested
        for root in record.roots:
            for element in root.iter():
                key = (element.tag, element.get("class"))
                role = roles.get(key)
                if role is None:
                    role = self._role(key, element)
                if role == _PASS:
                    if element in nested and element is not root:
                        return None
                elif role == _AUTHOR:
                    author = element if author is None else author
                elif role == _TIME:
                    time = element if time is None else time
                elif role == _NOTE:
                    self._note(reading, element)
                    if (element in nested and element is not root) or reading.kind:
                        return None
                elif element is not record.outer and (role == _BODY or (role == _PROSE and element is not root)):
                    if author is None or (time is None and self.plan.time is not None):
                        return None
                    return self._finish(reading, author, time, element, role)
        return None

    def _role(self, key: Key, element: HtmlElement) -> int:
        tag, classes = key
        role = _PASS
        if key == self.plan.author:
            role = _AUTHOR
        elif key == self.plan.time:
            role = _TIME
        elif isinstance(tag, str):
            hint = self.not_body.surveyor.hint(element)
            if hint.marked or hint.classed or hint.kind or hint.depth:
                role = _NOTE
            elif hint.control or hint.badge or hint.decoration:
                role = _CONTROL
            elif hint.body and key not in self.plan.header_boxes:
                role = _BODY
            elif tag in PROSE and not classes:
                role = _PROSE
        self.roles[key] = role
        return role

    def _note(self, reading: RecordReading, element: HtmlElement) -> None:
        hint = self.not_body.surveyor.hint(element)
        reading.marked = reading.marked or hint.marked
        reading.classed = reading.classed or hint.classed
        reading.kind = reading.kind or hint.kind
        reading.depth = reading.depth or hint.depth

    def _finish(
        self, reading: RecordReading, author: HtmlElement, time: HtmlElement | None, body: HtmlElement, role: int
    ) -> RecordReading | None:
        if role == _BODY:
            if not len(body) and not (body.text or "").strip():
                return None
            reading.parts = [body]
        elif (parts := self._paragraphs(body)) is not None:
            reading.parts = parts
        else:
            return None
        if not self._name(reading, author) or (time is not None and not self._time(reading, time)):
            return None
        return reading

    def _paragraphs(self, first: HtmlElement) -> list[Part] | None:
        """The body's paragraphs, from the first one on; None where anything else may be the writer's."""
        parts: list[Part] = [first]
        if first.tail and first.tail.strip():
            return None
        for element in first.itersiblings():
            tail = element.tail
            if tail and tail.strip():
                return None
            key = (element.tag, element.get("class"))
            role = self.roles.get(key)
            if role is None:
                role = self._role(key, element)
            if element in self.not_body.nested:
                continue
            if role == _PROSE:
                parts.append(element)
            elif role != _CONTROL and isinstance(element.tag, str):
                return None
        return parts

    def _name(self, reading: RecordReading, author: HtmlElement) -> bool:
        link = author
        text = author.text
        if len(author):
            if not is_bare_link(author):
                return False
            link = author[0]
            text = link.text
        name = " ".join((text or "").split())
        if link.tag == "a":
            href = link.get("href") or ""
            if "#" in href or is_control(link):
                return False
            reading.link = href or None
        elif (parent := author.getparent()) is None or parent.tag == "a":
            return False
        reading.is_name_in_line = not self.plan.author_is_name and link.tag != "a"
        if reading.is_name_in_line:
            if _DIGIT.search(name):
                return False
            reading.name = name_in_line(name) or None
        else:
            reading.name = clean_name(name) or None
        return reading.name is not None

    def _time(self, reading: RecordReading, time: HtmlElement) -> bool:
        holder: HtmlElement | None = time
        if len(time):
            if (
                len(time) > 1
                or time[0].tag not in ("a", "time")
                or len(time[0])
                or (time[0].tail or "").strip()
                or (time.text or "").strip()
            ):
                return False
            text = time[0].text or ""
            holder = time[0]
        else:
            text = time.text or ""
            holder = time if time.tag == "a" else time.getparent()
        if not is_dated(text):
            return False
        reading.displayed = trimmed(" ".join(text.split())) or None
        reading.machine = machine_of(time)
        if holder is not None and holder.tag == "a" and "#" in (href := holder.get("href") or ""):
            reading.permalink = href
        return True
