"""Tags where nothing is filled in: comments, charts, diagrams, link addresses, the file's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath
from urllib.parse import unquote

from lxml import etree

from service.fill.lint.finding import WHOLE, Finding, Report
from service.fill.package import Members, R, parse_xml, relationships_name, w
from service.fill.places import TAG, Place, paragraphs_of

OWN_AUTHOR = "Samlad"
"""Who wrote the comments that `samlad mall granska --kommentarer` puts into a template."""

_NAMES = (
    (re.compile(r"word/comments[^/]*\.xml"), "en kommentar"),
    (re.compile(r"word/charts/.*\.xml"), "ett diagram"),
    (re.compile(r"word/diagrams/.*\.xml"), "en SmartArt-figur"),
    (re.compile(r"word/glossary/.*\.xml"), "ett byggblock"),
    (re.compile(r"docProps/.*\.xml|customXml/.*\.xml"), "filens egenskaper"),
    (
        re.compile(r"word/(settings|styles|numbering|webSettings|fontTable|people|theme/.*)\.xml"),
        "inställningarna",
    ),
)
_COMMENT = re.compile(r"word/comments\.xml")


def check_elsewhere(
    members: Members, rendered: Mapping[str, etree._Element], outlines: Mapping[str, int], report: Report
) -> None:
    """Report every tag outside the parts that are filled in."""
    anchors = {name: dict(_anchors(root, name, outlines)) for name, root in rendered.items()}
    for name in sorted(members):
        what = next((words for pattern, words in _NAMES if pattern.fullmatch(name)), "")
        if not what or (b"{{" not in members[name] and b"{%" not in members[name]):
            continue
        for tag, mark in _tags(parse_xml(members[name], name), name):
            place = _place_of(name, mark, members, anchors)
            message = f"{tag} står i {what}, där inget fylls i."
            report(Finding("template_not_rendered", message, _remedy(what), place, tag))
    for name, root in rendered.items():
        _check_addresses(members, name, anchors[name], report)
        _check_codes(root, name, outlines, report)


def _remedy(what: str) -> str:
    if what == "ett diagram":
        return "Använd filtret diagram, som ritar av uppgifterna: {{p rader|diagram(…) }}."
    if what == "filens egenskaper":
        return "Dokumentets titel och datum anges under [dokument] i mall.toml."
    return "Flytta taggen till löptexten, sidhuvudet eller sidfoten."


def _tags(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """Each tag with the mark by which its part is tied to the text: a comment's id, else nothing."""
    if _COMMENT.fullmatch(name):
        for comment in root.iter(w("comment")):
            if comment.get(w("author")) != OWN_AUTHOR:
                text = "".join(comment.itertext())
                yield from ((tag, comment.get(w("id"), "")) for tag in TAG.findall(text))
        return
    if not name.startswith("word/comments"):
        yield from ((tag, "") for tag in dict.fromkeys(TAG.findall("".join(root.itertext()))))


def _place_of(name: str, mark: str, members: Members, anchors: Mapping[str, Mapping[str, Place]]) -> Place:
    for part, places in anchors.items():
        if mark and f"comment {mark}" in places:
            return places[f"comment {mark}"]
        for identifier, target, _ in _relations(members, part):
            if normpath(f"word/{target}") == name and identifier in places:
                return places[identifier]
    return WHOLE


def _anchors(root: etree._Element, part: str, outlines: Mapping[str, int]) -> Iterator[tuple[str, Place]]:
    """Relationship ids and comment numbers, with the paragraph that they stand in."""
    for paragraph in paragraphs_of(root, part, outlines):
        for element in paragraph.element.iter():
            if element.tag == w("commentReference"):
                yield f"comment {element.get(w('id'))}", paragraph.place
            for key, value in element.attrib.items():
                if str(key).startswith(f"{{{R}}}"):
                    yield str(value), paragraph.place


def _relations(members: Members, part: str) -> Iterator[tuple[str, str, bool]]:
    name = relationships_name(part)
    if name in members:
        for element in parse_xml(members[name], name):
            external = element.get("TargetMode", "") == "External"
            yield element.get("Id", ""), element.get("Target", ""), external


def _check_addresses(members: Members, part: str, places: Mapping[str, Place], report: Report) -> None:
    for identifier, target, external in _relations(members, part):
        address = unquote(target)
        if external and ("{{" in address or "{%" in address):
            report(
                Finding(
                    "template_not_rendered",
                    f"Länkens adress är en tagg ({address[:60]}), men adresser fylls inte i.",
                    'Ta bort länken och skriv till exempel {{r webb_tv_url|lank("Se sammanträdet") }}.',
                    places.get(identifier, WHOLE),
                    address[:80],
                )
            )


def _check_codes(root: etree._Element, part: str, outlines: Mapping[str, int], report: Report) -> None:
    """Tags in field codes: Word and LibreOffice keep showing the field's old result."""
    for paragraph in paragraphs_of(root, part, outlines):
        code = "".join(one.text or "" for one in paragraph.element.iter(w("instrText")))
        for tag in TAG.findall(code):
            message = f"{tag} står i en fältkod, och det som syns är fältets gamla resultat."
            report(Finding("template_not_rendered", message, _remedy(""), paragraph.place, tag))
