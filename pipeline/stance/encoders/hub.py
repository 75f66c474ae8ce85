"""Any encoder that transformers knows, from a model hub or a folder."""

from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

from pipeline.errors import MissingError
from pipeline.stance.encoders.checkpoint import FILES, Checkpoint


def bring(source: str, revision: str) -> Checkpoint:
    """The checkpoint at a folder, or of a hub id at a commit.

    Raises:
        MissingError: it is not to be had, or has no safetensors and ``tokenizer.json``.
        InputError: a file can't be read.
    """
    if Path(source).is_dir():
        return Checkpoint.read(Path(source))
    try:
        folder = snapshot_download(source, revision=revision, allow_patterns=list(FILES))
    except (HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled, OSError) as fault:
        raise MissingError(
            f"{source}: no folder, and no hub has it ({' '.join(str(fault).split())[:200]}); mend "
            "encoder.source, or set HF_HUB_OFFLINE=0"
        ) from None
    return Checkpoint.read(Path(folder))
