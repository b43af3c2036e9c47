namespace StyleGanIlgpu.GpuCheck;
internal static class KernelTable
{
    public static void Run(CheckOptions options, CheckResults results) => results.Notes.Add("kernels: only on CUDA");
}
