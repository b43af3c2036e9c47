using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

internal unsafe partial class EmulatedCudaDriver
{
    /// <summary>What the driver's compiler makes here: this, the length of the text, and the text.</summary>
    private static readonly byte[] ImageMark = "EMULATED"u8.ToArray();

    public override CudaResult LinkCreate(uint optionCount, int* options, void** values, out nint state) =>
        Call(out state, () => Add(new EmulatedLink { Context = RequireContext(), Kind = "linker" }));

    public override CudaResult LinkAddData(nint state, int type, void* data, nuint bytes, byte* name, uint optionCount, int* options, void** values) => Call(() =>
    {
        var link = Find<EmulatedLink>(state);
        Require(type == 1, "PTX is linked");
        var text = new ReadOnlySpan<byte>(data, (int)bytes);
        Require(text[^1] == 0, "PTX ends with a zero");
        var ptx = Encoding.ASCII.GetString(text[..^1]);
        Require(int.Parse(Target().Match(ptx).Groups["number"].Value) <= architecture, $"the PTX isn't newer than sm_{architecture}");
        link.Ptx = ptx;
    });

    public override CudaResult LinkComplete(nint state, out void* image, out nuint bytes)
    {
        var length = 0;
        var result = Call(out nint made, () =>
        {
            var link = Find<EmulatedLink>(state);
            Require(link.Ptx is not null && link.Image == 0, "there is something to link");
            var text = Encoding.ASCII.GetBytes(link.Ptx!);
            length = ImageMark.Length + sizeof(int) + text.Length;
            link.Image = (nint)NativeMemory.Alloc((nuint)length);
            var target = new Span<byte>((void*)link.Image, length);
            ImageMark.CopyTo(target);
            BinaryPrimitives.WriteInt32LittleEndian(target[ImageMark.Length..], text.Length);
            text.CopyTo(target[(ImageMark.Length + sizeof(int))..]);
            return link.Image;
        });
        image = (void*)made;
        bytes = (nuint)length;
        return result;
    }

    public override CudaResult LinkDestroy(nint state) => Release(() =>
    {
        var link = Find<EmulatedLink>(state);
        NativeMemory.Fill((void*)link.Image, link.Image == 0 ? 0 : (nuint)ImageMark.Length, Poison);
        NativeMemory.Free((void*)link.Image);
        objects.Remove(state);
    });

    public override CudaResult ModuleLoadData(out nint module, void* image) => Call(out module, () =>
    {
        var context = RequireContext();
        if (!new ReadOnlySpan<byte>(image, ImageMark.Length).SequenceEqual(ImageMark))
            throw new DriverAnswer(CudaResult.InvalidImage);
        var text = (byte*)image + ImageMark.Length;
        var ptx = Encoding.ASCII.GetString(text + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(text, sizeof(int))));
        return Add(new EmulatedModule { Context = context, Kind = "module", Ptx = ptx });
    });

    public override CudaResult ModuleUnload(nint module) => Release(() =>
    {
        var unloaded = Find<EmulatedModule>(module);
        RequireIdle();
        foreach (var function in unloaded.Functions.Values)
            functions.Remove(function);
        objects.Remove(module);
    });

    public override CudaResult ModuleGetFunction(out nint function, nint module, byte* name) => Call(out function, () =>
    {
        var (owner, wanted) = (Find<EmulatedModule>(module), Marshal.PtrToStringUTF8((nint)name)!);
        if (owner.Functions.TryGetValue(wanted, out var known))
            return known;
        nextHandle += 0x10;
        functions.Add(nextHandle, new EmulatedFunction { Module = module, Name = wanted, Entry = machine.Load(owner.Ptx, wanted) });
        owner.Functions.Add(wanted, nextHandle);
        return nextHandle;
    });

    public override CudaResult FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function) => Call(out value, () => attribute switch
    {
        CudaFunctionAttribute.SharedSizeBytes => FindFunction(function).Entry.SharedBytes,
        CudaFunctionAttribute.MaxDynamicSharedSizeBytes => FindFunction(function).DynamicSharedBytes,
        CudaFunctionAttribute.RegisterCount => 32,
        CudaFunctionAttribute.LocalSizeBytes => 0,
        CudaFunctionAttribute.MaxThreadsPerBlock => Limits.Threads,
        _ => throw new DriverMisuse($"attribute {attribute} is known"),
    });

    public override CudaResult FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value) => Call(() =>
    {
        var found = FindFunction(function);
        Require(attribute == CudaFunctionAttribute.MaxDynamicSharedSizeBytes, $"attribute {attribute} can be set");
        Require(
            value >= 0 && found.Entry.SharedBytes + value <= Limits.SharedBytes(architecture),
            $"{found.Name}'s {found.Entry.SharedBytes} + {value} bytes of shared memory fit sm_{architecture}");
        found.DynamicSharedBytes = value;
    });

    public override CudaResult LaunchKernel(
        nint function,
        uint gridX,
        uint gridY,
        uint gridZ,
        uint blockX,
        uint blockY,
        uint blockZ,
        uint sharedBytes,
        nint stream,
        void** parameters,
        void** extra) => Call(() =>
    {
        var found = FindFunction(function);
        var target = Find<EmulatedStream>(stream);
        var (grid, block) = ((gridX, gridY, gridZ), (blockX, blockY, blockZ));
        Require(Fits(grid, Limits.Grid), $"{found.Name}'s grid {grid} is possible");
        Require(Fits(block, Limits.Block) && blockX * blockY * blockZ <= Limits.Threads, $"{found.Name}'s group {block} is possible");
        var allowed = Math.Max(CudaLimits.PlainSharedBytes - found.Entry.SharedBytes, found.DynamicSharedBytes);
        Require(sharedBytes <= allowed, $"{found.Name}'s {sharedBytes} bytes of dynamic shared memory were allowed before: {allowed} are");
        Require(parameters is null && extra is not null, "parameters come as one buffer");
        Require((nint)extra[0] == 1 && (nint)extra[2] == 2 && extra[4] is null, "the buffer's address and size are named");
        var bytes = new ReadOnlySpan<byte>(extra[1], (int)*(nuint*)extra[3]).ToArray();
        Require(
            bytes.Length == found.Entry.ParameterBytes && bytes.Length <= CudaLimits.ParameterBytes,
            $"{found.Name} is given its {found.Entry.ParameterBytes} bytes of parameters, not {bytes.Length}");
        // The module's memory, and with it the function, must still be there when a graph launches it again.
        target.Add(new EmulatedWork(() => found.Entry.Launch(grid, block, (int)sharedBytes, bytes), () => FindFunction(function)));
    });

    private static bool Fits((uint X, uint Y, uint Z) size, (uint X, uint Y, uint Z) largest) =>
        size is { X: > 0, Y: > 0, Z: > 0 } && size.X <= largest.X && size.Y <= largest.Y && size.Z <= largest.Z;

    private EmulatedFunction FindFunction(nint function)
    {
        Require(functions.TryGetValue(function, out var found), $"{function:x} is a function of a loaded module");
        Find<EmulatedModule>(found.Module);
        return found;
    }

    [GeneratedRegex(@"^\.target sm_(?<number>\d+)", RegexOptions.Multiline)]
    private static partial Regex Target();
}
