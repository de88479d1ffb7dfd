from django.urls import path

from .views import news

app_name = "notices"
urlpatterns = [
    path("me/news/", news.news_page, name="news_page"),
    path("me/news/when/", news.digest_choose, name="digest_choose"),
]
