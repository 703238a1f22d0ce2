using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cocoon.Evaluation;

/// <summary>All that the trainings of a run have in common: the encoder, and the task's examples as its token sequences.</summary>
public sealed class FineTuningInput
{
    private readonly Lazy<string> _fingerprint;

    /// <param name="encoder">Where the weights come from.</param>
    /// <param name="data">The task's examples.</param>
    /// <param name="options">Length of sequences, and order of pairs.</param>
    /// <exception cref="ArgumentException">The sequences would be longer than the model can read, or there is not one weight for each label.</exception>
    /// <exception cref="TaskDataException">A right answer is not among the task's.</exception>
    public FineTuningInput(PretrainedEncoder encoder, TaskData data, FineTuningOptions options)
    {
        if (options.MaxLength > encoder.Sizes.MaxLength)
            throw new ArgumentException($"Sequences of {options.MaxLength} tokens, but the model has positions for {encoder.Sizes.MaxLength}. Use maxLength {encoder.Sizes.MaxLength} at most.");
        if (options.Head.LabelWeights.Count > 0 && (data.Task.Settings.Kind != TaskKind.Classification || options.Head.LabelWeights.Count != data.Task.Settings.Labels.Count))
            throw new ArgumentException($"There are {options.Head.LabelWeights.Count} weights of labels (head.labelWeights), but {data.Task.Settings.Name} has {data.Task.Settings.Labels.Count} labels of which one is chosen. Leave them out, or use balance.");
        (Encoder, Data) = (encoder, data);
        var texts = new TextEncoder(encoder.Tokenizer, options.MaxLength);
        var read = EncodedSet.Of(data.Train, data.Task, texts);
        Train = read with { Sequences = [.. read.Sequences.Where(s => s.HasTarget)] };
        if (Train.Sequences.Count == 0) throw new TaskDataException(data.Train.File, "no example has its answer in its text: there is nothing to learn.");
        if (options.BothOrders && data.Task.Settings is { Pairs: true, Kind: not TaskKind.Span }) Train = WithSwapped(Train, data, texts);
        Development = [.. data.Development.Select(set => EncodedSet.Of(set, data.Task, texts))];
        Notes = [.. data.Notes, .. Meaningless(options), .. Lost(read, Train), .. Development.Prepend(Train).SelectMany(set => Cut(set, options, encoder.Sizes.MaxLength))];
        _fingerprint = new(() => Hash(encoder, Development.Prepend(Train)));
    }

    /// <summary>Where the weights come from.</summary>
    public PretrainedEncoder Encoder { get; }

    /// <summary>The task and its examples.</summary>
    public TaskData Data { get; }

    /// <summary>What is asked.</summary>
    public ITask Task => Data.Task;

    /// <summary>Training sequences.</summary>
    public EncodedSet Train { get; }

    /// <summary>Development sequences; the first set chooses the best checkpoint.</summary>
    public IReadOnlyList<EncodedSet> Development { get; }

    /// <summary>What a person should know before training.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>SHA-256 over the weights, the sequences and what is right about them, 64 hexadecimal digits: equal ones train alike.</summary>
    public string Fingerprint => _fingerprint.Value;

    private static EncodedSet WithSwapped(EncodedSet set, TaskData data, TextEncoder texts)
    {
        var swapped = set.Examples.Examples.SelectMany((e, i) => data.Task.Encode(e with { Text = e.Pair!, Pair = e.Text }, i, texts));
        return set with { Sequences = [.. set.Sequences, .. swapped] };
    }

    private IEnumerable<string> Meaningless(FineTuningOptions options)
    {
        if (options.Balance && Task.Settings.Kind != TaskKind.Classification) yield return $"balance has no effect: it weighs labels of which one is chosen, and {Task.Settings.Name} asks for something else.";
        if (options.BothOrders && !Task.Settings.Pairs) yield return $"bothOrders has no effect: {Task.Settings.Name} has one text an example.";
        if (options.BothOrders && Task.Settings.Kind == TaskKind.Span) yield return "bothOrders has no effect: a question and its text cannot change places.";
    }

    private static IEnumerable<string> Lost(EncodedSet read, EncodedSet train)
    {
        int lost = read.Sequences.Select(s => s.Example).Distinct().Count() - train.Sequences.Select(s => s.Example).Distinct().Count();
        if (lost > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{train.Examples.File}: {lost:N0} {(lost == 1 ? "example has no answer in its text and is" : "examples have no answer in their text and are")} left out of training.");
    }

    private static IEnumerable<string> Cut(EncodedSet set, FineTuningOptions options, int most)
    {
        int cut = set.Sequences.Count(s => s.Dropped > 0);
        if (cut == 0) yield break;
        double lost = set.Sequences.Sum(s => (double)s.Dropped), all = lost + set.Sequences.Sum(s => (double)s.Ids.Length);
        string more = options.MaxLength < most ? $" Raise maxLength, at most to {most}, if the ends matter." : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{set.Examples.File}: {cut:N0} of {set.Sequences.Count:N0} examples are longer than {options.MaxLength} tokens and lose their ends, {lost / all:P0} of all text.{more}");
    }

    private static string Hash(PretrainedEncoder encoder, IEnumerable<EncodedSet> sets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, tensor) in encoder.Weights?.Parameters.Where(p => PretrainedEncoder.IsEncoders(p.Path)) ?? [])
        {
            hash.AppendData(MemoryMarshal.AsBytes(path.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values));
        }
        foreach (var sequence in sets.SelectMany(s => s.Sequences))
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([sequence.Ids.Length, sequence.PairStart, .. sequence.Ids, .. sequence.Targets]));
            hash.AppendData(MemoryMarshal.AsBytes<float>([.. sequence.Values]));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
