"""What happens to an item after it was sent in, as changes of its file. Every function raises BulletinError."""

from __future__ import annotations

from datetime import date

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit
from bulletin.editing.item_file import ItemFile
from bulletin.editing.names import require_day
from bulletin.model.enums import CorrectionSeverity, Status
from bulletin.model.records import Adoption, Call, Correction, Endorsement, Outcome

_ADOPTED = N_("“{title}” was adopted by {publication} ({day}).")
_ADOPTED_IN = N_("“{title}” was adopted by {publication}, No. {issue} ({day}).")
_ENDORSED = N_("“{title}” was endorsed by {by} ({day}).")
_FEEDBACK = N_("“{title}”: the feedback on the endorsement by {by} came ({day}).")
_OUTCOME = N_("“{title}” led to “{outcome}” ({day}).")
_CORRECTED = N_("“{title}” was corrected ({day}): {note}")
_WITHDRAWN = N_("“{title}” was withdrawn ({day}): {note}")
_ANSWERS = N_("“{title}” answers “{call}”.")
_ANSWERS_ALREADY = N_("“{title}” answers this call already.")
_ANSWERS_ANOTHER = N_("“{title}” answers another call, “{call}”. Change “{field}” by hand.")
_NOTHING_AWAITED = N_("“{title}” has no endorsement that awaits feedback.")
_SEVERAL_AWAITED = N_("“{title}” has several endorsements that await feedback: {known}. Say which, by --by.")


def with_adoption(file: ItemFile, adoption: Adoption, today: date, on: date) -> ItemFile:
    """Return the file with an adoption, *on* a day where it has none."""
    require_day(adoption.date or on, today, file.item.date)
    entry = {
        "publication": file.registry.publication[adoption.publication].name,
        "issue": adoption.issue,
        "date": str(adoption.date or ""),
        "treatment": adoption.treatment or "",
        "page": adoption.page,
    }
    return file.with_event("adopted-by", adoption, _given(entry), str(on))


def record_adoption(file: ItemFile, adoption: Adoption, today: date) -> Edit:
    """Return the edit by which a publication has carried an item."""
    done = with_adoption(file, adoption, today, today)
    publication = file.registry.publication[adoption.publication].name
    message = _ADOPTED_IN if adoption.issue else _ADOPTED
    return done.edit(message, publication=publication, issue=adoption.issue, day=done.day_of("adopted-by", adoption))


def record_endorsement(file: ItemFile, endorsement: Endorsement, today: date) -> Edit:
    """Return the edit by which a leader has written an instruction on an item."""
    require_day(endorsement.date or today, today, file.item.date)
    entry = {
        "by": endorsement.by,
        "level": endorsement.level.names[0] if endorsement.level else "",
        "date": str(endorsement.date or ""),
        "text": endorsement.text,
    }
    done = file.with_event("endorsements", endorsement, _given(entry), str(today))
    return done.edit(_ENDORSED, by=endorsement.by, day=done.day_of("endorsements", endorsement))


def record_feedback(file: ItemFile, text: str, by: str, on: date, today: date) -> Edit:
    """Return the edit by which feedback came on the endorsement that awaits it, or on that *by* a post."""
    require_day(on, today, file.item.date)
    awaited = [(n, e) for n, e in enumerate(file.item.endorsements) if not e.follow_up and (not by or e.by == by)]
    if not awaited:
        raise BulletinError(_NOTHING_AWAITED, title=file.item.title)
    if len(awaited) > 1:
        known = "、".join(endorsement.by for _, endorsement in awaited)
        raise BulletinError(_SEVERAL_AWAITED, title=file.item.title, known=known)
    number, endorsement = awaited[0]
    done = file.with_more_of_event("endorsements", number, {"follow-up": text, "follow-up-date": str(on)})
    return done.edit(_FEEDBACK, by=endorsement.by, day=on)


def record_outcome(file: ItemFile, outcome: Outcome, today: date) -> Edit:
    """Return the edit by which a document or decision has come of an item."""
    require_day(outcome.date or today, today, file.item.date)
    entry = _given({"title": outcome.title, "date": str(outcome.date or "")})
    done = file.with_event("outcomes", outcome, entry, str(today))
    return done.edit(_OUTCOME, outcome=outcome.title, day=done.day_of("outcomes", outcome))


def record_correction(file: ItemFile, correction: Correction, today: date) -> Edit:
    """Return the edit by which an item was corrected."""
    done = _with_correction(file, correction, today).with_value("status", Status.CORRECTED.names[0])
    return done.edit(_CORRECTED, day=correction.date, note=correction.note)


def record_withdrawal(file: ItemFile, note: str, on: date, today: date) -> Edit:
    """Return the edit by which an item is withdrawn, for the reason that the note gives."""
    done = _with_correction(file, Correction(date=on, note=note), today)
    done = done.with_value("status", Status.WITHDRAWN.names[0])
    if done.item.withdrawal_day != on:
        done = done.with_value("withdrawn-on", str(on))
    return done.edit(_WITHDRAWN, day=on, note=note)


def record_answer(file: ItemFile, call: Call) -> Edit:
    """Return the edit by which an item answers a call."""
    title, commission = file.item.title, file.item.commission
    if commission == call.id:
        raise BulletinError(_ANSWERS_ALREADY, title=title)
    if commission:
        raise BulletinError(_ANSWERS_ANOTHER, title=title, call=commission, field=file.item.written("commission"))
    return file.with_value("commission", call.id).edit(_ANSWERS, call=call.title)


def _with_correction(file: ItemFile, correction: Correction, today: date) -> ItemFile:
    require_day(correction.date, today, file.item.date)
    severity = correction.severity
    entry = {
        "date": str(correction.date),
        "note": correction.note,
        "severity": "" if severity is CorrectionSeverity.MINOR else severity.names[0],
    }
    return file.with_event("corrections", correction, _given(entry), "")


def _given(entry: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in entry.items() if value}
