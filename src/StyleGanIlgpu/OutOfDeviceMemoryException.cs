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

    /// <summary>Bytes of the block that didn't fit.</summary>
    public long NeededBytes { get; }

    /// <summary>Bytes that the device had left, not all of them in one piece perhaps; null where it couldn't say.</summary>
    public long? FreeBytes { get; }
}
