"""The sheets that only a later dispatch has: the list of what has changed, and the pages for what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.fill.filters import datum_lang
from service.fill.template import load_template
from service.flow.compare import Comparison, Item, Kept, Withdrawn, changes_in_words
from service.flow.dispatch import Dispatch, Gone
from service.flow.meeting import Context, Places, arende_key, arende_title
from service.flow.places import CHANGES, GONE
from service.flow.sheets import FOREDRAGNINGSLISTA, Desk
from service.flow.withheld import require_pages
from service.model.kallelse import Kallelse
from service.model.packet import LINK_BASE

NEW, CHANGED, WITHDRAWN = "Ny", "Ändrad", "Utgår"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has changed: what it is, how, and where it stands now and stood before."""

    what: str
    """`Ny`, `Ändrad` or `Utgår`."""
    item: Item
    words: str
    before: str = ""
    """The pages that it had, where they were others."""
    newly_withheld: bool = False
    """It was published before, and is not now."""

    @property
    def arende(self) -> str:
        """The key of the ärende to which it belongs."""
        return self.item.key.split(".")[0]


def list_changes(found: Comparison) -> Iterator[Change]:
    """Every change of a dispatch, in no order."""
    for item in found.new:
        yield Change(NEW, item, "")
    for pair in found.kept:
        if pair.changed or pair.renamed:
            withheld = pair.after.withheld and not pair.before.withheld
            words = _sentence(changes_in_words(pair))
            yield Change(CHANGED, pair.after, words, _before(pair), newly_withheld=withheld)
    alone = {gone.item.key for gone in found.withdrawn}
    for gone in found.withdrawn:
        with_arende = gone.item.kind == "handling" and gone.item.key.split(".")[0] in alone
        yield Change(WITHDRAWN, gone.note or gone.item, "Utgår med ärendet." if with_arende else _why(gone))


def _sentence(words: Iterable[str]) -> str:
    return "".join(f"{words}. " for words in words).strip()


def _before(pair: Kept) -> str:
    return pair.before.pages if pair.is_told_elsewhere else ""


def _why(gone: Withdrawn) -> str:
    day = f"Utgår sedan den {datum_lang(gone.day)}. " if gone.day else ""
    return f"{day}{gone.reason.rstrip('.')}{'.' if gone.reason else ''}".strip()


def changes_title(dispatch: Dispatch) -> str:
    """What the list is called."""
    day = dispatch.sent.day
    if day is None:
        return f"Ändringar sedan utskick {dispatch.sent.number}"
    return f"Ändringar sedan utskicket den {datum_lang(day.isoformat())}"


def make_changes(desk: Desk, dispatch: Dispatch, changes: Iterable[Change], places: Places) -> Path:
    """The list of what has changed, by the agenda; the kallelse comes first, as it takes the earlier one's place."""
    listed = list(changes)
    title = changes_title(dispatch)
    context: Context = {
        **desk.shared,
        "rubrik": title,
        "utskick": str(dispatch.number),
        "antal": {
            name: str(sum(change.what == what and change.item.kind != "kallelse" for change in listed))
            for name, what in (("nya", NEW), ("andrade", CHANGED), ("utgar", WITHDRAWN))
        },
        "poster": [*_kallelse_rows(listed, places), *_arende_rows(desk.meeting, listed, places)],
    }
    return desk.make(load_template(CHANGES), context, title)


def _kallelse_rows(changes: list[Change], places: Places) -> Iterator[Row]:
    place = places["kallelse"]
    own = next((change for change in changes if change.item.kind == "kallelse"), None)
    item = Item("kallelse", "kallelse", "Kallelse", "Kallelse och föredragningslista", labels=place.labels)
    words = f"Ersätter den tidigare. {own.words if own else ''}".strip()
    yield _row("1", "Ersatt" if own else "", item.title, item, words, own.before if own else "", places)


def _arende_rows(meeting: Kallelse, changes: list[Change], places: Places) -> Iterator[Row]:
    """Every ärende in which something has changed, and what that is."""
    for arende in meeting.arenden:
        key = arende_key(arende)
        own = next((one for one in changes if one.item.key == key), None)
        documents = sorted(
            (one for one in changes if one.arende == key and one.item.key != key),
            key=lambda one: int(one.item.key.split(".")[1]),
        )
        if own is None and not documents:
            continue
        item = own.item if own else Item("arende", key, "", "")
        told = (own.what, own.words, own.before) if own else ("", "", "")
        yield _row("1", told[0], arende_title(arende), item, told[1], told[2], places)
        for one in documents:
            title = f"{one.item.number} – {one.item.title}"
            yield _row("2", one.what, title, one.item, one.words, one.before, places)


def _row(level: str, what: str, text: str, item: Item, words: str, before: str, places: Places) -> Row:
    goal = next((key for key in (*item.keys, item.key) if key in places), "")
    shown = item.pages
    return {
        "niva": level,
        "slag": what,
        "text": text,
        "ord": words,
        "sidor": shown,
        "forr": before if before != shown else "",
        "lank": LINK_BASE + goal if goal and places[goal].reachable else "",
    }


def make_gone(desk: Desk, gone: Gone) -> Path:
    """The page that stands for pages that were sent out and are no longer there."""
    return _make_gone(
        desk,
        {
            "rubrik": gone.title,
            "utgar": ("handling" if gone.numbered else "arende") if gone.whole else "",
            "datum": gone.day,
            "orsak": gone.reason,
            "sidor": gone.page_label,
            "arende": {
                "ordning": gone.arende.ordning,
                "rubrik": gone.arende.rubrik,
                "diarienummer": gone.arende.diarienummer,
                "lank": LINK_BASE + arende_key(gone.arende) if not gone.arende.utgar else "",
            },
        },
        gone.label,
    )


def make_rest(desk: Desk, title: str, label: str, pages: str) -> Path:
    """The page that stands for the last pages of a part that has fewer than were sent out."""
    arende = {"ordning": "", "rubrik": "", "diarienummer": "", "lank": ""}
    told = {"rubrik": title, "utgar": "", "datum": "", "orsak": "", "sidor": pages, "arende": arende}
    return _make_gone(desk, told, label)


def _make_gone(desk: Desk, told: Mapping[str, object], label: str) -> Path:
    context = {
        **desk.shared,
        **told,
        "beteckning": label,
        "lank_foredragningslista": LINK_BASE + FOREDRAGNINGSLISTA,
    }
    pdf = desk.make(load_template(GONE), context, str(told["rubrik"]))
    require_pages(pdf, 1, label)
    return pdf
