"""Reading what proof-reading needs of the registry: ``registry/terms.toml``, and which rules are switched off."""

from __future__ import annotations

from bulletin.core.text import nearest
from bulletin.core.toml import TomlTable
from bulletin.model.enums import ProofreadingRule
from bulletin.model.registry import NameForms

TERMS = "registry/terms.toml"
_EXAMPLES = {"right": 'right = "县委社会工作部"', "wrong": 'wrong = ["县委社工部", "县社会工作部"]'}


def read_names(file: TomlTable | None) -> tuple[NameForms, ...]:
    """Return the entries ``[[term]]``; a wrong form that is a right one, or stands twice, is left out."""
    listed = file.take("term") if file else None
    if file is None or listed is None:
        if file is not None:
            file.finish()
        return ()
    if not isinstance(listed, list):
        file.note("not-tables", "term")
        return ()
    found: list[tuple[NameForms, TomlTable]] = []
    for order, data in enumerate(listed):
        table = file.inner("term", order, data)
        right = table.text_of("right", required=True, example=_EXAMPLES["right"])
        wrong = table.texts("wrong")
        if not wrong and not table.data.get(table.spelled("wrong")):
            table.note("missing-setting", "wrong", example=_EXAMPLES["wrong"])
        table.finish()
        if right:
            found.append((NameForms(right, wrong), table))
    file.finish()
    return _without_conflicts(found)


def _without_conflicts(found: list[tuple[NameForms, TomlTable]]) -> tuple[NameForms, ...]:
    right_forms = {one.right for one, _ in found}
    taken: dict[str, str] = {}
    names = []
    for one, table in found:
        kept = []
        for form in one.wrong:
            if form in right_forms:
                table.note("wrong-form-is-right", "wrong", name=form)
            elif taken.setdefault(form, one.right) != one.right:
                table.note("wrong-form-twice", "wrong", name=form, other=taken[form])
            else:
                kept.append(form)
        names.append(NameForms(one.right, tuple(kept)))
    return tuple(names)


def read_rules_off(file: TomlTable) -> frozenset[ProofreadingRule]:
    """Return the rules that ``[proofreading] off`` names."""
    nested = file.take("proofreading")
    if nested is not None and not isinstance(nested, dict):
        file.note("bad-setting", "proofreading", example='[proofreading] off = ["序号"]')
        return frozenset()
    table = file.inner("proofreading", 0, nested)
    off = set()
    for text in table.texts("off"):
        if rule := ProofreadingRule.read(text):
            off.add(rule)
        else:
            names = [name for one in ProofreadingRule for name in (one.value, *one.names)]
            known = "、".join(one.names[0] for one in ProofreadingRule)
            table.note("unknown-term", "off", name=text, nearest=nearest(text, names), known=known)
    table.finish()
    return frozenset(off)
