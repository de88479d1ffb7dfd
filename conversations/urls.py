from django.urls import path

from .views import following

app_name = "conversations"
urlpatterns = [
    path("follow/", following.follow, name="follow"),
    path("me/follows/", following.follow_list, name="follow_list"),
]
