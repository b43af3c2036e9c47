namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A test that needs python3; skipped, and said so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    private bool _torch;

    public PythonFactAttribute() => Skip = PythonProgram.Plain is null ? "Needs python3, which isn't on PATH." : null;

    /// <summary>Whether that Python must be able to import torch.</summary>
    public bool Torch
    {
        get => _torch;
        set
        {
            _torch = value;
            if (value && PythonProgram.WithTorch is null)
                Skip = "Needs a python3 with PyTorch, on PATH or as /usr/bin/python3.";
        }
    }
}
