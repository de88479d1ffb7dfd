from django.urls import path

from .views import check_in, complete, events, find, invitations, kiosk, pages, proposal, propose, roster, seats, series

app_name = "projects"
urlpatterns = [
    # proposing; before the addresses that begin with a project's name
    path("projects/propose/", propose.project_propose, name="project_propose"),
    path("projects/propose/<slug:slug>/discard/", propose.draft_discard, name="draft_discard"),
    path("projects/propose/<slug:slug>/<slug:step>/", propose.propose_step, name="propose_step"),
    path("projects/lead-with/<str:token>/", invitations.lead_with, name="lead_with"),
    # the way of a project from proposal to report
    path("projects/<slug:slug>/appeal/", proposal.project_appeal, name="project_appeal"),
    path("projects/<slug:slug>/finish/", complete.project_finish, name="project_finish"),
    path("projects/<slug:slug>/resume/", complete.project_resume, name="project_resume"),
    path("projects/<slug:slug>/stop/<slug:how>/", complete.project_stop, name="project_stop"),
    # finding, reading, joining, dates, rosters
    path("find/", find.find, name="find"),
    path("projects/<slug:slug>/", pages.project_page, name="project_page"),
    path("projects/<slug:slug>/events/new/", events.event_schedule, name="event_schedule"),
    path("projects/<slug:slug>/events/<int:pk>/", pages.event_page, name="event_page"),
    path("projects/<slug:slug>/events/<int:pk>/calendar.ics", seats.event_calendar, name="event_calendar"),
    path("projects/<slug:slug>/events/<int:pk>/change/", events.event_change, name="event_change"),
    path("projects/<slug:slug>/events/<int:pk>/tasks/", events.slot_add, name="slot_add"),
    path("projects/<slug:slug>/events/<int:pk>/cancel/", events.event_cancel, name="event_cancel"),
    path("projects/<slug:slug>/events/<int:pk>/later/", series.series_change, name="series_change"),
    path("projects/<slug:slug>/events/<int:pk>/end-series/", series.series_end, name="series_end"),
    path("projects/<slug:slug>/series/<int:pk>/calendar.ics", series.series_calendar, name="series_calendar"),
    path("projects/<slug:slug>/events/<int:pk>/roster/", roster.event_roster, name="event_roster"),
    path("projects/<slug:slug>/events/<int:pk>/roster/tick/", roster.event_tick, name="event_tick"),
    path("projects/<slug:slug>/events/<int:pk>/roster/sync/", roster.event_sync, name="event_sync"),
    path("projects/<slug:slug>/events/<int:pk>/roster/walk-in/", roster.event_walk_in, name="event_walk_in"),
    path("projects/<slug:slug>/events/<int:pk>/roster/close/", roster.event_close, name="event_close"),
    path("projects/<slug:slug>/events/<int:pk>/people/<slug:ref>/", roster.attendance_revise, name="attendance_revise"),
    path(
        "projects/<slug:slug>/events/<int:pk>/people/<slug:ref>/confirm/",
        roster.attendance_confirm,
        name="attendance_confirm",
    ),
    path("projects/<slug:slug>/events/<int:pk>/code/", check_in.event_code, name="event_code"),
    path("projects/<slug:slug>/events/<int:pk>/kiosk/", kiosk.event_kiosk, name="event_kiosk"),
    path("kiosk/<slug:ref>/", kiosk.kiosk, name="kiosk"),
    path("here/<int:pk>/", check_in.here_page, name="here_page"),
    path("here/<int:pk>/home/", check_in.go_home, name="go_home"),
    path("here/<int:pk>/<slug:code>/", check_in.here, name="here"),
    path("projects/<slug:slug>/slots/<int:pk>/join/", seats.slot_join, name="slot_join"),
    path("projects/<slug:slug>/slots/<int:pk>/capacity/", events.slot_capacity, name="slot_capacity"),
    path("signups/<slug:ref>/", seats.signup_page, name="signup_page"),
    path("signups/<slug:ref>/leave/", seats.signup_leave, name="signup_leave"),
    path("signups/<slug:ref>/undo/", seats.signup_undo, name="signup_undo"),
    path("signups/<slug:ref>/party/", seats.signup_shrink, name="signup_shrink"),
    path("signups/<slug:ref>/accept/", seats.offer_accept, name="offer_accept"),
    path("signups/<slug:ref>/decline/", seats.offer_decline, name="offer_decline"),
]
