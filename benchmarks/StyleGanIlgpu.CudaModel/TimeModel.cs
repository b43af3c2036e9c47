using System.Globalization;

namespace StyleGanIlgpu.CudaModel;

/// <summary>
/// How long a launch takes on a GPU: the largest of what each unit needs for its share. A model: units overlap perfectly, and nothing is known of
/// the driver's scheduling. What the busiest multiprocessor gets counts, so that a grid that doesn't fill the GPU pays for it.
/// </summary>
internal sealed class TimeModel(Gpu gpu, MachineCode code)
{
    /// <summary>From one kernel of a graph to the next, in seconds.</summary>
    public const double Between = 1.0e-6;

    /// <summary>Of the published bandwidth, what a plain copy reaches.</summary>
    private const double Reachable = 0.92;

    /// <summary>Clocks from a load of global memory to its use, what is in the second-level cache and what isn't taken together.</summary>
    private const double LoadLatency = 600;

    /// <summary>Clocks from an instruction to one that needs it, of a warp with two independent ones.</summary>
    private const double StepLatency = 2;

    /// <summary>Of PTX's integer instructions, what is left in machine code: addresses of neighbours become offsets.</summary>
    private const double IntegerShare = 0.4;

    /// <summary>Of the roofline, what a launch can reach: all, and what the blocks that were executed err by.</summary>
    private const double MostShare = 1.01;

    /// <exception cref="InvalidOperationException">
    /// The launch doesn't fit the GPU, or takes less time than the least for it: its costs are those of another.
    /// </exception>
    public LaunchTime Predict(LaunchProfile launch)
    {
        var (registers, staticShared) = code.Of(launch.Launch.Kernel, gpu.Architecture);
        var resident = Resident(launch, registers, staticShared + launch.Launch.SharedBytes);
        var busiest = Math.Ceiling((double)launch.Blocks / gpu.Multiprocessors);
        var costs = launch.Costs;
        var integer = costs.Integer * IntegerShare;
        double Busy(double clocks) => busiest * clocks / gpu.Clock;

        var fromMemory = FromMemory(launch);
        var sectors = Math.Max(costs.Sectors * launch.Blocks * 32, launch.Least);
        var rounds = Math.Ceiling(busiest / resident);
        var turns = (costs.Float + integer + costs.Special + costs.Other + costs.Tensor.Instructions) / launch.Warps;
        var limits = new Limits
        {
            Memory = fromMemory / (gpu.Memory * 1e9 * Reachable),
            Cache = sectors / (gpu.Cache * 1e9),
            Tensor = Busy(Tensor(costs.Tensor)),
            Float = Busy(costs.Float * 32 / gpu.FloatLanes),
            Issue = Busy(Math.Max(
                (costs.Float + integer + costs.Special + costs.Other + costs.Tensor.Instructions) / Gpu.Issue,
                Math.Max(integer * 32 / gpu.IntegerLanes, costs.Special * 32 / Gpu.SpecialLanes))),
            Shared = Busy(Math.Max(costs.SharedWavefronts, costs.Sectors / gpu.SectorRate)),
            Latency = rounds * Math.Max((2 + (costs.Barriers / PipelineDepth.Of(launch.Launch.Kernel, gpu.Architecture))) * LoadLatency, turns * StepLatency) / gpu.Clock,
        };
        var occupancy = Math.Min(1, Math.Min(resident, busiest) * launch.Warps * 32 / gpu.MostThreads);
        var time = new LaunchTime(launch, limits, occupancy, Roof(launch));
        // Costs that aren't this launch's show here first.
        return time.RooflineShare <= MostShare
            ? time
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{launch.Layer}: {launch.Launch} is at {time.RooflineShare:0.0 %} of what a {gpu.Name} can do."));
    }

    /// <summary>Maps that the cache holds are still there from the launch before; weights aren't, since other layers' have pushed them out.</summary>
    private double FromMemory(LaunchProfile launch) =>
        launch.Weights + launch.Maps.Where(bytes => bytes > gpu.CacheBytes / 2).Sum(bytes => (double)bytes);

    /// <summary>The least for this launch on this GPU: its buffers moved once, or the network's own products at the peak of the units that do them.</summary>
    private double Roof(LaunchProfile launch)
    {
        var peak = gpu.FloatLanes;
        if (launch.Costs.Tensor.Fp16 > 0)
            peak = gpu.Fp16;
        else if (launch.Costs.Tensor.Tf32 > 0)
            peak = Math.Max(peak, IsSplit(launch) ? gpu.Tf32 / 3 : gpu.Tf32);
        return Math.Max(Math.Max(FromMemory(launch) / (gpu.Memory * 1e9), launch.Least / (gpu.Cache * 1e9)), launch.Products / (peak * gpu.Multiprocessors * gpu.Clock));
    }

    /// <summary>Three products for each of the network's, not one.</summary>
    private static bool IsSplit(LaunchProfile launch) => launch.Costs.Tensor.Tf32 * launch.Blocks > 2 * launch.Products;

    private double Tensor(TensorProducts products) =>
        (products.Tf32 > 0 ? products.Tf32 / gpu.Tf32 : 0) + (products.Fp16 > 0 ? products.Fp16 / gpu.Fp16 : 0);

    private double Resident(LaunchProfile launch, int registers, int shared)
    {
        // Registers are given to a warp in units of 256, shared memory to a block from sm_80 on with a kilobyte for the system.
        var byRegisters = Gpu.Registers / ((((registers * 32) + 255) / 256 * 256) * launch.Warps);
        var byShared = shared == 0 ? gpu.MostBlocks : gpu.SharedBytes / (shared + (gpu.Architecture < 80 ? 0 : 1024));
        var blocks = Math.Min(Math.Min(gpu.MostBlocks, gpu.MostThreads / launch.Threads), Math.Min(byRegisters, byShared));
        return blocks > 0
            ? blocks
            : throw new InvalidOperationException($"{launch.Launch.Kernel} doesn't fit a {gpu.Name}: {registers} registers, {shared} bytes of shared memory.");
    }
}
