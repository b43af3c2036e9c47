namespace StyleGanIlgpu.Weights.Binary;

/// <summary>
/// What all tensors of a file together may take. Bytes become floats, 4 times as much, and tensors may share what is stored; beyond this, a file
/// is an attack.
/// </summary>
internal sealed class TensorBudget(string source, long fileLength)
{
    private long bytesLeft = (16L << 20) + (8 * fileLength);

    /// <exception cref="ModelFormatException">So many more floats are too many.</exception>
    public void Take(long floats)
    {
        bytesLeft -= sizeof(float) * floats;
        if (bytesLeft < 0)
            throw new ModelFormatException($"{source}: the tensors take far more memory than a file of {fileLength} bytes can need.");
    }
}
