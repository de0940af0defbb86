"""`manage.py check` says when the encoder that the operator named cannot be used."""

from matching.checks import the_encoder_can_be_used


def test_the_packaged_encoder_and_none_are_fine(settings):
    for named in ("", "none"):
        settings.MATCHING_ENCODER = named
        assert the_encoder_can_be_used() == []


def test_a_directory_without_a_model_is_refused(settings, tmp_path):
    settings.MATCHING_ENCODER = str(tmp_path)
    (error,) = the_encoder_can_be_used()
    assert error.id == "matching.E001"
    assert "model.onnx" in error.msg
