"""What an account prefers: its notices, the directory, paper or not (source 002 p. 11 and 19)."""

from dataclasses import dataclass

from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind

# « La notification à chaque réception ne doit pas être désactivée si vous utilisez un client email » (p. 6)
CLIENT_WARNING = (
    "Attention, la notification à chaque réception d’un Medimail ne doit pas être désactivée si vous utilisez un "
    "client email (Outlook, Thunderbird, etc.)."
)
OPENING_NOTE = "La notification d’ouverture concerne les envois entre adresses Medimail uniquement."


@dataclass(frozen=True)
class Preferences:
    """The preferences of an account; `unlisted` is « liste rouge », `paperless` « dématérialisation »."""

    notify_each: bool = True
    notify_daily: bool = False
    notify_opening: bool = False
    unlisted: bool = False
    paperless: bool = False

    def for_kind(self, kind: Kind) -> "Preferences":
        """These, of which a shared mailbox has no « dématérialisation »."""
        if kind in PERSONS or not self.paperless:
            return self
        return Preferences(self.notify_each, self.notify_daily, self.notify_opening, self.unlisted)


LABELS = {
    "notify_each": "Recevoir une notification à chaque réception d’un Medimail",
    "notify_daily": "Recevoir une notification quotidienne de réception de Medimail",
    "notify_opening": "Recevoir une notification à chaque ouverture d’un Medimail envoyé",
    "unlisted": "Liste rouge",
    "paperless": "Dématérialisation",
}
