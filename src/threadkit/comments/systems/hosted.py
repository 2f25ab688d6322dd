"""Hosted comment systems beside Disqus, as browsers saved their pages: the scripts' mark-up, not what loads it.

IntenseDebate, Livefyre, JS-Kit and Echo, Facebook's plugin, Coral, OpenWeb (Spot.IM). Each nests its replies.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, level_in

__all__ = ["HOSTED"]

HOSTED: Final = (
    System(
        name="intensedebate",
        marks="div.idc-c .idc-c-t",
        records="div.idc-c",
        number="id",
        numbered=r"^(?:IDComment|c)(\d+)$",
        author=".idc-name, .idc-i a, .idc-c-h a[href*=profile]",
        time=".idc-time, .idc-c-h .idc-t",
        body=".idc-c-t",
        score=".idc-v-total, .idc-v span",
    ),
    System(
        name="livefyre",
        marks="article.fyre-comment-article",
        records="article.fyre-comment-article",
        number="data-message-id id",
        numbered=r"(\d+)$",
        author=".fyre-comment-username",
        time="time.fyre-comment-date, .fyre-comment-date",
        body=".fyre-comment",
        score=".fyre-comment-like-count",
        hidden=".fyre-comment-deleted",
        declared=".fyre-stream-stats .fyre-stream-livecount, .fyre-comment-count",
        more=".fyre-stream-more-container button, .fyre-stream-more",
    ),
    System(
        name="js-kit",
        marks="div.js-singleComment",
        records="div.js-singleComment",
        numbered=r"(\d+)$",
        author=".js-singleCommentName",
        time=".js-singleCommentDate",
        body=".js-singleCommentBody, .js-singleCommentText",
        score=".js-singleCommentKarma",
    ),
    System(
        name="echo",
        marks="div.echo-item-content",
        records="div.echo-item-content",
        author=".echo-item-authorName",
        time=".echo-item-date",
        body=".echo-item-text, .echo-item-body",
    ),
    System(
        name="facebook",
        marks="div.postContainer .postText, li.fbFeedbackPost",
        records="div.postContainer",
        around="li.fbFeedbackPost, li.fbFeedbackReply, li",
        number="id",
        numbered=r"(\d{6,})",
        author=".profileName",
        time="abbr.timestamp@data-utime, abbr@data-utime, abbr",
        body=".postText",
        score=".likeCount, .fbUpDownVoteOption",
    ),
    System(
        name="coral",
        marks="div.coral-comment .coral-comment-content, .coral-comment-content",
        records="article.coral-comment, div.coral-comment",
        number="id data-testid",
        numbered=r"comment-([\w-]+)$",
        author=".coral-comment-username, .coral-username",
        time=".coral-comment-timestamp, .coral-timestamp, time",
        body=".coral-comment-content",
        score=".coral-reacted-count, .coral-comment-reactButton",
        level=level_in("class", r"coral-indent-(\d{1,2})"),
    ),
    System(
        name="openweb",
        marks="[data-spot-im-class=message-text]",
        records="div[data-spot-im-class=message-text], [data-spot-im-class=message-text]",
        around="[data-spot-im-class=message-view], article, li",
        author="[data-spot-im-class=message-username], [data-spot-im-class=user-name]",
        time="time, [data-spot-im-class=message-timestamp]",
        body="[data-spot-im-class=message-text]",
    ),
)
