"""The control endpoint: tests and the training range look behind the scenes and stage faults.

One JSON object ``{"do": NAME, ...}`` is answered with one JSON object; 400 says what was wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from workbench.simulation.google.control import commands as google_commands
from workbench.simulation.google.service import GoogleService
from workbench.simulation.server.calendar import calendar_of
from workbench.simulation.server.faults import BadRule, rule_from
from workbench.simulation.server.people import People, Unknown
from workbench.simulation.server.post import PostOffice
from workbench.simulation.server.service import Service
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.state import Mailbox, Message

Command = Callable[[Mapping[str, Any]], dict[str, object]]


class BadCommand(Exception):
    """The command cannot be carried out."""


class Control:
    def __init__(self, service: Service, google: GoogleService) -> None:
        self._service = service
        self._google = google
        self._site = service.site
        self._people = People(service.site)
        self._post = PostOffice(service.site, google.site)
        self._commands: dict[str, Command] = {
            "reset": self._reset,
            "faults": self._faults,
            "settings": self._settings,
            "revoke-sessions": self._revoke_sessions,
            "expire-tokens": self._expire_tokens,
            "handed-out": self._handed_out,
            "effects": lambda members: {"effects": self._site.log.as_json()},
            "requests": lambda members: {"requests": list(service.requests)},
            "statistics": self._statistics,
            "messages": self._messages,
            "folders": self._folders,
            "truth": self._truth,
            "events": self._events,
            "answer-event": self._answer_event,
            "user": self._user,
            "deliver": self._deliver,
            "forget-delta": self._forget_delta,
            **google_commands(google),
        }

    def run(self, members: Mapping[str, Any]) -> dict[str, object]:
        command = self._commands.get(str(members.get("do")))
        if command is None:
            raise BadCommand(f"do is one of {', '.join(sorted(self._commands))}")
        try:
            return command(members)
        except (BadRule, Unknown, KeyError, TypeError) as error:
            raise BadCommand(f"{type(error).__name__}: {error}") from error

    def _reset(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Everything as at the start; tokens stay valid."""
        settings = self._site.settings
        for item in fields(Settings):
            fresh = getattr(Settings(), item.name)
            setattr(settings, item.name, fresh)
        self._service.reset()
        self._google.reset()
        return {}

    def _faults(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Replaces all rules by ``rules``; answers how often each of the former ones hit."""
        hits = [rule.hits for rule in self._service.faults.rules]
        self._service.faults.rules = [rule_from(rule) for rule in members.get("rules", [])]
        return {"hits": hits}

    def _settings(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Changes the settings named in ``set``; answers all."""
        wanted = members.get("set", {})
        known = {item.name for item in fields(Settings)}
        if not set(wanted) <= known:
            raise BadCommand(f"unknown settings {sorted(set(wanted) - known)}")
        for name, value in wanted.items():
            setattr(self._site.settings, name, value)
        return asdict(self._site.settings)

    def _expire_tokens(self, members: Mapping[str, Any]) -> dict[str, object]:
        self._service.tokens.forget()
        self._google.identity.forget()
        return {}

    def _handed_out(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Every token that was ever given out, of both faces."""
        return {"tokens": [*self._service.tokens.handed_out, *self._google.identity.handed_out]}

    def _deliver(self, members: Mapping[str, Any]) -> dict[str, object]:
        """New mail; members are the arguments of ``PostOffice.deliver``, ``count`` repeats it."""
        given = {name: value for name, value in members.items() if name not in {"do", "count"}}
        times = int(members.get("count", 1))
        return {"internet_ids": [self._post.deliver(**given) for _ in range(times)]}

    def _forget_delta(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Delta tokens of one mailbox, or of all, are not known any more."""
        for box in self._boxes(members):
            box.tokens.forget()
        return {}

    def _revoke_sessions(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Tokens not asked for with a challenge's claims are refused until a reset."""
        self._service.tokens.demanding = True
        return {}

    def _statistics(self, members: Mapping[str, Any]) -> dict[str, object]:
        throttle = self._service.throttle
        return {"peak": throttle.peak, "throttled": throttle.refused}

    def _messages(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Where every copy lies; of one mailbox or one Message-ID when these are given."""
        wanted = str(members.get("internet_id", ""))
        boxes = self._boxes(members)
        rows = [
            _row(box, message)
            for box in boxes
            for message in box.messages.values()
            if not wanted or message.source.internet_id == wanted
        ]
        return {"messages": rows}

    def _folders(self, members: Mapping[str, Any]) -> dict[str, object]:
        boxes = self._boxes(members)
        return {
            "folders": [
                {"mailbox": box.person.key, **asdict(f)}
                for box in boxes
                for f in box.folders.values()
            ]
        }

    def _events(self, members: Mapping[str, Any]) -> dict[str, object]:
        """What every calendar shows, or that of one mailbox."""
        return {
            "events": [
                {"mailbox": box.person.key, "internet_id": event.internet_id, **event.entity}
                for box in self._boxes(members)
                for event in calendar_of(self._site, box).values()
            ]
        }

    def _answer_event(self, members: Mapping[str, Any]) -> dict[str, object]:
        """The user accepts the event, or takes it out of the calendar."""
        events = calendar_of(self._site, self._people.mailbox(str(members["mailbox"])))
        if members["answer"] == "accept":
            answer = {"response": "accepted"}
            events[str(members["event"])].changed(showAs="busy", responseStatus=answer)
        else:
            del events[str(members["event"])]
        return {}

    def _boxes(self, members: Mapping[str, Any]) -> list[Mailbox]:
        if "mailbox" in members:
            return [self._people.mailbox(str(members["mailbox"]))]
        return list(self._site.state.mailboxes())

    def _truth(self, members: Mapping[str, Any]) -> dict[str, object]:
        """Message-IDs and copies (immutable ids) of each staged campaign, and its kind."""
        world = self._site.world
        ids = {
            message.source.key: message.immutable_id
            for box in self._site.state.mailboxes()
            for message in box.messages.values()
        }
        return {
            "campaigns": {
                name: sorted({self._site.copies[key].internet_id for key in keys})
                for name, keys in world.truth.items()
            },
            "copies": {
                name: sorted(ids[key] for key in keys if key in ids)
                for name, keys in world.truth.items()
            },
            "kinds": dict(world.kinds),
        }

    def _user(self, members: Mapping[str, Any]) -> dict[str, object]:
        """A user acts: ``act`` is a method of People, with its arguments as members."""
        people = self._people
        acts: dict[str, Callable[..., str | None]] = {
            "move": people.move, "delete": people.delete, "edit": people.edit,
            "read": people.read, "delete-folder": people.delete_folder,
            "receive": people.receive, "reimport": people.reimport, "report": people.report,
            "wrap": people.wrap,
        }  # fmt: skip
        given = {name: value for name, value in members.items() if name not in {"do", "act"}}
        return {"id": acts[str(members["act"])](**given)}


def _row(box: Mailbox, message: Message) -> dict[str, object]:
    folder = box.folders.get(message.now.folder)
    return {
        "mailbox": box.person.key,
        "address": box.person.address,
        "id": message.immutable_id,
        "regular_id": message.regular_id(message.now),
        "key": message.source.key,
        "internet_id": message.source.internet_id,
        "folder": message.now.folder,
        "known": folder.known if folder else "",
        "folder_name": folder.name if folder else "",
        "change_key": message.change_key(message.now),
        "is_read": message.now.is_read,
        "flag": message.now.flag,
        "subject": message.now.subject,
    }
