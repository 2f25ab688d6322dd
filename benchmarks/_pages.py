"""Pages of any size for the benchmarks, with the mark-up of a WordPress html5 theme, in our own words."""

from __future__ import annotations

import random

HEAD = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>my coworker alphabetizes my snacks &#8211; The Long Desk</title>
<link rel="canonical" href="https://longdesk.example/2014/03/snacks.html"></head>
<body class="single single-post"><h1 class="site-title"><a href="/">The Long Desk</a></h1>
<article id="post-311" class="post hentry"><header class="entry-header"><h1 class="entry-title">my coworker alphabetizes my snacks</h1>
<p class="byline">by <span class="author vcard"><a class="url fn n" href="/author/marit/">Marit Okafor</a></span> on
<time class="entry-date" datetime="2014-03-04T09:30:00+01:00">March 4, 2014</time></p></header>
<div class="entry-content"><p>A reader writes:</p>
<p>I keep a drawer of snacks. Twice a week I find it in alphabetical order. I live alone in that office from nine to five.</p>
<p>It is kindly meant, I think. How do I get my disorder back?</p>
<p>You thank them for it, out loud, in the kitchen, where everybody can hear which drawer is yours.</p></div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">{count} thoughts on &#8220;my coworker alphabetizes my snacks&#8221;</h2>
<ol class="comment-list">
"""
RECORD = """<li id="comment-{id}" class="comment {parity} {mark}depth-{depth}">
<article id="div-comment-{id}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><img alt="" src="/avatar/{id}.png" class="avatar" height="44" width="44"><b class="fn">{name}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="https://longdesk.example/2014/03/snacks.html#comment-{id}"><time datetime="{iso}">{shown}</time></a></div></footer>
<div class="comment-content">{body}</div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#comment-{id}" data-commentid="{id}">Reply</a></div></article>
"""
WORDS = (
    "the drawer was never mine to begin with and yet here we are sorting almonds before zwieback as if order could be lent "
    "to a person who has not asked for it while somebody down the hall waters the plants"
).split()
NAMES = ("Ottilie", "Zwieback Fan", "Upper Deck Drummer", "J.", "Bo K.", "Nightshade", "anon a. moose", "Marigold")


def page(comments: int, *, seed: int = 1) -> bytes:
    """An HTML page with that many comments, up to five levels deep."""
    rng = random.Random(seed)
    out = [HEAD.format(count=comments)]
    depth = 0
    for n in range(comments):
        level = rng.randint(1, min(depth + 1, 5)) if depth else 1
        while depth >= level:
            out.append("</li>\n" if depth == 1 else "</li>\n</ol>\n")
            depth -= 1
        if level > 1:
            out.append('<ol class="children">\n')
        depth = level
        day, hour, minute = 4 + n // 600 % 20, n // 60 % 12, n % 60
        body = "".join(
            f"<p>{' '.join(rng.choices(WORDS, k=rng.randint(8, 40)))}.</p>\n" for _ in range(rng.randint(1, 3))
        )
        out.append(
            RECORD.format(
                id=871 + n,
                parity="odd alt" if n % 2 else "even",
                mark="byuser bypostauthor " if n % 17 == 5 else "",
                depth=level,
                name=rng.choice(NAMES),
                iso=f"2014-03-{day:02d}T{hour:02d}:{minute:02d}:00+01:00",
                shown=f"March {day}, 2014 at {hour or 12}:{minute:02d} am",
                body=body,
            )
        )
    while depth:
        out.append("</li>\n" if depth == 1 else "</li>\n</ol>\n")
        depth -= 1
    out.append('</ol>\n<p class="no-comments">Comments are closed.</p>\n</div></body></html>\n')
    return "".join(out).encode("utf-8")
