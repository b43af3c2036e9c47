using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.CudaModel;

/// <summary>A launch as the model sees it: what one block does on average, what must be moved, and what of it is the network's own arithmetic.</summary>
internal sealed record LaunchProfile
{
    public required int Index { get; init; }

    /// <summary>The layer whose output the op writes.</summary>
    public required string Layer { get; init; }

    public required KernelLaunch Launch { get; init; }

    /// <summary>Instructions and requests of a block.</summary>
    public required BlockCosts Costs { get; init; }

    /// <summary>Bytes of the tensors and temporaries that the launch is given.</summary>
    public required IReadOnlyList<long> Maps { get; init; }

    /// <summary>Bytes of the weights and constants that it is given.</summary>
    public required long Weights { get; init; }

    /// <summary>Multiply-adds of the op by its definition; 0 where it isn't a convolution.</summary>
    public required double Products { get; init; }

    /// <summary>Bytes that must be moved: everything once.</summary>
    public double Least => Weights + Maps.Sum(bytes => (double)bytes);

    public long Blocks => (long)Launch.Grid.X * Launch.Grid.Y * Launch.Grid.Z;

    public int Threads => Launch.Group.X * Launch.Group.Y * Launch.Group.Z;

    public int Warps => (Threads + 31) / 32;
}

/// <summary>Warp instructions and requests of one block, averaged over those that were executed.</summary>
/// <param name="Float">float32 arithmetic.</param>
/// <param name="Integer">Integer arithmetic and comparisons, as PTX has them: the machine code folds many into addresses.</param>
/// <param name="Special">Divisions, roots and the like.</param>
/// <param name="Other">Loads, stores, branches, barriers, shuffles: what only takes a turn.</param>
/// <param name="Tensor">Multiply-adds on tensor cores, by the operands' type.</param>
/// <param name="SharedWavefronts">Passes through the banks of shared memory.</param>
/// <param name="Sectors">32-byte sectors of global memory asked for.</param>
/// <param name="Barriers">Barriers that a warp meets.</param>
internal sealed record BlockCosts(
    double Float, double Integer, double Special, double Other, TensorProducts Tensor, double SharedWavefronts, double Sectors, double Barriers)
{
    /// <summary>All of them, as PTX counts.</summary>
    public double Instructions => Float + Integer + Special + Other + Tensor.Instructions;
}

/// <summary>Multiply-adds on tensor cores.</summary>
internal readonly record struct TensorProducts(double Tf32, double Fp16, double Instructions)
{
    public double MultiplyAdds => Tf32 + Fp16;
}
