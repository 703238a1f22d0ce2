using System.Globalization;

namespace Cocoon.Text;

/// <summary>How the reference library classifies code points.</summary>
[Flags]
internal enum CharacterClass : ushort
{
    None = 0,

    /// <summary>A letter of its regular expressions, \p{L}.</summary>
    Letter = 1,

    /// <summary>A number of its regular expressions, \p{N}.</summary>
    Number = 2,

    /// <summary>White space.</summary>
    Space = 4,

    /// <summary>A word character of its Whitespace pre-tokenizer, \w.</summary>
    Word = 8,

    /// <summary>A number of its Digits pre-tokenizer.</summary>
    Digit = 16,

    /// <summary>Punctuation.</summary>
    Punctuation = 32,

    /// <summary>Removed by BERT's cleaning.</summary>
    Removed = 64,

    /// <summary>Set apart by BERT as a Chinese character.</summary>
    Chinese = 128,

    /// <summary>A nonspacing mark, which BERT takes off letters.</summary>
    Mark = 256,

    /// <summary>A mark that StripAccents takes off letters.</summary>
    Accent = 512,
}

/// <summary>Classes and categories of all code points, as measured from the reference library (tools/oracle/tokenizers/classes.js).</summary>
/// <remarks>The runtime's own tables belong to whatever Unicode version the machine has; the library mixes several.</remarks>
internal sealed class CharacterClasses
{
    private const int Points = 0x110000;
    private static readonly Lazy<CharacterClasses> s_instance = new(() => new CharacterClasses());
    private static readonly string[] s_names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private readonly CharacterClass[] _classes = new CharacterClass[Points];
    private readonly UnicodeCategory[] _categories = new UnicodeCategory[Points];

    private CharacterClasses()
    {
        Array.Fill(_categories, UnicodeCategory.OtherNotAssigned);
        using var reader = new StreamReader(typeof(CharacterClasses).Assembly.GetManifestResourceStream("classes.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            string[] fields = line.Split(' ');
            int first = int.Parse(fields[^2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            int last = int.Parse(fields[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (line[0] != 'G') Add(first, last, line[0] == 'W' ? CharacterClass.Word : CharacterClass.Digit);
            else AddCategory(first, last, fields[1]);
        }

        AddSet('S', CharacterClass.Space);
        AddSet('P', CharacterClass.Punctuation);
        AddSet('D', CharacterClass.Removed);
        AddSet('H', CharacterClass.Chinese);
        AddSet('M', CharacterClass.Mark);
        AddSet('A', CharacterClass.Accent);
    }

    public static CharacterClasses Instance => s_instance.Value;

    /// <summary>The classes of a code point.</summary>
    public CharacterClass this[int codePoint] => _classes[codePoint];

    /// <summary>Whether a code point is of a class.</summary>
    public bool Is(int codePoint, CharacterClass kind) => (_classes[codePoint] & kind) != 0;

    /// <summary>The general category of a code point.</summary>
    public UnicodeCategory CategoryOf(int codePoint) => _categories[codePoint];

    private void AddSet(char set, CharacterClass flag)
    {
        foreach (var (first, last) in UnicodeTable.Instance.Ranges(set)) Add(first, last, flag);
    }

    private void Add(int first, int last, CharacterClass flag)
    {
        for (int c = first; c <= last; c++) _classes[c] |= flag;
    }

    private void AddCategory(int first, int last, string name)
    {
        var category = (UnicodeCategory)Array.IndexOf(s_names, name);
        for (int c = first; c <= last; c++) _categories[c] = category;
        if (name[0] is 'L' or 'N') Add(first, last, name[0] == 'L' ? CharacterClass.Letter : CharacterClass.Number);
    }
}
