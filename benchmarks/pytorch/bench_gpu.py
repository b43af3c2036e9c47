"""Times networks (z to float picture) on the GPU: eager and compiled, in each precision; one JSON line each.

A figure is the best of all runs by the device's clock (CUDA events), the device idle before; the median stands beside it.
"""
import argparse
import json
import statistics
import sys

import torch

from precision import set_precision
from random_networks import OFFICIAL


def numbers(text):
    return [int(part) for part in text.split(',')]


def time_runs(network, z, runs):
    for _ in range(3):
        picture = network(z)
    if not bool(torch.isfinite(picture).all()):
        raise SystemExit('the picture holds values that are not finite')
    torch.cuda.synchronize()
    torch.cuda.reset_peak_memory_stats()
    times = []
    for _ in range(runs):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        network(z)
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end) / 1000)
    return times


def report(name, precision, mode, batch, times):
    print(json.dumps({
        'engine': 'pytorch ' + torch.__version__, 'network': name, 'precision': precision, 'mode': mode, 'batch': batch,
        'best_s': min(times), 'median_s': statistics.median(times), 'peak_bytes': torch.cuda.max_memory_allocated(),
    }), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('networks', nargs='*', default=list(OFFICIAL))
    parser.add_argument('--batches', type=numbers, default=[1, 4, 16])
    parser.add_argument('--precisions', default='float32,tf32,fp16')
    parser.add_argument('--modes', default='eager,compile')
    parser.add_argument('--runs', type=int, default=20)
    args = parser.parse_args()
    torch.set_grad_enabled(False)
    for name in args.networks:
        for precision in args.precisions.split(','):
            torch.manual_seed(0)
            network = set_precision(OFFICIAL[name](), precision, 'cuda')
            for mode in args.modes.split(','):
                run = torch.compile(network.__call__) if mode == 'compile' else network
                for batch in args.batches:
                    try:
                        report(name, precision, mode, batch, time_runs(run, torch.randn(batch, 512, device='cuda'), args.runs))
                    except Exception as fault:  # one failed combination must not cost the others
                        print(f'{name} {precision} {mode} batch {batch}: {type(fault).__name__}: {fault}'.splitlines()[0], file=sys.stderr, flush=True)
            torch.compiler.reset()


if __name__ == '__main__':
    main()
