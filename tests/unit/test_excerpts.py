"""What is shown of a text that was found."""

from __future__ import annotations

from service.flow.excerpts import excerpt, marked


def test_the_words_that_were_asked_for_stand_out() -> None:
    """Whole words and beginnings, in any case; in phrases the last does not go on; nothing inside of words."""
    assert marked("Vård och omvårdnad, VÅRDENS", "vård") == (
        ("Vård", True),
        (" och omvårdnad, ", False),
        ("VÅRDENS", True),
    )
    assert marked("lokala vården", '"lokal vård"') == (("lokala vården", False),)
    assert marked("KS.2026.9", "ks.2026.9") == tuple(
        (piece, piece != ".") for piece in ("KS", ".", "2026", ".", "9")
    )
    assert marked("a <b>", "") == (("a <b>", False),)
    assert marked("", "a") == ()


def test_the_richest_part_is_shown() -> None:
    """Not the first place of one word, but that where most of them stand together."""
    filling = "fyllnad " * 60
    written = f"Skola nämns först. {filling}Här står skola och budget tillsammans. {filling}"
    told = excerpt(written, "budget skola")
    assert "skola och budget tillsammans" in told
    assert told.startswith("…")
    assert told.endswith("…")
    assert excerpt("Kort text", "finns inte") == "Kort text"
    assert excerpt("", "något") == ""
