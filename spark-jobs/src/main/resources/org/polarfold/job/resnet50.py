"""Seconds of passes of torchvision's ResNet-50 without its last layer: side, batch, passes, threads."""
import json
import sys
import time

import torch
import torchvision

side, batch, passes, threads = (int(word) for word in sys.argv[1:5])
torch.set_num_threads(threads)
torch.manual_seed(50)
network = torchvision.models.resnet50(weights=None).eval()
network.fc = torch.nn.Identity()
images = torch.rand(batch, 3, side, side)
seconds = []
with torch.inference_mode():
    for _ in range(3):
        network(images)
    for _ in range(passes):
        start = time.perf_counter()
        network(images)
        seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds, "torch": torch.__version__, "torchvision": torchvision.__version__}))
