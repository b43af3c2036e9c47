"""Times one picture (z to float picture, batch 1, float32) on the CPU; one JSON line a network.

Each setting makes one picture, and the fastest the counted ones: what is quickest differs from network to network and machine to machine.
The best of all runs is the figure to quote, the first one's included: what slows a run down is always somebody else.
On a busy machine cpu_s, the processor time, says more, with one thread: several wait for each other by spinning.
"""
import argparse
import json
import os
import statistics
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('networks', nargs='*', help='names from the table (default: all)')
parser.add_argument('--setting', help='only this one (default: the fastest)')
parser.add_argument('--threads', type=int, default=len(os.sched_getaffinity(0)))
parser.add_argument('--runs', type=int, default=3, help='runs of the fastest setting after the trials')
parser.add_argument('--seconds', type=float, default=120, help='no further run is started for a network after this long')
args = parser.parse_args()
# The BLAS reads these when it is loaded.
for variable in 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS':
    os.environ[variable] = str(args.threads)

import torch  # noqa: E402

from ops import MODULATIONS  # noqa: E402
from random_networks import OFFICIAL  # noqa: E402


# Where the styles go, and how maps lie in memory. Convolutions are oneDNN's: without it stylegan2-256 takes 1.8 times as long or more.
SETTINGS = {
    f'styles on {modulation}, {layout}': (modulation, memory_format)
    for layout, memory_format in (('planes', torch.preserve_format), ('channels last', torch.channels_last))
    for modulation in MODULATIONS
}


def time_picture(network, z, setting):
    """Wall-clock and processor seconds."""
    network.modulation, network.memory_format = SETTINGS[setting]
    start, busy = time.perf_counter(), time.process_time()
    picture = network(z)
    times = time.perf_counter() - start, time.process_time() - busy
    if not bool(torch.isfinite(picture).all()):
        raise SystemExit('a picture holds values that are not finite')
    return times


def time_network(name):
    torch.manual_seed(0)
    network = OFFICIAL[name]()
    z = torch.randn(1, 512)
    begin = time.perf_counter()
    trials = {}
    for setting in [args.setting] if args.setting else SETTINGS:
        if not trials or time.perf_counter() - begin < args.seconds:
            trials[setting] = time_picture(network, z, setting)
    setting = min(trials, key=trials.get)
    times = [trials[setting]]
    while len(times) <= args.runs and (len(times) == 1 or time.perf_counter() - begin < args.seconds):
        times.append(time_picture(network, z, setting))
    wall, processor = zip(*times)
    print(json.dumps({
        'engine': 'pytorch ' + torch.__version__, 'network': name, 'setting': setting, 'threads': args.threads,
        'best_s': round(min(wall), 4), 'median_s': round(statistics.median(wall[1:]), 4),
        'first_s': round(wall[0], 4), 'cpu_s': round(min(processor), 4), 'runs': len(wall) - 1,
    }), flush=True)


torch.set_num_threads(args.threads)
torch.set_grad_enabled(False)
for name in args.networks or OFFICIAL:
    time_network(name)
