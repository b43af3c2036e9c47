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
}
