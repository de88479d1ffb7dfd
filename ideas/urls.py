"""Addresses of idea polls."""

from django.urls import path

from . import feeds
from .views import card, hour_desk, hours, ideas, merges, outcomes, own_ballot, pictures, polls, statistics, voting

app_name = "ideas"
urlpatterns = [
    path("polls/", polls.poll_list, name="poll_list"),
    path("answers/done/<str:token>/", outcomes.done_reply, name="done_reply"),
    path("answers/", statistics.answer_figures, name="answer_figures"),
    path("live-hours/<slug:slug>/", hours.hour_page, name="hour_page"),
    path("live-hours/<slug:slug>/now/", hours.hour_now, name="hour_now"),
    path("live-hours/<slug:slug>/ask/", hours.question_ask, name="question_ask"),
    path("live-hours/<slug:slug>/calendar.ics", hours.hour_calendar, name="hour_calendar"),
    path("live-hours/<slug:slug>/picture-<slug:version>.png", hours.hour_picture, name="hour_picture"),
    path("live-hours/<slug:slug>/questions/<slug:ref>/support/", hours.question_support, name="question_support"),
    path("live-hours/<slug:slug>/questions/<slug:ref>/withdraw/", hours.question_withdraw, name="question_withdraw"),
    path("live-hours/<slug:slug>/desk/", hour_desk.hour_desk, name="hour_desk"),
    path("feeds/polls.atom", feeds.poll_feed, name="poll_feed"),
    path("feeds/answers.atom", feeds.answer_feed, name="answer_feed"),
    path("feeds/neighborhoods/<slug:slug>.atom", feeds.area_feed, name="area_feed"),
    path("polls/<slug:slug>/ideas.atom", feeds.idea_feed, name="idea_feed"),
    path("polls/<slug:slug>/", polls.poll_page, name="poll_page"),
    path("polls/<slug:slug>/picture-<slug:version>.png", pictures.poll_picture, name="poll_picture"),
    path("polls/<slug:slug>/card/", card.poll_card, name="poll_card"),
    path("polls/<slug:slug>/ballot/", voting.ballot_cast, name="ballot_cast"),
    path("polls/<slug:slug>/ballot/remove/", voting.ballot_remove, name="ballot_remove"),
    path("polls/<slug:slug>/ballot/mine/", own_ballot.ballot_own, name="ballot_own"),
    path("polls/<slug:slug>/add/", ideas.idea_add, name="idea_add"),
    path("polls/<slug:slug>/look-alikes/", ideas.idea_look_alikes, name="idea_look_alikes"),
    path("polls/<slug:slug>/ideas/<slug:ref>/", ideas.idea_page, name="idea_page"),
    path("polls/<slug:slug>/ideas/<slug:ref>/picture-<slug:version>.png", pictures.idea_picture, name="idea_picture"),
    path("polls/<slug:slug>/ideas/<slug:ref>/changes/", ideas.idea_changes, name="idea_changes"),
    path("polls/<slug:slug>/ideas/<slug:ref>/talk/", ideas.idea_talk, name="idea_talk"),
    path("polls/<slug:slug>/ideas/<slug:ref>/support/", ideas.idea_support, name="idea_support"),
    path("polls/<slug:slug>/ideas/<slug:ref>/edit/", ideas.idea_edit, name="idea_edit"),
    path("polls/<slug:slug>/ideas/<slug:ref>/withdraw/", ideas.idea_withdraw, name="idea_withdraw"),
    path("polls/<slug:slug>/ideas/<slug:ref>/start-project/", ideas.idea_start_project, name="idea_start_project"),
    path("polls/<slug:slug>/ideas/<slug:ref>/merge/", merges.idea_merge, name="idea_merge"),
    path("polls/<slug:slug>/ideas/<slug:ref>/merge/undo/", merges.merge_undo, name="merge_undo"),
    path("polls/merged/<str:token>/", merges.merge_answer, name="merge_answer"),
    path("polls/<slug:slug>/results/", polls.poll_results, name="poll_results"),
    path("polls/<slug:slug>/results/<int:n>/", polls.older_results, name="older_results"),
    path("polls/<slug:slug>/results/<int:n>/<str:name>", polls.poll_file, name="poll_file"),
]
