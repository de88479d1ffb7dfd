"""Addresses of the officials' desk, under /admin/."""

from django.urls import path

from .views.office import answers, codes, desk, doubles, hours, ideas, paper, polls, waves

app_name = "ideas_office"
urlpatterns = [
    path("", polls.polls, name="polls"),
    path("new/", polls.poll_create, name="poll_create"),
    path("answers/", answers.answers, name="answers"),
    path("ideas/<int:pk>/", ideas.idea_desk, name="idea"),
    path("hours/", hours.hours, name="hours"),
    path("hours/new/", hours.hour_create, name="hour_create"),
    path("hours/<int:pk>/", hours.hour_edit, name="hour_edit"),
    path("waves/", waves.wave_polls, name="waves"),
    path("<int:pk>/", desk.poll_desk, name="poll"),
    path("<int:pk>/edit/", polls.poll_edit, name="poll_edit"),
    path("<int:pk>/codes/", codes.poll_codes, name="poll_codes"),
    path("<int:pk>/phone/", polls.poll_phone, name="poll_phone"),
    path("<int:pk>/phone/<slug:shown>/", polls.poll_phone_frame, name="poll_phone_frame"),
    path("<int:pk>/paper/", paper.paper_desk, name="paper"),
    path("<int:pk>/doubles/", doubles.doubles_desk, name="doubles"),
    path("<int:pk>/paper/<slug:what>/", paper.paper_print, name="paper_print"),
    path("<int:pk>/wave/", waves.poll_wave, name="poll_wave"),
    path("<int:pk>/<slug:deed>/", desk.poll_act, name="poll_act"),
]
