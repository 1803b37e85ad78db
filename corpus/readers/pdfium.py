"""The one door to PDFium: a file's bytes to pages of characters and rules.

PDFium is what a widely used browser shows PDFs with: one wheel without further packages, under BSD and Apache licences, ten
times as fast as the readers written in Python, and used to hostile files. It is not made for several threads: whoever opens a
file holds ``LOCK`` until it is closed.

Text that is not shown (the layer under a scanned page) is what a machine guessed from a picture, and is left out; so is text
that stands askew, which is a watermark.
"""

import math
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float, c_int
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from corpus.readers.paper import UNKNOWN, Glyph, Rule, Sheet, character

LOCK = Lock()
# No page of a report has more characters, or more objects (a character may be one, and each of its table's strokes).
_GLYPHS, _OBJECTS = 20_000, 60_000
_DEEPEST = 12
_OFTEN = 500
# A filled strip thinner than this is a rule; a stroke is straight where it leaves its line by less than _STRAIGHT.
_THIN, _STRAIGHT = 2.5, 0.5
# The middle of a picture that is a scanned page fills this share of it.
_PICTURE = 0.4
# PDFium answers where a point is on the screen in whole numbers: so many for a point.
_FINE = 100

# No type of a report is larger.
_LARGEST = 72.0

_Point = tuple[float, float]


class Unreadable(Exception):
    """What is wrong with a file or a page: ``locked``, ``damaged`` or ``crowded``."""


class Pdf:
    """An open file. Raises ``Unreadable``."""

    def __init__(self, content: bytes) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            raise Unreadable("locked" if locked else "damaged") from error
        # Without its own table of contents a file is pieced together from what is found in it, which may be the half.
        if not raw.FPDF_DocumentHasValidCrossReferenceTable(self._pdf.raw):
            self.close()
            raise Unreadable("damaged")

    def __len__(self) -> int:
        """How many pages it has."""
        return len(self._pdf)

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()

    def sheet(self, number: int, watch: Callable[[], None]) -> tuple[Sheet, bool]:
        """A page, counted from 1, and whether a picture fills it. ``watch`` is called often, and raises when time is up."""
        try:
            page = self._pdf[number - 1]
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged") from error
        try:
            return _Page(page, number, watch).read()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged") from error
        finally:
            page.close()

    def pixels(self, number: int, across: int) -> tuple[int, int, bytes]:
        """A page, counted from 1, as it is printed: pixels across and down, and their red, green and blue, row by row."""
        try:
            page = self._pdf[number - 1]
            try:
                drawn = page.render(scale=across / page.get_width(), rev_byteorder=True)
                width, height, channels = drawn.width, drawn.height, drawn.n_channels
                pixels, stride = bytes(drawn.buffer), drawn.stride
                drawn.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged") from error
        return width, height, _colours(pixels, height, stride, width, channels)


def _colours(pixels: bytes, height: int, stride: int, width: int, channels: int) -> bytes:
    """Three bytes a pixel without what rows are filled up with; grey is given three times."""
    rows = b"".join(pixels[at : at + width * channels] for at in range(0, stride * height, stride))
    found = bytearray(3 * width * height)
    for colour in range(3):
        found[colour::3] = rows[min(colour, channels - 1) :: channels]
    return bytes(found)


class _Matrix(NamedTuple):
    """How a coordinate system lies in another one, in the order in which PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> _Point:
        """Where a point lies in the other system."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: "_Matrix") -> "_Matrix":
        """This one applied to what another one gives."""
        zero, across, up = inner.point(0, 0), inner.point(1, 0), inner.point(0, 1)
        (e, f), (ax, bx), (cx, dx) = self.point(*zero), self.point(*across), self.point(*up)
        return _Matrix(ax - e, bx - f, cx - e, dx - f, e, f)


def _on_paper(page: Any, width: float, height: float) -> _Matrix:
    """From a page's own coordinates to those of the page as it is looked at: cropped and turned, from the top left corner."""

    def seen(x: float, y: float) -> _Point:
        across, down = c_int(), c_int()
        size = (round(width * _FINE), round(height * _FINE))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
        return across.value / _FINE, down.value / _FINE

    (e, f), (ax, bx), (cx, dx) = seen(0, 0), seen(1000, 0), seen(0, 1000)
    return _Matrix((ax - e) / 1000, (bx - f) / 1000, (cx - e) / 1000, (dx - f) / 1000, e, f)


