using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu;

/// <summary>A picture and the seed that it was made from.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Image">The picture; the receiver disposes it.</param>
public sealed record GeneratedImage(long Seed, Image Image);
