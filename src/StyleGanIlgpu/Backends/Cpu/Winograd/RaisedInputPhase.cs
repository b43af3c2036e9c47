namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Transforms the strips of all spots, for products that are shared out by output channels.</summary>
internal sealed unsafe class RaisedInputPhase<TSimd, TVec>(RaisedConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const int BlocksOfTask = 4;

    private readonly RaisedInput<TSimd, TVec> input = new(convolution);
    private readonly int parts = (convolution.Tensors.InBlocks + BlocksOfTask - 1) / BlocksOfTask;

    public override int TaskCount => convolution.Tiling.Spots * parts;

    public override int ScratchBytes => convolution.Scratch.InputBytes;

    public override void Run(int task, in CpuFrame frame)
    {
        var (index, part) = Math.DivRem(task, parts);
        var spot = convolution.Tiling.Spot(index);
        convolution.Tensors.LoadStyle(spot.Sample, frame, (float*)frame.Scratch + convolution.Scratch.Style);
        input.Transform(
            spot.Sample,
            RaisedAxis.Made(spot.Down),
            RaisedAxis.Made(spot.Across),
            new Extent(part * BlocksOfTask, Math.Min(convolution.Tensors.InBlocks, (part + 1) * BlocksOfTask)),
            frame.Floats(convolution.SharedOffset) + index * convolution.StripFloats,
            frame);
    }
}
