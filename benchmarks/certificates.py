"""7,007 certificates in one PDF: against ReportLab with form reuse, fpdf2, Typst, and rendering each page."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from benchmarks import data, fpdf_certificates, reportlab_certificates, typst_certificates
from benchmarks.measuring import medians, ratio, rounds, times_faster, verdict
from documents import border, produce
from documents.stamp import Plan, Press, measured
from services import batches_measured

COUNT, SAMPLED, ROUNDS = 7007, 34, 3  # 102 pages are rendered in all
MEASURED = batches_measured.places(COUNT, date(2026, 1, 1))


def stamped(count: int, seed: int) -> bytes:
    """Return the certificates by the press, its template read, its fonts cut, its pages measured anew each time."""
    kind = data.kinds().kind("certificate_merit")
    press = Press(Plan(kind, data.shared(), data.VARYING, data.profile()), data.renderer())
    target = BytesIO()
    refused = measured.one(press, data.certificates(count, seed), target, MEASURED)
    if refused:
        raise AssertionError(refused)
    return target.getvalue()


def rendered(count: int, seed: int) -> None:
    """Lay each certificate out by itself."""
    kind = data.kinds().kind("certificate_merit")
    for row in data.certificates(count, seed):
        produce.produce(kind, {**data.shared(), **row}, data.profile(), ("pdf",), data.renderer())


def main() -> None:
    """Print the ratios."""
    picture, lines = border.border(), reportlab_certificates.placed()
    contenders = {
        "press": lambda at: stamped(COUNT, at),
        "ReportLab": lambda at: reportlab_certificates.write(
            data.certificates(COUNT, at), lines, picture, BytesIO()
        ),
        "fpdf2": lambda at: fpdf_certificates.write(data.certificates(COUNT, at), lines, picture),
        "Typst": lambda at: typst_certificates.write(data.certificates(COUNT, at), lines, picture),
        f"WeasyPrint, {SAMPLED} pages": lambda at: rendered(SAMPLED if at >= 0 else 1, at),
    }
    measured = rounds(contenders, ROUNDS)
    medians(measured)
    times_faster("the press against ReportLab", measured, "press", "ReportLab", 2)
    pages = ratio(measured, f"WeasyPrint, {SAMPLED} pages", "press") * COUNT / SAMPLED
    verdict("a page of the press ≤ 1/800 of a rendered one; it is 1 /", pages, pages >= 800)
    for rival in ("fpdf2", "Typst"):
        print(f"  against {rival}: {ratio(measured, rival, 'press'):.1f} ×")
