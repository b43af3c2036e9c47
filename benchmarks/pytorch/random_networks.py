"""Networks of the published shapes with random weights: for speed, the values don't matter."""
import math

import torch

from stylegan2 import StyleGan2
from stylegan3 import Input, Layer, StyleGan3


def stylegan2(resolution, channel_base, channel_max=512, w_dim=512):
    tensors = _mapping(w_dim, layers=8)
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    filter = torch.outer(taps, taps) / 64
    cin = 0
    for log2 in range(2, resolution.bit_length()):
        size = 2 ** log2
        block, cout = f'synthesis.b{size}', min(channel_base // size, channel_max)
        tensors[block + '.resample_filter'] = filter
        if size == 4:
            tensors[block + '.const'] = torch.randn(cout, 4, 4)
        else:
            _stylegan2_layer(tensors, block + '.conv0', cin, cout, size, w_dim, filter)
        _stylegan2_layer(tensors, block + '.conv1', cout, cout, size, w_dim, filter)
        _styled(tensors, block + '.torgb', cout, 3, 1, w_dim)
        cin = cout
    return StyleGan2(tensors, resolution, conv_clamp=256)


def stylegan3(resolution, channel_base, channel_max, kernel, radial, w_dim=512, layer_count=14, critical=2, margin=10):
    """The layer table follows the paper: cutoffs, stopbands and rates grow geometrically from 2 to the last layer's."""
    steps = [min(i / (layer_count - critical), 1) for i in range(layer_count + 1)]
    last = resolution / 2
    cutoffs = [2 * (last / 2) ** e for e in steps]
    stopbands = [2 ** 2.1 * (last * 2 ** 0.3 / 2 ** 2.1) ** e for e in steps]
    rates = [2 ** math.ceil(math.log2(min(2 * f, resolution))) for f in stopbands]
    half_widths = [max(f, rate / 2) - cutoff for f, rate, cutoff in zip(stopbands, rates, cutoffs)]
    sizes = [rate + 2 * margin for rate in rates]
    sizes[-2:] = [resolution] * 2
    channels = [round(min(channel_base / 2 / cutoff, channel_max)) for cutoff in cutoffs]
    channels[-1] = 3

    tensors = _mapping(w_dim, layers=2)
    tensors['synthesis.input.weight'] = torch.randn(channels[0], channels[0])
    tensors['synthesis.input.freqs'] = torch.randn(channels[0], 2)
    tensors['synthesis.input.phases'] = torch.rand(channels[0]) - 0.5
    tensors['synthesis.input.transform'] = torch.eye(3)
    _affine(tensors, 'synthesis.input', w_dim, 4)

    layers = []
    for i in range(layer_count + 1):
        before, is_torgb = max(i - 1, 0), i == layer_count
        name = f'L{i}_{sizes[i]}_{channels[i]}'
        k = 1 if is_torgb else kernel
        _styled(tensors, 'synthesis.' + name, channels[before], channels[i], k, w_dim)
        tensors[f'synthesis.{name}.magnitude_ema'] = torch.ones([])
        if is_torgb:
            layers.append(Layer(name, 1, 1, [0] * 4, True))
            continue
        rate = max(rates[before], rates[i]) * 2
        up, down = rate // rates[before], rate // rates[i]
        up_taps, down_taps = 6 * up, 6 * down
        total = (sizes[i] - 1) * down + 1 - (sizes[before] + k - 1) * up + up_taps + down_taps - 2
        low = (total + up) // 2
        layers.append(Layer(name, up, down, [low, total - low] * 2, False))
        tensors[f'synthesis.{name}.up_filter'] = _low_pass(up_taps, cutoffs[before], half_widths[before] * 2, rate)
        full = radial and cutoffs[i] != cutoffs[-1]
        tensors[f'synthesis.{name}.down_filter'] = _low_pass(down_taps, cutoffs[i], half_widths[i] * 2, rate, full)
    return StyleGan3(tensors, Input(sizes[0], rates[0], cutoffs[0]), layers)


def _mapping(w_dim, layers):
    tensors = {}
    for i in range(layers):
        tensors[f'mapping.fc{i}.weight'] = torch.randn(w_dim, w_dim) * 100
        tensors[f'mapping.fc{i}.bias'] = torch.zeros(w_dim)
    return tensors


def _affine(tensors, name, w_dim, features):
    tensors[name + '.affine.weight'] = torch.randn(features, w_dim)
    tensors[name + '.affine.bias'] = torch.ones(features)


def _styled(tensors, name, cin, cout, kernel, w_dim):
    tensors[name + '.weight'] = torch.randn(cout, cin, kernel, kernel)
    tensors[name + '.bias'] = torch.zeros(cout)
    _affine(tensors, name, w_dim, cin)


def _stylegan2_layer(tensors, name, cin, cout, size, w_dim, filter):
    _styled(tensors, name, cin, cout, 3, w_dim)
    tensors[name + '.noise_const'] = torch.randn(size, size)
    tensors[name + '.noise_strength'] = torch.tensor(0.1)
    tensors[name + '.resample_filter'] = filter


def _low_pass(taps, cutoff, width, rate, radial=False):
    """A sinc (or jinc) under a Kaiser window whose attenuation suits the width; the taps sum to 1."""
    attenuation = 2.285 * (taps - 1) * math.pi * width / (rate / 2) + 7.95
    beta = 0.1102 * (attenuation - 8.7) if attenuation > 50 else \
        0.5842 * (attenuation - 21) ** 0.4 + 0.07886 * (attenuation - 21) if attenuation > 21 else 0.0
    window = torch.kaiser_window(taps, periodic=False, beta=beta, dtype=torch.float64)
    t = (torch.arange(taps, dtype=torch.float64) - (taps - 1) / 2) / rate
    if radial:
        r = torch.hypot(t[:, None], t[None, :])
        filter = torch.special.bessel_j1(2 * cutoff * math.pi * r) / (math.pi * r) * torch.outer(window, window)
    else:
        filter = torch.special.sinc(2 * cutoff * t) * window
    return (filter / filter.sum()).float()


OFFICIAL = {
    'stylegan2-256': lambda: stylegan2(256, channel_base=16384),
    'stylegan2-1024': lambda: stylegan2(1024, channel_base=32768),
    'stylegan3-t-256': lambda: stylegan3(256, channel_base=16384, channel_max=512, kernel=3, radial=False),
    'stylegan3-t-1024': lambda: stylegan3(1024, channel_base=32768, channel_max=512, kernel=3, radial=False),
    'stylegan3-r-256': lambda: stylegan3(256, channel_base=32768, channel_max=1024, kernel=1, radial=True),
    'stylegan3-r-1024': lambda: stylegan3(1024, channel_base=65536, channel_max=1024, kernel=1, radial=True),
}
