namespace StyleGanIlgpu.Latents;

/// <summary>Truncation of w towards the average: ws = w_avg + psi (w - w_avg), with a psi for every row.</summary>
internal static class Truncation
{
    /// <summary>Fills the coefficients of a batch.</summary>
    /// <param name="coefficients">[N, num_ws].</param>
    /// <param name="numWs">Rows of ws.</param>
    /// <param name="psi">Coefficient of the truncated rows.</param>
    /// <param name="cutoff">
    /// How many rows are truncated, from the first; the others get 1. Null stands for all, as does more than there are; none below 1.
    /// </param>
    public static void Fill(Span<float> coefficients, int numWs, float psi, int? cutoff)
    {
        coefficients.Fill(1);
        var truncated = Math.Clamp(cutoff ?? numWs, 0, numWs);
        for (var sample = 0; sample < coefficients.Length; sample += numWs)
            coefficients.Slice(sample, truncated).Fill(psi);
    }
}
