"""The first step of a real installation: an organisation, its manager, a link that works once."""

import pytest
from django.test import Client
from typer.testing import CliRunner

from paidang.cli.main import build_app

pytestmark = pytest.mark.django_db
WORDS = [
    "register",
    "青岚茶器",
    "--kind",
    "brand",
    "--code",
    "qinglan",
    "--manager",
    "沈知夏",
    "--email",
    "shen@qinglan.example",
]


def run(*words):
    return CliRunner().invoke(build_app("register"), list(words))


def test_the_manager_sets_a_password_and_comes_in():
    done = run(*WORDS)
    assert done.exit_code == 0
    path = done.stdout.strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")
    client = Client()
    assert (
        client.post(path, {"password": "a-good-long-one-9", "again": "a-good-long-one-9"}).status_code == 302
    )
    assert client.get("/", follow=True).status_code == 200
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [(("brand", "shop"), "没有“shop”这种机构"), (("shen@qinglan.example", "nobody"), "nobody")],
)
def test_what_cannot_be_registered_says_why(change, says):
    done = run(*[change[1] if word == change[0] else word for word in WORDS])
    assert done.exit_code == 2 and says in done.output


def test_a_code_that_is_taken():
    assert run(*WORDS).exit_code == 0
    again = run(*[word.replace("shen@", "gu@") for word in WORDS])
    assert again.exit_code == 2 and "已有人用" in again.output
