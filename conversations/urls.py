from django.urls import path

from .views import following, reports, talk

app_name = "conversations"
urlpatterns = [
    path("follow/", following.follow, name="follow"),
    path("me/follows/", following.follow_list, name="follow_list"),
    path("talk/<slug:ref>/", talk.thread, name="thread"),
    path("talk/<slug:ref>/helpful/", talk.comment_helpful, name="comment_helpful"),
    path("talk/<slug:ref>/remove/", talk.comment_remove, name="comment_remove"),
    path("report/", reports.report, name="report"),
    path("me/cases/<slug:ref>/", reports.case_page, name="case_page"),
    path("moderation/", reports.moderation, name="moderation"),
]
