"""load_state_dicts.py PICKLE STATE_DICT...: opens each state dict as its users do, loads it into the network of the official pickle before it,
rebuilt from plain torch modules, and compares every tensor. Prints the number of tensors and the family of each."""
import collections
import json
import math
import pickle
import sys

import torch


def rebuild(meta):
    module = torch.nn.Module()
    module.__setstate__(meta["state"])
    return module


class Networks(pickle.Unpickler):
    def find_class(self, module, name):
        if name == "_reconstruct_persistent_obj":
            return rebuild
        if name == "EasyDict":
            return type(name, (dict,), {})
        return super().find_class(module, name)


for network_file, state_file in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(network_file, "rb") as file:
        network = Networks(file).load()["G_ema"]
    with open(state_file, "rb") as file:
        state = pickle.load(file)
    assert type(state) is collections.OrderedDict, type(state)
    for name, tensor in state.items():
        assert type(tensor) is torch.Tensor and tensor.dtype == torch.float32 and tensor.device.type == "cpu", name
        assert tensor.is_contiguous() and not tensor.requires_grad, name
    wanted = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    for tensor in network.state_dict().values():
        tensor.fill_(math.nan)
    network.load_state_dict(state, strict=True)
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, wanted[name]), name
    print(len(wanted), json.loads(state._metadata[""]["stylegan.config"])["family"])
