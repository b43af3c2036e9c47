namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>One output column on its way down: the sums so far of the six outputs that the current raised row belongs to, the newest first.</summary>
internal struct PartialColumn
{
    public float P0;
    public float P1;
    public float P2;
    public float P3;
    public float P4;
    public float P5;
}
