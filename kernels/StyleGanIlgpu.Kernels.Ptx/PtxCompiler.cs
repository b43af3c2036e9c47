using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>
/// Makes the PTX of a kernel variant with ILGPU's compiler; no GPU is needed. Every kernel has a context of its own: in a shared one, the order of
/// what ILGPU writes depends on what it compiled before.
/// </summary>
internal static class PtxCompiler
{
    public static string Compile(string name, MethodInfo kernel, PtxTarget target)
    {
        using var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive));
        // The last argument is the driver's own library of functions, which our kernels don't call.
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(target.Architecture), target.Architecture, target.InstructionSet, null!);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default);
        return PtxRewriter.Rewrite(name, target.Number, compiled.PTXAssembly);
    }
}
