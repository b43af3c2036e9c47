"""z -> w, the same for both families."""
import math

import ops


def map_latents(tensors, z, layers, learning_rate_multiplier=0.01):
    """z [N, z_dim] -> w [N, w_dim]."""
    x = ops.normalize_second_moment(z)
    for i in range(layers):
        weight, bias = tensors[f'mapping.fc{i}.weight'], tensors[f'mapping.fc{i}.bias']
        gain = learning_rate_multiplier / math.sqrt(weight.shape[1])
        x = ops.leaky_relu(ops.fully_connected(x, weight, bias, gain, learning_rate_multiplier))
    return x


def styles(tensors, layer, w):
    """The style of one layer: [N, w_dim] -> [N, channels]."""
    weight = tensors[layer + '.affine.weight']
    return ops.fully_connected(w, weight, tensors[layer + '.affine.bias'], 1 / math.sqrt(weight.shape[1]))
