"""Exports a StyleGAN2 network with random weights to ONNX, one picture, z to float picture.

Beside OUT.onnx it leaves OUT.z and OUT.picture, one latent and the picture that the plain network makes of it, as bare float32: who
times the graph compares.
"""
import argparse
import pathlib
import warnings

import torch

from onnx_stylegan2 import UPSAMPLINGS, OnnxStyleGan2
from random_networks import OFFICIAL

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('network', choices=[name for name in OFFICIAL if name.startswith('stylegan2')])
parser.add_argument('out', metavar='OUT.onnx', type=pathlib.Path)
parser.add_argument('--upsampling', choices=UPSAMPLINGS, default=UPSAMPLINGS[0])
args = parser.parse_args()

# Shapes become constants of the graph, as they should here.
warnings.simplefilter('ignore')
torch.set_grad_enabled(False)
torch.manual_seed(0)
network = OFFICIAL[args.network]()
z = torch.randn(1, 512)
# Random networks have no biases: a graph that left them out must not pass for the same.
for name, tensor in network.tensors.items():
    if name.startswith('synthesis') and name.endswith('.bias') and 'affine' not in name:
        tensor.normal_()
torch.onnx.export(
    OnnxStyleGan2(network, args.upsampling), (z,), args.out, input_names=['z'], output_names=['picture'], opset_version=15)
args.out.with_suffix('.z').write_bytes(z.numpy().tobytes())
args.out.with_suffix('.picture').write_bytes(network(z).numpy().tobytes())
