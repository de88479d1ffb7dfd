from django.urls import path

from .views import choices, news

app_name = "notices"
urlpatterns = [
    path("settings/notices/", choices.notices_page, name="choose"),
    path("settings/notices/try-again/", choices.try_again, name="try_again"),
    path("settings/notices/phone/", choices.phone, name="phone"),
    path("s/<str:ref>/", choices.short, name="short"),
    path("letters/stop/<str:token>/", choices.stop, name="stop"),
    path("me/news/", news.news_page, name="news_page"),
    path("me/news/when/", news.digest_choose, name="digest_choose"),
]
