"""`paidang contract identity`: who seals here, tried out, and one line for what is wrong."""

from dataclasses import replace

from typer.testing import CliRunner

from paidang.cli.contract import app
from paidang.printing.tests.seal_case import folder, own_identity


def run():
    return CliRunner().invoke(app, ["identity"])


def test_it_signs_a_page_and_names_the_issuer(settings):
    own_identity()
    settings.SIGNING = replace(settings.SIGNING, folder=folder())
    done = run()
    assert done.exit_code == 0 and "指纹" in done.output and "验得过" in done.output


def test_what_is_wrong_is_one_line(settings, tmp_path):
    own_identity()
    settings.SIGNING = replace(settings.SIGNING, folder=folder(), p12=tmp_path / "none.p12")
    done = run()
    assert done.exit_code == 1 and "none.p12" in done.output and done.output.count("\n") == 1


def test_a_timestamp_server_that_is_not_there_is_one_line(settings):
    own_identity()
    settings.SIGNING = replace(settings.SIGNING, folder=folder(), tsa_url="http://127.0.0.1:9/")
    done = run()
    assert done.exit_code == 1 and "时间戳" in done.output and done.output.count("\n") == 1
