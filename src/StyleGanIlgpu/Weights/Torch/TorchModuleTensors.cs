using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Flattens a tree of modules into tensors with dotted names. In a hostile file the tree can be a cycle, which is refused, or share
/// branches until it has more paths than atoms: depth and number of items are bounded.
/// </summary>
internal static class TorchModuleTensors
{
    private const int Deepest = 32;
    private const int MostItems = 20_000;

    /// <summary>Letters of all names together, beside what the file itself is long: real networks take some 30,000.</summary>
    private const int MostLetters = 1 << 18;

    /// <exception cref="ModelFormatException">The tree is too large, or one of the tensors is damaged.</exception>
    public static Dictionary<string, Parameter> Flatten(TorchModule root, TorchTensors tensors, string source)
    {
        var found = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        var (items, letters) = (0, 0L);
        var path = new Stack<TorchModule>();
        Visit(root, "");
        return found;

        void Visit(TorchModule module, string prefix)
        {
            if (path.Any(module.IsSame))
                throw new ModelFormatException($"{source}: the network's module '{prefix.TrimEnd('.')}' contains itself.");
            path.Push(module);
            items += module.ItemCount + 1;
            if (path.Count > Deepest + 1 || items > MostItems)
                throw new ModelFormatException($"{source}: the network's modules nest deeper than {Deepest} or hold more than {MostItems} items.");
            foreach (var (name, value) in module.Tensors)
            {
                var whole = Join(prefix, name);
                found[whole] = tensors.Read(whole, value);
            }

            foreach (var (name, child) in module.Children)
                Visit(child, $"{Join(prefix, name)}.");
            path.Pop();
        }

        string Join(string prefix, string name)
        {
            letters += prefix.Length + name.Length;
            return letters <= MostLetters + tensors.FileLength
                ? prefix + name
                : throw new ModelFormatException($"{source}: the names of the network's tensors are longer than the file.");
        }
    }
}
