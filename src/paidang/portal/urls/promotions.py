"""Promotions: the calendar, one promotion with the brand's word on it, what bears on them."""

from django.urls import URLPattern, path

from paidang.portal.views import (
    price_promotion,
    price_promotion_acts,
    price_promotion_around,
    price_promotion_files,
    price_promotion_forecast,
    price_promotion_link,
    price_promotion_try,
    price_promotions,
)

ONE = "contracts/<str:code>/promotions/<int:number>"

urlpatterns: list[URLPattern] = [
    path("promotions", price_promotions.price_promotions, name="price_promotions"),
    path(
        "contracts/<str:code>/promotions/new",
        price_promotions.price_promotion_new,
        name="price_promotion_new",
    ),
    path(
        "contracts/<str:code>/promotions/typed",
        price_promotion_forecast.price_promotion_typed,
        name="price_promotion_typed",
    ),
    path(
        "contracts/<str:code>/promotions/around",
        price_promotion_around.price_promotion_around,
        name="price_promotion_around",
    ),
    path(
        "contracts/<str:code>/promotions/export",
        price_promotion_files.price_promotion_export,
        name="price_promotion_export",
    ),
    path("approve/<str:signed>", price_promotion_link.approve_link, name="approve_link"),
    path(ONE, price_promotion.price_promotion, name="price_promotion"),
    path(f"{ONE}/edit", price_promotions.price_promotion_edit, name="price_promotion_edit"),
    path(f"{ONE}/try", price_promotion_try.price_promotion_try, name="price_promotion_try"),
    path(f"{ONE}/take", price_promotion_try.price_promotion_take, name="price_promotion_take"),
    path(f"{ONE}/forecast", price_promotion_files.price_promotion_forecast, name="price_promotion_forecast"),
    path(f"{ONE}/goods", price_promotion_files.price_promotion_goods, name="price_promotion_goods"),
    path(f"{ONE}/ask", price_promotion_acts.price_promotion_ask, name="price_promotion_ask"),
    path(f"{ONE}/best", price_promotion_acts.price_promotion_best, name="price_promotion_best"),
    path(f"{ONE}/answer", price_promotion_acts.price_promotion_answer, name="price_promotion_answer"),
    path(f"{ONE}/say", price_promotion_acts.price_promotion_say, name="price_promotion_say"),
    path(f"{ONE}/live", price_promotion_acts.price_promotion_live, name="price_promotion_live"),
    path(f"{ONE}/retry", price_promotion_acts.price_promotion_retry, name="price_promotion_retry"),
    path(f"{ONE}/withdraw", price_promotion_acts.price_promotion_withdraw, name="price_promotion_withdraw"),
]
