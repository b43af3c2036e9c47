"""Times a network (z to float picture) on the GPU in one precision, at each batch size and in each way; one JSON line each.

float32 has TF32 off, tf32 has it on; in fp16 the maps and products of all layers are half, mapping, styles and picture float32, and maps are
channels-last where the samples share a convolution. What fails is a line with the reason, and costs nothing else.
"""
import argparse
import gc
import json
import statistics
import sys

import torch

from official import CONFIGURATIONS, FLOAT16_RESOLUTIONS, OfficialNetwork
from ops import MODULATIONS
from precision import allow_tf32, set_precision
from random_networks import OFFICIAL
from ways import WAYS, median_of, time_runs

# Runs that decide which of several forms is compiled.
TRIALS = 5

# Plugins announce themselves on standard output, which is the results'.
RESULTS, sys.stdout = sys.stdout, sys.stderr


def several(known):
    def parse(text):
        names = text.split(',')
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f'{unknown[0]} is not one of {", ".join(known)}')
        return names
    return parse


def numbers(text):
    return [int(part) for part in text.split(',')]


def report(args, engine, mode, batch, **figures):
    print(json.dumps({
        'engine': engine, 'network': args.network, 'precision': args.precision, 'mode': mode, 'batch': batch, **figures,
    }), file=RESULTS, flush=True)


def attempt(args, engine, mode, batch, measure):
    try:
        gc.collect()
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        times = measure()
        report(args, engine(), mode, batch, best_s=min(times), median_s=statistics.median(times), peak_bytes=torch.cuda.max_memory_allocated())
    except Exception as fault:  # one failed combination must not cost the others
        report(args, engine(), mode, batch, failed=f'{type(fault).__name__}: {fault}'.splitlines()[0][:200])


def faster(network, modulations, z):
    """The modulation to compile. A trial that fails counts as slow."""
    times = {}
    for modulation in modulations:
        network.modulation = modulation
        try:
            times[modulation] = median_of('graph', network, z, TRIALS)
        except Exception:
            times[modulation] = float('inf')
    return min(times, key=times.get)


def bench_ours(args):
    network = set_precision(OFFICIAL[args.network](), args.precision, 'cuda')
    for batch in args.batches:
        z = torch.randn(batch, 512, device='cuda')
        for way in args.modes:
            tried = args.modulations if way in ('eager', 'graph') else [faster(network, args.modulations, z)]
            for modulation in tried:
                network.modulation = modulation
                attempt(args, lambda: 'pytorch ' + torch.__version__, f'{way}, styles on {modulation}', batch,
                        lambda: time_runs(WAYS[way](network, z), args.runs))


def bench_official(args):
    allow_tf32(args.precision)
    try:
        network = OfficialNetwork(args.official, args.network, args.precision)
    except Exception as fault:
        sys.exit(f'the official code does not start: {type(fault).__name__}: {fault}'.splitlines()[0])
    for batch in args.batches:
        z = torch.randn(batch, 512, device='cuda')
        for way in args.modes:
            attempt(args, lambda: f'official, {network.path()}', way, batch, lambda: time_runs(WAYS[way](network, z), args.runs))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('network', choices=list(CONFIGURATIONS))
    parser.add_argument('--precision', choices=list(FLOAT16_RESOLUTIONS), default='float32')
    parser.add_argument('--batches', type=numbers, default=[1, 4, 16])
    parser.add_argument('--modes', type=several(WAYS), default=list(WAYS))
    parser.add_argument('--modulations', type=several(MODULATIONS), default=MODULATIONS)
    parser.add_argument('--runs', type=int, default=20)
    parser.add_argument('--official', metavar='CLONE', help='time the official code out of this folder instead of the networks here')
    args = parser.parse_args()
    if args.precision == 'official' and not args.official:
        parser.error('precision official is that of the official code: --official names its folder')
    torch.set_grad_enabled(False)
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(0)
    (bench_official if args.official else bench_ours)(args)


if __name__ == '__main__':
    main()
