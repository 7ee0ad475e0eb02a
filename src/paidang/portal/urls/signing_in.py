"""The first page, signing in and out, and what every page has at hand."""

from django.urls import path

from paidang.portal.views import (
    link,
    palette,
    pick,
    second_step,
    signin,
    signin_company,
    signin_passkey,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("signin", signin.signin, name="signin"),
    path("signin/passkey", signin_passkey.signin_passkey, name="signin_passkey"),
    path("signin/passkey/options", signin_passkey.signin_passkey_options, name="signin_passkey_options"),
    path("signin/company", signin_company.signin_company, name="signin_company"),
    path("signin/company/back", signin_company.signin_company_back, name="signin_company_back"),
    path("signin/code", second_step.second_step, name="second_step"),
    path("signin/demo", signin.demo_signin, name="demo_signin"),
    path("signin/forgot", signin.forgot, name="forgot"),
    path("link/<str:signed>", link.link, name="link"),
    path("signout", signin.signout, name="signout"),
    path("palette", palette.palette, name="palette"),
    path("pick", pick.pick, name="pick"),
]
