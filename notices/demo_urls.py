"""Only in demo and test mode; see engage.urls."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:ref>/", views.letter, name="letter"),
]
