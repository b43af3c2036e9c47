using SharpFuzz;
using StyleGanIlgpu;
using StyleGanIlgpu.Tests.Weights;

// Without arguments: opens what the fuzzer sends, again and again. Any exception but ModelFormatException ends the process, which is a find.
// "corpus FOLDER": writes the files to begin with, each into a folder named after its target. "open FILE...": opens files once.
switch (args)
{
    case []:
        Fuzzer.OutOfProcess.Run(stream => Open(stream));
        return 0;
    case ["corpus", var folder]:
        foreach (var file in TinyCheckpoint.All)
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, file.Name));
            File.WriteAllBytes(Path.Combine(target.FullName, "whole"), file.Content);
        }

        return 0;
    case ["open", .. var files]:
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            Console.WriteLine($"{file}: {Open(stream)}");
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: StyleGanIlgpu.Fuzz [corpus FOLDER | open FILE...]");
        return 2;
}

static string Open(Stream stream)
{
    try
    {
        using var model = ModelFile.Open(stream, "fuzz");
        return model.Info.Format;
    }
    catch (ModelFormatException e)
    {
        return e.Message;
    }
}
