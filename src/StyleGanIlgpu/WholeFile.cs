namespace StyleGanIlgpu;

/// <summary>Writes a file that appears whole or not at all: under another name in the same folder first, then renamed over the old one.</summary>
internal static class WholeFile
{
    /// <param name="path">The file; an existing one stays as it is until the new one is complete.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: is a folder, expected the name of a file to write.");
        var target = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new DirectoryNotFoundException($"{path}: the folder to write to doesn't exist.");
        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                // On the disk before the rename: after a power cut the name must not stand for half a file.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            File.Delete(temporary);
            throw new IOException($"{path}: can't be written, access is denied.", e);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
