"""Word comments in a template: notes of the kansli, which are not for the reader of the finished document."""

from __future__ import annotations

import re

from lxml import etree

from service.fill.package import (
    DOCUMENT,
    Members,
    drop_content_types,
    drop_relationships,
    parse_xml,
    serialize_xml,
    w,
)

COMMENTS = "word/comments.xml"
_PARTS = re.compile(r"word/(comments[^/]*|people)\.xml")
_RELATIONS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def strip_comments(members: Members) -> None:
    """Take every comment out of an unpacked Word file, with all that Word keeps about it."""
    if COMMENTS not in members:
        return
    root = parse_xml(members[DOCUMENT], DOCUMENT)
    remove_comments(root, parse_xml(members[COMMENTS], COMMENTS))
    members[DOCUMENT] = serialize_xml(root)
    gone = [name for name in members if _PARTS.fullmatch(name)]
    for name in gone:
        del members[name]
    drop_content_types(members, gone)
    for kind in _RELATIONS:
        drop_relationships(members, DOCUMENT, kind)


def remove_comments(root: etree._Element, comments: etree._Element, author: str = "") -> None:
    """Remove all comments, or one author's, with their marks in the text."""
    gone = set()
    for comment in list(comments):
        if not author or comment.get(w("author")) == author:
            gone.add(comment.get(w("id")))
            comments.remove(comment)
    for mark in list(root.iter(*(w(name) for name in _MARKS))):
        if mark.get(w("id")) in gone:
            _remove_mark(mark)


def _remove_mark(mark: etree._Element) -> None:
    owner = mark.getparent()
    assert owner is not None  # noqa: S101  # a mark is never the root
    owner.remove(mark)
    if mark.tag == w("commentReference") and all(child.tag == w("rPr") for child in owner):
        holder = owner.getparent()
        if holder is not None:
            holder.remove(owner)
