"""My data: take it with me, or leave."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.doors import door
from core.errors import RuleBroken
from people import actions
from people.permissions import signed_in


@door(signed_in)
def data_download(request: HttpRequest) -> HttpResponse:
    """Everything the city keeps of me, as one file."""
    found = actions.export_person(by=request.person, person=request.person)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


@door(signed_in, methods="GET POST")
def account_delete(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; one tick, one press."""
    refusal, status = "", 200
    if request.method == "POST" and request.POST.get("sure"):
        try:
            actions.erase_person(by=request.person, person=request.person, remove_texts=bool(request.POST.get("texts")))
        except RuleBroken as broken:
            refusal, status = str(broken), 422
        else:
            logout(request)
            return render(request, "people/account_gone.html")
    elif request.method == "POST":
        status = 422
    return render(
        request,
        "people/account_delete.html",
        {"refusal": refusal, "tick": status == 422 and not refusal, "texts": request.POST.get("texts")},
        status=status,
    )
