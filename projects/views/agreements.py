"""Agreements: officials publish a wording in the back office, people read and sign what is asked of them."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted
from core.clock import now
from core.doors import door
from core.errors import RuleBroken, show_refusal
from core.redirects import inside
from people import actions as people
from people.forms import AgreementForm
from people.models import AgreementVersion, Person, Signature
from people.permissions import can_publish_agreements, can_sign_for, signed_in
from projects import actions
from projects.models import Category, Project

SHOWN = 100


@door(can_publish_agreements, methods="GET POST")
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Every wording there ever was, and how many signed it; publish the next one."""
    form = AgreementForm(request.POST or None, subjects=_subjects())
    if form.is_bound and form.is_valid():
        try:
            version = people.publish_agreement(by=request.person, **form.words)
            messages.success(request, gettext("Published: %(title)s.") % {"title": version})
            return redirect("agreement_list")
        except RuleBroken as refusal:
            show_refusal(form, refusal, about="subject")
    names = dict(_subjects())
    rows = AgreementVersion.objects.select_related("by").annotate(signed=Count("signatures")).order_by("-valid_from")
    in_force = set(AgreementVersion.objects.in_force().values_list("pk", flat=True))
    lines = [
        (row, names.get(f"{row.scope}:{row.about}", row.get_scope_display()), _standing(row, in_force))
        for row in rows[:SHOWN]
    ]
    page = {"form": form, "lines": lines}
    return render(request, "projects/admin/agreements.html", page, status=422 if form.errors else 200)


def _standing(row: AgreementVersion, in_force: set[int]) -> str:
    if row.pk in in_force:
        return gettext("asked for now")
    return gettext("begins later") if row.valid_from > now() else gettext("over")


def _subjects() -> list[tuple[str, str]]:
    open_ones = (Project.Status.PUBLISHED, Project.Status.ACTIVE, Project.Status.PAUSED)
    projects = Project.objects.filter(status__in=open_ones).order_by("title").values_list("pk", "title")
    return [
        ("site:", gettext("The whole site")),
        *((f"category:{key}", str(label)) for key, label in Category.choices),
        *((f"project:{pk}", title) for pk, title in projects),
    ]


@door(signed_in, methods="GET POST")
@never_cache
def agreement_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the words, type a name, press. For myself, and for the children I answer for."""
    version = get_object_or_404(AgreementVersion.objects.in_force(), pk=pk)
    unsigned = _unsigned(request.person, version)
    where = inside(request.POST.get("next") or request.GET.get("next"), "/me/")
    refusal = ""
    if request.method == "POST":
        chosen = [person for person in unsigned if person.ref in request.POST.getlist("who")]
        try:
            if not chosen:
                raise RuleBroken(gettext("Tick for whom you sign."), code="who")
            for person in chosen:
                actions.sign(
                    by=request.person, person=person, version=version, typed_name=posted.text(request, "typed_name")
                )
            messages.success(request, gettext("Thank you. Your signature is saved."))
            return redirect(where)
        except RuleBroken as broken:
            refusal = str(broken)
    page = {
        "version": version,
        "unsigned": unsigned,
        "refusal": refusal,
        "next": where,
        "name": posted.text(request, "typed_name"),
    }
    return render(request, "projects/agreement_sign.html", page, status=422 if refusal else 200)


def _unsigned(person: Person, version: AgreementVersion) -> list[Person]:
    signed = Signature.objects.filter(version=version).values("person")
    family: QuerySet[Person] = Person.objects.children_of(person)
    wanted = [person, *family.exclude(pk__in=signed)]
    if Signature.objects.filter(version=version, person=person).exists():
        wanted.remove(person)
    return [one for one in wanted if can_sign_for(person, one, version)]
