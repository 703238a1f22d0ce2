using System.Globalization;

namespace Cocoon.Cli;

/// <summary>What a pretraining may cost: wall-clock time on this machine, or floating-point operations of matrix products, on any.</summary>
/// <param name="Time">Time, if that is how it was said.</param>
/// <param name="Flops">Operations, if that is how it was said.</param>
public readonly record struct ComputeBudget(TimeSpan? Time, double? Flops)
{
    /// <summary>What a budget looks like, for messages.</summary>
    public const string Examples = "Write \"60 min\", \"1.5 h\" or \"1e15 flop\".";

    private const double MostFlops = 1e30;
    private static readonly string[] s_units = ["flops", "flop"];

    /// <summary>The amount, in seconds or in operations.</summary>
    public double Amount => Time?.TotalSeconds ?? Flops ?? 0;

    /// <summary>Reads a budget; false if it is not one, or not larger than zero.</summary>
    public static bool TryParse(string text, out ComputeBudget budget)
    {
        budget = default;
        string trimmed = text.Trim();
        if (s_units.FirstOrDefault(u => trimmed.EndsWith(u, StringComparison.OrdinalIgnoreCase)) is { } unit)
        {
            bool isNumber = double.TryParse(trimmed.AsSpan(0, trimmed.Length - unit.Length), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double flops);
            if (!isNumber || flops is not (> 0 and <= MostFlops)) return false;
            budget = new(null, flops);
            return true;
        }
        if (!Duration.TryParse(trimmed, out var duration) || duration.Time is not { } time) return false;
        budget = new(time, null);
        return true;
    }
}
