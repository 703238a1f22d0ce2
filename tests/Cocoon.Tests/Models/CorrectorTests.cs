using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>
/// A model set by hand so that every answer is known: its layers do nothing, a token's state is its own unit vector (normalized),
/// so the copy head's weights are the doubts about each token, and the language head's bias is its preference.
/// </summary>
public sealed class CorrectorTests : IDisposable
{
    private static readonly string[] s_tokens =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "on", "mat", "sit", "##s", "##ting", "##ty", "a", ".", "b", "c", "d"];

    private readonly ReferenceKernels _kernels = new();
    private readonly ParameterStore _store = new(seed: 1);
    private readonly WordPieceTokenizer _tokenizer = new(s_tokens);
    private readonly CocoLmModel _model;

    public CorrectorTests()
    {
        var encoder = new EncoderOptions { VocabularySize = s_tokens.Length, HiddenSize = s_tokens.Length, Heads = 1, Layers = 1, FeedForwardSize = 4, MaxLength = 10, RelativeBins = 0 };
        _model = new(new(_store), encoder, new() { AuxiliaryLayers = 1 });
        foreach (var (path, tensor) in _store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) tensor.Values.Clear();
        var tokens = _store["embeddings.tokens"].Tensor;
        for (int i = 0; i < tokens.Rows; i++) tokens.Row(i)[i] = 1;
        _store["copy_head.bias"].Tensor.Values[0] = 5;   // nothing is doubtful …
    }

    [Fact]
    public void A_word_that_does_not_belong_is_found_with_its_place_and_proposals()
    {
        Doubt("dog");
        Prefer("cat", 9);
        Prefer("mat", 8);
        using var corrector = new Corrector(_kernels, _model, _tokenizer, new() { Proposals = 3 });

        var correction = Assert.Single(corrector.Correct("The dog sat."));

        Assert.Equal((4, 3, "dog"), (correction.Offset, correction.Length, correction.Word));
        Assert.Equal(["cat", "mat", "the"], correction.Proposals.Select(p => p.Word));   // the equals come in the order of their ids
        Assert.InRange(correction.WrongProbability, 0.99, 1);
        Assert.True(correction.Proposals[0].Probability / correction.Proposals[1].Probability is > 2.7 and < 2.73, "e: one nat apart");
        Assert.True(correction.Proposals.Sum(p => p.Probability) <= correction.WrongProbability);
        Assert.Equal("The cat sat.", Corrector.Apply("The dog sat.", [correction]));
    }

    [Fact]
    public void Without_doubt_nothing_is_reported_and_with_threshold_0_every_word_is()
    {
        using var doubtful = new Corrector(_kernels, _model, _tokenizer);
        using var all = new Corrector(_kernels, _model, _tokenizer, new() { Threshold = 0, Proposals = 1 });

        Assert.Empty(doubtful.Correct("The dog sat."));
        Assert.Empty(doubtful.Correct(""));
        Assert.Equal(["The", "dog", "sat", "."], all.Correct("The dog sat.").Select(c => c.Word));
    }

    [Fact]
    public void A_word_of_several_pieces_is_one_word_and_its_doubtful_piece_is_exchanged_for_its_kind()
    {
        Doubt("##ting");
        Prefer("##s", 9);
        Prefer("cat", 12);   // starts a word, so it cannot stand in the place of ##ting
        using var corrector = new Corrector(_kernels, _model, _tokenizer, new() { Proposals = 2 });

        var correction = Assert.Single(corrector.Correct("a Sitting cat"));

        Assert.Equal((2, 7, "Sitting"), (correction.Offset, correction.Length, correction.Word));
        Assert.Equal(["Sits", "Sitty"], correction.Proposals.Select(p => p.Word));
    }

    [Theory]
    [InlineData("DOG", "CAT")]
    [InlineData("Dog", "Cat")]
    [InlineData("dog", "cat")]
    public void Proposals_take_the_case_of_the_word(string word, string proposal)
    {
        Doubt("dog");
        Prefer("cat", 9);
        using var corrector = new Corrector(_kernels, _model, _tokenizer);

        Assert.Equal(proposal, corrector.Correct($"the {word}").Single().Proposals[0].Word);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(23)]
    [InlineData(1000)]
    public void A_text_longer_than_the_model_is_answered_word_by_word_once(int words)
    {
        Doubt("dog");
        string text = string.Join(" ", Enumerable.Range(0, words).Select(i => i % 3 == 1 ? "sitting" : "dog"));
        using var corrector = new Corrector(_kernels, _model, _tokenizer, new() { Threshold = 0 });

        var corrections = corrector.Correct(text);

        Assert.Equal(text, string.Join(" ", corrections.Select(c => c.Word)));
        Assert.All(corrections, c => Assert.Equal(c.Word, text.Substring(c.Offset, c.Length)));
        Assert.All(corrections, c => Assert.Equal(c.Word == "dog", c.WrongProbability > 0.5));
        Assert.Equal(corrections.Select(c => (c.Offset, c.WrongProbability)), corrector.Correct(text).Select(c => (c.Offset, c.WrongProbability)));
    }

    [Fact]
    public void Every_word_is_answered_where_it_has_context()
    {
        var windows = new TextWindows(string.Join(" ", Enumerable.Repeat("a sitting dog", 40)), _tokenizer, maxLength: 18);
        int margin = 16 / 4, last = windows.Words[^1].End.Value;

        Assert.Equal(Enumerable.Range(0, windows.Words.Count), windows.Windows.SelectMany(w => Enumerable.Range(w.Words.Start.Value, w.Words.End.Value - w.Words.Start.Value)));
        foreach (var window in windows.Windows)
        {
            Assert.True(window.Pieces.End.Value - window.Pieces.Start.Value <= 16);
            int first = windows.Words[window.Words.Start].Start.Value, end = windows.Words[window.Words.End.Value - 1].End.Value;
            Assert.True(window.Pieces.Start.Value == 0 || first - window.Pieces.Start.Value >= margin);
            Assert.True(window.Pieces.End.Value == last || window.Pieces.End.Value - end >= margin);
        }
    }

    [Fact]
    public void A_word_longer_than_a_window_is_read_as_far_as_it_goes()
    {
        Doubt("##s");
        using var corrector = new Corrector(_kernels, _model, _tokenizer);

        var correction = Assert.Single(corrector.Correct("the sit" + new string('s', 40) + " cat"));

        Assert.Equal((4, 43), (correction.Offset, correction.Length));
    }

    [Fact]
    public void A_model_that_cannot_correct_is_refused()
    {
        using var store = new ParameterStore(1);
        var model = new CocoLmModel(new(store), _model.Main.Options, new() { Copy = false, CopyWeight = 0 });

        Assert.Contains("cannot correct text", Assert.Throws<ArgumentException>(() => new Corrector(_kernels, model, _tokenizer)).Message, StringComparison.Ordinal);
        Assert.Contains("do not belong together", Assert.Throws<ArgumentException>(() => new Corrector(_kernels, _model, new WordPieceTokenizer([.. s_tokens, "more"]))).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _kernels.Dispose();
    }

    private void Doubt(string token) => _store["copy_head.weight"].Tensor.Values[_tokenizer.IdOf(token)!.Value] = -5;

    private void Prefer(string token, float nats) => _store["language_head.bias"].Tensor.Values[_tokenizer.IdOf(token)!.Value] = nats;
}
