namespace StyleGanIlgpu.CudaModel;

/// <summary>The launches of one network at one precision and batch, on one GPU.</summary>
internal sealed record NetworkTimes(string Network, string Precision, int Batch, Gpu Gpu, IReadOnlyList<LaunchTime> Launches)
{
    /// <summary>Whether two GPUs are given the same launches.</summary>
    public bool HasLaunchesOf(NetworkTimes other) =>
        Launches.Select(launch => launch.Launch).SequenceEqual(other.Launches.Select(launch => launch.Launch), ReferenceEqualityComparer.Instance);

    /// <summary>Predicted seconds of a picture, one graph from latents to bytes.</summary>
    public double Seconds => Launches.Sum(launch => launch.Seconds) / Batch;

    /// <summary>Seconds of a picture by the roofline of every launch.</summary>
    public double Roof => Launches.Sum(launch => launch.Roof) / Batch;

    /// <summary>Of the whole time, the share of the kernels with one of these words in their names.</summary>
    public double ShareOf(params IReadOnlyList<string> words) =>
        Launches.Where(launch => words.Any(word => launch.Launch.Launch.Kernel.Contains(word, StringComparison.Ordinal))).Sum(launch => launch.Seconds) / (Seconds * Batch);

    /// <summary>Of the time of the launches that do the network's products, the share that the peak of their units needs.</summary>
    public double ConvolutionShare
    {
        get
        {
            var convolutions = Launches.Where(launch => launch.Launch.Products > 0).ToArray();
            return convolutions.Sum(launch => launch.Roof) / convolutions.Sum(launch => launch.Seconds);
        }
    }
}
