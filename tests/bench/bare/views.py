"""The least a list, a page and a vote can be: 3, 2 and 2 queries (and 2 more for who asks)."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .models import Item, Kind, Vote

PAGE = 20


def item_list(request):
    items = Item.objects.select_related("kind", "author").order_by("-at", "-pk")
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    return render(request, "bare_list.html", {"page": page, "kinds": list(Kind.objects.all())})


def item_page(request, pk):
    item = get_object_or_404(Item.objects.select_related("kind", "author"), pk=pk)
    comments = item.comment_set.select_related("author").order_by("at")[:50]
    return render(request, "bare_page.html", {"item": item, "comments": comments})


@require_POST
@login_required
def item_vote(request, pk):
    item = get_object_or_404(Item, pk=pk)
    Vote.objects.create(item=item, user=request.user)
    return redirect("item_page", pk=pk)
