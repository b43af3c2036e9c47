using System.Globalization;

namespace StyleGanIlgpu.CudaModel;

/// <summary>What NVIDIA's assembler made of a kernel, from the table that benchmarks/gpu/ptxas.sh prints.</summary>
internal sealed class MachineCode
{
    private readonly Dictionary<(string Kernel, int Architecture), (int Registers, int StaticShared)> figures = [];

    /// <param name="table">The lines of the Markdown file.</param>
    public MachineCode(IEnumerable<string> table)
    {
        foreach (var cells in table.Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            if (cells.Length > 5 && cells[2].StartsWith("sm_", StringComparison.Ordinal))
                figures[(cells[1], int.Parse(cells[2].AsSpan(3), CultureInfo.InvariantCulture))] = (Int(cells[3]), Int(cells[5]));
        }
    }

    /// <summary>Registers of a thread and static shared bytes of a block; of the nearest older architecture where there is no line.</summary>
    /// <exception cref="InvalidOperationException">The table doesn't have the kernel.</exception>
    public (int Registers, int StaticShared) Of(string kernel, int architecture)
    {
        var newest = figures.Keys.Where(key => key.Kernel == kernel && key.Architecture <= architecture).Select(key => key.Architecture).DefaultIfEmpty(0).Max();
        return newest > 0
            ? figures[(kernel, newest)]
            : throw new InvalidOperationException($"kernels.md has no {kernel} for sm_{architecture} or older: run benchmarks/gpu/ptxas.sh.");
    }

    private static int Int(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
