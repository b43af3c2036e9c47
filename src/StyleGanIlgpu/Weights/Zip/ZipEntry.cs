using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>A file in an archive, as the directory and the file's own header agree on it.</summary>
/// <param name="Name">Path with slashes; never absolute, never upwards.</param>
/// <param name="Data">The bytes as they lie in the archive.</param>
/// <param name="Packing">Why the bytes aren't the file's content ("compressed (method 8)"); null where they are.</param>
internal sealed record ZipEntry(string Name, ByteSlice Data, string? Packing);
