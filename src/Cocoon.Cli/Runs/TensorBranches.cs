namespace Cocoon.Cli;

/// <summary>Names many tensors in few words: whole branches of a model by their common path, with the number of tensors.</summary>
public static class TensorBranches
{
    /// <summary>The largest branches that hold chosen tensors only, and the chosen tensors that stand alone; in the order of all.</summary>
    /// <param name="all">Paths of all tensors, such as <c>main.layers.3.attention.qkv.weight</c>.</param>
    /// <param name="chosen">Those that are to be named.</param>
    public static IEnumerable<string> Of(IEnumerable<string> all, IReadOnlySet<string> chosen) => Below(0, [.. all], chosen);

    private static IEnumerable<string> Below(int from, List<string> paths, IReadOnlySet<string> chosen)
    {
        foreach (var branch in paths.GroupBy(path => Head(path, from)))
        {
            var inside = branch.ToList();
            int count = inside.Count(chosen.Contains);
            if (count == inside.Count) yield return count == 1 ? inside[0] : $"{branch.Key} ({count})";
            else if (count > 0)
                foreach (string name in Below(branch.Key.Length + 1, inside, chosen)) yield return name;
        }
    }

    /// <summary>The path up to the next dot.</summary>
    private static string Head(string path, int from) => path.IndexOf('.', from) is >= 0 and int dot ? path[..dot] : path;
}
