using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cocoon.Text;

/// <summary>Rewrites a regular expression of the reference library (Oniguruma, Ruby's syntax) for .NET, and refuses what the two do not share.</summary>
/// <remarks>What is accepted: literals, classes, categories, alternatives, groups, look-around, greedy, lazy and possessive repetition. A repetition
/// without limit inside another one is refused: it can take exponential time.</remarks>
internal sealed class RegexTranslation
{
    // Word characters of the library: Unicode's, where .NET leaves some marks and letter-like numbers out, and the fractions and superscripts of Latin-1.
    private const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u00B2\u00B3\u00B9\u00BC-\u00BE";

    private const int Deepest = 50;

    private readonly string _source;
    private readonly StringBuilder _target = new();
    private int _at, _depth;
    private bool _ignoresCase;

    private RegexTranslation(string source) => _source = source;

    /// <summary>The expression for .NET.</summary>
    /// <exception cref="ArgumentException">It uses what is not supported; the message says what, and where.</exception>
    public static string Translate(string expression)
    {
        var translation = new RegexTranslation(expression);
        translation.Alternatives();
        if (translation._at < expression.Length) throw translation.Unsupported("a parenthesis without its partner");
        return translation._target.ToString();
    }

    private bool AtEnd => _at >= _source.Length;

    private char Next => AtEnd ? '\0' : _source[_at];

    // Each of these returns whether what it read repeats without limit.
    private bool Alternatives()
    {
        bool unlimited = false;
        while (true)
        {
            while (!AtEnd && Next is not ('|' or ')')) unlimited |= Repeated();
            if (Next != '|') return unlimited;
            _target.Append(_source[_at++]);
        }
    }

    private bool Repeated()
    {
        int start = _target.Length;
        bool unlimited = Atom();
        if (Quantifier() is not { } quantifier) return unlimited;
        bool endless = quantifier is "*" or "+" || quantifier.EndsWith(",}", StringComparison.Ordinal);
        if (endless && unlimited) throw Unsupported("a repetition without limit inside another one");
        if (Next == '+')
        {
            if (quantifier[0] == '{') throw Unsupported("a possessive interval");
            _at++;
            _target.Insert(start, "(?>").Append(quantifier).Append(')');
            return false;
        }

        _target.Append(quantifier);
        if (Next == '?')
        {
            if (quantifier[0] == '{') throw Unsupported("a lazy interval");
            _target.Append(_source[_at++]);
        }

        if (Next is '*' or '+' or '?') throw Unsupported("a repetition of a repetition");
        return unlimited || endless;
    }

    private string? Quantifier()
    {
        if (Next is '*' or '+' or '?') return _source[_at++].ToString();
        if (Next != '{' || Regex.Match(_source[_at..], @"\A\{(?:\d{1,3}(?:,\d{0,3})?|,\d{1,3})\}", RegexOptions.CultureInvariant) is not { Success: true } interval) return null;
        _at += interval.Length;
        return interval.Value[1] == ',' ? "{0" + interval.Value[1..] : interval.Value;
    }

    private bool Atom()
    {
        char c = _source[_at++];
        switch (c)
        {
            case '(': return Group();
            case '[': Class(); return false;
            case '\\': _target.Append(Escape(inClass: false)); return false;
            case '.': _target.Append(@"[^\n]"); return false;
            case '^': _target.Append(@"(?:\A|(?<=\n)(?!\z))"); return false;
            case '$': _target.Append(@"(?=\n|\z)"); return false;
            case '*' or '+' or '?': throw Unsupported("a repetition of nothing");
            default: Literal(c); return false;
        }
    }

