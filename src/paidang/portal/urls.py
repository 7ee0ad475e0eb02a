"""The portal's urls. A page of the navigation appears as soon as its name (`portal.queries.PAGES`) is a url here."""

from django.urls import path

from paidang.portal.views import palette, pick, signin, verify

app_name = "portal"

urlpatterns = [
    path("signin", signin.signin, name="signin"),
    path("signin/demo", signin.demo_signin, name="demo_signin"),
    path("signin/forgot", signin.forgot, name="forgot"),
    path("signout", signin.signout, name="signout"),
    path("verify", verify.verify, name="verify"),
    path("palette", palette.palette, name="palette"),
    path("pick", pick.pick, name="pick"),
]
