namespace StyleGanIlgpu;

/// <summary>
/// The GPU failed while it was in use: it was lost, a kernel failed, or the driver refused a call; the message says which. The generator can't
/// be used any more, and each further call says so by this exception; it can still be disposed. A new generator may work, on this device after
/// a while or on another.
/// </summary>
public sealed class DeviceLostException : Exception
{
    /// <summary>No particulars.</summary>
    public DeviceLostException()
        : this("The device failed.")
    {
    }

    /// <summary>What failed.</summary>
    /// <param name="message">One line: the call or the kernel, and what the driver said.</param>
    public DeviceLostException(string message)
        : base(message)
    {
    }

    /// <summary>What failed, and the fault beneath.</summary>
    /// <param name="message">One line: the call or the kernel, and what the driver said.</param>
    /// <param name="innerException">The fault beneath.</param>
    public DeviceLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
