namespace Cocoon.Text;

/// <summary>Tokens by id and ids by token. Ids without a token are possible: published vocabularies have gaps.</summary>
internal sealed class TokenTable
{
    private readonly string?[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="tokens">The tokens in the order of their ids; of a token that comes twice, the last one is found.</param>
    public TokenTable(IEnumerable<string?> tokens)
    {
        _tokens = [.. tokens];
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < _tokens.Length; id++)
        {
            if (_tokens[id] is not { } token) continue;
            _ids[token] = id;
            Count++;
        }

        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The largest id plus one.</summary>
    public int Size => _tokens.Length;

    /// <summary>Number of ids that have a token.</summary>
    public int Count { get; }

    /// <summary>The token of an id, or null.</summary>
    public string? this[int id] => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string?> All => _tokens;

    /// <summary>The id of a token, or −1.</summary>
    public int IdOf(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out int id) ? id : -1;
}
