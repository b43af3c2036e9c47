using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StyleGanIlgpu.Cli;

/// <summary>The usual help, and below it lines that can be copied.</summary>
internal sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["stylegan"] =
        [
            "stylegan generate --seeds 0-15 --grid 4x4 --outdir out",
            "stylegan info ffhq.pkl",
            "stylegan convert ffhq.pkl ffhq.safetensors",
            "stylegan doctor",
        ],
        ["generate"] =
        [
            "stylegan generate --seeds 0-15 --grid 4x4 --outdir out",
            "stylegan generate --network ffhq.pkl --seeds 85,265,297 --trunc 0.7 --outdir out",
            "stylegan generate --network cifar10.pkl --seeds 0-35 --class 1 --outdir out",
            "stylegan generate --network afhqv2-t.pkl --seeds 2 --translate 0.1,0 --rotate 15 --outdir out",
            "stylegan generate --network ffhq.pkl --projected-w projected_w.npz --outdir out",
        ],
        ["info"] =
        [
            "stylegan info",
            "stylegan info ffhq.pkl",
            "stylegan info ffhq.pkl --json",
            "stylegan info ffhq.pkl --device cuda --batch 4",
        ],
        ["convert"] =
        [
            "stylegan convert ffhq.pkl ffhq.safetensors",
            "stylegan convert network-snapshot-025000.pkl raw.safetensors --network-key G",
            "stylegan convert ffhq.pkl ffhq-state-dict.pkl",
        ],
        ["bench"] =
        [
            "stylegan bench",
            "stylegan bench --network ffhq.pkl --threads 1,2,4 --batch 1,8",
            "stylegan bench --network ffhq.pkl --device cuda --precision fp16 --json",
        ],
        ["doctor"] =
        [
            "stylegan doctor",
        ],
    };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var status = standard.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        output.WriteLine("Examples:");
        foreach (var example in Examples[command is RootCommand ? "stylegan" : command.Name])
            output.WriteLine($"  {example}");
        return status;
    }
}
