"""The client's end of one host process: its pipes and the one thread that serves them."""

from __future__ import annotations

import os
import selectors
import threading
from collections.abc import Callable

from analyzers.model.codec import Malformed
from workbench.isolation.frames import CHUNK, FrameReader, Outbox
from workbench.isolation.protocol import Begin, FromClient, FromHost, read, spell
from workbench.isolation.settings import HostSettings
from workbench.processes import start

MODULE = "workbench.isolation.host"
_TEXT = 256 << 20  # bytes of one answer: above what a tree may say with all its boxes
_TAIL = 600  # characters of the host's last words that are kept
_PATIENCE = 2.0  # seconds a host gets to end by itself


class Link:
    """Starts a host; ``heard`` and ``lost`` are called in the link's own thread.

    ``lost`` comes once, with the host's last words, when it ends without having been asked to.
    """

    def __init__(
        self,
        settings: HostSettings,
        heard: Callable[[FromHost], None],
        lost: Callable[[str], None],
    ) -> None:
        self._heard, self._lost = heard, lost
        self._started = start(MODULE)
        self._outbox = Outbox(self._started.stdin)
        self._lock = threading.Lock()
        self._woken, self._wake = os.pipe()
        self._reader = FrameReader(_TEXT, 0)
        self._complaints = b""
        self._closing = False
        for descriptor in (self._started.stdin, self._started.stdout, self._woken, self._wake):
            os.set_blocking(descriptor, False)
        self._outbox.put(spell(FromClient, Begin(settings)))
        self._thread = threading.Thread(target=self._serve, name="analysis-host", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._started.process.pid

    def send(self, message: FromClient, blobs: tuple[bytes, ...] = ()) -> None:
        """Queue a message; never blocks."""
        text = spell(FromClient, message)
        with self._lock:
            if not self._closing:
                self._outbox.put(text, blobs)
                self._nudge()

    def close(self) -> None:
        """End the host and the thread; bounded, and harmless when repeated."""
        with self._lock:
            if not self._closing:
                self._closing = True
                self._nudge()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _nudge(self) -> None:
        try:
            os.write(self._wake, b"!")
        except BlockingIOError:
            return  # it is already awake

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            for descriptor in (self._started.stdout, self._started.stderr, self._woken):
                selector.register(descriptor, selectors.EVENT_READ)
            while not self._closing and self._write(selector):
                ready = {key.fd for key, _ in selector.select()}
                if not self._read(ready):
                    break
        code = self._started.end(_PATIENCE)
        with self._lock:
            asked, self._closing = self._closing, True
            os.close(self._woken)
            os.close(self._wake)
        if not asked:
            self._lost(self._last_words(code))

    def _write(self, selector: selectors.BaseSelector) -> bool:
        """Write what the pipe takes; False where the host no longer reads."""
        with self._lock:
            try:
                self._outbox.flush()
            except BrokenPipeError:
                return False
            full = bool(self._outbox)
        watched = self._started.stdin in selector.get_map()
        if full and not watched:
            selector.register(self._started.stdin, selectors.EVENT_WRITE)
        elif watched and not full:
            selector.unregister(self._started.stdin)
        return True

    def _read(self, ready: set[int]) -> bool:
        """Take in what came; False where the host has ended or talks nonsense."""
        if self._woken in ready:
            os.read(self._woken, CHUNK)
        if self._started.stderr in ready:
            words = os.read(self._started.stderr, CHUNK)
            self._complaints = (self._complaints + words)[-_TAIL:]
        if self._started.stdout not in ready:
            return True
        chunk = os.read(self._started.stdout, CHUNK)
        self._reader.renew()
        try:
            for frame in self._reader.feed(chunk):
                self._heard(read(FromHost, frame))
        except Malformed as problem:
            self._complaints = f"it sent nonsense: {problem}".encode()
            return False
        return bool(chunk)

    def _last_words(self, code: int) -> str:
        """How the host ended, its complaints made printable."""
        end = f"signal {-code}" if code < 0 else f"exit code {code}"
        lines = self._complaints.decode("utf-8", "replace").strip().splitlines()
        words = "".join(c if c.isprintable() else "?" for c in lines[-1]) if lines else ""
        return f"{end}: {words}" if words else end
