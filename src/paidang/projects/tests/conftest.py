"""The launch that the tests of projects begin with."""

from tests.cast import Party, acting, agree_on
from tests.worlds import kept

from paidang.projects.actions import begin_project
from paidang.projects.models import Project
from paidang.projects.tests.projects import AT, START, with_free


@kept
def launch(brand: Party, agency: Party) -> Project:
    """A launch on Tmall from Monday, 9 March 2026, under a contract that gives planning and image work free."""
    contract = agree_on(brand=brand, agency=agency, read=with_free())
    with acting(agency.manager):
        return begin_project(person=agency.manager, at=AT, code=contract.code, kind="tmall", starts_on=START)
