"""The one style sheet, built from the tokens."""

from __future__ import annotations

from string import Template

from ui.tokens import Tokens, Tone

_SHEET = Template("""
* { outline: 0 }
QMainWindow, #root { background: $app }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px }
QLabel { color: $text; background: transparent }
*[ink="second"] { color: $text_second }
*[ink="third"] { color: $text_third }
*[ink="accent"] { color: $accent }
#top { background: $surface; border-bottom: 1px solid $border }
#nav { background: $app; border-right: 1px solid $border }
#list, #read, #page { background: $surface }
#remedy { border-top: 1px solid $border; background: $sunken }
#status { border-top: 1px solid $border; background: $app }
#card { background: $raised; border: 1px solid $border; border-radius: 8px }
#well { background: $sunken; border: 1px solid $border; border-radius: 8px }
#panel { background: $raised; border: 1px solid $control; border-radius: 10px }
#hairline { background: $border; border: 0 }
QLineEdit { background: $sunken; border: 1px solid $control; border-radius: 6px;
  padding: 5px 10px; color: $text; selection-background-color: $accent;
  selection-color: $on_accent }
QLineEdit:focus { border: 2px solid $focus; padding: 4px 9px }
QLineEdit[validity="valid"] { background: $clean_wash }
QLineEdit[validity="invalid"] { background: $malicious_wash }
QPushButton, QToolButton { background: $raised; border: 1px solid $control; border-radius: 6px;
  padding: 5px 12px; color: $text; min-height: 18px }
QPushButton:hover, QToolButton:hover { background: $hover }
QPushButton:pressed, QToolButton:pressed { background: $selected_inactive }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 4px 11px }
QPushButton:disabled, QToolButton:disabled { color: $text_third; border-color: $border }
QPushButton::menu-indicator, QToolButton::menu-indicator { width: 0; image: none }
QPushButton[kind="primary"] { background: $accent; color: $on_accent;
  border: 1px solid $accent }
QPushButton[kind="primary"]:hover { background: $accent_hover }
QPushButton[kind="primary"]:focus { border: 2px solid $text }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $text_third;
  border: 1px solid $border }
QPushButton[kind="danger"] { background: $malicious_solid; color: $on_solid;
  border: 1px solid $malicious_solid }
QPushButton[kind="danger"]:focus { border: 2px solid $text }
QPushButton[kind="danger"]:disabled { background: $sunken; color: $text_third;
  border: 1px solid $border }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent;
  color: $text_second }
QPushButton[kind="quiet"]:hover { background: $hover }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus }
QPushButton[ink="first"] { color: $text }
QPushButton[kind="choice"]:checked { background: $accent; color: $on_accent;
  border-color: $accent }
QTabBar { background: transparent }
QTabBar::tab { background: transparent; color: $text_second; padding: 9px 12px 8px 12px;
  border: 0; border-bottom: 2px solid transparent; margin-right: 2px }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent }
QTabBar::tab:hover:!selected { color: $text; background: $hover }
QTabBar::tab:focus { background: $selected_inactive }
QScrollArea { border: 0; background: transparent }
#scrolled { background: transparent }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0 }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 32px;
  margin: 2px 2px 2px 2px }
QScrollBar::handle:vertical:hover, QScrollBar::handle:horizontal:hover { background: $control }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0 }
QScrollBar::handle:horizontal { background: $border; border-radius: 4px; min-width: 32px;
  margin: 2px 2px 2px 2px }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; height: 0; width: 0 }
QHeaderView { background: $sunken; border: 0 }
QHeaderView::section { background: $sunken; color: $text_second; border: 0;
  border-bottom: 1px solid $border; padding: 6px 8px }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0 }
QTableView, QTreeView, QListView { background: $surface; alternate-background-color: $sunken;
  color: $text; border: 1px solid $border; border-radius: 6px; gridline-color: $border;
  selection-background-color: $selected; selection-color: $text }
QTableView:focus, QTreeView:focus, QListView:focus { border-color: $focus }
QTableView::item { padding: 2px 4px; border: 0 }
QTreeView::item { padding: 4px; border: 0 }
QListView::item { padding: 5px 8px; border: 0; border-radius: 4px }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
  background: $selected; color: $text }
QTableView#messages { border: 0; border-radius: 0 }
QTextBrowser, QTextEdit, QPlainTextEdit { background: $sunken; color: $text;
  border: 1px solid $border; border-radius: 6px; padding: 6px;
  selection-background-color: $accent; selection-color: $on_accent }
QTextBrowser:focus, QTextEdit:focus, QPlainTextEdit:focus { border-color: $focus }
QTextBrowser#paper { background: #FFFFFF; color: #17202B }
QComboBox { background: $raised; border: 1px solid $control; border-radius: 6px;
  padding: 4px 10px; color: $text }
QComboBox::drop-down { border: 0; width: 24px }
QComboBox::down-arrow { width: 0; height: 0; border-left: 4px solid $raised;
  border-right: 4px solid $raised; border-top: 5px solid $text_second }
QComboBox:focus { border: 2px solid $focus; padding: 3px 9px }
QMenu { background: $raised; color: $text; border: 1px solid $control; padding: 4px }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px }
QMenu::item:selected { background: $selected; color: $text }
QMenu::item:disabled { color: $text_third }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px }
QSplitter::handle { background: $border }
QCheckBox { color: $text; spacing: 6px }
QCheckBox:focus { color: $focus }
QProgressBar { background: $border; border: 0; border-radius: 3px }
QProgressBar::chunk { background: $accent; border-radius: 3px }
$tones
""")

_TONE = Template("""
*[wash="$name"] { background: $wash; border-radius: 4px }
*[tone="$name"] { color: $ink }
""")


def style_sheet(tokens: Tokens) -> str:
    values = {name: getattr(tokens, name) for name in Tokens.__slots__}
    for tone in Tone:
        shade = tokens.tone(tone)
        values |= {f"{tone}_ink": shade.ink, f"{tone}_wash": shade.wash}
        values |= {f"{tone}_solid": shade.solid}
    return _SHEET.substitute(values, tones="".join(_tone_rules(tokens)))


def _tone_rules(tokens: Tokens) -> list[str]:
    shades = ((tone, tokens.tone(tone)) for tone in Tone)
    return [_TONE.substitute(name=tone, wash=s.wash, ink=s.ink) for tone, s in shades]
