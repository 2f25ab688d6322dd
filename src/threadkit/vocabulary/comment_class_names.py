"""What class names and ids mean on comments: the words that twenty years of themes drew from one English vocabulary.

Data, and nothing else: a pattern is that of a name in lower case, unless it ignores case itself. No name is there for
one theme's sake. What a name at some place is worth is decided in `comments`; the names of posts are in `class_names`.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re

__all__ = [
    "AUTHOR",
    "BADGE",
    "BODY",
    "BY_POST_AUTHOR",
    "COMMENTS_AREA",
    "COMMENTS_BOX",
    "COMMENT_FORM",
    "COMMENT_ITEM",
    "CONTROL",
    "COUNT",
    "DECORATION",
    "DEPTH",
    "HEADER",
    "KIND",
    "NAME",
    "NO_AREA",
    "NO_AUTHOR",
    "NO_REPLIES",
    "OTHER_COMMENTS",
    "OTHER_COMMENTS_HINT",
    "OTHER_POSTS",
    "PING_LIST",
    "REPLIES",
    "TIME",
    "WORDPRESS_COMMENT",
]

# -- parts of one comment ---------------------------------------------------------------------------------------------

NAME: Final = lazy_re.pattern(
    r"fn|n|nick(?:name)?|user-?name|commenter(?:[-_]?name)?|comment(?:er|or)?[-_]?name|display-?name"
    r"|(?:wp-block-)?comment[-_]author[-_]name|(?:comment[-_]?|epoch-)?author[-_]?(?:name|link)|comment_author|commentauthor"
    r"|(?:wc|wpd)-comment-author|says-author"
)
"""The author's name and nothing else."""
AUTHOR: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:author|auth|byline|commenter|commentator|user|name|poster|vcard|who|cite|by)(?:[-_](?:name|info|meta|link|vcard|text|wrap|data|details|head|header))*"
)
"""The author's name, or a box that it stands in with other things."""
NO_AUTHOR: Final = lazy_re.pattern(r"(?:.*[-_])?(?:avatar|gravatar|photo|pic|image|img|thumb|icon)s?(?:[-_].*)?")
"""A picture of the author."""
TIME: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:date|time|timestamp|datetime|timendate|published|posted|postedon|dateline|dtstart|when|day|commentdate|comment_date|commenttime)"
    r"(?:[-_](?:link|text|meta|info|wrap|time|stamp|published|posted))*"
)
"""The displayed time."""
HEADER: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:meta|metadata|commentmetadata|commentmeta|info|details|head|header|comment-permalink)(?:[-_].*)?"
)
"""A line of metadata, or the whole header."""
BODY: Final = lazy_re.pattern(
    r"(?:.*[-_])?comment[-_]?(?:content|text|body|entry|txt|copy|message|main|inner|box|right|post|data|block)s?(?:[-_].*)?"
    r"|(?:comment[-_])?(?:content|entry|text|txt|body|message|entry-content|entry-text|format_text|post-?body|the-?comment|comment)"
)
"""The comment's text, or a box around the text and more."""
CONTROL: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:reply|replies|replylink|edit|editlink|report|flag|vote|votes|voting|rating|ratings|like|likes|liked|share|sharing"
    r"|actions?|act|buttons?|btn|quote|moderate|moderation|awaiting|delete|toggle|tools|controls?|respond|cancel|spam|karma|thumbs?"
    r"|subscribe|postsmetadata|comment_num|commentnum|commentnumber|comment-number|comment-footer|pd-rating|translate)(?:[-_](?!author|text|body|content).*)?"
)
"""Something to click on, or a word of the theme's."""
BADGE: Final = lazy_re.pattern(
    r"(?:by-post-?|post-?)author(?:[-_]\w+)*|author-?(?:badge|label|tag|flag|mark|icon)|(?:.*[-_])?post-author|bypostauthor[-_]\w+|is-author|op-badge"
)
"""Words that say that the writer is the post's author."""
DECORATION: Final = lazy_re.pattern(
    r"says|said|wrote|(?:.*[-_])?says|(?!with|has|no|show)(?:.*[-_])?(?:avatar|gravatar|gravatars|avatarspan|comment-label)s?"
)
"""What stands in a header and is no part of the name."""
BY_POST_AUTHOR: Final = lazy_re.pattern(
    r"by-?post-?author|admin-?(?:comment|header)|comment-?admin|author-?comment|comment-?by-?author|by-?author|entry-author|blog-author"
    r"|wc-blog-post_author|wpd-blog-post_author|post_author|postauthor|highlighted-author|authcomment|comment-owner|owner"
)
"""A comment of the post's author."""
WORDPRESS_COMMENT: Final = lazy_re.pattern(
    r"depth-\d+|thread-(?:even|odd|alt)|byuser|regular(?:comment|header)|wc-blog-(?:guest|user)|wpd-blog-(?:guest|user)"
)
"""What WordPress gives every comment."""
DEPTH: Final = lazy_re.pattern(r"(?:.*[-_])?(?:depth|level)[-_]?(\d{1,4})")
"""The level of a comment, from 1."""
KIND: Final = lazy_re.pattern(r"(?:comment-?(?:type-?)?)?(pingback|trackback)s?")
"""A notice of a link."""

