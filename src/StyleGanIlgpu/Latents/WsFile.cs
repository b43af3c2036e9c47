using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Latents;

/// <summary>Files of ws, as projectors write them.</summary>
public static class WsFile
{
    private const string ArrayName = "w";

    /// <summary>
    /// Reads the ws of one or more pictures: the array "w" of a NumPy .npz file, as the official projector writes it, or the array of a .npy file.
    /// Its shape is [N, num_ws, w_dim], or [num_ws, w_dim] for one picture; its elements are floats of any width, or integers.
    /// </summary>
    /// <param name="path">The file; .npz and .npy are told by the content, not by the name.</param>
    /// <param name="numWs">Rows of ws, <see cref="ModelInfo.NumWs"/>.</param>
    /// <param name="wDim">Numbers in a row, <see cref="ModelInfo.WDim"/>.</param>
    /// <returns>[N, num_ws, w_dim], N at least 1.</returns>
    /// <exception cref="ModelFormatException">The file isn't of these kinds, is damaged, or holds an array of another shape.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static float[] Read(string path, int numWs, int wDim)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(wDim, 1);
        return NumPyFile.Read(path, ArrayName, $"ws [N, {numWs}, {wDim}]", (header, what) => Check(header, what, numWs, wDim));
    }

    private static void Check(NpyHeader header, string what, int numWs, int wDim)
    {
        var shape = header.Shape;
        if (shape.Length is not (2 or 3) || shape[^1] != wDim || shape[^2] != numWs || shape[0] < 1)
            throw new ModelFormatException($"{what} has shape [{string.Join(", ", shape)}], expected [N, {numWs}, {wDim}] or [{numWs}, {wDim}].");
    }
}
