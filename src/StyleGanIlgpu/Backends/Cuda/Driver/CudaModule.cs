using System.Text;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>A compiled image on the device.</summary>
internal sealed unsafe class CudaModule : CudaResource
{
    /// <param name="context">Entered.</param>
    /// <param name="image">A cubin.</param>
    /// <param name="kernel">Its kernel, for messages.</param>
    /// <exception cref="CudaFault">The driver refuses the image.</exception>
    public CudaModule(CudaContext context, ReadOnlySpan<byte> image, string kernel)
        : base(context)
    {
        fixed (byte* data = image)
        {
            Driver.Check(Driver.ModuleLoadData(out var module, data), $"loading kernel '{kernel}'");
            Own(module);
        }
    }

    /// <summary>The function of a kernel; it lives as long as the module.</summary>
    /// <exception cref="CudaFault">There is none.</exception>
    public nint Function(string kernel)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(kernel + '\0'))
        {
            Driver.Check(Driver.ModuleGetFunction(out var function, handle, name), $"finding kernel '{kernel}' in its module");
            return function;
        }
    }

    protected override CudaResult Free() => Driver.ModuleUnload(handle);
}
