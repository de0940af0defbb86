"""PDFs: `make` turns a typst template and plain values into one. See docs/decisions/0006-pdf.md."""

from portal.foundation.pdf.making import NoPdf, make
from portal.foundation.pdf.printable import UNPRINTABLE, printable

__all__ = ["UNPRINTABLE", "NoPdf", "make", "printable"]
