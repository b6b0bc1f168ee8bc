"""Given and family names from many languages, and how they become addresses."""

from __future__ import annotations

import unicodedata


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = words(
    "Anna Jonas Mei Luca Sofía Elif Marek Ingrid Kwame Yuki Farah Pieter Camille Diego Nora Tomasz "
    "Aisha Henrik Chiara Oleksandr Leila Bjørn Priya Mateo Hanna Dmitri Zeynep Rafael Greta Samuel "
    "Valentina Kofi Astrid Hiroshi Amélie Stefan Ngozi Emil Beatriz Viktor Saga Hassan Eleni Piotr "
    "Lucía Andreas Fatima Oskar Renata Ismail Clara Jürgen Thandi Mikael Giulia Arjun Katja Bruno "
    "Sanne Tariq Johanna Milan Paula Seo-yeon Niklas Dalia Gustav Irina Felipe Maja Youssef Agnes "
    "Rohan Sylvie Timo Adaeze Karel Monika Erik Nadia Javier Lotte Bogdan Wanjiru Alma Ravi"
)
FAMILY = words(
    "Lindqvist Okafor Bauer Tanaka Moreau Kowalski Fernández Yılmaz Novák Rossi Haugen Mensah "
    "Petrov Schmid Almeida Nilsson Chowdhury Vermeer Kaya Santoro Dubois Hofmann Wang Eriksen "
    "Ivanova Castillo Bianchi Nkosi Papadakis Keller Sørensen Rahman Virtanen Zając Marchetti Kim "
    "Lefèvre Brandt Osei Horvat Nguyễn Wagner Ferreira Lund Demir Jansen Sokolov Greco Pfeiffer "
    "Abebe Karlsson Duarte Haddad Meyer Costa Popescu Lehmann Takeda Berg Ortiz Winkler Mbeki "
    "Laurent Aalto Sharma Fischer Ricci Thorsen Kovács Baptiste Engström Navarro Böhm Malik Jäger "
    "Silva Björk Caruso Weiss Romero Larsen Hoang Steiner Idowu Vasquez Krüger Salonen Mancini "
    "Dahl Ito Roux Huber Ndlovu Arslan Szabó Conti Holm Peeters Suzuki Vogel Arnaud Strand"
)
# Letters that Unicode does not take apart.
PLAIN = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "đ": "d"})


def plain(name: str) -> str:
    """``name`` in lower-case ASCII letters, as it stands in an address."""
    apart = unicodedata.normalize("NFKD", name.translate(PLAIN))
    return "".join(c for c in apart if c.isascii() and (c.isalnum() or c == "-")).lower()
