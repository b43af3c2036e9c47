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

    /// <summary>Quads of a pixel of so many channels.</summary>
    public int Quads(int channels) => IsFloat16 ? 2 * Extent.Cover(channels, 2 * Float4.Length) : Float4.Count(channels);

    /// <summary>The name of a kernel's variant: of float32 alone the plain name, else with what it reads and what it writes.</summary>
    public static string Variant(string kernel, MapStorage input, MapStorage output) => (input.IsFloat16, output.IsFloat16) switch
    {
        (false, false) => kernel,
        (true, true) => $"{kernel}_f16",
        (true, false) => $"{kernel}_f16_f32",
        (false, true) => $"{kernel}_f32_f16",
    };
}
