"""`paidang contract read`: what cannot be read is said in the language that was asked for."""

import pytest
from typer.testing import CliRunner

from paidang.cli.contract import app


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "文件是空的。请重新导出或另存后再传。"),
        (["--lang", "en"], "The file is empty. Export or save it again, then upload it."),
    ],
)
def test_a_file_without_text(tmp_path, more, said):
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    done = CliRunner().invoke(app, ["read", str(file), *more])
    assert done.exit_code == 2
    assert said in done.output
