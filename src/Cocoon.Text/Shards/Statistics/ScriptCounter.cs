using System.Text;

namespace Cocoon.Text;

/// <summary>Counts the letters of a text by writing system, and the characters that should not be there.</summary>
internal sealed class ScriptCounter
{
    private readonly long[] _letters = new long[Enum.GetValues<Script>().Length], _inDocument = new long[Enum.GetValues<Script>().Length];

    public long Characters { get; private set; }

    public long ReplacementCharacters { get; private set; }

    public long ControlCharacters { get; private set; }

    /// <summary>Characters that look like the beginning of UTF-8 read as Latin-1 or Windows-1252: "Ã" or "Â" before a character of its second row, or "â€".</summary>
    public long MisreadCharacters { get; private set; }

    /// <summary>Letters of the last document in each script.</summary>
    public ReadOnlySpan<long> InDocument => _inDocument;

    public void Add(string text)
    {
        Array.Clear(_inDocument);
        int previous = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            Characters++;
            int code = rune.Value;
            if ((previous is 0xC2 or 0xC3 && code is >= 0x80 and < 0xC0) || (previous == 0xE2 && code == 0x20AC)) MisreadCharacters++;
            previous = code;
            if (code == Rune.ReplacementChar.Value) ReplacementCharacters++;
            else if (Rune.IsControl(rune) && code is not ('\n' or '\r' or '\t' or '\f')) ControlCharacters++;
            else if (rune.IsAscii ? char.IsAsciiLetter((char)code) : Rune.IsLetter(rune)) _inDocument[(int)ScriptOf(code)]++;
        }
        for (int script = 0; script < _letters.Length; script++) _letters[script] += _inDocument[script];
    }

    /// <summary>The fraction of the letters in each script that occurs, the largest first.</summary>
    public IReadOnlyList<ScriptShare> Shares()
    {
        long sum = _letters.Sum();
        return [.. Enum.GetValues<Script>()
            .Where(script => _letters[(int)script] > 0)
            .Select(script => new ScriptShare(script, _letters[(int)script] / (double)sum))
            .OrderByDescending(share => share.Share).ThenBy(share => share.Script)];
    }

    /// <summary>The writing system of a letter.</summary>
    // Blocks of the Unicode standard; supplementary and compatibility blocks are grouped with the script they extend.
    public static Script ScriptOf(int code) => code switch
    {
        < 0x0300 or (>= 0x1E00 and < 0x1F00) or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800)
            or (>= 0xAB30 and < 0xAB70) or (>= 0xFB00 and < 0xFB07) or (>= 0xFF21 and < 0xFF5B) => Script.Latin,
        (>= 0x0370 and < 0x0400) or (>= 0x1F00 and < 0x2000) => Script.Greek,
        (>= 0x0400 and < 0x0530) or (>= 0x1C80 and < 0x1C90) or (>= 0x2DE0 and < 0x2E00) or (>= 0xA640 and < 0xA6A0) => Script.Cyrillic,
        (>= 0x0590 and < 0x0600) or (>= 0xFB1D and < 0xFB50) => Script.Hebrew,
        (>= 0x0600 and < 0x0780) or (>= 0x0860 and < 0x0900) or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) => Script.Arabic,
        (>= 0x0900 and < 0x0E00) or (>= 0xA8E0 and < 0xA900) => Script.Indic,
        (>= 0x0E00 and < 0x0F00) or (>= 0x1000 and < 0x10A0) or (>= 0x1780 and < 0x1800) => Script.SoutheastAsian,
        (>= 0x3040 and < 0x3100) or (>= 0x31F0 and < 0x3200) or (>= 0xFF66 and < 0xFFA0) => Script.Kana,
        (>= 0x1100 and < 0x1200) or (>= 0x3130 and < 0x3190) or (>= 0xA960 and < 0xA980) or (>= 0xAC00 and < 0xD800) => Script.Hangul,
        (>= 0x2E80 and < 0x3040) or (>= 0x3100 and < 0x3130) or (>= 0x31A0 and < 0x31C0) or (>= 0x3400 and < 0xA000)
            or (>= 0xF900 and < 0xFB00) or (>= 0x20000 and < 0x33480) => Script.Cjk,
        _ => Script.Other,
    };
}
