using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Packs parameters one after the other, each at a multiple of its alignment.</summary>
internal sealed class KernelArguments
{
    private readonly List<byte> bytes = [];

    public KernelArguments Add<T>(T value, int alignment = 0)
        where T : unmanaged
    {
        var encoded = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        alignment = alignment == 0 ? Math.Min(encoded.Length, 8) : alignment;
        while (bytes.Count % alignment != 0)
            bytes.Add(0);
        bytes.AddRange(encoded);
        return this;
    }

    /// <summary>An ILGPU <c>ArrayView</c>: pointer and length.</summary>
    public KernelArguments View(ulong address, long length) => Add(address).Add(length);

    public byte[] ToArray() => [.. bytes];
}
