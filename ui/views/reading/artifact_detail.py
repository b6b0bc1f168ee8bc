"""Everything that is known of one artifact, the most telling first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFrame

from analyzers.model.analysis import Analysis, Node
from analyzers.model.executable import EntropyProfile, Section
from analyzers.purpose.sentence import purposes
from ui.fonts import Weight
from ui.models import bodydetails, details
from ui.models.artifacts import object_name
from ui.models.kinds import kind_word
from ui.models.standing import NOT_ANALYSED, Standing, gaps, summary
from ui.naming import named
from ui.theme import Theme
from ui.views.reading.again_bar import AgainBar
from ui.views.reading.macro_section import MacroSection
from ui.views.reading.pages_section import PagesSection
from ui.views.reading.program_section import ProgramSection
from ui.views.reading.script_section import ScriptSection
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.entropy_map import EntropyMap
from ui.widgets.hash_line import HashLine
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.table_section import TableSection

MONO_FIRST = frozenset({0})


class ArtifactDetail(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self._node: Node | None = None
        self._name = ElidingLabel("", 15, Weight.SEMIBOLD)
        self._kind = ElidingLabel("", 12, ink="second")
        self.chip = Chip(theme, NOT_ANALYSED.word)
        self.copy = named(Button(theme, "Copy hashes", "", "copy"), "artifact.copy")
        self.purpose = WrappingLabel("", 14)
        self.note = WrappingLabel("", 13, "second")
        self.again = AgainBar(theme)
        self.hashes = {name: HashLine(theme, name) for name in ("SHA-256", "SHA-1", "MD5")}
        self.entropy = EntropyMap(theme)
        self._graph = framed(
            column(PlainLabel("Entropy per block", 13, Weight.SEMIBOLD), self.entropy, spacing=2)
        )
        self.macros = MacroSection(theme)
        self.scripts = ScriptSection(theme)
        self.pages = PagesSection(theme)
        self.program = ProgramSection(theme)
        self._make_tables(theme)
        self._arrange()
        self.copy.clicked.connect(self.copy_hashes)

    def _make_tables(self, theme: Theme) -> None:
        def section(
            title: str,
            titles: tuple[str, ...],
            widths: tuple[int, ...],
            mono: frozenset[int] = frozenset(),
        ) -> TableSection:
            return TableSection(theme, title, titles, widths, mono)

        self.findings = section("Findings", details.FINDINGS, (116, 330, 260), frozenset({2, 3}))
        self.units = section("Analysers", details.UNITS, (110, 180, 116))
        widths: tuple[int, ...] = (210, 80, 84, 60, 260, 150)
        self.rules = section("YARA matches", details.RULES, widths, frozenset({1, 2, 3, 4}))
        widths = (90, 90, 96, 90, 96, 84)
        self.sections = section("Sections", details.SECTIONS, widths, frozenset({0, 1, 3, 6}))
        self.imports = section("Imports", details.IMPORTS, (190,), frozenset({0, 1}))
        self.strings = section("Strings", details.STRINGS, (90, 90), frozenset({0, 2}))
        widths = (210, 70, 64)
        self.concealed = section("Kept from the reader", bodydetails.CONCEALED, widths)
        widths = (120, 260, 150, 90, 180)
        self.pictures = section(
            "Pictures, none loaded", bodydetails.PICTURES, widths, frozenset({1, 4})
        )
        self.forms = section("Forms", bodydetails.FORMS, (330, 80), frozenset({0}))
        widths = (90, 330, 90, 170)
        self.codes = section("QR and bar codes", details.CODES, widths, frozenset({1}))
        widths = (200, 200, 150, 150, 80, 200)
        self.events = section("Calendar", details.EVENTS, widths, frozenset({2, 3}))
        widths = (120, 120, 90, 180, 180, 180, 220)
        self.signed = section("Signatures and encryption", details.SIGNED, widths)
        members = (330, 80, 80, 110)
        self.members = section("Members of the archive", details.MEMBERS, members, MONO_FIRST)
        self.facts = section("Properties", details.FACTS, (190,), frozenset({1}))

    def _arrange(self) -> None:
        head = row(self._name, self.chip, self._kind, None, self.copy)
        lines = tuple(self.hashes.values())
        hashes = column(lines[0], row(lines[1], lines[2], None, spacing=16), spacing=0)
        parts = (
            self.findings,
            self.pages,
            self._graph,
            self.units,
            self.rules,
            self.concealed,
            self.forms,
            self.codes,
            self.pictures,
            self.events,
            self.signed,
            self.macros,
            self.program,
            self.scripts,
            self.sections,
            self.imports,
            self.strings,
            self.members,
            self.facts,
        )
        above = (head, self.purpose, self.note, self.again, hashes)
        self.setLayout(column(*above, *parts, None, margins=(0, 8, 10, 4), spacing=10))

    def show_node(self, analysis: Analysis, node: Node, standing: Standing) -> None:
        self._node = node
        self._name.setText(object_name(node))
        self._kind.setText(f"{kind_word(node.kind)} · {node.size:,} bytes")
        self.chip.say(standing.word, standing.tone)
        self.purpose.setText(purposes(analysis)[node.id].told)
        note = _note(analysis, node)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.again.show_node(analysis, node)
        values = (node.sha256, node.sha1, node.md5)
        for line, value in zip(self.hashes.values(), values, strict=True):
            line.show_hash(value)
        self._draw_entropy(analysis, node)
        self.findings.fill(details.finding_rows(analysis, node))
        self.units.fill(details.unit_rows(analysis, node))
        self.rules.fill(details.rule_rows(analysis, node))
        self.concealed.fill(bodydetails.concealed_rows(analysis, node))
        self.forms.fill(bodydetails.form_rows(analysis, node))
        self.codes.fill(details.code_rows(analysis, node))
        self.pictures.fill(bodydetails.picture_rows(analysis, node))
        self.events.fill(details.event_rows(analysis, node))
        note = "nobody was asked whether a certificate is to be trusted"
        self.signed.fill(details.signed_rows(analysis, node), note)
        self.macros.draw(analysis, node)
        self.scripts.draw(analysis, node)
        self.pages.draw(analysis, node)
        self.program.draw(analysis, node)
        self.sections.fill(details.section_rows(analysis, node))
        self.imports.fill(details.import_rows(analysis, node))
        self.strings.fill(details.string_rows(analysis, node))
        note = "sizes as the archive's directory claims them"
        self.members.fill(details.member_rows(analysis, node), note)
        self.facts.fill(details.fact_rows(analysis, node))

    def _draw_entropy(self, analysis: Analysis, node: Node) -> None:
        profiles = details.records(analysis, node, EntropyProfile)
        self._graph.setVisible(bool(profiles))
        if profiles:
            sections = tuple(details.records(analysis, node, Section))
            self.entropy.show_profile(profiles[0], sections, node.size)

    @Slot()
    def copy_hashes(self) -> None:
        """All three of the artifact that shows, with its name and size."""
        if self._node is not None:
            QApplication.clipboard().setText(details.identity(self._node))


def _note(analysis: Analysis, node: Node) -> str:
    """What keeps this artifact from being judged, or where it was."""
    if node.duplicate_of >= 0:
        text = summary(analysis, node)
        return f"{text[0].upper()}{text[1:]}."
    gap = gaps(analysis, node)
    return f"Not everything was checked: {gap}" if gap else ""
