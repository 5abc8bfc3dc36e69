"""The styles: the look of the municipality's paper, as word/styles.xml.

Built-in styles carry Word's own (English) names, which a Swedish Word shows as Rubrik 1, Brödtext, Punktlista,
Beskrivning and so on; a Swedish name written into the file would be a stranger beside the built-in one.
The ids are Swedish.
No style has paragraph borders: LibreOffice would leave them untagged in the PDF.
"""

from __future__ import annotations

from dataclasses import dataclass

from templates._bygg.numbering import BULLETS, CELL_BULLETS, HEADINGS, NUMBERS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "Carlito"
ACCENT = "1F4E5F"
MUTED = "595959"
TINT = "E4EDF0"
LINE = "A9BDC4"


@dataclass(frozen=True)
class Style:
    """One paragraph style; lengths in twips (20 to a point), size in half points."""

    id: str
    name: str
    base: str = "Normal"
    next: str = ""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    exact: bool = False
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    align: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    no_hyphens: bool = False
    contextual: bool = False
    outline: int | None = None
    number: tuple[int, int] | None = None
    tabs: tuple[tuple[str, str, int], ...] = ()
    fill: str = ""
    size: int | None = None
    bold: bool | None = None
    italic: bool = False
    color: str = ""
    spacing: int | None = None
    caps: bool = False
    priority: int = 99
    gallery: bool = True

    def xml(self) -> str:
        """The style as it stands in styles.xml, with children in the order the standard asks for."""
        custom = "" if self.name in BUILT_IN else ' w:customStyle="1"'
        default = ' w:default="1"' if self.id == "Normal" else ""
        base = f'<w:basedOn w:val="{self.base}"/>' if self.id != "Normal" else ""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        gallery = "<w:qFormat/>" if self.gallery else ""
        return (
            f'<w:style w:type="paragraph"{custom}{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'{base}{following}<w:uiPriority w:val="{self.priority}"/>{gallery}'
            f"{self._paragraph()}{self._run()}</w:style>"
        )

    def _paragraph(self) -> str:
        parts = [
            "<w:keepNext/>" if self.keep_next else "",
            "<w:keepLines/>" if self.keep_lines else "",
            "<w:pageBreakBefore/>" if self.page_break else "",
            f'<w:numPr><w:ilvl w:val="{self.number[1]}"/><w:numId w:val="{self.number[0]}"/></w:numPr>'
            if self.number
            else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>' if self.fill else "",
            self._tabs(),
            "<w:suppressAutoHyphens/>" if self.no_hyphens else "",
            self._spacing(),
            self._indent(),
            "<w:contextualSpacing/>" if self.contextual else "",
            f'<w:jc w:val="{self.align}"/>' if self.align else "",
            f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
        ]
        inner = "".join(parts)
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""

    def _tabs(self) -> str:
        if not self.tabs:
            return ""
        stops = "".join(
            f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{at}"/>' for kind, leader, at in self.tabs
        )
        return f"<w:tabs>{stops}</w:tabs>"

    def _spacing(self) -> str:
        rule = "exact" if self.exact else "auto"
        values = [("before", self.before), ("after", self.after), ("line", self.line)]
        text = "".join(f' w:{name}="{value}"' for name, value in values if value is not None)
        if self.line is not None:
            text += f' w:lineRule="{rule}"'
        return f"<w:spacing{text}/>" if text else ""

    def _indent(self) -> str:
        values = [("left", self.left), ("right", self.right), ("hanging", self.hanging)]
        text = "".join(f' w:{name}="{value}"' for name, value in values if value is not None)
        return f"<w:ind{text}/>" if text else ""

    def _run(self) -> str:
        inner = "".join(
            [
                ""
                if self.bold is None
                else ("<w:b/><w:bCs/>" if self.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'),
                "<w:i/><w:iCs/>" if self.italic else "",
                "<w:caps/>" if self.caps else "",
                f'<w:color w:val="{self.color}"/>' if self.color else "",
                f'<w:spacing w:val="{self.spacing}"/>' if self.spacing is not None else "",
                f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>' if self.size else "",
            ]
        )
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


BUILT_IN = frozenset(
    {
        "Normal",
        "Title",
        "Subtitle",
        "Body Text",
        "List Bullet",
        "List Bullet 2",
        "List Number",
        "List Number 2",
    }
    | {"Quote", "caption", "header", "footer", "toc 1", "toc 2", "toc 3", "TOC Heading"}
    | {f"heading {n}" for n in range(1, 5)}
)

_RIGHT = (("right", "none", 9071),)
_LEADER = (("right", "dot", 9071),)


def _headings(*, numbered: bool, title_size: int) -> list[Style]:
    def heading(level: int, size: int, before: int, after: int, indent: int) -> Style:
        number = (HEADINGS, level - 1) if numbered and level < 4 else None
        return Style(
            f"Rubrik{level}", f"heading {level}", next="Brodtext", before=before, after=after, line=252,
            left=indent if number else None, hanging=indent if number else None, keep_next=True, keep_lines=True,
            page_break=numbered and level == 1, no_hyphens=True, outline=level - 1, number=number, size=size, bold=True,
            color=ACCENT if level < 4 else "262626", priority=9,
        )  # fmt: skip

    styles = [
        heading(1, title_size or 36, 0 if numbered or title_size else 300, 80 if title_size else 140, 567),
        heading(2, 28, 320 if numbered else 200 if title_size else 240, 100 if numbered else 70, 709),
        heading(3, 24, 240, 60, 851),
        heading(4, 22, 120, 20, 0),
    ]
    if numbered:
        styles.append(
            Style(
                "Rubrik1utannummer", "Rubrik 1 utan nummer", next="Brodtext", before=480, after=140, line=252, size=36,
                bold=True, color=ACCENT, keep_next=True, keep_lines=True, no_hyphens=True, outline=0, priority=9,
            )
        )  # fmt: skip
    return styles


def _text() -> list[Style]:
    return [
        Style("Normal", "Normal", priority=0),
        Style("Rubrik", "Title", next="Brodtext", after=60, line=240, keep_next=True, no_hyphens=True, size=52,
              bold=True, color=ACCENT, priority=10),
        Style("Underrubrik", "Subtitle", next="Brodtext", after=280, line=252, keep_next=True, no_hyphens=True, size=30,
              color=MUTED, priority=11),
        Style("Lankrad", "Länkrad", line=240, after=20, align="right", no_hyphens=True, size=20, priority=12),
        Style("Overrubrik", "Överrubrik", next="Rubrik1", after=40, line=252, keep_next=True, no_hyphens=True, size=26,
              bold=True, color=MUTED, priority=12),
        Style("Brodtext", "Body Text", after=120, priority=1),
        Style("Punktlista", "List Bullet", base="Brodtext", after=60, number=(BULLETS, 0), priority=2),
        Style("Punktlista2", "List Bullet 2", base="Brodtext", after=60, number=(BULLETS, 1), priority=2),
        Style("Numreradlista", "List Number", base="Brodtext", after=60, number=(NUMBERS, 0), priority=2),
        Style("Numreradlista2", "List Number 2", base="Brodtext", after=60, number=(NUMBERS, 1), priority=2),
        Style("Beslutsinledning", "Beslutsinledning", base="Brodtext", next="Numreradlista", before=60, after=60,
              keep_next=True, bold=True, priority=3),
        Style("Citat", "Quote", base="Brodtext", next="Brodtext", before=40, after=160, left=397, right=397,
              italic=True, color="262626", priority=29),
        Style("Faktaruta", "Faktaruta", base="Brodtext", next="Brodtext", before=80, after=160, left=113, right=113,
              keep_next=True, keep_lines=True, fill=TINT, priority=30),
        Style("Beskrivning", "caption", next="Brodtext", before=120, after=60, line=252, keep_next=True,
              no_hyphens=True, size=20, bold=True, color=ACCENT, priority=35),
        Style("Diagramtext", "Diagramtext", base="Beskrivning", next="Brodtext", priority=35),
        Style("Namn", "Namn", base="Brodtext", after=0, left=170, hanging=170, no_hyphens=True, keep_lines=True,
              size=20, line=245, priority=40),
        Style("Avslut", "Avslut", base="Brodtext", before=280, after=0, keep_lines=True, priority=41),
    ]  # fmt: skip


def _table_text() -> list[Style]:
    return [
        Style("Tabelltext", "Tabelltext", before=40, after=40, line=252, size=20, priority=20),
        Style("Tabellrubrik", "Tabellrubrik", base="Tabelltext", keep_next=True, no_hyphens=True, bold=True,
              color=ACCENT, priority=20),
        Style("Tabelltat", "Tabelltext tät", base="Tabelltext", before=12, after=12, line=240, priority=21),
        Style("Tabelltaltat", "Tabelltal tät", base="Tabelltat", align="right", no_hyphens=True, priority=21),
        Style("Faktaetikett", "Faktaetikett", base="Tabelltext", no_hyphens=True, bold=True, color=ACCENT, priority=20),
        Style("Faktaetiketttat", "Faktaetikett tät", base="Faktaetikett", before=12, after=12, line=240, priority=21),
        Style("Tabelltal", "Tabelltal", base="Tabelltext", align="right", no_hyphens=True, priority=21),
        Style("Tabellrubriktal", "Tabellrubrik tal", base="Tabellrubrik", align="right", priority=21),
        Style("Tabellnot", "Tabellnot", base="Tabelltext", before=0, size=18, color=MUTED, priority=21),
        Style("Tabellpunkt", "Tabellpunkt", base="Tabelltext", number=(CELL_BULLETS, 0), before=0, priority=21),
        Style("Periodvarde", "Periodvärde", base="Tabelltext", before=20, after=20, no_hyphens=True,
              tabs=(("right", "none", 3900),), priority=21),
        Style("Arende", "Ärenderad", base="Tabelltext", after=0, left=510, hanging=510, tabs=(("left", "none", 510),),
              no_hyphens=True, priority=22),
        Style("Foredragande", "Föredragande", base="Tabelltext", after=20, line=240, size=18, no_hyphens=True,
              priority=22),
        Style("Arendenot", "Ärendenot", base="Tabellnot", after=20, line=240, left=510, no_hyphens=True, priority=22),
    ]  # fmt: skip


def _page() -> list[Style]:
    return [
        Style("Sidhuvud", "header", line=240, tabs=_RIGHT, no_hyphens=True, size=18, color=MUTED, gallery=False),
        Style("Sidfot", "footer", line=240, tabs=_RIGHT, no_hyphens=True, size=18, color=MUTED, gallery=False),
        Style("Innehallsrubrik", "TOC Heading", next="Brodtext", before=0, after=160, line=252, keep_next=True, size=36,
              bold=True, color=ACCENT, priority=39),
        Style("Innehall1", "toc 1", before=140, after=40, line=252, left=567, hanging=567, bold=True,
              tabs=(("left", "none", 567), *_LEADER), no_hyphens=True, gallery=False, priority=39),
        Style("Innehall2", "toc 2", after=30, line=252, left=1247, hanging=680,
              tabs=(("left", "none", 1247), *_LEADER), no_hyphens=True, gallery=False, priority=39),
        Style("Innehall3", "toc 3", after=20, line=252, left=2041, hanging=794, size=20,
              tabs=(("left", "none", 2041), *_LEADER), no_hyphens=True, gallery=False, priority=39),
        Style("Innehallpaket1", "Innehåll paket 1", before=100, after=20, line=252, bold=True, size=21,
              tabs=(("right", "dot", 8200),), no_hyphens=True, keep_lines=True, priority=39),
        Style("Innehallpaket2", "Innehåll paket 2", before=0, after=20, line=252, left=284, size=20,
              tabs=(("right", "dot", 8200),), no_hyphens=True, keep_lines=True, priority=39),
        Style("Innehallssida1", "Innehållssida 1", base="Innehallpaket1", align="right", priority=39),
        Style("Innehallssida2", "Innehållssida 2", base="Innehallpaket2", align="right", priority=39),
        Style("Malltagg", "Malltagg", line=240, no_hyphens=True, size=16, color="7F7F7F", gallery=False),
        Style("Avsnittsbrytning", "Avsnittsbrytning", line=20, exact=True, size=2, gallery=False),
    ]  # fmt: skip


def _characters(*, plain_links: bool) -> str:
    underline = "" if plain_links else '<w:u w:val="single"/>'

    def style(id_: str, name: str, run: str, extra: str = "<w:qFormat/>", custom: str = "") -> str:
        return (
            f'<w:style w:type="character"{custom} w:styleId="{id_}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Standardstycketeckensnitt"/><w:uiPriority w:val="22"/>{extra}'
            f"<w:rPr>{run}</w:rPr></w:style>"
        )

    own = ' w:customStyle="1"'
    return (
        '<w:style w:type="character" w:default="1" w:styleId="Standardstycketeckensnitt">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        + style("Hyperlank", "Hyperlink", f'<w:color w:val="{ACCENT}"/>{underline}', "")
        + style("Stark", "Strong", "<w:b/><w:bCs/>")
        + style("Betoning", "Emphasis", "<w:i/><w:iCs/>")
        + style("Ordmarke", "Ordmärke", _mark(26), "", own)
        + style("Ordmarkestort", "Ordmärke stort", _mark(36), "", own)
    )


def _mark(size: int) -> str:
    return f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _tables() -> str:
    def edge(side: str, size: int, color: str) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'

    margins = (
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    borders = edge("top", 6, ACCENT) + edge("bottom", 6, ACCENT) + edge("insideH", 4, LINE)
    quiet = edge("top", 4, LINE) + edge("bottom", 4, LINE) + edge("insideH", 4, LINE)
    plain = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="Innehallstabell"><w:name w:val="Innehållstabell"/>'
        '<w:basedOn w:val="Normaltabell"/><w:uiPriority w:val="19"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="Normaltabell"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Tabell"><w:name w:val="Tabell"/>'
        '<w:basedOn w:val="Normaltabell"/><w:uiPriority w:val="19"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{margins}</w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
        '</w:tblStylePr><w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Faktatabell"><w:name w:val="Faktatabell"/>'
        '<w:basedOn w:val="Normaltabell"/><w:uiPriority w:val="19"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{quiet}</w:tblBorders>{margins}</w:tblPr></w:style>{plain}"
    )


def styles_xml(*, numbered_headings: bool, title_size: int, plain_links: bool) -> str:
    """The part word/styles.xml."""
    paragraph = [
        *_text(),
        *_headings(numbered=numbered_headings, title_size=title_size),
        *_table_text(),
        *_page(),
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{W}"><w:docDefaults>'
        f'<w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
        '<w:spacing w:before="0" w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + "".join(style.xml() for style in paragraph)
        + _characters(plain_links=plain_links)
        + _tables()
        + '<w:style w:type="numbering" w:default="1" w:styleId="Ingenlista"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style></w:styles>'
    )
