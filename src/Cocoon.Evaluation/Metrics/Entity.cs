namespace Cocoon.Evaluation;

/// <summary>A name in a sentence.</summary>
/// <param name="Start">Its first word.</param>
/// <param name="End">The word after its last.</param>
/// <param name="Type">What is named, such as "PER".</param>
public readonly record struct Entity(int Start, int End, string Type)
{
    /// <summary>The tag of a word that belongs to no entity.</summary>
    public const string Outside = "O";

    /// <summary>The entities of a sentence that is tagged in IOB1, IOB2 (BIO) or a mixture.</summary>
    /// <remarks>
    /// The rules of <c>conlleval</c> (Tjong Kim Sang and De Meulder 2003, the scorer of CoNLL-2003's shared task): an entity begins at a "B-" tag, and at an
    /// "I-" tag that follows "O" or another type; it ends before "O", before a "B-" tag and before another type. So no sequence of tags is malformed.
    /// </remarks>
    /// <param name="tags">"O", or "B-" or "I-" and a type; one a word.</param>
    /// <exception cref="ArgumentException">A tag is none of these.</exception>
    public static List<Entity> Of(IReadOnlyList<string> tags)
    {
        var entities = new List<Entity>();
        (int start, string? type) = (0, null);
        for (int i = 0; i < tags.Count; i++)
        {
            string? current = TypeOf(tags[i]);
            if (current == type && (type is null || tags[i][0] == 'I')) continue;
            if (type is not null) entities.Add(new(start, i, type));
            (start, type) = (i, current);
        }
        if (type is not null) entities.Add(new(start, tags.Count, type));
        return entities;
    }

    /// <summary>Whether this is a tag: "O", or "B-" or "I-" and a type.</summary>
    public static bool IsTag(string tag) => tag is Outside or ['B' or 'I', '-', _, ..];

    /// <summary>The type of a tag; null for "O".</summary>
    private static string? TypeOf(string tag) => !IsTag(tag)
        ? throw new ArgumentException($"The tag \"{tag}\" is neither O, nor B- or I- and a type. Convert the tags to IOB1 or IOB2 (BIO).", nameof(tag))
        : tag == Outside ? null : tag[2..];
}
