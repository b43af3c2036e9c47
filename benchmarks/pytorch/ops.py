"""The operations as plain PyTorch runs them: no fused kernels, each step a pass over memory. All in the dtype of x."""
import math

import torch
import torch.nn.functional as F

SQRT2 = math.sqrt(2)


def leaky_relu(x, bias=None, gain=SQRT2, clamp=None, slope=0.2):
    """bias -> leaky ReLU -> gain -> clamp; the bias runs along axis 1."""
    if bias is not None:
        x = x + bias.to(x.dtype).reshape([1, -1] + [1] * (x.ndim - 2))
    if slope != 1:
        x = F.leaky_relu(x, slope)
    if gain != 1:
        x = x * gain
    return x if clamp is None else x.clamp(-clamp, clamp)


def upfirdn(x, filter, up=1, down=1, padding=(0, 0, 0, 0), gain=1):
    """Zero-stuffs, pads (x0, x1, y0, y1; negative crops), convolves each channel, keeps every down-th sample.

    x [N, C, H, W]; filter [taps] (separable) or [taps, taps].
    """
    n, c, h, w = x.shape
    if up > 1:
        x = F.pad(x.reshape(n, c, h, 1, w, 1), [0, up - 1, 0, 0, 0, up - 1]).reshape(n, c, h * up, w * up)
    x = F.pad(x, padding)  # crops where negative

    # conv2d correlates, so the taps are turned round.
    taps = (filter * gain ** (filter.ndim / 2)).to(x.dtype).flip(list(range(filter.ndim)))
    if taps.ndim == 2:
        x = F.conv2d(x, taps.expand(c, 1, *taps.shape), groups=c)
    else:
        x = F.conv2d(x, taps[None, None, None, :].expand(c, 1, 1, -1), groups=c)
        x = F.conv2d(x, taps[None, None, :, None].expand(c, 1, -1, 1), groups=c)
    return x[:, :, ::down, ::down]


def filtered_leaky_relu(x, bias, up_filter, down_filter, up, down, padding, clamp):
    """bias -> up-sampling by a filter -> leaky ReLU -> clamp -> down-sampling by a filter."""
    x = x + bias.to(x.dtype).reshape(1, -1, 1, 1)
    x = upfirdn(x, up_filter, up=up, padding=padding, gain=up ** 2)
    x = leaky_relu(x, clamp=clamp)
    return upfirdn(x, down_filter, down=down)


def fully_connected(x, weight, bias, weight_gain, bias_gain=1.0):
    """x [N, in] -> [N, out], with the gains of equalised learning rates."""
    return torch.addmm((bias * bias_gain)[None], x, (weight * weight_gain).t())


def normalize_second_moment(x):
    return x * (x.square().mean(dim=1, keepdim=True) + 1e-8).rsqrt()


def per_sample_convolution(x, weights, **options):
    """Each sample by its own weights [N, out, in, k, k], in one call: the samples become groups."""
    n = x.shape[0]
    weights = weights.to(x.dtype)
    x = F.conv2d(x.reshape(1, -1, *x.shape[2:]), weights.reshape(-1, *weights.shape[2:]), groups=n, **options)
    return x.reshape(n, -1, *x.shape[2:])


def per_sample_transposed_convolution(x, weights, **options):
    n = x.shape[0]
    flat = weights.to(x.dtype).transpose(1, 2).reshape(-1, weights.shape[1], *weights.shape[3:])
    x = F.conv_transpose2d(x.reshape(1, -1, *x.shape[2:]), flat, groups=n, **options)
    return x.reshape(n, -1, *x.shape[2:])


# Where the styles go: into weights of each sample, or onto the maps before a convolution that all samples share. The results are the same.
MODULATIONS = ['weights', 'maps']


def shared_convolution(x, weight, style, convolve, demodulated=True, gain=1.0):
    """All samples by the same weights [out, in, k, k]: the style scales what goes in, its demodulation what comes out.

    The products of float16 run fastest on channels-last maps.
    """
    factors = torch.full([x.shape[0], weight.shape[0]], 1.0, device=x.device) * gain
    if demodulated:
        # Both scales cancel in the product; without them float16 overflows.
        weight = weight / (weight.abs().amax(dim=[1, 2, 3], keepdim=True) * math.sqrt(weight[0].numel()))
        style = style / style.abs().amax(dim=1, keepdim=True)
        factors = factors * (style.square() @ weight.square().sum(dim=[2, 3]).t() + 1e-8).rsqrt()
    x, weight = x * style.to(x.dtype)[:, :, None, None], weight.to(x.dtype)
    if x.dtype == torch.float16:
        x, weight = x.contiguous(memory_format=torch.channels_last), weight.contiguous(memory_format=torch.channels_last)
    return convolve(x, weight) * factors.to(x.dtype)[:, :, None, None]