# -- the comments as a whole ------------------------------------------------------------------------------------------

COUNT: Final = lazy_re.pattern(
    r"(?:.*[-_])?comments?(?:[-_]{1,2}(?:title|numbers?|counts?|counter|intro|header|headline|h|heading|nr|num|area|tab"
    r"|link|total|box-title)){1,3}|comment_?count|commentstitle|commentscount|commentslink|commenttab|post-comments"
    r"|entry-comments|comment_intro|fusion-comments"
    r"|(?:.*[-_])?(?:num(?:ber)?|nb|n|count|total)[-_]?(?:of[-_]?)?comments?"
    r"|(?:.*[-_])?repl(?:y|ies)[-_](?:counts?|counter|total|number)"
)
"""A line that says how many comments there are, or heads them."""
COMMENTS_BOX: Final = lazy_re.pattern(
    r"(?!(?:.*[-_])?(?:add|write|leave|submit|new|counts?|num|no|has|without|tabs?|show|hide|toggle|report|recent|latest"
    r"|last|top)[-_])"
    r"(?:.*[-_])?(?:comments?|commentlist|commentsbox|kommentare?|komentarze|commentaires|comentarios|commenti|reacties"
    r"|reactions|replies|responses|discussion|talkback|leserbriefe|yorumlar)"
    r"(?:[-_]{1,2}(?:list|area|section|wrap(?:per)?|container|box|body|block|main|holder|thread|threads|stream|content|div|anchor"
    r"|view|pane|module|inner|outer|tree|all|zone|part|region|embed|app|root|post|article|field|panel|widget|\d+))*"
)
"""A box that holds all comments, in whole: what is named for a link, a form or a count is none."""
COMMENTS_AREA: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:comments?|commentsbox|commentlist|commentwrap|respond|pings?|pingbacks|trackbacks?|disqus_thread)"
    r"(?:[-_].*)?",
    re.IGNORECASE,
)
"""A box for comments."""
NO_AREA: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:open|closed|has|no|with|without|on|off|enabled|disabled|single|post|page)(?:[-_].*)?", re.IGNORECASE
)
"""The state of a page ("comments-open"), which looks like a box by its name."""
COMMENT_FORM: Final = lazy_re.pattern(
    r"commentform|comment-form|commentForm|respond|wp-comments-post\.php|comment-iframe|postcomment"
)
"""A form to comment with, by its id, class or address."""

# -- replies and notices of links -------------------------------------------------------------------------------------

REPLIES: Final = lazy_re.pattern(
    r"(?:^|[\s_-])(?:child(?:ren)?|repl(?:y|ies)|nested|indented|subcomments?)(?:$|[\s_-])", re.IGNORECASE
)
"""A list of replies."""
NO_REPLIES: Final = lazy_re.pattern(r"ping|trackback", re.IGNORECASE)
"""A list of notices of links."""
PING_LIST: Final = lazy_re.pattern(r"(?:the)?(?:pings?|pingbacks?|trackbacks?)(?:[-_]?lists?)?")
"""A list of nothing but notices of links."""

# -- comments that are not this post's --------------------------------------------------------------------------------

OTHER_COMMENTS: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:sidebar|recent-?comments|widget_recent\w*|latest-?comments)(?:[-_].*)?", re.IGNORECASE
)
"""Where the comments of other posts stand."""
COMMENT_ITEM: Final = frozenset({"comment", "comments-body", "comment-item", "comment-wrap", "commentitem"})
"""What one comment is called where nothing else is known of it."""
OTHER_POSTS: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:related|recent|latest|popular|trending|teasers?|recommend\w*|promo\w*|blogroll|mostread|most[-_]\w+"
    r"|more[-_]?(?:stories|posts|articles|news))(?:[-_].*)?"
)
"""Where other posts are listed, with the numbers of their comments."""
OTHER_COMMENTS_HINT: Final = lazy_re.pattern("sidebar|recent|latest", re.IGNORECASE)
"""One of these is in all of its names."""
