"""Where a message comes from: its way, its authentication, and what filters thought of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from analyzers.model.analysis import Analysis
from analyzers.model.path import TransportPath
from ui.fonts import Weight
from ui.models import checks
from ui.models.delivery import HOPS, hop_rows, sentences, stations
from ui.models.details import records
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.station_line import StationLine
from ui.widgets.table_section import TableSection

NO_CLAIM = "No server says anything about SPF, DKIM or DMARC in these headers."
CLAIMS = (
    "“Result here” was computed on this computer; what servers say is hearsay, trusted only where "
    "our own servers wrote it."
)
NO_PATH = "No server wrote into these headers: nothing shows how the message travelled."


class OriginPage(QScrollArea):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        named(self, "headers.origin", "Way and authentication of the message")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line = StationLine(theme, "Way of the message")
        self.told = WrappingLabel("", 12, "second")
        self.note = WrappingLabel("", 12, "second")
        self._make_tables(theme)
        inside = QFrame()
        inside.setObjectName("scrolled")
        way = PlainLabel("Delivery path", 13, Weight.SEMIBOLD)
        tables = (self.hops, self.gateways, self.signatures)
        parts = (way, self.line, self.told, self.checks, self.note, *tables, None)
        inside.setLayout(column(*parts, margins=(0, 0, 10, 4), spacing=8))
        self.setWidget(inside)

    def _make_tables(self, theme: Theme) -> None:
        mono = frozenset({3})
        widths: tuple[int, ...] = (80, 130, 150, 190, 70)
        self.checks = TableSection(theme, "Authentication", checks.CHECKS, widths, mono)
        widths = (170, 120, 90, 160, 110, 90)
        self.signatures = TableSection(
            theme, "Signatures", checks.SIGNATURES, widths, frozenset({3, 4})
        )
        widths = (190, 120, 360)
        self.gateways = TableSection(theme, "Filters on the way", checks.GATEWAYS, widths)
        widths = (32, 170, 120, 170, 110, 190, 70, 170)
        self.hops = TableSection(theme, "Hops, newest first", HOPS, widths, frozenset({1, 2, 3, 5}))

    def show_analysis(self, analysis: Analysis) -> None:
        path = next(iter(records(analysis, analysis.root, TransportPath)), None)
        self.line.show_stations(stations(path) if path else ())
        self.told.setText("\n".join(sentences(path)) if path and path.hops else NO_PATH)
        self.hops.fill(hop_rows(path) if path else [])
        results = checks.results_of(analysis)
        self.checks.fill(checks.check_rows(results))
        self.note.setText(CLAIMS if results else NO_CLAIM)
        self.gateways.fill(checks.gateway_rows(analysis))
        self.signatures.fill(checks.signature_rows(analysis))
        self.verticalScrollBar().setValue(0)