    private bool Group()
    {
        if (++_depth > Deepest) throw Unsupported("deeply nested groups");
        bool before = _ignoresCase, matches = true;
        string opening = Array.Find(["?:", "?i:", "?=", "?!", "?<=", "?<!", "?>"], o => _source.AsSpan(_at).StartsWith(o)) ?? "";
        if (opening.Length == 0 && Next == '?') throw Unsupported("a group with (?" + _source.AsSpan(_at + 1, Math.Min(1, _source.Length - _at - 1)).ToString());
        if (opening == "?i:") _ignoresCase = true;
        if (opening is "?=" or "?!" or "?<=" or "?<!") matches = false;
        _at += opening.Length;
        _target.Append('(').Append(opening.Length == 0 ? "?:" : opening);
        bool unlimited = Alternatives();
        if (Next != ')') throw Unsupported("a parenthesis without its partner");
        _target.Append(_source[_at++]);
        (_ignoresCase, _depth) = (before, _depth - 1);
        return unlimited && matches && opening != "?>";
    }

    private void Literal(char c)
    {
        if (char.IsSurrogate(c)) throw Unsupported("a character beyond U+FFFF");
        // Letters that only the library takes for the same.
        if (_ignoresCase && c is ('s' or 'S')) _target.Append(@"[sS\u017F]");
        else if (_ignoresCase && c is ('k' or 'K')) _target.Append(@"[kK\u212A]");
        else _target.Append(Regex.Escape(c.ToString()));
    }

    private void Class()
    {
        _target.Append('[');
        if (Next == '^') _target.Append(_source[_at++]);
        Members();
        _target.Append(']');
    }

    // A class inside a class adds its members; .NET would take it for text, or subtract it.
    private void Members()
    {
        if (++_depth > Deepest) throw Unsupported("deeply nested classes");
        bool first = true, afterClass = false;
        for (; AtEnd || Next != ']' || first; first = false)
        {
            if (AtEnd) throw Unsupported("a class without its end");
            char c = _source[_at++];
            if (c == '[' && Next is '^' or ':') throw Unsupported(Next == '^' ? "a negated class inside a class" : "a class with a name");
            if (c == '&' && Next == '&') throw Unsupported("an intersection of classes");
            if (c == '-' && Next != ']' && (afterClass || Next == '[')) throw Unsupported("a hyphen beside a class");
            if (char.IsSurrogate(c)) throw Unsupported("a character beyond U+FFFF");
            afterClass = c == '[';
            if (c == '[') Members();
            else if (c == '\\') _target.Append(Escape(inClass: true));
            else if (c == '-') _target.Append(first || Next == ']' ? @"\-" : "-");
            else _target.Append(c is ']' or '^' ? "\\" + c : c.ToString());
        }

        (_at, _depth) = (_at + 1, _depth - 1);
    }

    private string Escape(bool inClass)
    {
        if (AtEnd) throw Unsupported("a backslash at the end");
        char c = _source[_at++];
        switch (c)
        {
            case 's' or 'S' or 'd' or 'D' or 'r' or 'n' or 't' or 'f' or 'v': return "\\" + c;
            case 'w': return inClass ? Word : $"[{Word}]";
            case 'W' when !inClass: return $"[^{Word}]";
            case 'A' or 'z' when !inClass: return "\\" + c;
            case 'p' or 'P':
                var category = Regex.Match(_source[_at..], @"\A\{(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfon]?)\}", RegexOptions.CultureInvariant);
                if (!category.Success) throw Unsupported("a property other than a general category");
                _at += category.Length;
                return "\\" + c + category.Value;
            case 'u' or 'x':
                var code = Regex.Match(_source[_at..], c == 'u' ? @"\A[0-9A-Fa-f]{4}" : @"\A[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant);
                if (!code.Success) throw Unsupported("a code point that is not written with its digits");
                _at += code.Length;
                return @"\u" + int.Parse(code.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString("X4", CultureInfo.InvariantCulture);
            default: return char.IsAsciiLetterOrDigit(c) || char.IsSurrogate(c) ? throw Unsupported($"the escape \\{c}") : "\\" + c;
        }
    }

    private ArgumentException Unsupported(string what) => new($"the expression uses {what} before its character {_at + 1}, which is not supported");
}
