"""Blocks: the city's list of them, one of them, adopting it, and the page of whoever looks after it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from city.context import the_city
from city.map import the_map
from core import posted
from core.clock import now
from core.doors import anyone, door
from core.errors import NotAllowed, RuleBroken, show_refusal
from core.when import local
from files.actions import take_picture
from people.models import Person
from people.permissions import signed_in
from projects import actions, answer_keys
from projects.forms.blocks import AdoptForm, BlockForm, TakeBackForm
from projects.forms.work import WorkForm
from projects.models import Adoption, Block, WorkLog
from projects.permissions import can_adopt, can_care, can_keep_block, can_list_blocks, can_take_block_back

from .work import write_down

PAGE = 30


@door(anyone)
def block_list(request: HttpRequest) -> HttpResponse:
    """Free ones first, the map with the same numbers beside them."""
    city = the_city(request)
    hood = next((hood for hood in city.hoods if hood.slug == request.GET.get("where")), None)
    blocks = Block.objects.public().select_related("neighborhood").defer("neighborhood__boundary").free_first()
    page = Paginator(blocks.filter(neighborhood=hood) if hood else blocks, PAGE).get_page(request.GET.get("page"))
    where = f"where={hood.slug}&" if hood else ""
    return render(
        request,
        "projects/block_list.html",
        {
            "city": city,
            "blocks": page,
            "hood": hood,
            "first": page.start_index(),
            "map": the_map().with_pins([(n, block, block.taken) for n, block in enumerate(page, page.start_index())]),
            "next_url": f"?{where}page={page.next_page_number()}" if page.has_next() else "",
            "first_url": f"?{where}" if page.has_previous() else "",
        },
    )


@door(anyone)
def block_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to do, who does it, and what was verified; words and pictures of residents stay with the city."""
    block = _block(slug)
    if not block.offered and not block.keeper and not can_list_blocks(request.person):
        raise Http404
    work = WorkLog.objects.counted().filter(adoption__block=block)
    return render(
        request,
        "projects/block_page.html",
        {
            "the_block": block,
            "done": work.order_by("-day", "-pk")[:6],
            "times": work.count(),
            "hours": sum(work.values_list("counted", flat=True)) // 60,
            "mine": bool(block.keeper and can_care(request.person, block.keeper)),
            "map": the_map().with_pins([(1, block, bool(block.keeper))]),
        },
    )


