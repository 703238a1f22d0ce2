using System.Globalization;

namespace Cocoon.Cli;

/// <summary>How long to train: steps, tokens or time, written as people say it: "20k steps", "50M tokens", "90 min".</summary>
/// <param name="Steps">Number of steps, if that is how it was said.</param>
/// <param name="Tokens">Number of tokens, if that is how it was said.</param>
/// <param name="Time">Wall-clock time, if that is how it was said.</param>
public readonly record struct Duration(long? Steps, long? Tokens, TimeSpan? Time)
{
    /// <summary>What a duration looks like, for messages.</summary>
    public const string Examples = "Write \"20k steps\", \"50M tokens\", \"90 min\" or \"2 h\".";

    /// <summary>Reads a duration; false if it is not one, or not longer than zero.</summary>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = default;
        text = text.Trim();
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number <= 0) return false;
        string rest = text[digits..].Trim();
        if (Seconds(rest) is { } seconds)
        {
            if (number * seconds > TimeSpan.FromDays(3650).TotalSeconds) return false;
            duration = new(null, null, TimeSpan.FromSeconds(number * seconds));
            return true;
        }
        double multiple = rest is [var m, ..] ? Multiple(m) : 1;
        string unit = multiple > 1 ? rest[1..].Trim() : rest;
        double count = Math.Round(number * multiple);
        if (count is < 1 or > 1e15) return false;
        duration = unit is "step" or "steps" ? new((long)count, null, null) : unit is "token" or "tokens" ? new(null, (long)count, null) : default;
        return duration != default;
    }

    private static double? Seconds(string unit) => unit switch
    {
        "s" or "sec" or "second" or "seconds" => 1,
        "min" or "m" or "minute" or "minutes" => 60,
        "h" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86400,
        _ => null,
    };

    private static double Multiple(char letter) => letter switch { 'k' or 'K' => 1e3, 'M' => 1e6, 'G' or 'B' => 1e9, _ => 1 };
}
