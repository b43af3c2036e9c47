using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

internal unsafe partial class EmulatedCudaDriver
{
    private CudaResult? lost;

    /// <summary>The number of the call that fails, from 0; none where negative.</summary>
    public int FailAt { get; init; } = -1;

    /// <summary>What it answers then.</summary>
    public CudaResult Failure { get; init; } = CudaResult.LaunchFailed;

    /// <summary>Whether every later call answers the same, as after the loss of a device.</summary>
    public bool StaysLost { get; init; }

    /// <summary>
    /// Contexts can be entered and left also after the device was lost; a context that can't be entered has been destroyed, and has taken all
    /// that was made in it along.
    /// </summary>
    private CudaResult? Fails(string call)
    {
        Calls.Add(call);
        if (lost is not null)
            return lost == CudaResult.ContextIsDestroyed || call is not (nameof(CtxPushCurrent) or nameof(CtxPopCurrent)) ? lost : null;
        if (Calls.Count - 1 != FailAt)
            return null;
        if (call == nameof(CtxPushCurrent))
        {
            objects.Clear();
            return lost = CudaResult.ContextIsDestroyed;
        }
        if (StaysLost)
            lost = Failure;
        return Failure;
    }
}
