"""StyleGAN2's generator in the form that ONNX Runtime runs fastest on a CPU; the same function as stylegan2.py, for one picture.

Weights stay constants, so that they are packed once: styles scale what goes into a convolution, demodulation what comes out of it. The gain of
the activation goes into that factor, the noise and the bias, and the filters on up-sampled maps are depthwise convolutions.
"""
import math

import torch
import torch.nn.functional as F

from mapping import map_latents, styles
from ops import SQRT2

# How doubling convolutions are written. The runtime's transposed convolution is a product and one pass that adds its columns up, in one thread;
# four convolutions, one a phase, run as fast as others do, but are then interleaved, in one thread as well.
UPSAMPLINGS = ['transposed', 'phases']


class PaddedConvolution(torch.autograd.Function):
    """Convolution with other padding (top, left, bottom, right) on each side, which PyTorch has no single operation for and ONNX has."""

    @staticmethod
    def forward(_, x, weight, padding, groups):
        top, left, bottom, right = padding
        return F.conv2d(F.pad(x, [left, right, top, bottom]), weight, groups=groups)

    @staticmethod
    def symbolic(graph, x, weight, padding, groups):
        return graph.op('Conv', x, weight, pads_i=padding, group_i=groups)


class Interleave(torch.autograd.Function):
    """Four maps, one after the other among the channels, as the pixels of one of twice the size; PyTorch knows them in another order only."""

    @staticmethod
    def forward(_, x):
        n, c, h, w = x.shape
        return x.reshape(n, 2, 2, c // 4, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // 4, h * 2, w * 2)

    @staticmethod
    def symbolic(graph, x):
        return graph.op('DepthToSpace', x, blocksize_i=2, mode_s='DCR')


class OnnxStyleGan2(torch.nn.Module):
    def __init__(self, network, upsampling):
        super().__init__()
        self.network, self.upsampling = network, upsampling

    def forward(self, z):
        """z [1, z_dim] -> picture [1, 3, R, R]."""
        network, tensors = self.network, self.network.tensors
        w = map_latents(tensors, z, network.mapping_layers)
        x, image = tensors['synthesis.b4.const'][None], None
        for resolution in network.resolutions:
            block = f'synthesis.b{resolution}'
            if resolution > 4:
                x = self._layer(block + '.conv0', x, w, up=True)
            x = self._layer(block + '.conv1', x, w, up=False)
            rgb = self._to_rgb(block + '.torgb', x, w)
            image = rgb if image is None else rgb + _double(image, tensors['synthesis.b8.resample_filter'] * 4)
        return image

    def _layer(self, name, x, w, up):
        tensors = self.network.tensors
        weight, style = tensors[name + '.weight'], styles(tensors, name, w)
        factors = (style.square() @ weight.square().sum(dim=[2, 3]).t() + 1e-8).rsqrt() * SQRT2
        x = x * style[:, :, None, None]
        x = self._doubled(x, weight, tensors[name + '.resample_filter'] * 4) if up else F.conv2d(x, weight, padding=1)
        x = x * factors[:, :, None, None]
        x = x + tensors[name + '.noise_const'] * tensors[name + '.noise_strength'] * SQRT2
        x = x + (tensors[name + '.bias'] * SQRT2)[None, :, None, None]
        return self._clamped(F.leaky_relu(x, 0.2))

    def _doubled(self, x, weight, filter):
        channels = int(weight.shape[0])
        filters = filter.expand(channels, 1, 4, 4).contiguous()
        if self.upsampling == 'transposed':
            return F.conv2d(F.conv_transpose2d(x, weight.transpose(0, 1), stride=2), filters, padding=1, groups=channels)
        # Even rows and columns meet the outer taps of the weights, odd ones the middle.
        outer, middle = slice(0, 3, 2), slice(1, 2)
        phases = [
            PaddedConvolution.apply(x, weight[:, :, rows, columns].flip([2, 3]).contiguous(), [top, left, 1, 1], 1)
            for rows, top in ((outer, 1), (middle, 0)) for columns, left in ((outer, 1), (middle, 0))]
        return PaddedConvolution.apply(Interleave.apply(torch.cat(phases, dim=1)), filters, [1, 1, 0, 0], channels)

    def _to_rgb(self, name, x, w):
        tensors = self.network.tensors
        weight = tensors[name + '.weight']
        weight = weight * (styles(tensors, name, w) / math.sqrt(weight.shape[1]))[:, :, None, None]
        return self._clamped(F.conv2d(x, weight, tensors[name + '.bias']))

    def _clamped(self, x):
        clamp = self.network.conv_clamp
        return x if clamp is None else x.clamp(-clamp, clamp)


def _double(image, filter):
    """A picture of twice the size: the filter's taps, by phases, are one small convolution."""
    taps = F.pad(filter, [1, 1, 1, 1])
    weight = torch.zeros(4, 3, 3, 3, 3)
    for phase in range(4):
        y, x = divmod(phase, 2)
        for channel in range(3):
            weight[phase, channel, channel] = taps[y:y + 6:2, x:x + 6:2].flip([0, 1])
    return Interleave.apply(F.conv2d(image, weight.reshape(12, 3, 3, 3), padding=1))
