using StyleGanIlgpu.Kernels.Ptx;

// Makes the PTX that is shipped. From the root of the checkout: dotnet run -c Release --project kernels/StyleGanIlgpu.Kernels.Ptx
var folder = args.Length > 0 ? args[0] : Path.Combine("kernels", "StyleGanIlgpu.Kernels", "Ptx");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{folder} isn't a folder: run this from the root of the checkout, or name the folder of the PTX.");
    return 2;
}
Console.WriteLine($"{PtxFolder.Write(folder)} files of PTX in {folder}");
return 0;
