"""Makes the weight files of this folder: python3 make.py FOLDER (needs NumPy and safetensors 0.8 or later)."""
import sys
from pathlib import Path

import numpy as np
from safetensors import TensorSpec, serialize_file
from safetensors.numpy import save_file

OUT = Path(sys.argv[1])

save_file(
    {
        "layer1.0.conv1.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2) / 8,
        "double": np.array([0.1, -2.5e30], dtype=np.float64),
        "half": np.array([1, -2, 65504, 6e-8, 0, np.inf], dtype=np.float16),
        "bn1.num_batches_tracked": np.array(7, dtype=np.int64),
        "empty": np.zeros((0, 3), dtype=np.float32),
    },
    OUT / "small.safetensors",
    metadata={"format": "np"},
)
# NumPy has no numbers of this kind: the upper halves of floats of 32 bits.
brain = (np.array([1, -3.140625, 1e30], dtype=np.float32).view(np.uint32) >> 16).astype(np.uint16)
serialize_file(
    {"brain": TensorSpec(dtype="bfloat16", shape=[3], data_ptr=brain.ctypes.data, data_len=brain.nbytes)},
    OUT / "brain.safetensors",
)
