"""Ways to run a network on a GPU, and how long each takes."""
import statistics

import torch

WARM_UPS = 3


def eager(network, z):
    return lambda: network(z)


def graph(network, z):
    """Recorded once as a CUDA graph, without any compiler: what it costs to launch kernel by kernel falls away."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(WARM_UPS):
            network(z)
    torch.cuda.current_stream().wait_stream(side)
    recorded = torch.cuda.CUDAGraph()
    with torch.cuda.graph(recorded):
        picture = network(z)

    def replay():
        recorded.replay()
        return picture
    return replay


def compiled(mode):
    def way(network, z):
        torch.compiler.reset()
        # Each batch size by itself: shapes that may change make slower kernels.
        run = torch.compile(lambda z: network(z), mode=mode, dynamic=False)
        return lambda: run(z)
    return way


# Both of the compiler's modes use CUDA graphs; max-autotune takes minutes to choose its kernels.
WAYS = {'eager': eager, 'graph': graph, 'reduce-overhead': compiled('reduce-overhead'), 'max-autotune': compiled('max-autotune')}


def time_runs(run, runs):
    """Seconds of each run by the device's clock (CUDA events), the device idle before."""
    for _ in range(WARM_UPS):
        picture = run()
    if not bool(torch.isfinite(picture).all()):
        raise RuntimeError('the picture holds values that are not finite')
    torch.cuda.synchronize()
    times = []
    for _ in range(runs):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        run()
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end) / 1000)
    return times


def median_of(way, network, z, runs):
    return statistics.median(time_runs(WAYS[way](network, z), runs))
