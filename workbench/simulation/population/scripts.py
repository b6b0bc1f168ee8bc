"""What colleagues and partners write to each other: subjects and turns with slots to fill."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A thread: who starts it (a department, or "partner"), and the turns in order.

    The first turn is the starter's, then the others answer in turn.  ``file`` names what the
    first turn brings along.
    """

    starter: str
    subject: str
    turns: tuple[str, ...]
    hello: str = "Hi {to}"
    bye: str = "Best regards"
    file: str = ""


DE = ("Hallo {to}", "Viele Grüße")
FR = ("Bonjour {to}", "Cordialement")
ES = ("Hola {to}", "Saludos")

INSIDE: tuple[Script, ...] = (
    Script("Engineering", "{part}: leak at {pressure} bar", (
        "The {part} on bench 2 loses about {small} ml a minute at {pressure} bar. Seal set "
        "{number} was fitted on {day}, so wear is unlikely.\n\nCould you look at the groove depth "
        "from your last measurement?",
        "I measured 3.42 mm on two of them, drawing says 3.35 +0.05. I would try the wider back-up "
        "ring first before we touch the housing.",
        "Back-up ring is in, tight up to {pressure} bar for 40 minutes. I will note it in the test "
        "report and close the ticket.",
    )),
    Script("Production", "Shift plan week {week}", (
        "Please find the plan for week {week} below. {person} covers the late shift on {day}, the "
        "paint line stands still for maintenance from 6:00 to 10:00.\n\nTell me by tomorrow noon "
        "if something does not fit.",
        "{day} is difficult for me, I have a dentist at 15:30. Can I swap with the early shift?",
        "Yes, swapped. The plan on the board is updated.",
    )),
    Script("Sales", "Offer {number} for {partner}", (
        "{partner} asks for {small} pieces of {part} until the end of the month. Which discount "
        "can we still give without asking upstairs? They mentioned a competitor at {amount}.",
        "Up to 6 % you may decide. Below that I need the delivery schedule first, because of the "
        "castings.",
        "Then 5 % and delivery in three lots. Offer goes out today, thanks.",
    )),
    Script("Finance", "Cost centre for {number}", (
        "I have an invoice over {amount} without a cost centre. It says retrofit, ordered by your "
        "team on {day}. Is that 4410 or 4425?",
        "4425, it belongs to the retrofit project. Sorry, the order form was an old one.",
    )),
    Script("IT", "Update of {project} on {day}", (
        "We would like to update {project} on {day} between 19:00 and 21:00. During that time no "
        "orders can be booked. Any objection from your side?",
        "Fine for us. Please remind the late shift, they always forget.",
        "Will do, there is a note on the start page as well.",
    )),
    Script("Human Resources", "Interview on {day}", (
        "We invited a candidate for the open position in your team for {day}, 10:30. Would you "
        "join for the technical half hour? The CV is in the folder, please do not forward it.",
        "With pleasure. I will show the test bench if the shop floor is quiet.",
    )),
    Script("Purchasing", "Delivery date {part}", (
        "Tannhof promises the castings for {part} only for {day}. Can production live with that, "
        "or shall I ask for a partial delivery?",
        "A partial delivery of {small} pieces would keep line 4 going. The rest may come later.",
        "They agreed to {small} pieces this week. I will forward the confirmation.",
        "Perfect, thank you!",
    )),
    Script("Logistics", "Truck for {place}", (
        "The truck to {place} leaves on {day} at 14:00 and still has room for four pallets. Do you "
        "have anything ready?",
        "Two pallets of {part}, weight about 640 kg each. Papers are at the dock.",
    )),
    Script("Quality", "Audit {day}: open points", (
        "Three points are open before the audit on {day}: calibration of the torque wrenches, the "
        "training records of the night shift, and the signature on work instruction {number}.",
        "Wrenches are done, certificates are on the drive. I collect the signatures tomorrow.",
        "Great. Then only the training records are left.",
    )),
    Script("Service", "Site visit {partner}", (
        "I am at {partner} on {day} for the yearly inspection. Last time the accumulator was below "
        "{pressure} bar. Is there a spare one in stock, or do I have to order?",
        "There is one in rack C7. Please book it on order {number} when you take it.",
        "Booked. Back on {day} evening.",
    )),
    Script("Marketing", "Pictures for the fair in {place}", (
        "For the fair in {place} we need two good pictures of {part} in use. Do you have anything "
        "from a customer we may show?",
        "Skarv allowed us to use the deck photos, the release form is on the drive. I would ask "
        "again before printing, though.",
    )),
    Script("Engineering", "Zeichnung {number}", (
        "die Zeichnung {number} hat noch die alte Passung. Kannst du bis {day} auf H7 ändern? "
        "Einkauf wartet auf die Freigabe.",
        "erledigt, Index C liegt im System. Bitte die alten Ausdrucke wegwerfen.",
    ), *DE),
    Script("Production", "Störung Anlage 3", (
        "Anlage 3 steht seit heute früh mit Fehler {number}. Der Druck fällt beim Anfahren unter "
        "{pressure} bar. Kommt jemand vorbei?",
        "Bin um 10 Uhr da. Bitte nicht mehr anfahren, ich tippe auf das Vorsteuerventil.",
        "Läuft wieder, danke! Ventil war verschmutzt.",
    ), *DE),
    Script("Sales", "Commande {number}", (
        "le client demande si la livraison de {small} {part} peut partir avant {day}. Est-ce que "
        "le stock le permet ?",
        "Oui, tout est en stock. Je prépare l'expédition pour demain matin.",
    ), *FR),
    Script("Purchasing", "Pedido {number}", (
        "necesitamos confirmar el plazo del pedido {number} antes del {day}. ¿Tienes ya respuesta "
        "de Porto Azul?",
        "Sí, confirman la entrega completa. Te reenvío el correo.",
    ), *ES),
    Script("Finance", "Month end: open items {partner}", (
        "There is a difference of {amount} between our ledger and the statement of {partner}. I "
        "think credit note {number} was never booked.",
        "Found it, it was parked. I release it today, then we are even.",
        "Matches now. Thank you.",
    )),
    Script("Management", "Numbers for the board", (
        "Please send me the order intake per region until {day}, one slide is enough. And one "
        "sentence on {project}, they will ask.",
        "Slide is in the folder. On {project}: on time, {amount} under budget so far.",
    ), bye="Thanks"),
    Script("IT", "Access to {project}", (
        "You asked for write access to {project}. I need a short confirmation from your manager, a "
        "reply to this mail is enough.",
        "Confirmed, please grant it until the end of the quarter.",
        "Done. Please sign in again so that it takes effect.",
    )),
    Script("Sales", "Lunch on {day}?", (
        "A few of us go to the Turkish place on {day} at 12. Shall I reserve for you too?",
        "Count me in!",
    ), bye="Cheers"),
)  # fmt: skip

