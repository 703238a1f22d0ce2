using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Testing.Kernels;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly string[] s_tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "on", "mat", "sit", "##s", "##ting", "a", ".", "b", "c", "d"];
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { VocabularySize = 19, MaxLength = 24, Layers = 2 };

    private readonly IKernels _kernels = CpuKernels.Create(new WorkerTeam(1), Precision.Fp32);
    private readonly ParameterStore _store = new(seed: 4);
    private readonly WordPieceTokenizer _tokenizer = new(s_tokens);
    private readonly CausalLmModel _model;

    public TextGeneratorTests()
    {
        _model = new(new(_store), s_encoder, prefix: false);
        foreach (var (path, tensor) in _store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) _kernels.Scale(tensor.Values, 12, accumulate: false, tensor.Values);   // opinions
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 1.0)]
    [InlineData(0.7, 1.3)]
    public void What_is_remembered_changes_no_token(double temperature, double penalty)
    {
        var options = new GenerationOptions { MaxTokens = 60, Temperature = temperature, RepetitionPenalty = penalty, Seed = 3 };   // past the positions, too
        using var generator = new TextGenerator(_kernels, _model, _tokenizer, options);

        int[] tokens = [.. generator.Tokens([5, 6, 8])];

        Assert.Equal(WithoutMemory(options, [5, 6, 8]), tokens);
        Assert.True(tokens.Length > 3 && tokens.Distinct().Count() > 2, "It said something.");
    }

    public static TheoryData<MatrixKernel> Available => new(ProductConformance.Available);

    [Theory]
    [MemberData(nameof(Available))]
    public void States_with_a_past_have_the_same_bits(MatrixKernel kernel)
    {
        using var team = new WorkerTeam(2);
        using var kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        using var arena = new Arena();
        var visible = new VisibleKeys();
        var past = new DecoderPast(s_encoder.Layers);
        var whole = Sequence(Enumerable.Range(5, 12));
        var tape = new Tape(kernels, arena, default, training: false);
        float[] expected = _model.Decoder.Forward(tape, whole, visible.Of(whole, _ => new(Direction.LeftToRight))).Values.ToArray();

        var states = new List<float>();
        foreach (int length in (int[])[4, 5, 9, 12])
        {
            var beginning = Sequence(Enumerable.Range(5, length));
            states.AddRange(_model.Decoder.Forward(tape, beginning, visible.Of(beginning, _ => new(Direction.LeftToRight)), past).Values.ToArray());
        }

        Assert.Equal(expected, states);
    }

    [Fact]
    public void The_same_seed_says_the_same_and_another_something_else()
    {
        string Said(ulong seed)
        {
            using var generator = new TextGenerator(_kernels, _model, _tokenizer, new() { MaxTokens = 15, Seed = seed });
            return string.Concat(generator.Generate("The cat"));
        }

        Assert.Equal(Said(1), Said(1));
        Assert.NotEqual(Said(1), Said(2));
    }

    [Fact]
    public void Pieces_come_as_they_are_made_and_add_up_to_the_text()
    {
        using var generator = new TextGenerator(_kernels, _model, _tokenizer, new() { MaxTokens = 12 });
        int[] tokens = [.. generator.Tokens(Ids("the cat"))];

        string[] pieces = [.. generator.Generate("the cat")];

        Assert.Equal(_tokenizer.Decode([.. Ids("the cat"), .. tokens])["the cat".Length..], string.Concat(pieces));
        Assert.Equal(tokens.Length, pieces.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Characters_of_several_tokens_come_whole(bool bytes)
    {
        using var folder = new ScratchFolder();
        string corpus = folder.Write("corpus.txt", string.Concat(Enumerable.Repeat("hug pug pun bun hugs ", 20)));
        var tokenizer = new BpeTrainer(new() { VocabularySize = bytes ? 270 : 272, Bytes = bytes }).Train(TextCorpus.Open([corpus]));
        IntList prompt = new(), said = new();
        tokenizer.Encode("hug", prompt);
        tokenizer.Encode(" pé€𝄞 bun", said);
        using var generator = new TextGenerator(_kernels, new Recitation(said.Span.ToArray(), tokenizer.VocabularySize), tokenizer, new() { Temperature = 0, MaxTokens = said.Count });

        string[] pieces = [.. generator.Generate("hug")];

        Assert.Equal(tokenizer.Decode([.. prompt.Span, .. said.Span])["hug".Length..], string.Concat(pieces));
        Assert.Contains("é€𝄞", string.Concat(pieces), StringComparison.Ordinal);
        Assert.DoesNotContain(pieces, piece => piece.Contains('\uFFFD'));
        Assert.True(pieces.Length < said.Count, "Some tokens are a part of a character.");
    }

    [Fact]
    public void A_stop_ends_the_text_before_it()
    {
        using var free = new TextGenerator(_kernels, _model, _tokenizer, new() { MaxTokens = 20 });
        string whole = string.Concat(free.Generate("the cat"));
        string stop = whole[8..12];

        using var stopped = new TextGenerator(_kernels, _model, _tokenizer, new() { MaxTokens = 20, Stop = ["never said", stop] });

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], string.Concat(stopped.Generate("the cat")));
    }

    [Fact]
    public void A_text_ends_where_the_model_ends_it_and_special_tokens_are_never_said()
    {
        using var generator = new TextGenerator(_kernels, _model, _tokenizer, new() { MaxTokens = 300 });

        int[] tokens = [.. generator.Tokens([])];

        Assert.All(tokens, id => Assert.False(_tokenizer.Special.Contains(id) || id == _tokenizer.Special.Unknown));
        Assert.True(tokens.Length < 300);
    }

    [Fact]
    public void A_model_of_another_tokenizer_is_refused() => Assert.Contains("do not belong together",
        Assert.Throws<ArgumentException>(() => new TextGenerator(_kernels, _model, new WordPieceTokenizer([.. s_tokens, "more"]), new())).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _store.Dispose();
        _kernels.Dispose();
    }

    /// <summary>Everything computed again for every token.</summary>
    private List<int> WithoutMemory(GenerationOptions options, int[] prompt)
    {
        using var arena = new Arena();
        var choice = new TokenChoice(options);
        var stream = new Cocoon.Determinism.RandomStream(options.Seed, 0, Cocoon.Determinism.Streams.Generation);
        List<int> said = [], read = [2, .. prompt];
        for (int n = 0; n < options.MaxTokens; n++)
        {
            if (read.Count > s_encoder.MaxLength) read.RemoveRange(1, read.Count - s_encoder.MaxLength / 2);
            arena.Reset();
            var scores = _model.Next(new(_kernels, arena, default, training: false), Sequence(read), 1, new(s_encoder.Layers)).Values;
            foreach (int id in (int[])[0, 1, 2, 4]) scores[id] = float.NegativeInfinity;
            int next = choice.Choose(scores, [.. read.Skip(1)], stream.Uniform((ulong)n));
            if (next == 3) break;
            said.Add(next);
            read.Add(next);
        }
        return said;
    }

    private int[] Ids(string text)
    {
        var ids = new IntList();
        _tokenizer.Encode(text, ids);
        return ids.Span.ToArray();
    }

    /// <summary>Says what it was told to say.</summary>
    private sealed class Recitation(int[] ids, int vocabulary) : IGeneratingNetwork
    {
        private int _next;

        public EncoderOptions Sizes { get; } = s_encoder with { VocabularySize = vocabulary, MaxLength = 64 };

        public Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past)
        {
            var scores = tape.New(1, Sizes.VocabularySize);
            scores.Values.Clear();
            scores.Values[ids[_next++]] = 1;
            return scores;
        }
    }

    private static TokenBatch Sequence(IEnumerable<int> ids)
    {
        var batch = new TokenBatch();
        batch.Append([.. ids]);
        batch.EndSequence();
        return batch;
    }
}
