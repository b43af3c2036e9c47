using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A device that executes the shipped PTX.</summary>
/// <param name="architecture">The compute capability as one number.</param>
internal sealed class EmulatorMachine(int architecture = 90) : EmulatedMachine, IDisposable
{
    private readonly EmulatedDevice device = new(new EmulatorOptions { Architecture = architecture });

    /// <summary>Called after every launch with what it did.</summary>
    public Action<EmulatedKernel, LaunchReport>? Launched { get; init; }

    public override ulong Allocate(long bytes) => device.Allocate(bytes);

    public override void Free(ulong address) => device.Free(address);

    public override void Divide(ulong address, IReadOnlyList<MemoryPart> parts) => device.Divide(address, parts);

    public override void Write(ulong address, ReadOnlySpan<byte> bytes) => device.Write(address, bytes);

    public override void Read(ulong address, Span<byte> bytes) => device.Read(address, bytes);

    public override EmulatedEntry Load(string ptx, string kernel) => new Entry(device.Load(ptx).Kernel(kernel), Launched);

    public void Dispose() => device.Dispose();

    private sealed class Entry(EmulatedKernel kernel, Action<EmulatedKernel, LaunchReport>? launched) : EmulatedEntry
    {
        public override int ParameterBytes { get; } = kernel.Parameters.Max(parameter => parameter.Offset + parameter.Size);

        public override int SharedBytes => kernel.StaticSharedBytes;

        public override void Launch((uint X, uint Y, uint Z) grid, (uint X, uint Y, uint Z) block, int sharedBytes, ReadOnlySpan<byte> parameters)
        {
            // What is allowed the driver has asked for and checked.
            kernel.MaxDynamicSharedBytes = Math.Max(sharedBytes, kernel.MaxDynamicSharedBytes);
            var report = kernel.Launch(Size(grid), Size(block), sharedBytes, parameters);
            launched?.Invoke(kernel, report);
        }

        private static Dim3 Size((uint X, uint Y, uint Z) size) => new((int)size.X, (int)size.Y, (int)size.Z);
    }
}
