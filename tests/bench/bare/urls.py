from django.urls import path

from . import views

urlpatterns = [
    path("", views.item_list, name="item_list"),
    path("<int:pk>/", views.item_page, name="item_page"),
    path("<int:pk>/vote/", views.item_vote, name="item_vote"),
]
