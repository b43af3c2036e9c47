namespace StyleGanIlgpu.Kernels;

/// <summary>Maps as a kernel loads and stores them by single channels.</summary>
internal interface IMapElement<TElement> : ISectorChannels
    where TElement : unmanaged
{
    static abstract float Widen(TElement element);

    /// <summary>Rounds to nearest; see <see cref="IMapStorage.Store"/> for what doesn't fit.</summary>
    static abstract TElement Narrow(float value);
}
