using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class ConcealmentTests
{
    private static readonly TokenKinds s_kinds = new(RandomBatches.Special, Enumerable.Repeat(false, RandomBatches.VocabularySize));

    private readonly TokenBatch _hidden = new();
    private readonly IntList _positions = new();

    [Fact]
    public void Only_chosen_tokens_change_and_random_words_are_text()
    {
        for (uint number = 0; number < 500; number++)
        {
            var original = RandomBatches.Create(number);
            var keys = new SequenceKeys(new StepKey(1, number), Copies: number % 2 == 0 ? 0 : 3);
            Masking.Choose(original, 0.4, RandomBatches.Special, keys, _positions);

            new Concealment(0.3, 0.5).Apply(original, _positions.Span, s_kinds, keys, _hidden);

            var chosen = _positions.Span.ToArray().ToHashSet();
            Assert.Equal(original.Starts.ToArray(), _hidden.Starts.ToArray());
            for (int row = 0; row < original.Tokens; row++)
            {
                int before = original.Ids.Span[row], after = _hidden.Ids.Span[row];
                if (!chosen.Contains(row)) Assert.Equal(before, after);
                else Assert.True(after == before || after == RandomBatches.Special.Mask || !RandomBatches.Special.Contains(after));
            }
        }
    }

    [Fact]
    public void A_vocabulary_without_a_mask_is_refused_where_it_is_needed()
    {
        var original = RandomBatches.Create(3);
        var kinds = new TokenKinds(RandomBatches.Special with { Mask = -1 }, Enumerable.Repeat(false, RandomBatches.VocabularySize));
        var keys = new SequenceKeys(new StepKey(1, 3));
        Masking.Choose(original, 0.4, kinds.Special, keys, _positions);

        Assert.Throws<ArgumentException>(() => Concealment.Bert.Apply(original, _positions.Span, kinds, keys, _hidden));
        new Concealment(0, 1).Apply(original, _positions.Span, kinds, keys, _hidden);
        Assert.NotEqual(original.Ids.ToArray(), _hidden.Ids.ToArray());
    }

    [Fact]
    public void Bert_shows_80_10_10()
    {
        var original = Long(sequences: 200);
        var keys = new SequenceKeys(new StepKey(5, 6));
        Masking.Choose(original, 0.5, RandomBatches.Special, keys, _positions);

        Concealment.Bert.Apply(original, _positions.Span, s_kinds, keys, _hidden);

        double masked = 0, random = 0, m = _positions.Count;
        foreach (int row in _positions.Span)
        {
            int after = _hidden.Ids.Span[row];
            if (after == RandomBatches.Special.Mask) masked++;
            else if (after != original.Ids.Span[row]) random++;
        }
        Assert.Equal(0.8, masked / m, 0.015);      // 12,800 choices: a standard error of 0.004
        Assert.Equal(0.1, random / m, 0.01);
    }

    [Fact]
    public void All_or_nothing_is_a_mixture_too()
    {
        var original = RandomBatches.Create(12);
        var keys = new SequenceKeys(new StepKey(1, 5));
        TokenBatch masked = new();
        Masking.Apply(original, 0.3, RandomBatches.Special, new StepKey(1, 5), masked, _positions);

        new Concealment(1, 0).Apply(original, _positions.Span, s_kinds, keys, _hidden);
        Assert.Equal(masked.Ids.ToArray(), _hidden.Ids.ToArray());
        new Concealment(0, 0).Apply(original, _positions.Span, s_kinds, keys, _hidden);
        Assert.Equal(original.Ids.ToArray(), _hidden.Ids.ToArray());
    }

    [Fact]
    public void A_static_masking_is_one_of_few_whatever_the_place_and_the_step()
    {
        const int Copies = 4;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (uint step = 0; step < 80; step++)
        {
            var batch = new TokenBatch();
            for (int before = 0; before < (int)(step % 3); before++) batch.Append(7 + before);   // other text before it
            if (step % 3 > 0) batch.EndSequence();
            foreach (int id in Enumerable.Range(100, 40)) batch.Append(id);
            batch.EndSequence();
            var keys = new SequenceKeys(new StepKey(9, step), Copies);
            Masking.Choose(batch, 0.2, RandomBatches.Special, keys, _positions);
            Concealment.Bert.Apply(batch, _positions.Span, s_kinds, keys, _hidden);
            string shown = string.Join(' ', _hidden.Sequence(_hidden.Sequences - 1).ToArray());
            seen[shown] = seen.GetValueOrDefault(shown) + 1;
        }

        Assert.Equal(Copies, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 8, 40));   // 20 each, give or take
    }

    [Fact]
    public void Another_text_or_seed_has_other_static_maskings()
    {
        string Shown(ulong seed, int first)
        {
            var batch = new TokenBatch();
            foreach (int id in Enumerable.Range(first, 40)) batch.Append(id);
            batch.EndSequence();
            Masking.Choose(batch, 0.2, RandomBatches.Special, new(new StepKey(seed, 0), 1), _positions);
            return string.Join(' ', _positions.Span.ToArray());
        }

        Assert.Equal(Shown(1, 100), Shown(1, 100));
        Assert.NotEqual(Shown(1, 100), Shown(2, 100));
        Assert.NotEqual(Shown(1, 100), Shown(1, 101));
    }

    private static TokenBatch Long(int sequences)
    {
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(RandomBatches.Special.Classify);
            for (int i = 0; i < 126; i++) batch.Append(7);
            batch.Append(RandomBatches.Special.Separate);
            batch.EndSequence();
        }
        return batch;
    }
}
