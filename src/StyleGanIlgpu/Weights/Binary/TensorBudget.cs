namespace StyleGanIlgpu.Weights.Binary;

/// <summary>
/// What all tensors of a file together may take: 4 times the file, which is what bytes become as floats, and enough for any small one. Tensors that
/// share what is stored, or repeat it, can ask for more than a file holds; beyond this, it is an attack.
/// </summary>
internal sealed class TensorBudget(string source, long fileLength)
{
    private long bytesLeft = (16L << 20) + (4 * fileLength);

    /// <exception cref="ModelFormatException">So many more floats are too many.</exception>
    public void Take(long floats)
    {
        bytesLeft -= sizeof(float) * floats;
        if (bytesLeft < 0)
            throw new ModelFormatException($"{source}: the tensors take far more memory than a file of {fileLength} bytes can need.");
    }
}