OUTSIDE: tuple[Script, ...] = (
    Script("partner", "Order {number}: confirmation", (
        "thank you for your order {number}. We confirm {small} pieces at {amount} in total, "
        "delivery on {day}.\n\nPlease find the confirmation attached.",
        "Received with thanks. Please mark the parcels with our order number this time.",
        "Noted, the warehouse is informed.",
    ), "Dear {to}", "Kind regards", "confirmation"),
    Script("partner", "Question on {part}", (
        "our customer wants to use {part} with a biodegradable fluid. Are the seals approved for "
        "that? Pressure will not exceed {pressure} bar.",
        "In general yes, with the green seal set. Which fluid exactly? I attach nothing for now, "
        "the data sheet is being revised.",
        "It is an HEES type. If you could confirm in writing we would order {small} pieces.",
        "Confirmed for HEES up to 80 °C. The offer follows from my colleague.",
    ), "Dear {to}"),
    Script("partner", "Invoice {number}", (
        "please find attached our invoice {number} over {amount} for the delivery of {day}.\n\n"
        "Payment as agreed within 30 days to the account you know; nothing has changed.",
        "Thank you, it is booked and will be paid with the next run.",
    ), "Dear {to}", "Kind regards", "invoice"),
    Script("Purchasing", "Request for quotation {number}", (
        "we need {small} castings as per drawing {number}, revision C. Could you quote for 100 and "
        "250 pieces a year, delivery to {place}?",
        "thank you for the request. The quotation will be with you by {day}; the pattern can be "
        "reused, so there is no tooling cost.",
        "Good news, thank you. Please quote the machining separately.",
    ), "Dear {to}", "Kind regards"),
    Script("Sales", "Your inquiry on {part}", (
        "thank you for the call. As discussed I summarise: {small} pieces, {pressure} bar, painted "
        "grey, delivery to {place}. Is that right?",
        "Yes, with one change: we need the flange on the left side.",
        "Changed. You will get drawing and price on {day}.",
    ), "Dear {to}", "Kind regards"),
    Script("Logistics", "Collection on {day}", (
        "could you collect three pallets on {day} before noon? Destination {place}, reference "
        "{number}.",
        "Booked, the driver will be there between 9 and 11. Label is attached to the booking.",
    ), "Hello {to}"),
    Script("partner", "Retard de livraison {number}", (
        "suite à une panne de notre four, la livraison {number} partira seulement {day}. Nous nous "
        "excusons pour ce retard.",
        "Merci pour l'information. Pouvez-vous envoyer au moins {small} pièces avant ?",
        "Oui, {small} pièces partent ce soir.",
    ), *FR),
    Script("partner", "Liefertermin {number}", (
        "zu Ihrer Bestellung {number} können wir den {day} bestätigen. Die Prüfzeugnisse liegen "
        "der Sendung bei.",
        "vielen Dank, das passt. Bitte an Tor 3 anliefern, Tor 1 ist wegen Bauarbeiten gesperrt.",
    ), "Sehr geehrte Damen und Herren", "Mit freundlichen Grüßen"),
)  # fmt: skip

SLOTS: dict[str, tuple[str, ...]] = {
    "part": ("VH-220 cylinder", "VH-340 valve block", "PX9 pump", "accumulator A12",
             "servo valve S4", "manifold M70", "rotary union RU-6", "VH-110 cylinder"),
    "project": ("the order system", "Retrofit 2026", "the new warehouse", "the test bench software",
                "the time recording", "Line 4"),
    "place": ("Gothenburg", "Lyon", "Osaka", "Katowice", "Rotterdam", "Bilbao", "Graz", "Aberdeen"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "the 12th", "the 24th"),
    "pressure": ("160", "210", "250", "315", "420"),
}  # fmt: skip
GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
