namespace StyleGanIlgpu.Kernels;

/// <summary>
/// How a kernel is started: computed from shapes in one place, for the library's own driver layer and for ILGPU's streams alike.
/// </summary>
/// <param name="Kernel">The variant's name in <c>KernelCatalog</c>, which is also its file of PTX and its entry point.</param>
/// <param name="Grid">Groups.</param>
/// <param name="Group">Threads of a group.</param>
/// <param name="SharedBytes">Dynamic shared memory of a group, in bytes.</param>
readonly partial record struct KernelLaunch(string Kernel, Extent Grid, Extent Group, int SharedBytes = 0);
