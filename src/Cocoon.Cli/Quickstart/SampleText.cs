namespace Cocoon.Cli;

/// <summary>Divides the bundled novels into text to train on and text to test on.</summary>
internal static class SampleText
{
    private const double HeldOutRate = 0.03;

    /// <summary>Writes the beginning of each novel into one folder and its end, cut at an empty line, into another.</summary>
    public static void Divide(string samples, string train, string heldOut)
    {
        Directory.CreateDirectory(train);
        Directory.CreateDirectory(heldOut);
        foreach (string file in Directory.EnumerateFiles(samples, "*.txt").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(file);
            int cut = text.LastIndexOf("\n\n", (int)(text.Length * (1 - HeldOutRate)), StringComparison.Ordinal);
            if (cut < 0) cut = (int)(text.Length * (1 - HeldOutRate));
            File.WriteAllText(Path.Combine(train, Path.GetFileName(file)), text[..cut]);
            File.WriteAllText(Path.Combine(heldOut, Path.GetFileName(file)), text[cut..]);
        }
    }
}
