using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A launch of the CUDA engine with the emulator's counters.</summary>
internal sealed record MeasuredLaunch(EmulatedKernel Kernel, LaunchReport Report)
{
    /// <summary>All sectors moved, over those that had to be: each one touched once.</summary>
    public double Traffic =>
        32.0 * (Report.GlobalLoadSectors + Report.GlobalStoreSectors) / (Report.FirstTouchReadBytes + Report.FirstTouchWrittenBytes);

    /// <summary>Runs a case; its launches in order, without those that only hand the result over.</summary>
    /// <param name="opCase">The case.</param>
    /// <param name="architecture">Of the device.</param>
    public static IReadOnlyList<MeasuredLaunch> Of(OpCase opCase, int architecture = 80) => Of(opCase.Build(), architecture, Precision.Float32);

    /// <summary>The same with all maps in float16; without the launches that bring the inputs into it.</summary>
    public static IReadOnlyList<MeasuredLaunch> InHalf(OpCase opCase, int architecture = 80)
    {
        var instance = opCase.Build().InHalf();
        return [.. Of(instance, architecture, Precision.Fp16).Skip(instance.Inputs.Keys.Count(input => instance.Plan[input].Kind == TensorKind.Maps))];
    }

    private static IReadOnlyList<MeasuredLaunch> Of(OpCaseInstance instance, int architecture, Precision precision)
    {
        var launches = new List<MeasuredLaunch>();
        using var machine = new EmulatorMachine { Launched = (kernel, report) => launches.Add(new MeasuredLaunch(kernel, report)) };
        using var engine = CudaChoice.Create(CudaStart.Of(new EmulatedCudaDriver(machine, architecture)), null, precision: precision);
        instance.RunOn(engine);
        return [.. launches.Where(launch => !launch.Kernel.Name.StartsWith("planes", StringComparison.Ordinal))];
    }
}
