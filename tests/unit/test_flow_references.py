"""A reference names report, section and page, and leads there when the report stands in the same packet."""

from __future__ import annotations

from typing import Any

import pytest

from service.flow.references import place_references
from service.model.packet import Anchor

HEADINGS = {
    "UN-2026": [
        (1, "3 Nulägesanalys", 10),
        (3, "3.2.1 Riktningsmål 1: Ett Ale där barn lyckas", 11),
        (3, "3.4.1 Resonemang om mål 1", 12),
    ],
    "D-C": [(1, "Resultatet av dialogen", 1)],
}


def reference(
    document: str = "UN-2026", heading: str = "Riktningsmål 1: Ett Ale där barn lyckas"
) -> dict[str, str]:
    """One as a template's context has it."""
    return {
        "dokument": document,
        "titel": "nulägesbeskrivning 2026",
        "diarienummer": "UN.2026.31",
        "avsnitt": heading,
        "amne": "Ett Ale där barn lyckas",
        "text": "",
        "kort": "",
        "lank": "",
    }


def placed(one: dict[str, str], **parts: str) -> tuple[dict[str, str], tuple[Anchor, ...]]:
    """The reference, somewhere deep in a context, after it was placed."""
    context: dict[str, Any] = {"svar": [{"rader": [{"hanvisning": one}]}], "tomt": ""}
    anchors = place_references(
        context, HEADINGS, {key.replace("_", "-"): part for key, part in parts.items()}
    )
    return one, anchors


def test_standing_alone_it_names_report_section_and_page() -> None:
    """The section has its number; nothing leads anywhere."""
    one, anchors = placed(reference())
    assert one["text"] == (
        "nulägesbeskrivning 2026 (UN.2026.31), avsnitt 3.2.1 Riktningsmål 1: Ett Ale där barn lyckas, sidan\u00a011"
    )
    assert one["kort"] == "avsnitt\u00a03.2.1, sidan\u00a011"
    assert one["lank"] == ""
    assert anchors == ()


def test_in_a_packet_it_leads_to_the_heading() -> None:
    """The words are the same; the link goes to a place that the packet is told to make."""
    alone, _ = placed(reference())
    one, anchors = placed(reference(), UN_2026="a6.3")
    assert {**one, "lank": ""} == alone
    assert one["lank"] == "https://samlad.invalid/a6.3.rubrik2"
    assert anchors == (Anchor("a6.3.rubrik2", "a6.3", "3.2.1 Riktningsmål 1: Ett Ale där barn lyckas"),)


def test_a_heading_without_number_is_quoted() -> None:
    """Dialogs' summaries have no numbered headings."""
    one, _ = placed(reference("D-C", "Resultatet av dialogen"))
    assert one["text"].endswith("avsnittet ”Resultatet av dialogen”, sidan\u00a01")
    assert one["kort"] == "sidan\u00a01"


def test_another_template_s_heading_is_known_by_its_subject() -> None:
    """A template of the kansli's own may call the section otherwise."""
    one, _ = placed(reference(heading="Mål nr 1: något annat"))
    assert "avsnitt 3.2.1" in one["text"]


@pytest.mark.parametrize("document", ["UN-2026", "SN-2026"])
def test_a_section_that_is_not_found_is_named_without_page(document: str) -> None:
    """The link leads to the report's beginning."""
    lost = reference(document, "Möjliga förflyttningar") | {"amne": ""}
    one, anchors = placed(lost, UN_2026="a6.3", SN_2026="a6.4")
    assert one["text"].endswith("avsnittet ”Möjliga förflyttningar”")
    assert one["lank"] == f"https://samlad.invalid/{'a6.3' if document == 'UN-2026' else 'a6.4'}"
    assert anchors == ()