@door(signed_in, methods="GET POST")
@never_cache
def block_adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """What one agrees to, and the press."""
    block = _block(slug)
    if block.keeper and can_keep_block(request.person, block.keeper):
        return redirect("projects:block_care", slug)
    if not block.offered and not block.keeper:
        raise Http404
    form = AdoptForm(request.POST if request.method == "POST" else None, block=block)
    if form.is_bound and form.is_valid():
        try:
            actions.adopt_block(by=request.person, block=block, **form.cleaned_data)
            messages.success(request, gettext("Thank you. This block is yours to look after now."))
            return redirect("projects:block_care", slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    page = {"the_block": block, "form": form, "may": can_adopt(request.person)}
    return render(request, "projects/block_adopt.html", page, status=422 if form.is_bound else 200)


@door(signed_in, methods="GET POST")
@never_cache
def block_care(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever looks after it: write down what was done. Who adopted it also answers, renews, gives it up."""
    adoption = _mine(request, slug)
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WorkForm(*files, initial={"day": local(now()).date(), "minutes_spent": 60})
    if form.is_bound and form.is_valid():
        try:
            write_down(form, by=request.person, adoption=adoption)
            messages.success(request, gettext("Thank you. Somebody of the city looks at it, then it counts."))
            return redirect("projects:block_care", slug)
        except RuleBroken as refusal:
            show_refusal(form, refusal, minutes="minutes_spent")
    page = {
        "adoption": adoption,
        "the_block": adoption.block,
        "form": form,
        "mine": adoption.work.filter(person=request.person).for_page().order_by("-day", "-pk")[:30],
        "keeps": can_keep_block(request.person, adoption),
    }
    return render(request, "projects/block_care.html", page, status=422 if form.is_bound else 200)


@door(signed_in, methods="POST")
def block_answer(request: HttpRequest, slug: str, deed: str) -> HttpResponse:
    """One press each: I still look after it, I go on for another term, I give it up; I leave the team, or somebody does."""
    adoption = _mine(request, slug)
    if deed not in ("still", "renew", "give-up", "leave", "off"):
        raise Http404
    try:
        if deed in ("leave", "off"):
            return _leave(request, adoption, off=deed == "off")
        if deed == "still":
            actions.say_still_here(by=request.person, adoption=adoption)
            messages.success(request, gettext("Good to hear. The rhythm begins anew today."))
        elif deed == "renew":
            actions.renew_adoption(by=request.person, adoption=adoption)
            messages.success(request, gettext("Thank you. It is yours for another term."))
        else:
            actions.give_up_block(by=request.person, adoption=adoption)
            messages.success(
                request, gettext("You have given it up. Thank you for what you did; it stays in your hours.")
            )
            return redirect("projects:block_page", slug)
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:block_care", slug)


def _leave(request: HttpRequest, adoption: Adoption, *, off: bool) -> HttpResponse:
    who = get_object_or_404(Person, ref=posted.text(request, "person")) if off else request.person
    actions.leave_block_team(by=request.person, adoption=adoption, person=who)
    if off:
        messages.success(request, gettext("%(name)s is off the team.") % {"name": who.public_name})
        return redirect("projects:block_care", adoption.block.slug)
    messages.success(request, gettext("You have left the team. Thank you; what you did stays in your hours."))
    return redirect("projects:block_page", adoption.block.slug)


@door(signed_in, methods="GET POST")
@never_cache
def block_team(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The link that whoever adopted the block shares with their team."""
    live = Adoption.objects.live().exclude(team="").select_related("block__neighborhood", "person")
    adoption = get_object_or_404(live, block__slug=slug)
    if not answer_keys.fits(key, adoption, answer_keys.BLOCK):
        raise Http404
    if can_care(request.person, adoption):
        return redirect("projects:block_care", slug)
    if request.method == "POST":
        try:
            actions.join_block_team(by=request.person, adoption=adoption)
            messages.success(request, gettext("You are in the team. Here you write down what you did."))
            return redirect("projects:block_care", slug)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:block_page", slug)
    page = {"adoption": adoption, "the_block": adoption.block, "may": can_adopt(request.person)}
    return render(request, "projects/block_team.html", page)


# ── the city's desk ──


@door(can_list_blocks)
def block_desk(request: HttpRequest) -> HttpResponse:
    """All blocks with who looks after them, and since when nothing was heard."""
    blocks = Block.objects.with_keeper().select_related("neighborhood").defer("neighborhood__boundary").free_first()
    page = Paginator(blocks, 50).get_page(request.GET.get("page"))
    return render(request, "projects/admin/block_desk.html", {"blocks": page, "page_title": gettext("Blocks")})


@door(can_list_blocks, methods="GET POST")
def block_edit(request: HttpRequest, slug: str = "") -> HttpResponse:
    """List a block, or change what is said about it."""
    block = _block(slug) if slug else None
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BlockForm(*files, block=block)
    if form.is_bound and form.is_valid():
        try:
            words, upload = form.words(), form.cleaned_data["picture"]
            if upload:
                words["picture"] = take_picture(upload=upload, alt=form.cleaned_data["alt"])
            actions.list_block(by=request.person, block=block, **words)
            messages.success(request, gettext("Saved."))
            return redirect("block_desk")
        except RuleBroken as refusal:
            form.add_error("picture", str(refusal))
    keeper = block.keeper if block else None
    page = {
        "form": form,
        "the_block": block,
        "keeper": keeper,
        "may_take_back": bool(keeper and can_take_block_back(request.person, keeper)),
        "page_title": gettext("Blocks"),
    }
    return render(request, "projects/admin/block_edit.html", page, status=422 if form.is_bound else 200)


@door(can_list_blocks, methods="GET POST")
def block_take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """An official ends an adoption, with a reason that the person reads."""
    block = _block(slug)
    if block.keeper is None or not can_take_block_back(request.person, block.keeper):
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.take_block_back(by=request.person, adoption=block.keeper, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("It is free again. They get a letter with your reason."))
            return redirect("block_desk")
        except RuleBroken as refusal:
            form.add_error("reason", str(refusal))
    page = {"form": form, "the_block": block, "page_title": gettext("Blocks")}
    return render(request, "projects/admin/block_take_back.html", page, status=422 if form.is_bound else 200)


def _block(slug: str) -> Block:
    blocks = Block.objects.select_related("neighborhood", "picture").defer("neighborhood__boundary")
    return get_object_or_404(blocks, slug=slug)


def _mine(request: HttpRequest, slug: str) -> Adoption:
    """The live adoption of this block, for its keeper and their team only."""
    live = (
        Adoption.objects.live().cared_for_by(request.person).with_care().select_related("block__neighborhood", "person")
    )
    return get_object_or_404(live, block__slug=slug)
