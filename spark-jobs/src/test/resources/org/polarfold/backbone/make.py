"""Makes the weight files of this folder: python3 make.py FOLDER (needs NumPy, h5py and safetensors 0.8 or later)."""
import sys
from pathlib import Path

import h5py
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

# As Keras 2 lays out weights (save_weights) and whole models (save): a group a layer, and in it the layer's arrays.
for name, root in (("keras-weights.h5", "/"), ("keras-model.h5", "/model_weights")):
    with h5py.File(OUT / name, "w") as file:
        group = file.require_group(root)
        group.attrs["layer_names"] = [b"input_1", b"conv1_conv", b"conv1_bn"]
        group.attrs["backend"] = b"tensorflow"
        group.create_group("input_1").attrs["weight_names"] = []
        for layer, arrays in (
            ("conv1_conv", {"kernel:0": np.arange(12).reshape(1, 2, 3, 2) / 4, "bias:0": np.array([1, -2])}),
            ("conv1_bn", {"gamma:0": np.ones(2), "moving_variance:0": np.array([0.5, 2])}),
        ):
            own = group.create_group(layer)
            own.attrs["weight_names"] = [f"{layer}/{array}".encode() for array in arrays]
            for array, values in arrays.items():
                own.create_dataset(f"{layer}/{array}", data=values.astype(np.float32))
        if root != "/":
            file.attrs["model_config"] = b"{}"
            file.create_dataset("optimizer_weights/iteration:0", data=np.int64(3))
with h5py.File(OUT / "keras-elsewhere.h5", "w") as file:
    own = file.create_group("conv1_conv/conv1_conv")
    own["kernel:0"] = h5py.ExternalLink("/etc/hostname", "/kernel")
    own["bias:0"] = h5py.SoftLink("/somewhere")
    own.create_dataset("beta:0", data=np.zeros(2, dtype=np.float32))
with h5py.File(OUT / "keras-packed.h5", "w") as file:
    own = file.create_group("conv1_conv/conv1_conv")
    own.create_dataset("kernel:0", data=np.zeros(1_000_000, dtype=np.float32), compression="gzip", compression_opts=9)

# timm-resnet50.header.json is the header, without the spaces behind it, of what
# safetensors.torch.save_file(timm.create_model("resnet50").state_dict(), ...) wrote with timm 1.0.29 and safetensors 0.8.0.
