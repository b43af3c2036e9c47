using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Latents;

/// <summary>Latents z: where pictures start from.</summary>
public static class Latent
{
    [ThreadStatic]
    private static NumPyRandom? stream;

    /// <summary>
    /// Fills z with the latent of a seed: the numbers of <c>numpy.random.RandomState(seed).randn(z_dim)</c>, drawn in double precision and
    /// rounded to float32, as the official scripts do. Equal seeds give equal pictures on every machine and in NVIDIA's own programs.
    /// </summary>
    /// <param name="seed">0 to 4294967295 (2^32 - 1), the seeds that NumPy takes.</param>
    /// <param name="z">The latent to fill [z_dim]: standard normal values. A shorter z is the beginning of a longer one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative or above 2^32 - 1.</exception>
    public static void FromSeed(long seed, Span<float> z)
    {
        // The state is 2.5 KB: one a thread, so that drawing latents allocates nothing.
        var random = stream ??= new NumPyRandom(0);
        random.Reseed(seed);
        random.StandardNormal(z);
    }

    /// <summary>
    /// The class that StyleGAN-XL's script gives a seed where it isn't told one: <c>numpy.random.RandomState(seed).randint(c_dim)</c>, drawn apart
    /// from the latent.
    /// </summary>
    /// <param name="seed">0 to 4294967295.</param>
    /// <param name="classCount">How many classes there are, at least 1.</param>
    /// <returns>0 to <paramref name="classCount"/> - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative or above 2^32 - 1, or there are no classes.</exception>
    public static int ClassFromSeed(long seed, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        var random = stream ??= new NumPyRandom(0);
        random.Reseed(seed);
        return (int)random.Integer(classCount);
    }

    /// <summary>The latent of a seed, as a new array; see <see cref="FromSeed(long, Span{float})"/>.</summary>
    /// <param name="seed">0 to 4294967295 (2^32 - 1).</param>
    /// <param name="zDim">How many values the network's z has; <c>0</c> gives an empty array.</param>
    /// <returns>Standard normal values [z_dim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative or above 2^32 - 1, or the length is negative.</exception>
    public static float[] FromSeed(long seed, int zDim)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zDim);
        var z = new float[zDim];
        FromSeed(seed, z);
        return z;
    }
}
