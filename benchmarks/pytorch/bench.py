"""Times one picture (z to float picture, batch 1, float32) on the CPU; one JSON line a network.

The best of all runs is the figure to quote, the warm-up's included: what slows a run down is always somebody else.
On a busy machine cpu_s, the processor time, says more, with one thread: several wait for each other by spinning.
"""
import argparse
import json
import os
import statistics
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('networks', nargs='*', help='names from the table (default: all)')
parser.add_argument('--threads', type=int, default=len(os.sched_getaffinity(0)))
parser.add_argument('--runs', type=int, default=3, help='counted runs after the warm-up')
parser.add_argument('--seconds', type=float, default=120, help='no further run is started for a network after this long')
args = parser.parse_args()
# The BLAS reads these when it is loaded.
for variable in 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS':
    os.environ[variable] = str(args.threads)

import torch  # noqa: E402

from random_networks import OFFICIAL  # noqa: E402


def time_network(name):
    torch.manual_seed(0)
    network = OFFICIAL[name]()
    z = torch.randn(1, 512)
    times, processor = [], []
    begin = time.perf_counter()
    for run in range(args.runs + 1):
        start, busy = time.perf_counter(), time.process_time()
        picture = network(z)
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
        if run > 0 and time.perf_counter() - begin > args.seconds:
            break
    if not bool(torch.isfinite(picture).all()):
        raise SystemExit(f'{name}: the picture holds values that are not finite')
    counted = times[1:]
    print(json.dumps({
        'engine': 'pytorch ' + torch.__version__, 'network': name, 'threads': args.threads,
        'best_s': round(min(times), 4), 'median_s': round(statistics.median(counted), 4),
        'first_s': round(times[0], 4), 'cpu_s': round(min(processor), 4), 'runs': len(counted),
    }), flush=True)


torch.set_num_threads(args.threads)
torch.set_grad_enabled(False)
for name in args.networks or OFFICIAL:
    time_network(name)
