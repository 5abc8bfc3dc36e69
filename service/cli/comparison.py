"""How a comparison of two packets is told: readable Swedish for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from service.flow.compare import Comparison, Item, Kept, changes_in_words
from service.flow.read_manifest import Manifest


def comparison_text(before: Manifest, after: Manifest, found: Comparison) -> Iterator[str]:
    """Line by line: what is new, changed, withdrawn, moved, renamed, and what stands on other pages."""
    if before.sha256 == after.sha256:
        yield "Paketen är lika, byte för byte."
        return
    yield f"Förr: {_packet_text(before)}"
    yield f"Nu:   {_packet_text(after)}"
    if before.rendition is not after.rendition:
        yield ""
        yield "Det är två utgåvor: det som en av dem inte visar kan stå som ändrat, nytt eller utgått."
    sections = {
        "Nytt": [f"{_named(item)}, {item.pages}" for item in found.new],
        "Ändrat": [f"{_named(pair.after)}, {pair.after.pages}{_what(pair)}" for pair in found.changed],
        "Utgått": [
            f"{_named(gone.item)}{f': {gone.reason}' if gone.reason else ''}" for gone in found.withdrawn
        ],
        "Flyttat": [
            f"{_named(pair.after)}, förr {pair.before.number}, nu {pair.after.pages}"
            for pair in found.kept
            if pair.moved
        ],
        "Nytt namn": [
            f"{pair.after.number}: ”{pair.after.title}”, förr ”{pair.before.title}”"
            for pair in found.kept
            if pair.renamed
        ],
        "Andra sidor": [
            f"{pair.after.number}: {pair.after.pages}, förr {pair.before.pages}"
            for pair in found.kept
            if pair.is_told_elsewhere and not pair.moved
        ],
    }
    for title, lines in sections.items():
        if lines:
            yield ""
            yield f"{title} ({len(lines)})"
            yield from (f"  {line}" for line in lines)
    if not any(sections.values()):
        yield ""
        yield "Ärenden och handlingar är desamma, på samma sidor. Kallelsens eller försättsbladens text skiljer sig."


def comparison_as_json(before: Manifest, after: Manifest, found: Comparison) -> dict[str, object]:
    """The same for programs."""
    return {
        "ok": True,
        "lika": before.sha256 == after.sha256,
        "forr": _packet(before),
        "nu": _packet(after),
        "nya": [_item(item) for item in found.new],
        "andrade": [{**_pair(pair), "ord": changes_in_words(pair)} for pair in found.changed],
        "utgatt": [{**_item(gone.item), "orsak": gone.reason} for gone in found.withdrawn],
        "flyttade": [_pair(pair) for pair in found.kept if pair.moved],
        "omdopta": [_pair(pair) for pair in found.kept if pair.renamed],
        "andra_sidor": [_pair(pair) for pair in found.kept if pair.on_other_pages],
    }


def _what(pair: Kept) -> str:
    """In the words of the list that is printed in a dispatch."""
    words = ". ".join(changes_in_words(pair))
    return f" ({words[0].lower()}{words[1:]})" if words else ""


def _named(item: Item) -> str:
    return f"{item.number} – {item.title}"


def _packet_text(manifest: Manifest) -> str:
    packet = manifest.raw["paket"]
    return f"{packet['fil']}, {packet['sidor']} sidor"


def _packet(manifest: Manifest) -> dict[str, object]:
    packet = manifest.raw["paket"]
    return {"fil": packet["fil"], "sidor": packet["sidor"], "sha256": packet["sha256"]}


def _item(item: Item) -> dict[str, object]:
    return {
        "slag": item.kind,
        "nummer": item.number,
        "titel": item.title,
        "sidor": list(item.labels),
        "fran": item.first_page,
        "till": item.last_page,
        "sha256": item.sha256,
        "undanhallen": item.withheld,
    }


def _pair(pair: Kept) -> dict[str, object]:
    return {"forr": _item(pair.before), "nu": _item(pair.after)}
