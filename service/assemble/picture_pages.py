"""Pages that hold one picture each: the picture is a figure with a text, and its colours have a profile."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_CONDITION = "sRGB IEC61966-2.1"


def give_profile(document: pikepdf.Pdf, profile: bytes) -> None:
    """Say what the colours of the document mean.

    Args:
        document: a document in grey or RGB.
        profile: the ICC profile of sRGB.
    """
    stream = document.make_stream(profile, N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_CONDITION),
        Info=String(_CONDITION),
        DestOutputProfile=stream,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def tag_pictures(document: pikepdf.Pdf, texts: Sequence[str]) -> None:
    """Make all that a page shows one figure, page by page.

    Args:
        document: a document without tags.
        texts: what those are told who do not see the pictures, one for each page.
    """
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    figures, rows = Array(), Array()
    for number, (page, text) in enumerate(zip(document.pages, texts, strict=True)):
        figure = document.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Figure,
                P=whole,
                Pg=page.obj,
                K=0,
                Alt=String(text),
                A=Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(page.mediabox)),
            )
        )
        page.contents_add(document.make_stream(b"/Figure <</MCID 0>> BDC\n"), prepend=True)
        page.contents_add(document.make_stream(b"\nEMC"))
        page.obj.StructParents = number
        figures.append(figure)
        rows.append(number)
        rows.append(document.make_indirect(Array([figure])))
    whole.K = figures
    root.K = whole
    root.ParentTree = document.make_indirect(Dictionary(Nums=rows))
    root.ParentTreeNextKey = len(document.pages)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = Dictionary(Marked=True)
