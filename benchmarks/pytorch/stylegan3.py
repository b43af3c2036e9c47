"""StyleGAN3's generator, configurations T and R, from a table of named tensors and a table of layers.

Mapping, input and modulated weights are float32; the layers run in self.dtype, as the official code does it.
"""
import dataclasses
import math

import torch
import torch.nn.functional as F

import ops
from mapping import map_latents, styles


@dataclasses.dataclass
class Layer:
    name: str
    up: int
    down: int
    padding: list
    is_torgb: bool


@dataclasses.dataclass
class Input:
    size: int
    sampling_rate: float
    bandwidth: float


class StyleGan3:
    dtype = torch.float32
    modulation = 'weights'
    memory_format = torch.preserve_format

    def __init__(self, tensors, input, layers, mapping_layers=2, conv_clamp=256, output_scale=0.25):
        self.tensors, self.input, self.layers = tensors, input, layers
        self.mapping_layers, self.conv_clamp, self.output_scale = mapping_layers, conv_clamp, output_scale
        self.num_ws = len(layers) + 1

    def __call__(self, z):
        w = map_latents(self.tensors, z, self.mapping_layers)
        return self.synthesize(w[:, None].expand(-1, self.num_ws, -1))

    def synthesize(self, ws):
        """ws [N, num_ws, w_dim] -> picture [N, 3, R, R]."""
        x = self._fourier_features(ws[:, 0]).to(self.dtype)
        for layer, w in zip(self.layers, ws.unbind(dim=1)[1:]):
            x = self._layer(layer, x, w)
        return x.float() * self.output_scale

    def _fourier_features(self, w):
        tensors = self.tensors
        t = styles(tensors, 'synthesis.input', w)
        cos, sin, x, y = (t / t[:, :2].norm(dim=1, keepdim=True)).unbind(dim=1)
        zero, one = torch.zeros_like(cos), torch.ones_like(cos)
        rotation = torch.stack([cos, -sin, zero, sin, cos, zero, zero, zero, one], dim=1).reshape(-1, 3, 3)
        shift = torch.stack([one, zero, -x, zero, one, -y, zero, zero, one], dim=1).reshape(-1, 3, 3)
        transform = rotation @ shift @ tensors['synthesis.input.transform']

        frequencies, phases = tensors['synthesis.input.freqs'][None], tensors['synthesis.input.phases'][None]
        phases = phases + (frequencies @ transform[:, :2, 2:])[:, :, 0]
        frequencies = frequencies @ transform[:, :2, :2]
        size, rate, bandwidth = self.input.size, self.input.sampling_rate, self.input.bandwidth
        amplitudes = (1 - (frequencies.norm(dim=2) - bandwidth) / (rate / 2 - bandwidth)).clamp(0, 1)

        at = (torch.arange(size, device=w.device) + 0.5 - size / 2) / rate
        grid = torch.stack([at[None, :].expand(size, -1), at[:, None].expand(-1, size)], dim=2)
        x = grid[None, :, :, None] @ frequencies.transpose(1, 2)[:, None, None]
        x = torch.sin((x[:, :, :, 0] + phases[:, None, None]) * (2 * math.pi)) * amplitudes[:, None, None]
        weight = tensors['synthesis.input.weight'] / math.sqrt(frequencies.shape[1])
        return (x @ weight.t()).permute(0, 3, 1, 2).contiguous()

    def _layer(self, layer, x, w):
        tensors, name = self.tensors, 'synthesis.' + layer.name
        weight, style = tensors[name + '.weight'], styles(tensors, name, w)
        gain = tensors[name + '.magnitude_ema'].rsqrt()
        if layer.is_torgb:
            style = style / math.sqrt(weight.shape[1])
        else:
            weight = weight * weight.square().mean(dim=[1, 2, 3], keepdim=True).rsqrt()
            style = style * style.square().mean().rsqrt()
        padding = weight.shape[2] - 1
        x = x.to(x.dtype, memory_format=self.memory_format)  # up-sampling makes planes of it again
        if self.modulation == 'maps':
            x = ops.shared_convolution(
                x, weight, style, lambda x, weight: F.conv2d(x, weight, padding=padding), not layer.is_torgb, gain)
        else:
            weights = weight[None] * style[:, None, :, None, None]
            if not layer.is_torgb:
                weights = weights * (weights.square().sum(dim=[2, 3, 4], keepdim=True) + 1e-8).rsqrt()
            x = ops.per_sample_convolution(x, weights * gain, padding=padding)
        if layer.is_torgb:
            return ops.leaky_relu(x, tensors[name + '.bias'], gain=1, clamp=self.conv_clamp, slope=1)
        return ops.filtered_leaky_relu(
            x, tensors[name + '.bias'], tensors[name + '.up_filter'], tensors[name + '.down_filter'],
            layer.up, layer.down, layer.padding, self.conv_clamp)
