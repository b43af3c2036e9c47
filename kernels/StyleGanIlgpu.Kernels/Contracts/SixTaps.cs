namespace StyleGanIlgpu.Kernels;

/// <summary>Six taps of a filter: a phase of an up-filter, or half a row of a down-filter.</summary>
partial struct SixTaps
{
    public float T0;
    public float T1;
    public float T2;
    public float T3;
    public float T4;
    public float T5;
}
