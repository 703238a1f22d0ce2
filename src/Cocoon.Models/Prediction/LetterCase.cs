namespace Cocoon.Models;

/// <summary>Gives a word that a tokenizer made small again the letters that fit its place.</summary>
internal static class LetterCase
{
    /// <summary>The word with the case of the one that it replaces: all capitals, a first capital, or as it is.</summary>
    /// <param name="model">The word in the text.</param>
    /// <param name="word">The word from the vocabulary.</param>
    /// <param name="ignored">Whether the vocabulary ignores case; if not, the word is right as it is.</param>
    public static string Like(string model, string word, bool ignored)
    {
        if (!ignored || word.Length == 0 || model.Length == 0 || !char.IsUpper(model[0])) return word;
        bool capitals = model.Length > 1 && !model.Any(char.IsLower);
        return capitals ? word.ToUpperInvariant() : char.ToUpperInvariant(word[0]) + word[1..];
    }
}
