using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Maps as a kernel loads and stores them, by quads of channels: the device side of <see cref="MapStorage"/>. Views are of <see cref="Float4"/>
/// whatever they hold; places count quads of the storage.
/// </summary>
internal interface IMapStorage
{
    /// <summary>Quads in the 32 bytes that memory moves at once.</summary>
    static abstract int SectorQuads { get; }

    static abstract Float4 Load(ArrayView<Float4> maps, int quad);

    /// <summary>Stores what fits: float16 ends at 65504, which larger numbers become.</summary>
    static abstract void Store(ArrayView<Float4> maps, int quad, Float4 value);

    /// <summary>A quad's words as they lie in memory, as bits of numbers that aren't read as such: what goes from lane to lane.</summary>
    static abstract Float4 LoadWords(ArrayView<Float4> maps, int quad);

    /// <summary>The numbers that words stand for.</summary>
    static abstract Float4 Widen(Float4 words);

    /// <summary>The words of the lane so many further on.</summary>
    static abstract Float4 ShuffleDown(Float4 words, int lanes);
}
