using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>Makes the PTX of a kernel variant with ILGPU's compiler; no GPU is needed.</summary>
internal sealed class PtxCompiler : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive));
    private readonly Dictionary<PtxTarget, PTXBackend> backends = [];

    public string Compile(string name, MethodInfo kernel, PtxTarget target)
    {
        if (!backends.TryGetValue(target, out var backend))
        {
            // The last argument is the driver's own library of functions, which our kernels don't call.
            backend = new PTXBackend(context, new CudaCapabilityContext(target.Architecture), target.Architecture, target.InstructionSet, null!);
            backends.Add(target, backend);
        }
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default);
        return PtxRewriter.Rewrite(name, compiled.PTXAssembly);
    }

    public void Dispose()
    {
        foreach (var backend in backends.Values)
            backend.Dispose();
        context.Dispose();
    }
}
