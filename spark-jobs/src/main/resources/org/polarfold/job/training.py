"""Seconds of training steps in PyTorch: network (tail or compact), side, batch, steps, threads."""
import json
import sys
import time

import torch
from torch import nn

network, side, batch, steps, threads = sys.argv[1], *(int(word) for word in sys.argv[2:6])
torch.set_num_threads(threads)
torch.manual_seed(50)


class Bottleneck(nn.Module):
    """As torchvision's with its normalisations folded into the convolutions."""

    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1)
        self.conv3 = nn.Conv2d(width, 4 * width, 1)
        self.shortcut = nn.Conv2d(channels, 4 * width, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu_(self.conv1(x))
        y = torch.relu_(self.conv2(y))
        return torch.relu_(self.conv3(y) + self.shortcut(x))


class Halving(nn.Module):
    """The compact network's block."""

    def __init__(self, channels, width):
        super().__init__()
        self.a = nn.Conv2d(channels, width, 3, 2, 1)
        self.b = nn.Conv2d(width, width, 3, 1, 1)
        self.shortcut = nn.Conv2d(channels, width, 1, 2)

    def forward(self, x):
        return torch.relu_(self.b(torch.relu_(self.a(x))) + self.shortcut(x))


if network == "tail":
    body = nn.Sequential(
        Bottleneck(1024, 512, 2), Bottleneck(2048, 512, 1), Bottleneck(2048, 512, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    features, outputs, shape = 2048, 17, (batch, 1024, side, side)
else:
    body = nn.Sequential(
        nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(True), Halving(16, 32), Halving(32, 64), Halving(64, 64), nn.Flatten(),
        nn.Linear(64 * (side // 16) ** 2, 128), nn.ReLU(True))
    features, outputs, shape = 128, 17, (batch, 1, side, side)
heads = nn.Linear(features, outputs), nn.Linear(features, 1)
learnt = [*body.parameters(), *heads[0].parameters(), *heads[1].parameters()]
adam = torch.optim.Adam(learnt, lr=1e-4)
x, regions, impaired = torch.rand(shape), torch.rand(batch, outputs), (torch.rand(batch, 1) > 0.5).float()


def step():
    adam.zero_grad()
    seen = body(x)
    loss = nn.functional.mse_loss(heads[0](seen), regions)
    loss = loss + nn.functional.binary_cross_entropy_with_logits(heads[1](seen), impaired)
    loss.backward()
    adam.step()


for _ in range(3):
    step()
seconds = []
for _ in range(steps):
    start = time.perf_counter()
    step()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds, "torch": torch.__version__, "parameters": sum(p.numel() for p in learnt)}))
