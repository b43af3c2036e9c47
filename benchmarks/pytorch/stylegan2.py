"""StyleGAN2's generator (skip architecture, constant noise) from a table of named tensors.

Mapping, modulated weights and the picture are float32; the layers run in self.dtype, as the official code does it.
"""
import math

import torch
import torch.nn.functional as F

import ops
from mapping import map_latents, styles


class StyleGan2:
    dtype = torch.float32
    modulation = 'weights'
    memory_format = torch.preserve_format

    def __init__(self, tensors, resolution, mapping_layers=8, conv_clamp=None):
        self.tensors, self.mapping_layers, self.conv_clamp = tensors, mapping_layers, conv_clamp
        self.resolutions = [2 ** i for i in range(2, resolution.bit_length())]
        self.num_ws = 2 * len(self.resolutions)

    def __call__(self, z):
        w = map_latents(self.tensors, z, self.mapping_layers)
        return self.synthesize(w[:, None].expand(-1, self.num_ws, -1))

    def synthesize(self, ws):
        """ws [N, num_ws, w_dim] -> picture [N, 3, R, R]."""
        filter = self.tensors['synthesis.b8.resample_filter']
        x = self.tensors['synthesis.b4.const'][None].expand(ws.shape[0], -1, -1, -1).to(self.dtype, memory_format=self.memory_format)
        image, row = None, 0
        for resolution in self.resolutions:
            block = f'synthesis.b{resolution}'
            if resolution > 4:
                x = self._layer(block + '.conv0', x, ws[:, row], up=2)
                row += 1
            x = self._layer(block + '.conv1', x, ws[:, row], up=1)
            row += 1
            # The picture's layer looks at the row that the next block starts with.
            rgb = self._to_rgb(block + '.torgb', x, ws[:, row]).float()
            if image is not None:
                rgb = rgb + ops.upfirdn(image, filter, up=2, padding=(2, 1, 2, 1), gain=4)
            image = rgb
        return image

    def _layer(self, name, x, w, up):
        tensors = self.tensors
        x = self._convolution(x, tensors[name + '.weight'], styles(tensors, name, w), up)
        if up == 2:
            x = ops.upfirdn(x, tensors[name + '.resample_filter'], padding=(1, 1, 1, 1), gain=4)
        x = x + (tensors[name + '.noise_const'] * tensors[name + '.noise_strength']).to(x.dtype)
        return ops.leaky_relu(x, tensors[name + '.bias'], clamp=self.conv_clamp)

    def _convolution(self, x, weight, style, up):
        if self.modulation == 'maps' and up == 2:
            return ops.shared_convolution(x, weight, style, lambda x, weight: F.conv_transpose2d(x, weight.transpose(0, 1), stride=2))
        if self.modulation == 'maps':
            return ops.shared_convolution(x, weight, style, lambda x, weight: F.conv2d(x, weight, padding=1))
        weights = weight[None] * style[:, None, :, None, None]
        weights = weights * (weights.square().sum(dim=[2, 3, 4], keepdim=True) + 1e-8).rsqrt()
        if up == 2:
            return ops.per_sample_transposed_convolution(x, weights, stride=2)
        return ops.per_sample_convolution(x, weights, padding=1)

    def _to_rgb(self, name, x, w):
        weight = self.tensors[name + '.weight']
        style = styles(self.tensors, name, w) / math.sqrt(weight.shape[1])
        if self.modulation == 'maps':
            x = ops.shared_convolution(x, weight, style, F.conv2d, demodulated=False)
        else:
            x = ops.per_sample_convolution(x, weight[None] * style[:, None, :, None, None])
        return ops.leaky_relu(x, self.tensors[name + '.bias'], gain=1, clamp=self.conv_clamp, slope=1)