@dataclass
class _Page:
    """Reads one page."""

    page: Any
    number: int
    watch: Callable[[], None]
    _rules: list[Rule] = field(default_factory=list)
    _objects: int = 0
    _pictured: bool = False

    def read(self) -> tuple[Sheet, bool]:
        """The page, and whether a picture fills it."""
        self.watch()
        self._width, self._height = self.page.get_size()
        self._paper = _on_paper(self.page.raw, self._width, self._height)
        glyphs = tuple(self._glyphs())
        self._walk(self.page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, self._paper, 0)
        return Sheet(self.number, self._width, self._height, glyphs, tuple(self._rules)), self._pictured

    # --- characters

    def _glyphs(self) -> Iterator[Glyph]:
        text = self.page.get_textpage()
        try:
            count = text.count_chars()
            if count > _GLYPHS:
                raise Unreadable("crowded")
            for index in range(count):
                if index % _OFTEN == 0:
                    self.watch()
                if (glyph := self._glyph(text.raw, index)) is not None:
                    yield glyph
        finally:
            text.close()

    def _glyph(self, text: Any, index: int) -> Glyph | None:
        """A character; None for what the file does not print there."""
        if raw.FPDFText_IsGenerated(text, index) == 1 or not _is_shown(text, index):
            return None
        code = raw.FPDFText_GetUnicode(text, index)
        told = raw.FPDFText_HasUnicodeMapError(text, index) != 1 and 0 < code < 0x110000
        letter = character(code) if told else UNKNOWN
        corners = _corners(text, index) if letter else None
        glyph = Glyph(letter, *_box(self._paper, *corners)) if corners else None
        return glyph if glyph and self._on_page(*glyph.middle) else None

    def _on_page(self, x: float, y: float) -> bool:
        """Whether a point can be seen: what is printed beside the page cannot."""
        return bool(0 <= x <= self._width and 0 <= y <= self._height)

    # --- rules and pictures

    def _walk(self, holder: Any, count: Any, get: Any, matrix: _Matrix, depth: int) -> None:
        """Look at every object of a page or a form."""
        for index in range(count(holder)):
            self._objects += 1
            if self._objects > _OBJECTS:
                raise Unreadable("crowded")
            if self._objects % _OFTEN == 0:
                self.watch()
            self._object(get(holder, index), matrix, depth)

    def _object(self, item: Any, outer: _Matrix, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE):
            return
        own = raw.FS_MATRIX()
        if not raw.FPDFPageObj_GetMatrix(item, own):
            return
        matrix = outer.after(_Matrix(own.a, own.b, own.c, own.d, own.e, own.f))
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._picture(matrix)
        elif depth < _DEEPEST:
            self._walk(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, matrix, depth + 1)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = c_int(), c_int()
        if not raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke)):
            return
        if not fill.value and not stroke.value:
            return
        for outline in _outlines(item, matrix):
            if stroke.value:
                self._rules += [rule for ends in pairwise(outline) if (rule := _rule(*ends))]
            if fill.value:
                self._strip(outline)

    def _strip(self, outline: list[_Point]) -> None:
        """A filled shape is a rule where it is thin."""
        left, top = min(x for x, _ in outline), min(y for _, y in outline)
        right, bottom = max(x for x, _ in outline), max(y for _, y in outline)
        if bottom - top <= min(_THIN, right - left):
            self._rules.append(Rule(True, (top + bottom) / 2, left, right))
        elif right - left <= min(_THIN, bottom - top):
            self._rules.append(Rule(False, (left + right) / 2, top, bottom))

    def _picture(self, matrix: _Matrix) -> None:
        corners = [matrix.point(x, y) for x, y in ((0, 0), (0, 1), (1, 1), (1, 0))]
        left, top, right, bottom = _box(matrix, (0, 0), (1, 1))
        self._pictured |= (right - left) * (bottom - top) > _PICTURE * self._width * self._height
        self._strip(corners)


def _is_shown(text: Any, index: int) -> bool:
    """Whether a character is printed, and upright or lying."""
    item = raw.FPDFText_GetTextObject(text, index)
    if item and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        return False
    askew = math.fmod(abs(raw.FPDFText_GetCharAngle(text, index)), math.pi / 2)
    return min(askew, math.pi / 2 - askew) < 0.1


def _corners(text: Any, index: int) -> tuple[_Point, _Point] | None:
    """The box of a character's type; that of its ink where a font set from top to bottom gives a type far too large."""
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, box):
        return None
    if abs(box.top - box.bottom) <= _LARGEST:
        return (box.left, box.top), (box.right, box.bottom)
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
    return (left.value, top.value), (right.value, bottom.value)


def _box(matrix: _Matrix, one: _Point, other: _Point) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the box with these corners."""
    (x, y), (u, v) = matrix.point(*one), matrix.point(*other)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _outlines(item: Any, matrix: _Matrix) -> Iterator[list[_Point]]:
    """The lines of a path, each as the points it goes through; closed ones end where they began."""
    points: list[_Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(item), _OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _rule(one: _Point, other: _Point) -> Rule | None:
    """The rule between two points; None where it is askew or has no length."""
    (x, y), (u, v) = one, other
    if abs(y - v) <= _STRAIGHT < abs(x - u):
        return Rule(True, (y + v) / 2, min(x, u), max(x, u))
    if abs(x - u) <= _STRAIGHT < abs(y - v):
        return Rule(False, (x + u) / 2, min(y, v), max(y, v))
    return None
