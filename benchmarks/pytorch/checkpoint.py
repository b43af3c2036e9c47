"""Reads the generator of a training snapshot without running anything that the file says.

Only the names in the table below are understood; every other one is refused.
"""
import collections
import io
import pickle

import numpy as np
import torch

# NumPy 2 renamed it.
_multiarray = np._core.multiarray if hasattr(np, '_core') else np.core.multiarray


class Module:
    """One network module of a snapshot: its tensors, its children and its plain attributes."""

    def __init__(self, state):
        self.attributes = {k: v for k, v in state.items() if not k.startswith('_')}
        self.init_kwargs = dict(state.get('_init_kwargs') or {})
        self.children = dict(state.get('_modules') or {})
        self.tensors = {**(state.get('_parameters') or {}), **(state.get('_buffers') or {})}

    def flat(self, prefix=''):
        """All tensors below this module by their dotted names."""
        tensors = {prefix + name: tensor for name, tensor in self.tensors.items() if tensor is not None}
        for name, child in self.children.items():
            if child is not None:
                tensors.update(child.flat(f'{prefix}{name}.'))
        return tensors


def _module(meta):
    return Module(meta['state']) if meta['type'] == 'class' else None


_STORAGES = {'FloatStorage': np.float32, 'DoubleStorage': np.float64, 'HalfStorage': np.float16,
             'LongStorage': np.int64, 'IntStorage': np.int32, 'BoolStorage': np.bool_}


def _storage(blob):
    """A storage inside a snapshot is a stream of its own: three headers, one reference, one key, then the data."""
    stream = io.BytesIO(blob)
    for _ in range(3):
        _Unpickler(stream).load()
    unpickler = _Unpickler(stream)
    unpickler.persistent_load = lambda reference: reference
    _, kind, _, _, count, _ = unpickler.load()
    _Unpickler(stream).load()
    if int.from_bytes(stream.read(8), 'little') != count:
        raise pickle.UnpicklingError('a storage differs from its declared length')
    return torch.from_numpy(np.frombuffer(stream.read(), dtype=kind, count=count).copy())


def _tensor(storage, offset, size, stride, *_):
    return torch.as_strided(storage, size, stride, offset).clone(memory_format=torch.contiguous_format)


def _parameter(data, *_):
    return data


_KNOWN = {
    ('torch_utils.persistence', '_reconstruct_persistent_obj'): _module,
    ('torch.storage', '_load_from_bytes'): _storage,
    ('torch._utils', '_rebuild_tensor_v2'): _tensor,
    ('torch._utils', '_rebuild_parameter'): _parameter,
    ('collections', 'OrderedDict'): collections.OrderedDict,
    ('builtins', 'set'): set,
    ('__builtin__', 'set'): set,
    ('dnnlib.util', 'EasyDict'): dict,
    ('numpy', 'dtype'): np.dtype,
    ('numpy', 'ndarray'): np.ndarray,
    ('numpy.core.multiarray', 'scalar'): _multiarray.scalar,
    ('numpy.core.multiarray', '_reconstruct'): _multiarray._reconstruct,
    ('_codecs', 'encode'): lambda text, _: text.encode('latin1'),
    **{('torch', name): dtype for name, dtype in _STORAGES.items()},
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f'{module}.{name} is not on the list of known names') from None


def load_generator(path):
    """The G_ema network of a snapshot."""
    with open(path, 'rb') as file:
        return _Unpickler(file).load()['G_ema']
