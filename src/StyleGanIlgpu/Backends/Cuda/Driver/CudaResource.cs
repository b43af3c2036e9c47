using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>
/// Something that was made in a context: freed there, once, at the latest by the finalizer, and never with an exception. Makers must have
/// entered the context.
/// </summary>
internal abstract class CudaResource(CudaContext context) : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected CudaContext Context => context;

    protected CudaDriver Driver => context.Driver;

    /// <summary>Takes what the driver has made.</summary>
    protected void Own(nint made)
    {
        var added = false;
        context.DangerousAddRef(ref added);
        SetHandle(made);
    }

    /// <summary>Gives it back; the context is current.</summary>
    protected abstract CudaResult Free();

    protected override bool ReleaseHandle()
    {
        // A context that can't be entered is gone, and took everything with it.
        if (context.TryEnter(out var scope))
        {
            using (scope)
                Free();
        }
        context.DangerousRelease();
        return true;
    }
}
