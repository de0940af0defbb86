"""Where `make run` keeps its data."""

from portal.stack import servers


def test_it_keeps_them_where_run_folder_says(monkeypatch, tmp_path):
    monkeypatch.setenv("RUN_FOLDER", str(tmp_path / "elsewhere"))
    assert servers.state_folder() == tmp_path / "elsewhere"
    assert (tmp_path / "elsewhere").is_dir()
