"""Checks and trainings, in the back office: who showed what, seen by whom, until when. Never the report."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from people import actions
from people.forms import CredentialForm
from people.models import Credential
from people.permissions import can_keep_credentials

SHOWN = 200


@door(can_keep_credentials, methods="GET POST")
def credential_list(request: HttpRequest) -> HttpResponse:
    """What ends first stands on top; write down one more."""
    form = CredentialForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = actions.record_credential(by=request.person, **form.cleaned_data)
            messages.success(request, gettext("Saved: %(what)s.") % {"what": row})
            return redirect("credential_list")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return _list(request, form)


@door(can_keep_credentials, methods="POST")
def credential_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It holds no more, for a reason."""
    row = get_object_or_404(Credential.objects.select_related("person"), pk=pk)
    why = posted.text(request, "why")
    try:
        actions.withdraw_credential(by=request.person, credential=row, why=why)
    except RuleBroken as refusal:
        return _list(request, CredentialForm(), refusal=str(refusal), refused=row, why=why)
    messages.success(request, gettext("Withdrawn: %(what)s.") % {"what": row})
    return redirect("credential_list")


def _list(request: HttpRequest, form: CredentialForm, **refused: Any) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    page = {"form": form, "rows": _found(wanted)[:SHOWN], "q": wanted, **refused}
    return render(request, "people/credentials_admin.html", page, status=422 if form.errors or refused else 200)


def _found(words: str) -> QuerySet[Credential]:
    rows = Credential.objects.select_related("person", "checked_by", "withdrawn_by").order_by("expires_on", "pk")
    if words:
        rows = rows.filter(Q(person__first_name__icontains=words) | Q(person__last_name__icontains=words))
    return rows
