"""Writes waves.json: the outputs of RealMLP's PBLD embeddings and the slopes of a sum of them, by the reference implementation.

    pip install torch==2.15.0 numpy==2.4.6; pip download --no-deps pytabkit==1.8.0; unzip pytabkit-*.whl; python make_waves.py

It needs the one file of pytabkit that has `PBLDEmbeddings` and none of its dependencies. Weights and rows follow from a formula
that tests/waves.rs has too; what is summed is Σ row · output place · output, so that every slope is another number.
"""

import importlib.util
import json
import sys
from pathlib import Path

import torch

spec = importlib.util.spec_from_file_location("tabr_lib", "pytabkit/models/nn_models/tabr_lib.py")
tabr_lib = importlib.util.module_from_spec(spec)
sys.modules["tabr_lib"] = tabr_lib
spec.loader.exec_module(tabr_lib)

NUMBERS, WAVES, SUMS, ROWS = 2, 16, 3, 4
torch.set_default_dtype(torch.float64)


def spread(index, step):
    """From -1 to 1, the same as in the test."""
    return ((index * step) % 101) / 50.0 - 1.0


def filled(shape, step, scale):
    count = 1
    for size in shape:
        count *= size
    return torch.nn.Parameter(
        torch.tensor([scale * spread(index, step) for index in range(count)]).reshape(shape)
    )


embeddings = tabr_lib.PBLDEmbeddings(NUMBERS, WAVES, 0.1, SUMS + 1)
embeddings.weight_1 = filled((NUMBERS, 1, WAVES), 17, 0.3)
embeddings.bias_1 = filled((NUMBERS, 1, WAVES), 29, 3.0)
embeddings.weight_2 = filled((NUMBERS, WAVES, SUMS), 37, 0.25)
embeddings.bias_2 = filled((NUMBERS, 1, SUMS), 43, 0.25)
rows = torch.tensor([[2.0 * spread(row * NUMBERS + number, 23) for number in range(NUMBERS)] for row in range(ROWS)])

# The numbers themselves stand behind the sums.
outputs = embeddings(rows)[:, : NUMBERS * SUMS]
factors = torch.tensor(
    [[float((row + 1) * (place + 1)) for place in range(NUMBERS * SUMS)] for row in range(ROWS)]
)
(outputs * factors).sum().backward()
golden = {
    "versions": {"pytabkit": "1.8.0", "torch": torch.__version__},
    "outputs": outputs.tolist(),
    "weight_1": embeddings.weight_1.grad.squeeze(1).tolist(),
    "bias_1": embeddings.bias_1.grad.squeeze(1).tolist(),
    "weight_2": embeddings.weight_2.grad.tolist(),
    "bias_2": embeddings.bias_2.grad.squeeze(1).tolist(),
}
Path(__file__).with_name("waves.json").write_text(json.dumps(golden, indent=1) + "\n")
