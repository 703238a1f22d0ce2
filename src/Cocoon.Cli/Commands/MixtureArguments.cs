using System.CommandLine;
using System.Globalization;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>The options that mix several corpora.</summary>
internal sealed class MixtureArguments
{
    private readonly CorpusArguments _corpus;

    private readonly Option<string[]> _weight = new("--weight")
    {
        Description = "Use the documents of an --input as often as this: 2 uses each twice, 0.5 half of them. Corpora with weights and the rest are interleaved at random; repeatable.",
        HelpName = "input=times", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "Which documents are held out, and in which order corpora are mixed.", DefaultValueFactory = _ => 0, HelpName = "n" };

    public MixtureArguments(Command command, CorpusArguments corpus)
    {
        _corpus = corpus;
        command.Add(_weight);
        command.Add(_seed);
    }

    /// <summary>Finds the files: each input with a weight is a corpus of its own, those without are one together.</summary>
    /// <exception cref="UsageException">A weight cannot be read, or names no input.</exception>
    public CorpusMixture Open(ParseResult arguments)
    {
        var weights = Weights(arguments);
        var parts = new List<(List<string> Paths, double Weight)>();
        List<string>? rest = null;
        foreach (string path in _corpus.Paths(arguments))
        {
            if (weights.TryGetValue(path, out double weight)) parts.Add(([path], weight));
            else if (rest is not null) rest.Add(path);
            else parts.Add((rest = [path], 1));
        }
        return new CorpusMixture(parts.Select(part => new CorpusPart(_corpus.Open(arguments, part.Paths), part.Weight)), arguments.GetValue(_seed));
    }

    private Dictionary<string, double> Weights(ParseResult arguments)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string text in arguments.GetValue(_weight) ?? [])
        {
            int equals = text.LastIndexOf('=');
            if (equals < 1 || !double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) || weight is not (> 0 and <= CorpusPart.LargestWeight))
                throw new UsageException($"--weight {text}: give an input and a number above 0 and at most {CorpusPart.LargestWeight}, for example --weight books=2.");
            string path = text[..equals];
            if (!_corpus.Paths(arguments).Contains(path, StringComparer.Ordinal)) throw new UsageException($"--weight {text}: '{path}' is not given with --input. Write both in the same way.");
            if (!weights.TryAdd(path, weight)) throw new UsageException($"--weight {text}: '{path}' has a weight already.");
        }
        return weights;
    }
}
