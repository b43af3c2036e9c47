using StyleGanIlgpu.Kernels.Ptx;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>The PTX of a test's own kernels, cleaned as the shipped kernels are.</summary>
internal static class IlgpuPtx
{
    public static string Compile(string name, string target = "sm_80", Type? from = null) =>
        PtxCompiler.Compile(name, (from ?? typeof(IlgpuKernels)).GetMethod(name)!, PtxTarget.All.First(t => t.Name == target));
}
