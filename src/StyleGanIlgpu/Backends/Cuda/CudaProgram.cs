using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A plan as launches over an arena: kernels loaded, weights and constants on the device.</summary>
internal sealed class CudaProgram(Plan plan, CudaEngine engine, CudaCompilation compilation, CudaConstants constants) : EngineProgram(plan)
{
    public CudaEngine Engine => engine;

    public CudaArena Arena { get; } = new(compilation);

    public CudaConstants Constants => constants;

    /// <summary>The device's share; as much of the host's memory as its inputs and outputs take comes to it.</summary>
    public override long SessionBytes => Arena.DeviceBytes;

    public IReadOnlyList<CudaLaunch> Launches => compilation.Launches;

    public IReadOnlyList<CudaOutput> Outputs => compilation.Outputs;

    public CudaPreparation Preparation(WeightHandle weights) => compilation.Preparations[weights.Index];

    public MapStorage Storage(TensorId maps) => compilation.Storage(maps);

    public long Bytes(ConstantHandle constant) => compilation.Constants[constant.Index].Length;

    public IReadOnlyList<CudaTemporary> Temporaries => compilation.Temporaries;

    public override CudaSession CreateSession()
    {
        engine.ThrowIfLost();
        try
        {
            return new CudaSession(this);
        }
        catch (CudaFault fault)
        {
            throw engine.Fail(fault);
        }
    }
}
