from django.shortcuts import render

from core.doors import anyone, door


@door(anyone, methods="GET POST")
def sign_in(request):
    return render(request, "404.html")
