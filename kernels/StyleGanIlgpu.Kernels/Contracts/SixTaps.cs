namespace StyleGanIlgpu.Kernels;

/// <summary>Six taps of a filter: a phase of an up-filter, or half a row of a down-filter.</summary>
partial struct SixTaps
{
    /// <summary>The first tap.</summary>
    public float T0;

    /// <summary>The second tap.</summary>
    public float T1;

    /// <summary>The third tap.</summary>
    public float T2;

    /// <summary>The fourth tap.</summary>
    public float T3;

    /// <summary>The fifth tap.</summary>
    public float T4;

    /// <summary>The sixth tap.</summary>
    public float T5;
}
