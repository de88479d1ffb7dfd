from django.urls import path

from .views import following, talk

app_name = "conversations"
urlpatterns = [
    path("follow/", following.follow, name="follow"),
    path("me/follows/", following.follow_list, name="follow_list"),
    path("talk/<slug:ref>/", talk.thread, name="thread"),
    path("talk/<slug:ref>/helpful/", talk.comment_helpful, name="comment_helpful"),
    path("talk/<slug:ref>/remove/", talk.comment_remove, name="comment_remove"),
]
