using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Ranks the words of a vocabulary by the scores of a language model.</summary>
internal sealed class WordRanking
{
    private readonly bool[] _isWord, _continues;

    /// <param name="tokenizer">Tells which tokens are words, and which of them continue one.</param>
    public WordRanking(Tokenizer tokenizer)
    {
        (_isWord, _continues) = (new bool[tokenizer.VocabularySize], new bool[tokenizer.VocabularySize]);
        for (int id = 0; id < _isWord.Length; id++)
        {
            _isWord[id] = !tokenizer.Special.Contains(id) && id != tokenizer.Special.Unknown;
            _continues[id] = tokenizer.ContinuesWord(id);
        }
    }

    /// <summary>The most probable words with their softmax over the whole vocabulary; equals in the order of their ids. Special tokens are no words.</summary>
    /// <param name="logits">Scores of the vocabulary, length V; or empty.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="except">An id that is left out; −1: none.</param>
    /// <param name="continues">Whether a word must be a piece that continues one, or must not; null: both will do.</param>
    public List<(int Id, double Probability)> Best(ReadOnlySpan<float> logits, int count, int except = -1, bool? continues = null)
    {
        if (logits.IsEmpty) return [];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        foreach (float logit in logits) sum += Math.Exp(logit - largest);

        var best = new List<(int Id, double Probability)>(count + 1);
        for (int id = 0; id < _isWord.Length && count > 0; id++)
        {
            if (id == except || !_isWord[id] || (continues ?? _continues[id]) != _continues[id]) continue;
            double probability = Math.Exp(logits[id] - largest) / sum;
            if (best.Count == count && probability <= best[^1].Probability) continue;
            int place = best.Count;
            while (place > 0 && best[place - 1].Probability < probability) place--;
            best.Insert(place, (id, probability));
            if (best.Count > count) best.RemoveAt(count);
        }
        return best;
    }
}
