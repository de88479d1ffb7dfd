"""Addresses of the officials' desk, under /admin/."""

from django.urls import path

from .views import office

app_name = "ideas_office"
urlpatterns = [
    path("", office.polls, name="polls"),
    path("new/", office.poll_create, name="poll_create"),
    path("answers/", office.answers, name="answers"),
    path("ideas/<int:pk>/", office.idea_desk, name="idea"),
    path("<int:pk>/", office.poll_desk, name="poll"),
    path("<int:pk>/edit/", office.poll_edit, name="poll_edit"),
    path("<int:pk>/<slug:deed>/", office.poll_act, name="poll_act"),
]
