using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class CroppingTests
{
    private readonly TokenBatch _cropped = new();

    [Fact]
    public void Crop_is_the_first_token_and_a_span_of_the_rest()
    {
        for (uint number = 0; number < 3000; number++)
        {
            var original = RandomBatches.Create(number);
            double rate = number % 11 / 10.0;

            Cropping.Apply(original, rate, new StepKey(4, number), _cropped);

            Assert.Equal(original.Sequences, _cropped.Sequences);
            for (int s = 0; s < original.Sequences; s++)
            {
                ReadOnlySpan<int> whole = original.Sequence(s), crop = _cropped.Sequence(s);
                Assert.Equal(whole[0], crop[0]);
                Assert.Equal(whole.Length == 1 ? 0 : Math.Max(1, (int)(rate * (whole.Length - 1))), crop.Length - 1);
                Assert.True(whole[1..].IndexOf(crop[1..]) >= 0);
            }
        }
    }

    [Fact]
    public void Starts_are_uniform()
    {
        var original = new TokenBatch();
        for (int id = 0; id < 11; id++) original.Append(id);
        original.EndSequence();
        int[] starts = new int[4];

        for (uint step = 0; step < 4000; step++)
        {
            Cropping.Apply(original, 0.7, new StepKey(4, step), _cropped);
            starts[_cropped.Ids.Span[1] - 1]++;
        }

        // 1000 expected of each, standard deviation 27.
        Assert.All(starts, count => Assert.InRange(count, 880, 1120));
    }

    [Fact]
    public void Crop_depends_on_batch_and_key_alone_and_another_key_moves_it()
    {
        var original = RandomBatches.Create(12);
        Cropping.Apply(original, 0.5, new StepKey(4, 9), _cropped);
        int[] first = _cropped.Ids.ToArray();
        Cropping.Apply(original, 0.5, new StepKey(4, 10), _cropped);
        int[] other = _cropped.Ids.ToArray();
        Cropping.Apply(original, 0.5, new StepKey(4, 9), _cropped);

        Assert.Equal(first, _cropped.Ids.ToArray());
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Positions_are_counted_anew()
    {
        var original = RandomBatches.Create(12);

        Cropping.Apply(original, 0.5, new StepKey(4, 9), _cropped);

        for (int row = 0, s = 0; row < _cropped.Tokens; row++)
        {
            if (row == _cropped.Starts.Span[s + 1]) s++;
            Assert.Equal(row - _cropped.Starts.Span[s], _cropped.Positions.Span[row]);
        }
    }

    [Fact]
    public void Rate_outside_the_unit_interval_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Cropping.Apply(RandomBatches.Create(0), 1.5, new StepKey(4, 9), _cropped));
}
