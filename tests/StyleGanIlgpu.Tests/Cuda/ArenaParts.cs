using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// An arena is one allocation, in which a kernel that leaves its tensor only meets the next one. Here its tensors and temporaries become
/// allocations of their own, so that the emulator sees it; those that share a place at different times stay together.
/// </summary>
internal static class ArenaParts
{
    /// <summary>The session, divided where it is an emulated GPU's.</summary>
    public static EngineSession Apart(this EngineSession session)
    {
        if (session is CudaSession { Program: var program } cuda && program.Engine.Context.Driver is EmulatedCudaDriver driver)
            driver.Machine.Divide(cuda.ArenaAddress, Of(program));
        return session;
    }

    public static IReadOnlyList<MemoryPart> Of(CudaProgram program)
    {
        List<MemoryPart> parts = [new(0, CudaArena.RunOptionBytes, "the run's options")];
        var tensors = program.Plan.Tensors
            .Select(tensor => new MemoryPart(program.Arena.Offset(tensor.Id), CudaLayout.Bytes(tensor, program.Storage(tensor.Id)), $"'{tensor.Name}'"));
        var temporaries = program.Temporaries.Index()
            .Select(temporary => new MemoryPart(program.Arena.Offset(new TemporaryHandle(temporary.Index)), temporary.Item.Bytes, $"temporary {temporary.Index}"));
        foreach (var part in tensors.Concat(temporaries).Where(part => part.Bytes > 0).OrderBy(part => part.Offset))
        {
            var last = parts[^1];
            if (part.Offset >= last.Offset + last.Bytes)
                parts.Add(part);
            else
                parts[^1] = new MemoryPart(last.Offset, Math.Max(last.Bytes, part.Offset + part.Bytes - last.Offset), $"{last.Name} or {part.Name}");
        }
        return parts;
    }
}
