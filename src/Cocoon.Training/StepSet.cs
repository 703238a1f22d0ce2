using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Training;

/// <summary>A few step numbers. Two sets are equal if they hold the same steps in the same order, so that recipes that say the same are equal.</summary>
[CollectionBuilder(typeof(StepSet), nameof(Create))]
[JsonConverter(typeof(Converter))]
public sealed class StepSet : IReadOnlyList<long>, IEquatable<StepSet>
{
    private readonly long[] _steps;

    private StepSet(long[] steps) => _steps = steps;

    /// <summary>Number of steps.</summary>
    public int Count => _steps.Length;

    /// <summary>The step at a place.</summary>
    public long this[int index] => _steps[index];

    /// <summary>A set of these steps.</summary>
    public static StepSet Create(ReadOnlySpan<long> steps) => new(steps.ToArray());

    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_steps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(StepSet? other) => other is not null && _steps.AsSpan().SequenceEqual(other._steps);

    public override bool Equals(object? obj) => Equals(obj as StepSet);

    public override int GetHashCode() => _steps.Aggregate(Count, (hash, step) => unchecked(hash * 31 + (int)step));

    private sealed class Converter : JsonConverter<StepSet>
    {
        public override StepSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<long[]>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, StepSet value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value._steps, options);
    }
}
