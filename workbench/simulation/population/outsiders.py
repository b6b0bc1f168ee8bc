"""Companies that write to the simulated one, and the services it uses."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.simulation.world import Origin


@dataclass(frozen=True, slots=True)
class Outsider:
    """A person at another company."""

    name: str
    address: str
    company: str
    origin: Origin
    client: str


@dataclass(frozen=True, slots=True)
class Sender:
    """A service that writes by itself."""

    name: str
    address: str
    origin: Origin
    accent: str = "#2b5f8a"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def passing(
    kind: str, domain: str, ip: str, helo: str, mail_from: str = "", country: str = "IE"
) -> Origin:
    """A sender whose SPF, DKIM and DMARC all pass."""
    return Origin(kind, ip, helo, mail_from, domain, "pass", "pass", "pass", 1, country)


def _cloud(domain: str, host: int) -> Origin:
    """A partner on the same kind of mail service as the company."""
    helo = f"EUR0{host % 5 + 1}-DB8-obe.outbound.protection.outlook.com"
    return passing("cloud", domain, f"192.0.2.{host}", helo)


def _server(domain: str, host: int) -> Origin:
    return passing("server", domain, f"192.0.2.{host}", f"mail.{domain}", country="DE")


def _unsigned(domain: str, host: int) -> Origin:
    """A small company without DKIM and DMARC, as many are."""
    return Origin(
        "server", f"192.0.2.{host}", f"mx1.{domain}", "", "", "pass", "none", "bestguesspass", 1
    )


def _webmail(host: int) -> Origin:
    domain = "webmail.example"
    return passing("webmail", domain, f"203.0.113.{host}", f"mail-ej1-f{host}.{domain}")


def _at(company: str, origin: Origin, *people: str, client: str = "outlook") -> list[Outsider]:
    found = (entry.split(" / ") for entry in people)
    return [Outsider(name, address, company, origin, client) for name, address in found]


PARTNERS: tuple[Outsider, ...] = (
    *_at("Brekke Valves AS", _cloud("brekke-valves.example", 11),
         "Solveig Brekke / solveig.brekke@brekke-valves.example",
         "Odd Myhre / odd.myhre@brekke-valves.example"),
    *_at("Tannhof Guss GmbH", _server("tannhof-guss.example", 23),
         "Reinhold Tannert / r.tannert@tannhof-guss.example",
         "Birgit Saal / b.saal@tannhof-guss.example"),
    *_at("Okuda Seals KK", _cloud("okuda-seals.example", 34),
         "Kenji Okuda / k.okuda@okuda-seals.example",
         "Mariko Endo / m.endo@okuda-seals.example"),
    *_at("Ferrand et Fils", _unsigned("ferrand-fils.example", 41),
         "Lucien Ferrand / lucien@ferrand-fils.example", client="phone"),
    *_at("Lodestar Logistics BV", _cloud("lodestar-logistics.example", 52),
         "Femke de Wit / femke.dewit@lodestar-logistics.example",
         "Rik Postma / rik.postma@lodestar-logistics.example"),
    *_at("Quillmark Legal", _cloud("quillmark-legal.example", 67),
         "Harriet Quill / hquill@quillmark-legal.example"),
    *_at("Porto Azul Metais", _server("portoazul-metais.example", 75),
         "Inês Tavares / ines.tavares@portoazul-metais.example"),
    *_at("Hutař Stroje", _unsigned("hutar-stroje.example", 88),
         "Jitka Hutařová / hutarova@hutar-stroje.example"),
    *_at("Skarv Offshore", _cloud("skarv-offshore.example", 96),
         "Trygve Nes / trygve.nes@skarv-offshore.example",
         "Ida Rongved / ida.rongved@skarv-offshore.example"),
    *_at("Mühlbach Anlagenbau", _cloud("muehlbach-anlagen.example", 104),
         "Claudia Mühlbach / claudia@muehlbach-anlagen.example"),
    *_at("freelance", _webmail(45), "Dara Whelan / dara.whelan.cad@webmail.example",
         "Tomé Reis / tome.reis@webmail.example", client="gmail"),
)  # fmt: skip


def bulk(name: str, local: str, domain: str, host: int, accent: str) -> Sender:
    """A sender behind a mailing service: bounces go to a domain of the service's kind."""
    origin = passing(
        "bulk", domain, f"198.51.100.{host}", f"o{host}.send.{domain}", f"bounce@em.{domain}"
    )
    return Sender(name, f"{local}@{domain}", origin, accent)


NEWSLETTERS: tuple[Sender, ...] = (
    bulk("Fluid Power Weekly", "editor", "fluidpower-weekly.example", 11, "#0b6e6e"),
    bulk("Nordic Trade Fairs", "news", "nordic-fairs.example", 18, "#7a3fa0"),
    bulk("Machine Builder Digest", "digest", "machinebuilder.example", 23, "#b5462c"),
    bulk("Pelican Office Supplies", "offers", "pelican-office.example", 31, "#d9822b"),
    bulk("Controller's Notebook", "hello", "controllers-notebook.example", 37, "#28527a"),
    bulk("Skyline Business Travel", "offers", "skyline-travel.example", 44, "#1479b8"),
    bulk("Safety First Institute", "academy", "safetyfirst-institute.example", 52, "#3d7a2a"),
    bulk("PeopleWork HR Brief", "brief", "peoplework.example", 59, "#a02c5a"),
)
SERVICES: dict[str, Sender] = {
    "tickets": bulk("Velmora Tickets", "tickets", "trackdesk.example", 101, "#205493"),
    "wiki": bulk("Pagewise", "notifications", "pagewise.example", 104, "#345a8a"),
    "drive": bulk("CloudBinder", "no-reply", "cloudbinder.example", 108, "#0f6cbd"),
    "travel": bulk("Skyline Bookings", "bookings", "skyline-travel.example", 112, "#1479b8"),
    "parcel": bulk("Swiftparcel", "tracking", "swiftparcel.example", 117, "#c28b00"),
    "payroll": bulk("Paydesk", "no-reply", "paydesk.example", 121, "#4a6b2f"),
    "source": bulk("Forgeyard", "notifications", "forgeyard.example", 126, "#24292f"),
    "poll": bulk("Whenfits", "polls", "whenfits.example", 131, "#7252b8"),
    "shop": bulk("Pelican Office Supplies", "orders", "pelican-office.example", 31, "#d9822b"),
    "bank": bulk("Bank Meridian", "service", "bank-meridian.example", 139, "#12324f"),
}
