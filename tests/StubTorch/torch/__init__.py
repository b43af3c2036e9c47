"""Stands in for PyTorch on a machine without it: just enough to try how benchmarks/pytorch calls a network and what it reports. Computes nothing."""
from torch import cuda  # noqa: F401

__version__ = 'stub'
float32, float16, bfloat16 = 'float32', 'float16', 'bfloat16'
preserve_format, channels_last = 'preserve_format', 'channels_last'


class Tensor:
    def __init__(self, *shape):
        self.shape = shape

    def expand(self, *shape):
        return Tensor(*(old if new == -1 else new for old, new in zip(self.shape, shape)))

    def all(self):
        return True


class _Anything:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

    def __getattr__(self, name):
        made = _Anything()
        object.__setattr__(self, name, made)
        return made


backends = _Anything()


def randn(*shape, device):
    assert device == 'cuda'
    return Tensor(*shape)


def zeros(shape, device):
    assert device == 'cuda'
    return Tensor(*shape)


def isfinite(tensor):
    return tensor


def manual_seed(seed):
    pass


def set_grad_enabled(enabled):
    assert enabled is False
