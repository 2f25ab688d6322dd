"""Pages of an invented column, and the WARC records that a crawl of it would have: what several tests are about."""

from __future__ import annotations

import gzip


def address(number):
    return f"http://kettle.example/2014/05/letter-{number}.html"


def page(number, comments=3):
    """A blog post with a letter, its answer and comments, each page with its own numbers."""
    url = address(number)
    listed = "".join(
        f'<li class="comment depth-1" id="comment-{number * 100 + at}"><div class="comment-author vcard">'
        f'<cite class="fn">Reader {at}</cite> <span class="says">says:</span></div><div class="comment-meta">'
        f'<a href="{url}#comment-{number * 100 + at}">May {at + 1}, 2014 at 9:30 am</a></div>'
        f"<p>Kettle {number} sang to me as well, “{at}” times – très loud.</p></li>\n"
        for at in range(comments)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Letter {number} | The Kettle</title>\n'
        f'<link rel="canonical" href="{url}"></head>\n<body><div class="post hentry" id="post-{number}">'
        f'<h2 class="entry-title"><a href="{url}">Letter {number}</a></h2><div class="entry-content">'
        "<p>Dear Kettle,</p><p>My neighbour whistles back at me whenever I make tea. Should I buy a quieter one?</p>"
        "<p>Whistling in Wales</p><p>You should whistle first: then the tune is yours.</p></div></div>\n"
        f'<div id="comments"><h3>{comments} comments</h3><ol class="commentlist">{listed}</ol></div></body></html>\n'
    ).encode()


PAGES = [(address(number), page(number)) for number in range(1, 7)]


def record(
    url, block, *, number=0, kind="response", length=None, content_type="application/http; msgtype=response", **more
):
    """A WARC record; `more` are headers of its own."""
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2016-03-30T10:12:29Z",
        "WARC-Record-ID": f"<urn:uuid:{number:032}>",
        "Content-Type": content_type,
        "Content-Length": len(block) if length is None else length,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(body, *, status="200 OK", media_type="text/html; charset=UTF-8", **headers):
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{lines}\r\n".encode() + body


def warc_records(pages):
    return [record(url, response(body), number=at) for at, (url, body) in enumerate(pages)]


def members(records):
    return b"".join(gzip.compress(one) for one in records)
