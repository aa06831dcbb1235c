"""The topic that a page names in its front matter: what feedback is counted by."""

from fingerpost.knowledge.models import Document
from fingerpost.knowledge.reading import read_kept
from fingerpost.knowledge.store_faults import store_faults


def topic_of_kept(digest: str, *, body: str) -> str:
    """The topic of the page that a kept passage stood on, as it was then; "" where it named none."""
    passage = read_kept([digest], body=body).get(digest)
    return passage.topic if passage else ""


def topic_of_copy(copy: str, *, body: str) -> str:
    """The topic of the page whose copy has this path, as it is now; "" where it names none or is gone."""
    with store_faults():
        document = Document.objects.filter(body=body, copy=copy).first()
    return str(document.details.get("topic") or "") if document else ""
