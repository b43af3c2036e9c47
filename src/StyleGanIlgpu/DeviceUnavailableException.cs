namespace StyleGanIlgpu;

/// <summary>A device was asked for by name and can't be used on this machine; the message says why.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>No particular reason.</summary>
    public DeviceUnavailableException()
        : this("The device can't be used.")
    {
    }

    /// <summary>A device that can't be used, and why.</summary>
    /// <param name="message">One line: the device and the reason.</param>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>A device that can't be used, why, and the fault beneath.</summary>
    /// <param name="message">One line: the device and the reason.</param>
    /// <param name="innerException">The fault beneath.</param>
    public DeviceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
