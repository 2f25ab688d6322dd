"""What a caller has of a page → its text and its tree, with what had to be decided on the way.

    bytes → decoding → text → wayback → building (libxml2, with tagsoup where tags do not pair up) → Document
                         └→ sniffing: mark-up, or a rendering in plain text?

`loading` runs these steps for every kind of source; `truncation` and `self_description` add what the page's end and its
head say.
"""

from threadkit.document.decoding import Decoded, decode
from threadkit.document.loading import Document, load
from threadkit.document.sniffing import looks_like_html

__all__ = ["Decoded", "Document", "decode", "load", "looks_like_html"]
