"""Only in demo and test mode; see engage.urls."""

from django.urls import path

from .views import mailbox

app_name = "demo"
urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:ref>/", mailbox.letter, name="letter"),
]
