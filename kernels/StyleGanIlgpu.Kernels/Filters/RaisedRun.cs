namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>26 neighbouring samples of a raised row: all that 8 outputs of a filter of 12 taps by steps of 2 meet.</summary>
internal struct RaisedRun
{
    public float R0;
    public float R1;
    public float R2;
    public float R3;
    public float R4;
    public float R5;
    public float R6;
    public float R7;
    public float R8;
    public float R9;
    public float R10;
    public float R11;
    public float R12;
    public float R13;
    public float R14;
    public float R15;
    public float R16;
    public float R17;
    public float R18;
    public float R19;
    public float R20;
    public float R21;
    public float R22;
    public float R23;
    public float R24;
    public float R25;
}
