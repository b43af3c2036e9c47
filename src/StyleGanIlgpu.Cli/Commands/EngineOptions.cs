using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>How pictures are computed: options that several commands take.</summary>
internal static class EngineOptions
{
    public const int LargestBatch = 256;

    public const int MostThreads = 1024;

    public static ValueOption Device() => new("--device", "NAME", "auto, cuda, cuda:N or cpu", Values.Device)
    {
        Description = "auto, cuda, cuda:N or cpu. [default: auto]",
    };

    public static ValueOption Precision() => new(
        "--precision", "NAME", "float32, official, tf32 or fp16",
        Values.OneOf(
            ("float32", StyleGanIlgpu.Precision.Float32),
            ("official", StyleGanIlgpu.Precision.Official),
            ("tf32", StyleGanIlgpu.Precision.Tf32),
            ("fp16", StyleGanIlgpu.Precision.Fp16)))
    {
        Description = "float32, official (as the official program on the same device; float32 on a CPU), tf32 or fp16 (on a GPU). [default: float32]",
    };

    public static ValueOption Batch() => new("--batch", "N", $"a whole number from 1 to {LargestBatch}", Values.WholeNumber(1, LargestBatch))
    {
        Description = "Pictures computed together; the pictures don't depend on it. [default: 1]",
    };
}
