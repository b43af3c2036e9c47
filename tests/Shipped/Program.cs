// A user's program: makes seed 85 of the default model by the packed package, and compares the bytes with the published
// implementation's. Usage: Shipped EXPECTED.rgb OUTDIR. Exit status 0 when no byte is off by more than 1.
using System.Runtime.Intrinsics;
using StyleGanIlgpu;

var expected = File.ReadAllBytes(args[0]);
Directory.CreateDirectory(args[1]);

using var generator = Generator.LoadDefault();
using var image = generator.Generate(seed: 85, truncation: 0.7f);
image.Save(Path.Combine(args[1], "seed0085.png"));
var pixels = image.AsRgb24().ToArray();
File.WriteAllBytes(Path.Combine(args[1], "seed0085.rgb"), pixels);

var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
if (pixels.Length != expected.Length)
{
    Console.Error.WriteLine($"{generator.Engine}: {pixels.Length} bytes, expected {expected.Length}");
    return 1;
}
var worst = pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"{generator.Engine}, {width}-bit vectors: worst byte off by {worst}");
return worst <= 1 ? 0 : 1;
