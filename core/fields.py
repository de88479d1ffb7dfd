"""A form field as the design wants it: label, hint, error, input, tied together for screen readers."""

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    ModelChoiceField,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
)
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from .signs import icon

OWN_DIRECTION = (TextInput, Textarea)  # what people write finds its own direction
LATIN = ("email", "url", "tel", "number", "date", "time", "datetime-local", "password")


def field(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """One question of a form; `label` and `hint` replace the form's own."""
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    hint = hint or str(bound.help_text)
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_err"
    described = " ".join(([hint_id] if hint else []) + ([error_id] if bound.errors else []))
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    parts = {
        "bad": " is-bad" if bound.errors else "",
        "label": label or bound.label,
        "optional": _optional(bound),
        "hint": format_html('<p class="field__hint" id="{}">{}</p>', hint_id, hint) if hint else "",
        "error": _errors(bound, error_id),
    }
    if isinstance(widget, CheckboxInput):
        return _tick(bound, attrs, parts)
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return _choices(bound, attrs, parts)
    if widget.use_fieldset:
        return _group(bound.as_widget(attrs=_classed(widget, attrs)), parts)
    return format_html(
        '<div class="field{bad}"><label for="{to}">{label}{optional}</label>{hint}{error}{input}</div>',
        to=bound.id_for_label, input=bound.as_widget(attrs=_classed(widget, attrs)), **parts,
    )  # fmt: skip


def _classed(widget: Any, attrs: dict) -> dict:
    kind = getattr(widget, "input_type", "textarea")
    attrs = {**attrs, "class": f"input {widget.attrs.get('class', '')}".strip()}
    if isinstance(widget, OWN_DIRECTION) and "dir" not in widget.attrs and not isinstance(widget, FileInput):
        attrs["dir"] = "ltr" if kind in LATIN else "auto"
    if isinstance(widget, Textarea) and widget.attrs.get("rows") == "10":
        attrs["rows"] = "5"  # the framework's ten lines frighten people who want to say two
    return attrs


def _optional(bound: BoundField) -> SafeString | str:
    """Said beside the label, so that a star needs no key. A tick that may stay empty explains itself, and the
    first line of a menu of ours is an answer too."""
    if (
        bound.field.required
        or isinstance(bound.field.widget, CheckboxInput)
        or (type(bound.field.widget) is Select and not isinstance(bound.field, ModelChoiceField))
        or not getattr(bound.form, "say_optional", True)
    ):
        return ""
    return format_html(' <span class="field__opt">({})</span>', gettext("you may leave this empty"))


def _errors(bound: BoundField, error_id: str) -> SafeString | str:
    if not bound.errors:
        return ""
    lines = format_html_join(mark_safe("<br>"), "{}", ((_said(error),) for error in bound.errors))
    return format_html('<p class="field__err" id="{}">{} <span>{}</span></p>', error_id, icon("warn"), lines)


def _said(error: object) -> str:
    """Django's word for an empty field, in ours."""
    return gettext("This needs an answer.") if error == Field.default_error_messages["required"] else str(error)


def _tick(bound: BoundField, attrs: dict, parts: dict) -> SafeString:
    return format_html(
        '<div class="field{bad}">{error}<div class="pick"><label for="{to}">{input} <span>{label}</span></label></div>{hint}</div>',
        to=bound.id_for_label, input=bound.as_widget(attrs=attrs), **parts,
    )  # fmt: skip


def _choices(bound: BoundField, attrs: dict, parts: dict) -> SafeString:
    """Choices under a legend. The first input of an invalid group carries the description, the summary links to it."""
    described = attrs.get("aria-describedby")
    signs = getattr(bound.field, "signs", {})  # value → ready drawing, given by the form
    row, things = getattr(bound.field, "row", ""), getattr(bound.field, "things", {})  # a template, and value → thing
    lines = []
    for choice in bound.subwidgets:
        value = str(choice.data["value"])
        lines.append(
            format_html(
                '<label for="{}">{} {}<span>{}</span></label>',
                choice.id_for_label,
                choice.tag(),
                signs.get(value, ""),
                render_to_string(row, {"thing": things[value]}) if value in things else choice.choice_label,
            )  # fmt: skip
        )
    short = len(lines) > 3 or getattr(bound.field, "short_words", False)
    shape = " pick--two" if short and not getattr(bound.field, "long_words", False) else ""
    inner = format_html(
        '<div class="pick pick--tall{}">{}</div>',
        shape,
        format_html_join("", "{}", ((line,) for line in lines)),
    )
    return _group(inner, parts, described)


def _group(inner: SafeString, parts: dict, described: str | None = None) -> SafeString:
    by = format_html(' aria-describedby="{}"', described) if described else ""
    return format_html(
        '<fieldset class="field{bad}"{by}><legend>{label}{optional}</legend>{hint}{error}{inner}</fieldset>',
        by=by, inner=inner, **parts,
    )  # fmt: skip


def errors(form: Any) -> SafeString:
    """The summary above a form: how many answers need a change, each linked to its field. Nothing when all is well."""
    if not form or not form.errors:
        return SafeString("")
    links = [
        format_html('<li><a href="#{}">{} {}</a></li>', _target(bound), _named(bound), _said(error))
        for bound in form
        for error in bound.errors
    ]
    sentences = [format_html("<p>{}</p>", error) for error in form.non_field_errors()]
    count = len(links)
    title = (
        ngettext("One answer needs a change", "%(count)d answers need a change", count) % {"count": count}
        if count
        else gettext("That did not work yet")
    )
    return format_html(
        '<div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">{}</h2>{}{}</div>',
        title,
        mark_safe("".join(sentences)),
        format_html("<ul>{}</ul>", mark_safe("".join(links))) if links else "",
    )


def said_of(form: Any) -> list[str]:
    """What a refused form says, one sentence for each answer that needs a change, with the name of its question."""
    return [f"{_named(bound)} {_said(error)}" for bound in form for error in bound.errors] + list(
        form.non_field_errors()
    )


def _target(bound: BoundField) -> str:
    """Where the summary's link lands: a group has no id of its own, its first choice has."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return conditional_escape(bound.id_for_label or bound.auto_id)


def _named(bound: BoundField) -> str:
    """A question ends with its own mark, any other name with a colon. What has the same name in several parts of a form says
    in which one it stands (`part_of`)."""
    part = getattr(bound.field, "part_of", "")
    label = f"{part} · {bound.label}" if part else str(bound.label)
    return label if label.endswith(("?", "؟", ".", ":")) else f"{label}:"
