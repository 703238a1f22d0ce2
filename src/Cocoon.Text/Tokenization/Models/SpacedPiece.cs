namespace Cocoon.Text;

/// <summary>Pieces of vocabularies in which words begin with a visible space.</summary>
internal static class SpacedPiece
{
    /// <summary>Whether a piece goes on with the word before it: it begins with a letter, number or mark, without the space (▁, or Ġ where bytes are characters).</summary>
    /// <remarks>In scripts that put no spaces between words (Chinese, Japanese, Thai and their neighbours) every piece counts as a word.</remarks>
    public static bool ContinuesWord(string token)
    {
        if (token.Length == 0 || token[0] is 'Ġ' or '▁') return false;
        CodePoint.Read(token, 0, out int first);
        return CharacterClasses.Instance.Is(first, CharacterClass.Letter | CharacterClass.Number | CharacterClass.Mark)
            && ScriptCounter.ScriptOf(first) is not (Script.Cjk or Script.Kana or Script.SoutheastAsian);
    }
}
