"""What every Word document of the inspectorate shares: page, type, marking, properties, stable
bytes.

Own wordmark in plain text: no crown, no GOV.UK logotype, no GDS typeface.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

INK, MUTED, TEAL = (
    RGBColor(0x1A, 0x24, 0x26),
    RGBColor(0x4A, 0x59, 0x5C),
    RGBColor(0x0F, 0x4C, 0x4A),
)
LINE, TINT = "B9C7C6", "E9F1F0"
FACE = "Arial"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def new_document(title: str, subject: str, reference: str, author: str, dated: date) -> Document:
    """An A4 document in British English with our type; `reference` becomes dc:identifier."""
    document = docx.Document()
    _drop_thumbnail(document)
    _describe(document, title, subject, reference, author, dated)
    _set_language(document)
    _set_type(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    page.header_distance = page.footer_distance = Cm(1.0)
    return document


def paragraph_style(document: Document, name: str, parent: str = "Normal") -> ParagraphStyle:
    """A new paragraph style of our own, based on `parent`."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles[parent]
    style.quick_style = True
    return style


def furnish(section: Section, marking: str, running: str, width: Cm) -> None:
    """Marking at the head and foot of each page; `running` and the page number at the foot."""
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    _marked(head, marking)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{running}\tPage ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")
    _marked(section.footer.add_paragraph(style=foot.style), marking)


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in, such as PAGE."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def shaded(properties: BaseOxmlElement, fill: str) -> None:
    """Put a background of the hexadecimal colour `fill` behind a cell or paragraph."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), fill)
    properties.append(shade)


def custom_properties(document: Document, values: Mapping[str, str]) -> None:
    """Write `docProps/custom.xml`: named texts that survive editing in Word and LibreOffice."""
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" '
        f"name={quoteattr(name)}><vt:lpwstr>{_escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        f"{entries}</Properties>"
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    package = document.part.package
    assert package is not None
    part = Part(PackURI("/docProps/custom.xml"), kind, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def saved(document: Document) -> bytes:
    """The file. Entries carry a fixed date, so the same facts give the same bytes."""
    raw, canonical = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(canonical, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return canonical.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(paragraph: Paragraph, marking: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(marking)
    run.bold = True
    run.font.color.rgb = INK


def _drop_thumbnail(document: Document) -> None:
    """python-docx's own template carries a picture of another document."""
    package = document.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def _describe(
    document: Document, title: str, subject: str, reference: str, author: str, dated: date
) -> None:
    properties = document.core_properties
    properties.title, properties.subject = title, subject
    properties.identifier, properties.author = reference, author
    properties.last_modified_by, properties.comments = author, ""
    properties.keywords, properties.language = "", "en-GB"
    properties.created = properties.modified = datetime.combine(dated, time(12), UTC)
    properties.revision = 1


def _set_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # 14 opens as "Compatibility Mode"


def _set_type(document: Document) -> None:
    for name, size, before, after in (
        ("Normal", 11, 0, 8),
        ("Title", 18, 4, 8),
        ("Heading 1", 14, 16, 6),
        ("Heading 2", 12, 12, 4),
        ("Header", 9, 0, 0),
        ("Footer", 9, 0, 0),
    ):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        heading = name in ("Title", "Heading 1", "Heading 2")
        _set_face(style, size, bold=heading)
        style.font.color.rgb = TEAL if heading else INK
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing = 1.15
        form.keep_with_next = heading
        form.widow_control = True
    _without(document.styles["Title"].element, "w:pBdr", "w:kern")
    _without(document.styles["Title"].element.get_or_add_rPr(), "w:spacing")
    for name in ("Header", "Footer"):
        _without(document.styles[name].element, "w:tabs")  # set for another page width


def _set_face(style: ParagraphStyle, size: int, *, bold: bool) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the template's theme fonts would win over the names
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)


def _without(style: BaseOxmlElement, *tags: str) -> None:
    for found in list(style.iter(*(qn(tag) for tag in tags))):
        parent = found.getparent()
        if parent is not None:
            parent.remove(found)


def borders(sides: Mapping[str, str]) -> BaseOxmlElement:
    """Table borders: side name to hexadecimal colour; sides not named have none."""
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    drawn = "".join(
        f'<w:{name} w:val="single" w:sz="6" w:space="0" w:color="{sides[name]}"/>'
        if name in sides
        else f'<w:{name} w:val="nil"/>'
        for name in names
    )
    return parse_xml(f'<w:tblBorders xmlns:w="{_W}">{drawn}</w:tblBorders>')
