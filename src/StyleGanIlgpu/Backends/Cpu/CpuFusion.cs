using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Backends.Cpu.Winograd;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Joins ops that are faster and smaller together. The last map of a network with a skip architecture is the largest thing that it makes, and
/// only torgb reads it, which can take it from the cache, task by task.
/// </summary>
internal static class CpuFusion
{
    /// <summary>More channels would make the tasks too few and their weights too heavy for one task to hold all channels of a pixel.</summary>
    private const int MostChannels = 128;

    /// <summary>The plan with ops joined. Tensors that nothing writes any more take no memory; no value changes.</summary>
    public static Plan Of(Plan plan)
    {
        var ops = plan.Ops.ToList();
        for (var i = ops.Count - 1; i >= 0; i--)
        {
            if (ops[i] is not Convolution rgb || !NarrowConvolution.Fits(rgb) || plan.Outputs.Contains(rgb.Input))
                continue;
            var main = ops.FindIndex(op => op.Writes == rgb.Input);
            if (main < 0 || ops[main] is not Convolution convolution || ops.Count(op => op.Reads.Contains(rgb.Input)) > 1)
                continue;
            if (convolution.Weight.Shape[0] > MostChannels || !WinogradConvolution.Fits(convolution, plan[convolution.Output].Shape))
                continue;
            ops[i] = new ConvolutionAndRgb(convolution, rgb);
            ops.RemoveAt(main);
            i--;
        }
        return new Plan(plan.Batch, plan.Tensors, ops, plan.Outputs);
    }
}
