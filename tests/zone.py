"""A name server on loopback with a zone of the test's own, over UDP and TCP."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

UDP = 512  # bytes an answer may have without EDNS (RFC 1035, 4.2.1)
STRING = 255  # bytes of one string of a TXT record

LOOPBACK = "127.0.0.1"
PAIRS = 50  # ports tried; other tests' connections hold some of them

Records = Mapping[str, Sequence[str]]  # "TYPE name" to its records


class ZoneServer:
    """Counts what it is asked.  A name under ``silent`` gets no answer, one in ``failing``
    SERVFAIL."""

    def __init__(self, records: Records, silent: str = "", failing: Sequence[str] = ()) -> None:
        self.records = dict(records)
        self.silent, self.failing = silent, frozenset(failing)
        self.asked: list[str] = []
        self.over_tcp = 0
        zone = self

        class Datagram(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, own = self.request
                reply = zone.reply(data, UDP)
                if reply:
                    own.sendto(reply, self.client_address)

        class Stream(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                size = struct.unpack("!H", self.request.recv(2, socket.MSG_WAITALL))[0]
                reply = zone.reply(self.request.recv(size, socket.MSG_WAITALL), 1 << 16)
                zone.over_tcp += 1
                self.request.sendall(struct.pack("!H", len(reply)) + reply)

        self._udp, self._tcp = _pair(Datagram, Stream)
        self.port = int(self._udp.server_address[1])
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.01,))
            for server in (self._udp, self._tcp)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def close(self) -> None:
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def reply(self, data: bytes, most: int) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{kind} {name}")
        if self.silent and name.endswith(self.silent):
            return b""
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.AA
        if name in self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        else:
            self._fill(answer, question, kind, name)
        wire = answer.to_wire(max_size=1 << 16)
        if len(wire) <= most:
            return wire
        answer.answer.clear()
        answer.flags |= dns.flags.TC
        return answer.to_wire()

    def _fill(self, answer: dns.message.Message, question: Any, kind: str, name: str) -> None:
        found = self.records.get(f"{kind} {name}")
        if found:
            rdatas = [_rdata(kind, text) for text in found]
            answer.answer.append(dns.rrset.from_rdata_list(question.name, 300, rdatas))
        elif not any(_covers(key, name) for key in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)


def _pair(
    datagram: type[socketserver.BaseRequestHandler], stream: type[socketserver.BaseRequestHandler]
) -> tuple[socketserver.UDPServer, socketserver.TCPServer]:
    """Both servers on one port; a port that is free for one may be taken for the other."""
    for _ in range(PAIRS):
        udp = socketserver.UDPServer((LOOPBACK, 0), datagram)
        try:
            return udp, socketserver.TCPServer(udp.server_address, stream)
        except OSError:
            udp.server_close()
    raise AssertionError(f"no port was free for both UDP and TCP in {PAIRS} tries")


@contextmanager
def zone_of(
    records: Records, silent: str = "", failing: Sequence[str] = ()
) -> Iterator[ZoneServer]:
    server = ZoneServer(records, silent, failing)
    try:
        yield server
    finally:
        server.close()


def _covers(key: str, name: str) -> bool:
    """Whether a record makes the name exist: it is of the name, or of one below."""
    owner = key.partition(" ")[2]
    return owner == name or owner.endswith("." + name)


def _rdata(kind: str, text: str) -> dns.rdata.Rdata:
    if kind == "TXT":
        data = text.encode("latin-1")
        pieces = [data[i : i + STRING] for i in range(0, len(data), STRING)] or [b""]
        text = " ".join('"' + "".join(f"\\{byte:03d}" for byte in piece) + '"' for piece in pieces)
    elif kind in ("MX", "PTR"):
        text += "."
    return dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(kind), text)
