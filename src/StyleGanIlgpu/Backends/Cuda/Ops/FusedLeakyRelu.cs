using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// A filtered leaky ReLU that <c>FilteredLeakyReluKernel</c> can do: up by 2 with 12 taps or by 4 with 24, down by 2 with 12 taps, or with
/// 12 x 12 that mirror themselves, and the first output where every layer of StyleGAN3 has it among the phases of the up-filter. Of maps in
/// float16 tensor cores can do it, too (<see cref="TensorLeakyRelu"/>), with any 12 x 12.
/// </summary>
internal sealed class FusedLeakyRelu
{
    private const int PhaseTaps = 6;
    private const int DownTaps = 12;

    private readonly FilteredLeakyRelu op;
    private readonly FilterTaps up;
    private readonly FilterTaps down;

    private FusedLeakyRelu(FilteredLeakyRelu op, FilterTaps up, FilterTaps down) => (this.op, this.up, this.down) = (op, up, down);

    private string Kernel => $"filtered_leaky_relu_up{op.Up}{(down.IsSeparable ? "" : "_mirrored")}";

    /// <summary>The raised sample that the first output meets first, counted from the first that meets input 0 with its first tap.</summary>
    private (int Row, int Column) First => (op.Up - 1 - op.Padding.Top, op.Up - 1 - op.Padding.Left);

    /// <summary>The input that the first output meets first; it may lie outside.</summary>
    private (int Row, int Column) FirstInput => ((First.Row - (First.Row & (op.Up - 1))) / op.Up, (First.Column - (First.Column & (op.Up - 1))) / op.Up);

    /// <summary>Null where neither kernel can do it.</summary>
    public static FusedLeakyRelu? Find(FilteredLeakyRelu op, FilterTaps up, FilterTaps down, CudaCompilation compilation)
    {
        var fused = new FusedLeakyRelu(op, up, down);
        return fused.IsShape() && fused.IsBend() && fused.IsPhase() && (down.IsSeparable || IsMirrored(down) || fused.IsOnTensorCores(compilation)) ? fused : null;
    }

    public void Emit(CudaCompilation compilation)
    {
        var (source, target) = (CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation));
        var (input, output) = (source.Shape, target.Shape);
        FilterSize.Check(op, output.Width, FilterSize.Raised(input.Width, op.Up, op.Padding.Left + op.Padding.Right, up.Width), 1, op.Down, 0, down.Width);
        FilterSize.Check(op, output.Height, FilterSize.Raised(input.Height, op.Up, op.Padding.Top + op.Padding.Bottom, up.Height), 1, op.Down, 0, down.Height);
        if (IsOnTensorCores(compilation))
        {
            TensorLeakyRelu.Emit(op, up, down, FirstInput, source, target, compilation);
            return;
        }
        var channels = target.Quads * Float4.Length;
        var stored = op.Bias;
        WeightHandle? bias = stored is null ? null : CudaEpilogue.PrepareChannels(stored, 1, compilation);
        ConstantHandle? none = stored is null ? compilation.Constant<float>(new float[channels]) : null;
        var arguments = Arguments();
        arguments.InputHeight = input.Height;
        arguments.InputWidth = input.Width;
        arguments.OutputHeight = output.Height;
        arguments.OutputWidth = output.Width;
        arguments.InputChannels = source.Quads * Float4.Length;
        arguments.OutputChannels = channels;
        arguments.IsHalf = target.Storage.Flag;
        arguments.ChannelGroups = Extent.Cover(channels, FilteredLeakyReluArguments.GroupChannels);
        arguments.RunRows = FilteredLeakyReluArguments.RunRowsFor(output.Height, output.Width, channels);
        compilation.Launch(FilteredLeakyReluArguments.Launch(source.Storage.Variant(Kernel), output.Height, output.Width, channels, output.Batch), memory => arguments with
        {
            Input = source.Bind(memory),
            Output = target.Bind(memory),
            Bias = bias is { } weights ? memory.Weights<float>(weights) : memory.Constant<float>(none!.Value),
        });
    }

    private bool IsOnTensorCores(CudaCompilation compilation) =>
        TensorLeakyRelu.Fits(op, CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation), compilation);

    private bool IsShape() =>
        op is { Up: 2 or 4, Down: 2 } && up.IsSeparable && up.Width == PhaseTaps * op.Up && up.Height == up.Width
        && down.Width == DownTaps && down.Height == DownTaps;

    /// <summary>The kernel takes the larger of x and its multiple.</summary>
    private bool IsBend() => op is { Gain: >= 0, Slope: <= 1 };

    private bool IsPhase()
    {
        var phase = op.Up == 2 ? 0 : 1;
        return (First.Row & (op.Up - 1)) == phase && (First.Column & (op.Up - 1)) == phase;
    }

    /// <summary>Mirrored taps may differ by the rounding of their float32 form.</summary>
    private static bool IsMirrored(FilterTaps filter)
    {
        var taps = filter.Plane!;
        var tolerance = 1e-7 * taps.Max(Math.Abs);
        for (var i = 0; i < taps.Length; i++)
        {
            var (y, x) = (i / DownTaps, i % DownTaps);
            if (Math.Abs(taps[(y * DownTaps) + DownTaps - 1 - x] - taps[i]) > tolerance || Math.Abs(taps[((DownTaps - 1 - y) * DownTaps) + x] - taps[i]) > tolerance)
                return false;
        }
        return true;
    }

    /// <summary>All that doesn't depend on the map.</summary>
    private FilteredLeakyReluArguments Arguments()
    {
        var across = new PolyphaseAxis(up.Width, op.Up, 1, op.Up - 1).Table([.. up.Row!.Select(tap => tap * op.Gain)]);
        var along = new PolyphaseAxis(up.Height, op.Up, 1, op.Up - 1).Table(up.Column!);
        float[] folded = down.IsSeparable
            ? [.. down.Row.Concat(down.Column).Select(tap => (float)tap)]
            : [.. Enumerable.Range(0, PhaseTaps * PhaseTaps).Select(i => (float)down.Plane[(i / PhaseTaps * DownTaps) + (i % PhaseTaps)])];
        return new FilteredLeakyReluArguments
        {
            FirstRow = FirstInput.Row,
            FirstColumn = FirstInput.Column,
            Slope = (float)op.Slope,
            Limit = (float)(op.Clamp ?? double.PositiveInfinity),
            AcrossPhase0 = Six(across, 0),
            AcrossPhase1 = Six(across, 1),
            AcrossPhase2 = Six(across, 2),
            AcrossPhase3 = Six(across, 3),
            AlongPhase0 = Six(along, 0),
            AlongPhase1 = Six(along, 1),
            AlongPhase2 = Six(along, 2),
            AlongPhase3 = Six(along, 3),
            Down0 = Six(folded, 0),
            Down1 = Six(folded, 1),
            Down2 = Six(folded, 2),
            Down3 = Six(folded, 3),
            Down4 = Six(folded, 4),
            Down5 = Six(folded, 5),
        };
    }

    /// <summary>The n-th six, or zeros beyond the end.</summary>
    private static SixTaps Six(float[] taps, int n) => (n * PhaseTaps) + PhaseTaps <= taps.Length
        ? new SixTaps
        {
            T0 = taps[n * PhaseTaps],
            T1 = taps[(n * PhaseTaps) + 1],
            T2 = taps[(n * PhaseTaps) + 2],
            T3 = taps[(n * PhaseTaps) + 3],
            T4 = taps[(n * PhaseTaps) + 4],
            T5 = taps[(n * PhaseTaps) + 5],
        }
        : default;
}
