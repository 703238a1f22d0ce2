namespace Cocoon.Evaluation;

/// <summary>A word with what a model says about it.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Its first UTF-16 code unit in the text.</param>
/// <param name="Tag">Its tag.</param>
public sealed record TaggedWord(string Text, int Start, string Tag);

/// <summary>A name that a model found.</summary>
/// <param name="Text">The name, as the text has it.</param>
/// <param name="Start">Its first UTF-16 code unit in the text.</param>
/// <param name="Type">What is named, such as "PER".</param>
public sealed record FoundName(string Text, int Start, string Type);

/// <summary>A text with the tags of its words.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Names">The names that the tags stand for; empty if they are not those of names.</param>
public sealed record TaggedText(IReadOnlyList<TaggedWord> Words, IReadOnlyList<FoundName> Names)
{
    /// <summary>Puts tags to words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Where its words stand.</param>
    /// <param name="tags">Their tags.</param>
    /// <param name="areNames">Whether the tags are those of names.</param>
    internal static TaggedText Of(string text, IReadOnlyList<Range> words, IReadOnlyList<string> tags, bool areNames) => new(
        [.. words.Zip(tags, (word, tag) => new TaggedWord(text[word], word.Start.Value, tag))],
        areNames ? [.. Entity.Of(tags).Select(name => new FoundName(text[words[name.Start].Start..words[name.End - 1].End], words[name.Start].Start.Value, name.Type))] : []);
}
