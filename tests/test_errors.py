import pytest

from pipeline import errors

FAULTS = [
    (errors.SettingsError, ValueError),
    (errors.InputError, ValueError),
    (errors.MissingError, FileNotFoundError),
    (errors.IntegrityError, ValueError),
    (errors.OutdatedError, ValueError),
    (errors.DatasetError, ValueError),
]


@pytest.mark.parametrize(("fault", "meaning"), FAULTS)
def test_every_fault_is_ours_and_the_builtin_it_means(
    fault: type[Exception], meaning: type[Exception]
) -> None:
    assert issubclass(fault, errors.StanceError)
    assert issubclass(fault, meaning)


@pytest.mark.parametrize("fault", [fault for fault, _ in FAULTS])
def test_a_fault_reads_as_it_was_written(fault: type[Exception]) -> None:
    assert str(fault("here: a value; mend it")) == "here: a value; mend it"


def test_the_table_above_is_complete() -> None:
    ours = {fault for fault in vars(errors).values() if isinstance(fault, type)}
    assert ours - {errors.StanceError} == {fault for fault, _ in FAULTS}
