using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights.Safetensors;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>
/// Files with a few bytes changed, cut or doubled: each opens, or is refused as a ModelFormatException, with no more memory than a small
/// multiple of the file. The changes are the same in every run.
/// </summary>
public sealed class MutationTests
{
    public static TheoryData<string, int> Files => new()
    {
        { "tiny 2", 1500 },
        { "tiny 3", 1500 },
        { "tiny 4", 1500 },
        { "tiny 5", 1500 },
        { "foreign safetensors", 2000 },
        { "converted sg3_t_cond32", 1000 },
        { "sg3_t_cond32", 150 },
        { "sg2_orig32", 150 },
        { "tf_sg1_32", 100 },
        { "archive", 2000 },
        { "stream", 1500 },
        { "ros32.pt", 150 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_file_opens_or_is_refused(string name, int runs)
    {
        var original = Content(name);
        var random = new Random(name.Aggregate(runs, (sum, letter) => (sum * 31) + letter));
        var refused = 0;
        for (var run = 0; run < runs; run++)
        {
            var damaged = Mutate(original, random, Structure(name, original.Length));
            using var stream = new MemoryStream(damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ModelFile.Open(stream, "fuzz").Dispose();
            }
            catch (ModelFormatException e)
            {
                refused++;
                Assert.StartsWith("fuzz: ", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{name}, run {run}: {Convert.ToHexString(damaged.AsSpan(0, Math.Min(damaged.Length, 4000)))}", e);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (40L << 20) + (40L * damaged.Length));
        }

        // If nothing is refused, nothing was damaged.
        Assert.InRange(refused, runs / 10, runs);
    }

    // Where the bytes are that say what the rest is: everywhere in a tiny file, at the start of safetensors.
    private static int Structure(string name, int length) => name.StartsWith("converted", StringComparison.Ordinal) ? Math.Min(length, 20_000) : length;

    private static byte[] Mutate(byte[] original, Random random, int structure)
    {
        var bytes = (byte[])original.Clone();
        switch (random.Next(10))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var (from, to, length) = (random.Next(structure), random.Next(structure), random.Next(1, 64));
                length = Math.Min(length, bytes.Length - Math.Max(from, to));
                Array.Copy(original, from, bytes, to, length);
                return bytes;
            case 2:
                var place = random.Next(structure);
                return [.. bytes.AsSpan(0, place), .. bytes.AsSpan(Math.Min(bytes.Length, place + random.Next(1, 16)))];
            case 3:
                var start = random.Next(structure);
                return [.. bytes.AsSpan(0, start), .. bytes.AsSpan(start, Math.Min(random.Next(1, 200), bytes.Length - start)), .. bytes.AsSpan(start)];
            default:
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    var at = random.Next(structure);
                    bytes[at] = random.Next(3) switch
                    {
                        0 => (byte)random.Next(256),
                        1 => (byte)(bytes[at] ^ (1 << random.Next(8))),
                        _ => "\0\x01\x7F().,:0123456789[]{}abcdeghijlopqrstuGBCKMNJRQ\u0080\u0081\u0085\u0086\u0087\u0088\u008A\u008C\u0093\u0094\u0095\u00FF"
                            is var opcodes ? (byte)opcodes[random.Next(opcodes.Length)] : (byte)0,
                    };
                }

                return bytes;
        }
    }

    private static byte[] Content(string name)
    {
        if (name.StartsWith("tiny", StringComparison.Ordinal))
            return TinyStyleGan2.Snapshot(name[^1] - '0', TinyStyleGan2.Generator(root: [("z_dim", PyTorch.Scalar("i8", [3, 0, 0, 0, 0, 0, 0, 0]))]));
        if (name.StartsWith("foreign", StringComparison.Ordinal))
            return SafetensorsAttackTests.Foreign("\"family\":\"stylegan2\",\"mapping_lr_mul\":\"0.1\",\"conv_clamp\":\"none\",\"z_dim\":\"3\"");
        if (name is "archive" or "stream")
        {
            using var tiny = StateDictTests.Open(Content("tiny 4"));
            var saver = new TorchSaver();
            var content = saver.StateDict(tiny);
            return name == "archive" ? saver.Archive(content) : saver.Stream(content);
        }

        if (!name.StartsWith("converted", StringComparison.Ordinal))
            return File.ReadAllBytes(GoldenFolder.PathOf(name.Contains('.', StringComparison.Ordinal) ? name : $"{name}.pkl"));
        using var checkpoint = GoldenCheckpointTests.Open(name.Split(' ')[1]);
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(checkpoint, stream, null);
        return stream.ToArray();
    }
}
