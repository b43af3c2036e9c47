"""The precisions that a network can run in, and where."""
import torch

DTYPES = {'float32': torch.float32, 'tf32': torch.float32, 'fp16': torch.float16, 'bf16': torch.bfloat16}

# Relative RMSE that a golden picture may be off by.
LIMITS = {'float32': 1e-5, 'tf32': 2e-3, 'fp16': 2e-2, 'bf16': 2e-1}


def set_precision(network, precision, device):
    """Moves the network's tensors, and chooses what its layers are computed in."""
    allow_tf32(precision)
    network.tensors = {name: tensor.to(device) for name, tensor in network.tensors.items()}
    network.dtype = DTYPES[precision]
    return network


def allow_tf32(precision):
    """What the float32 products of any network may be done in."""
    torch.backends.cuda.matmul.allow_tf32 = precision == 'tf32'
    torch.backends.cudnn.allow_tf32 = precision == 'tf32'
