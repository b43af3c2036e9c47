using System.Globalization;

namespace StyleGanIlgpu;

/// <summary>The GPU hasn't the memory that something needs. The generator stays usable: a smaller batch may fit.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>No particulars.</summary>
    public OutOfDeviceMemoryException()
        : this("The device hasn't enough memory.")
    {
    }

    /// <summary>What didn't fit.</summary>
    /// <param name="message">One line.</param>
    public OutOfDeviceMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>What didn't fit, and the fault beneath.</summary>
    /// <param name="message">One line.</param>
    /// <param name="innerException">The fault beneath.</param>
    public OutOfDeviceMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal OutOfDeviceMemoryException(string purpose, long neededBytes, long? freeBytes)
        : this(string.Create(
            CultureInfo.InvariantCulture,
            $"The device hasn't enough memory for {purpose}: {neededBytes:N0} bytes are needed, {(freeBytes is { } free ? $"{free:N0} are free" : "how many are free isn't known")}.")) =>
        (NeededBytes, FreeBytes) = (neededBytes, freeBytes);

    /// <summary>Where the driver doesn't say how much it wanted.</summary>
    internal OutOfDeviceMemoryException(string failed, long? freeBytes, Exception innerException)
        : this(
            string.Create(CultureInfo.InvariantCulture, $"The device hasn't enough memory: {failed}{(freeBytes is { } free ? $"; {free:N0} bytes are free" : "")}."),
            innerException) =>
        FreeBytes = freeBytes;

    /// <summary>Memory of the host's that the device is to reach.</summary>
    internal static OutOfDeviceMemoryException OfHost(long neededBytes, long? freeBytes) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The host can't lock {neededBytes:N0} bytes of memory for the numbers on their way to the device and back."))
        {
            NeededBytes = neededBytes,
            FreeBytes = freeBytes,
        };

    /// <summary>Bytes of the block that didn't fit; 0 where the driver didn't say how much it wanted, as for a kernel's code.</summary>
    public long NeededBytes { get; private init; }

    /// <summary>Bytes that the device had left, not all of them in one piece perhaps; null where it couldn't say.</summary>
    public long? FreeBytes { get; private init; }
}
