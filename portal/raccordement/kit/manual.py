"""The technical manual: one Markdown text, read as a page of the portal, a page of its own, and a PDF."""

import io
from functools import cache
from html import escape
from importlib.resources import files

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    Paragraph,
    Preformatted,
    SimpleDocTemplate,
    Spacer,
)

DATA = files("portal.raccordement.kit") / "data"
TITLE = "Manuel technique de raccordement"
# Vera has every letter of French, which the fonts built into PDF have not (« œ », « ’ »).
_FONTS = {"Vera": "Vera.ttf", "Vera-Bold": "VeraBd.ttf"}
_SHADE = colors.HexColor("#eef2f4")
_MARGIN = 20 * mm
_BODY = ParagraphStyle("corps", fontName="Vera", fontSize=9.5, leading=14, spaceAfter=6)
_STYLES = {
    "h1": ParagraphStyle("titre", parent=_BODY, fontName="Vera-Bold", fontSize=19, leading=24, spaceAfter=10),
    "h2": ParagraphStyle("partie", parent=_BODY, fontName="Vera-Bold", fontSize=12.5, leading=17, spaceBefore=12),
    "code": ParagraphStyle("code", parent=_BODY, fontName="Courier", fontSize=8, leading=11, backColor=_SHADE),
}


def source() -> str:
    """The Markdown text."""
    return (DATA / "manuel.md").read_text(encoding="utf-8")


def _parser() -> MarkdownIt:
    # Our own text, yet HTML in it would be an accident: it is shown as it is written.
    return MarkdownIt("commonmark", {"html": False})


@cache
def as_html(*, heading: bool) -> str:
    """The text in HTML, safe to show; with or without its first heading."""
    text = source() if heading else source().partition("\n")[2]
    return str(_parser().render(text))


@cache
def as_pdf() -> bytes:
    """The text as an A4 PDF, page by page the same for the same text."""
    for name, file in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="Vera-Bold", italic="Vera", boldItalic="Vera-Bold")
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=TITLE,
        author="Portail Santé",
        lang="fr",
        invariant=1,
    )
    document.build(
        [flowable for node in SyntaxTreeNode(_parser().parse(source())).children for flowable in _flow(node)],
        onFirstPage=_number,
        onLaterPages=_number,
    )
    return out.getvalue()


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Vera", 8)
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, str(document.page))


def _flow(node: SyntaxTreeNode) -> list[Flowable]:
    match node.type:
        case "heading":
            return [Paragraph(_inline(node), _STYLES[node.tag])]
        case "paragraph":
            return [Paragraph(_inline(node), _BODY)]
        case "bullet_list" | "ordered_list":
            return [_list(node), Spacer(0, 6)]
        case "fence":
            return [Preformatted(node.content.rstrip(), _STYLES["code"])]
    raise ValueError(f"the manual holds «\u00a0{node.type}\u00a0», which its PDF does not know")


def _list(node: SyntaxTreeNode) -> ListFlowable:
    items = [[f for part in item.children for f in _flow(part)] for item in node.children]
    numbered = node.type == "ordered_list"
    return ListFlowable(
        items,
        bulletType="1" if numbered else "bullet",
        start=None if numbered else "•",
        leftIndent=16,
        bulletFontName="Vera",
        bulletFontSize=9.5,
    )


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a node in reportlab's own mark-up."""
    match node.type:
        case "text":
            return escape(node.content, quote=False)
        case "softbreak":
            return " "
        case "strong":
            return f"<b>{''.join(_inline(child) for child in node.children)}</b>"
        case "code_inline":
            return f'<font face="Courier">{escape(node.content, quote=False)}</font>'
    return "".join(_inline(child) for child in node.children)
