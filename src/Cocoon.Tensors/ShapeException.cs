using System.Runtime.CompilerServices;

namespace Cocoon.Tensors;

/// <summary>Operands whose shapes do not fit together.</summary>
public sealed class ShapeException(string message) : ArgumentException(message)
{
    /// <summary>Throws unless <paramref name="fits"/>, naming the operation and quoting the condition.</summary>
    /// <param name="fits">The condition; its source text becomes part of the message.</param>
    /// <param name="operands">The operands with their shapes.</param>
    public static void Require(bool fits, [InterpolatedStringHandlerArgument(nameof(fits))] ref ShapeMessage operands,
        [CallerMemberName] string operation = "", [CallerArgumentExpression(nameof(fits))] string condition = "")
    {
        if (!fits) throw new ShapeException($"{operation}({operands.ToStringAndClear()}): expected {condition}.");
    }
}

/// <summary>Formats operands only when a shape condition fails, so that a check costs nothing when it holds.</summary>
[InterpolatedStringHandler]
public ref struct ShapeMessage
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _needed;

    public ShapeMessage(int literalLength, int formattedCount, bool fits, out bool needed)
    {
        _needed = needed = !fits;
        if (needed) _text = new(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string ToStringAndClear() => _needed ? _text.ToStringAndClear() : "";
}
