"""Compares the networks here with the golden pictures in tests/Golden; fails above the limit of the precision.

A baseline that makes another picture, or skips work, would make any comparison of speed worthless.
"""
import argparse
import pathlib
import sys

import numpy as np
import torch

from checkpoint import load_generator
from ops import MODULATIONS
from precision import DTYPES, LIMITS, set_precision
from stylegan2 import StyleGan2
from stylegan3 import Input, Layer, StyleGan3

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / 'tests' / 'Golden'
NAMES = ['sg2_skip64', 'sg2_fp16_64', 'sg2_z512_32', 'sg3_t64', 'sg3_r64']


def stylegan2(module):
    kwargs = {**module.init_kwargs, **(module.init_kwargs.get('synthesis_kwargs') or {})}
    return StyleGan2(module.flat(), module.attributes['img_resolution'],
                     module.children['mapping'].attributes['num_layers'], kwargs.get('conv_clamp'))


def stylegan3(module):
    synthesis = module.children['synthesis']
    input = synthesis.children['input'].attributes
    layers = []
    for name in synthesis.attributes['layer_names']:
        a = synthesis.children[name].attributes
        layers.append(Layer(name, int(a['up_factor']), int(a['down_factor']), [int(p) for p in a['padding']], a['is_torgb']))
    return StyleGan3(module.flat(), Input(int(input['size'][0]), float(input['sampling_rate']), float(input['bandwidth'])),
                     layers, module.children['mapping'].attributes['num_layers'], a['conv_clamp'], synthesis.attributes['output_scale'])


def relative_rmse(actual, expected):
    return float(np.sqrt(np.mean((actual - expected) ** 2) / np.mean(expected ** 2)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--device', default='cpu')
    parser.add_argument('--precision', choices=DTYPES, default='float32')
    parser.add_argument('--modulation', choices=MODULATIONS, default='weights')
    args = parser.parse_args()
    worst = 0.0
    torch.set_grad_enabled(False)
    for name in NAMES:
        golden = np.load(GOLDEN / (name + '.npz'))
        module = load_generator(GOLDEN / (name + '.pkl'))
        network = set_precision((stylegan3 if name.startswith('sg3') else stylegan2)(module), args.precision, args.device)
        network.modulation = args.modulation
        # One picture at a time: in a batch, StyleGAN3's style normalisation would mix the samples.
        pictures = np.concatenate([network(torch.from_numpy(z[None]).to(args.device)).cpu().numpy() for z in golden['z_f32']])
        mixed = network.synthesize(torch.from_numpy(golden['ws_rand']).to(args.device)).cpu().numpy()
        errors = [relative_rmse(pictures, golden['img_const_f64']), relative_rmse(mixed, golden['img_ws_rand_f64'])]
        print(f'{name}: {errors[0]:.1e} from z, {errors[1]:.1e} from unequal rows of w')
        worst = max(worst, *errors)
    sys.exit(0 if worst < LIMITS[args.precision] else 'a picture differs')


if __name__ == '__main__':
    main()
