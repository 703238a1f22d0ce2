using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>One thread's memory for turning encoded texts into a sequence: truncation, template, padding.</summary>
internal sealed class SequenceBuilder
{
    /// <summary>The ids of the two texts.</summary>
    public IntList[] Ids { get; } = [new(), new()];

    /// <summary>Their offsets.</summary>
    public List<TokenSpan>[] Offsets { get; } = [[], []];

    /// <summary>The ids of their words.</summary>
    public List<Range>[] Words { get; } = [[], []];

    public void Clear()
    {
        foreach (var words in Words) words.Clear();
        foreach (var ids in Ids) ids.Clear();
        foreach (var offsets in Offsets) offsets.Clear();
    }

    /// <summary>Fills the result; padding to a length that depends on other sequences is left to the caller.</summary>
    /// <exception cref="ArgumentException">The texts cannot be cut to the length asked for; the message says why.</exception>
    public void Build(PostProcessor processor, bool isPair, EncodeOptions options, TokenSequence result)
    {
        Range first = 0..Ids[0].Count, second = 0..Ids[1].Count;
        if (options.Truncation is { } truncation)
        {
            int room = truncation.MaxLength - (options.AddSpecial ? processor.Added(isPair) : 0);
            if (room < 0) throw new ArgumentException($"a sequence of {truncation.MaxLength} tokens has no room for the {processor.Added(isPair)} special tokens.");
            var (kept, keptSecond) = Lengths(truncation.Strategy, isPair, Reach(0, truncation), Reach(1, truncation), room);
            (first, second) = (Keep(Ids[0].Count, kept, truncation.FromLeft), Keep(Ids[1].Count, keptSecond, truncation.FromLeft));
        }

        int length = 0;
        foreach (var part in processor.Parts(isPair)) length += part.Sequence >= 0 ? LengthOf(RangeOf(part)) : options.AddSpecial ? part.Ids.Length : 0;
        result.Clear(options.Padding is { } padding ? Math.Max(length, PaddedLength(padding, length)) : length);
        foreach (var part in processor.Parts(isPair))
        {
            if (part.Sequence >= 0) result.Add(Ids[part.Sequence].Span[RangeOf(part)], part.Segment, CollectionsMarshal.AsSpan(Offsets[part.Sequence])[RangeOf(part)]);
            else if (options.AddSpecial) result.Add(part.Ids, part.Segment);
        }

        Range RangeOf(TemplatePart part) => part.Sequence == 0 ? first : second;

        static int LengthOf(Range range) => range.End.Value - range.Start.Value;
    }

    /// <summary>The length that padding brings a sequence to, if the longest of its batch has <paramref name="longest"/> tokens.</summary>
    public static int PaddedLength(Padding padding, int longest)
    {
        int length = padding.Length ?? longest;
        return (length + padding.MultipleOf - 1) / padding.MultipleOf * padding.MultipleOf;
    }

    // The reference library reads a text only until it has enough words, and decides with these lengths which of two long texts is the longer one.
    private int Reach(int text, Truncation truncation)
    {
        var (words, count) = (Words[text], Ids[text].Count);
        if (truncation.Strategy == TruncationStrategy.OnlySecond && text == 0) return count;
        if (!truncation.FromLeft)
        {
            foreach (var word in words) if (word.End.Value >= truncation.MaxLength) return word.End.Value;
            return count;
        }

        for (int i = words.Count - 1; i >= 0; i--) if (count - words[i].Start.Value >= truncation.MaxLength) return count - words[i].Start.Value;
        return count;
    }

    private static Range Keep(int count, int kept, bool fromLeft) => fromLeft ? (count - kept)..count : 0..kept;

    private static (int First, int Second) Lengths(TruncationStrategy strategy, bool isPair, int first, int second, int room)
    {
        int excess = first + second - room;
        if (excess <= 0) return (first, second);
        if (room == 0) return (0, 0);
        if (strategy == TruncationStrategy.LongestFirst)
        {
            if (!isPair) return (room, 0);
            int shorter = Math.Min(first, second), longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
            if (shorter + longer > room) (shorter, longer) = (room / 2, room - room / 2);
            return first > second ? (longer, shorter) : (shorter, longer);
        }

        bool cutsFirst = strategy == TruncationStrategy.OnlyFirst;
        if (!cutsFirst && !isPair) throw new ArgumentException("the second text is to be cut, but there is only one.");
        int cut = cutsFirst ? first : second;
        if (cut <= excess) throw new ArgumentException($"the {(cutsFirst ? "first" : "second")} text has {cut} tokens, of which {excess} would have to go. Allow a longer sequence or another strategy.");
        return cutsFirst ? (first - excess, second) : (first, second - excess);
    }
}
