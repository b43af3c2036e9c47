using System.Globalization;
using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What pictures of a network take of a GPU, and whether that GPU is here.</summary>
/// <param name="Device">"cuda" or "cuda:N".</param>
/// <param name="Name">The GPU's name; null where there is none.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Reason">Why it can't be used; null where it can.</param>
/// <param name="Plan">What is taken, with or without the GPU.</param>
internal sealed record GpuFacts(string Device, string? Name, long? MemoryBytes, string? Reason, CudaPlanInfo Plan)
{
    public static GpuFacts Of(string device, CudaInfo cuda, ModelFile model, int batch, Precision precision)
    {
        var index = device.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? int.Parse(device.AsSpan(colon + 1), CultureInfo.InvariantCulture) : 0;
        if (cuda.Devices.FirstOrDefault(gpu => gpu.Index == index) is not { } found)
            return new GpuFacts(device, null, null, cuda.Reason ?? "there is no such device", model.PlanCuda(batch, precision));
        try
        {
            return new GpuFacts(device, found.Name, found.MemoryBytes, cuda.Reason, model.PlanCuda(batch, precision, found.ComputeCapability));
        }
        catch (NotSupportedException tooOld)
        {
            return new GpuFacts(device, found.Name, found.MemoryBytes, tooOld.Message, model.PlanCuda(batch, precision));
        }
    }

    public IEnumerable<(string Name, string Value)> Facts()
    {
        yield return (Device, (Name, Reason) switch
        {
            (null, _) => $"not here ({Reason}); this is the plan",
            (_, { } reason) => $"{Name}, can't be used ({reason}); this is the plan",
            _ => $"{Name}, {Quantities.Bytes(MemoryBytes!.Value)}",
        });
        yield return ("precision", Plan.Precision.ToString().ToLowerInvariant());
        yield return ("pictures at once", Quantities.Count(Plan.BatchSize));
        yield return ("weights", $"{Quantities.Bytes(Plan.WeightBytes)}, once");
        yield return ("activations", $"{Quantities.Bytes(Plan.ActivationBytes)} for each call at a time ({Quantities.Bytes(Plan.LiveBytes)} are alive at once)");
        yield return ("peak", $"{Quantities.Bytes(Plan.PeakBytes)}, and what the driver takes for itself");
        yield return ("copied", $"{Quantities.Bytes(Plan.InputBytes)} to the GPU, {Quantities.Bytes(Plan.OutputBytes)} back");
        yield return ("kernels", $"{Quantities.Count(Plan.Launches)} launches of {Quantities.Count(Plan.Kernels)} kernels");
    }
}
