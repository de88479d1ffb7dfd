from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("<path:name>", views.picture, name="picture")]
