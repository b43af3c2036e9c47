namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>Finds the numbers that a pickled tensor refers to, wherever its container keeps them.</summary>
internal interface ITorchStorages
{
    /// <summary>The storage of a reference. What no tensor asks for isn't looked at.</summary>
    /// <param name="tensor">Who asks, for messages.</param>
    /// <param name="reference">What the pickle has in a storage's place.</param>
    /// <exception cref="ModelFormatException">The reference is none, or leads to nothing that fits it.</exception>
    TorchStorage Find(string tensor, object? reference);
}
