from django.urls import path

from . import views

app_name = "cms"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("pages/<int:pk>/picture-<slug:version>.png", views.page_picture, name="page_picture"),
]
