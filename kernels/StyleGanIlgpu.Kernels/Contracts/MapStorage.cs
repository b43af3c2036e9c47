using System.Diagnostics.CodeAnalysis;

namespace StyleGanIlgpu.Kernels;

/// <summary>What the numbers of maps are kept as between kernels; inside kernels they are float32.</summary>
readonly partial record struct MapStorage
{
    /// <summary>float32: a quad is a <see cref="Float4"/>.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name that it has everywhere.")]
    public static MapStorage Float32 => default;

    /// <summary>float16: a quad is a <see cref="Half4"/>, and a pixel has an even number of them, so that it begins at a multiple of 16 bytes.</summary>
    public static MapStorage Float16 => new() { IsFloat16 = true };

    /// <summary>Whether it is <see cref="Float16"/>.</summary>
    public bool IsFloat16 { get; private init; }

    /// <summary>Bytes of a quad.</summary>
    public int QuadBytes => Float4.Length * (IsFloat16 ? sizeof(short) : sizeof(float));

    /// <summary>Quads in the 32 bytes that memory moves at once.</summary>
    public int SectorQuads => 32 / QuadBytes;

    /// <summary>Quads of a pixel of so many channels.</summary>
    public int Quads(int channels) => IsFloat16 ? 2 * Extent.Cover(channels, 2 * Float4.Length) : Float4.Count(channels);

    /// <summary>The same for a kernel's arguments: 1 where it is <see cref="Float16"/>.</summary>
    public int Flag => IsFloat16 ? 1 : 0;

    /// <summary>The variant of a kernel that reads maps so. What a kernel writes is an argument: it stores seldom, and computes much in between.</summary>
    public string Variant(string kernel) => IsFloat16 ? $"{kernel}_f16" : kernel;
}
