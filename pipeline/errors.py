"""Faults that a user can mend, one base class; each child is also the built-in it means.

The message reads ``where: what is wrong, with the value; what to do``. The command line
prints it on one line and exits with status 2.
"""


class StanceError(Exception):
    """A fault in what the user handed in, not in the code."""


class SettingsError(StanceError, ValueError):
    """``params.yaml`` or an option holds something that no setting accepts."""


class InputError(StanceError, ValueError):
    """An input that cannot be read at all, as against a row that is rejected."""


class MissingError(StanceError, FileNotFoundError):
    """A file, corpus or model that was asked for is not there."""


class IntegrityError(StanceError, ValueError):
    """Bytes that differ from the hash they are known by, or a file that may not be there."""


class OutdatedError(StanceError, ValueError):
    """A model in a form that this version of the code does not read."""


class DatasetError(StanceError, ValueError):
    """Labelled data that break a law of the dataset, such as a text on two sides."""
