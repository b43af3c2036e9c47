namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Transforms all strips, for products that are shared out by output channels.</summary>
internal sealed unsafe class WinogradInputPhase<TSimd, TVec>(WinogradConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const int BlocksOfTask = 4;

    private readonly WinogradInput<TSimd, TVec> input = new(convolution);
    private readonly int parts = (convolution.Tensors.InBlocks + BlocksOfTask - 1) / BlocksOfTask;

    public override int TaskCount => convolution.Tiling.Strips * parts;

    public override int ScratchBytes => convolution.Scratch.InputBytes;

    public override void Run(int task, in CpuFrame frame)
    {
        var (strip, part) = Math.DivRem(task, parts);
        var blocks = new Extent(part * BlocksOfTask, Math.Min(convolution.Tensors.InBlocks, (part + 1) * BlocksOfTask));
        input.Transform(strip, blocks, frame.Floats(convolution.SharedOffset) + strip * convolution.StripFloats, frame);
    }
}
