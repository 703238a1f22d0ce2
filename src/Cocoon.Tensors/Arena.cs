using Cocoon.Kernels;

namespace Cocoon.Tensors;

/// <summary>A place in an arena.</summary>
internal readonly record struct ArenaBlock(NativeBuffer? Buffer, long Offset)
{
    public bool IsReserved => Buffer is not null;
}

/// <summary>Memory of one training step: everything in it is freed by one <see cref="Reset"/>. It grows to what a step needs, then stays.</summary>
/// <remarks>Not thread-safe: a step is recorded by one thread; the kernels' threads only see spans.</remarks>
public sealed class Arena : IDisposable
{
    private const long SmallestChunk = 1 << 22; // floats: 16 MiB
    private const int CacheLine = 16;           // floats
    private const long None = -1;
    private const int MostLengths = 256;        // of gradients given back, before their lists are forgotten

    private readonly List<NativeBuffer> _chunks = [];
    private readonly Dictionary<int, Stack<ArenaBlock>> _returned = [];
    private int _chunk;
    private long _used, _generations, _scratch = None;
    private Arena? _apart;

    /// <summary>Grows with every reset; a tensor remembers the one that it was made in.</summary>
    public long Generation { get; private set; }

    /// <summary>Bytes held from the system.</summary>
    public long ReservedBytes => _chunks.Sum(c => c.Length) * sizeof(float) + (_apart?.ReservedBytes ?? 0);

    /// <summary>A [rows, columns] matrix that lives until the arena is reset; its elements are not cleared.</summary>
    /// <exception cref="ShapeException">A dimension is negative, or there are 2^31 elements or more.</exception>
    public Tensor Allocate(int rows, int columns)
    {
        ShapeException.Require(rows >= 0 && columns >= 0 && (long)rows * columns <= int.MaxValue, $"[{rows}, {columns}]", condition: "fewer than 2^31 elements");
        return new(this, rows, columns);
    }

    /// <summary>Ends the life of every tensor of this arena; spans of them must not be used any more.</summary>
    /// <remarks>If the step needed more than one piece of memory, one of their common size takes their place: then a step of the same size
    /// takes nothing from the system, in whatever order it asks.</remarks>
    public void Reset()
    {
        (_chunk, _used) = (0, 0);
        if (_chunks.Count > 1) Merge();
        if (_returned.Count > MostLengths) _returned.Clear();
        foreach (var blocks in _returned.Values) blocks.Clear();
        (Generation, _scratch) = (++_generations, None);
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) chunk.Dispose();
        _chunks.Clear();
        Reset();
        _apart?.Dispose();
    }

    /// <summary>Memory for a part of the step whose tensors die before the others: reset on its own, freed with this arena.</summary>
    internal Arena Apart => _apart ??= new();

    /// <summary>What a new tensor remembers: when it dies.</summary>
    internal long Lifetime => _scratch == None ? Generation : _scratch;

    /// <summary>From now on tensors are made to be thrown away by <see cref="EndScratch"/>.</summary>
    internal (int Chunk, long Used) BeginScratch()
    {
        _scratch = ++_generations;
        return (_chunk, _used);
    }

    /// <summary>Ends the life of the tensors made since the mark was taken; their memory is used again.</summary>
    internal void EndScratch((int Chunk, long Used) mark)
    {
        (_chunk, _used) = mark;
        _scratch = None;
    }

    internal ArenaBlock Reserve(int length)
    {
        long padded = (length + CacheLine - 1L) / CacheLine * CacheLine;
        while (_chunk < _chunks.Count && _used + padded > _chunks[_chunk].Length) (_chunk, _used) = (_chunk + 1, 0);
        if (_chunk == _chunks.Count) _chunks.Add(new(Math.Max(SmallestChunk, padded)));
        var block = new ArenaBlock(_chunks[_chunk], _used);
        _used += padded;
        return block;
    }

    /// <summary>Memory for a gradient: that of a gradient already consumed, if one of the same length was returned.</summary>
    /// <exception cref="InvalidOperationException">The gradient's tensor would outlive it.</exception>
    internal ArenaBlock Rent(int length, long lifetime)
    {
        if (_scratch != None && lifetime != _scratch) throw new InvalidOperationException("A gradient cannot be started in a stretch of evaluation: its memory would die before the tensor.");
        return _returned.TryGetValue(length, out var blocks) && blocks.TryPop(out var block) ? block : Reserve(length);
    }

    internal void Return(ArenaBlock block, int length)
    {
        if (!_returned.TryGetValue(length, out var blocks)) _returned[length] = blocks = new();
        blocks.Push(block);
    }

    internal Span<float> Slice(ArenaBlock block, int length, long generation) => generation == Generation || generation == _scratch
        ? block.Buffer!.Slice(block.Offset, length)
        : throw new InvalidOperationException("This tensor belongs to a step that is over, or to a stretch of evaluation that is: its memory was given back.");

    private void Merge()
    {
        long total = 0;
        foreach (var chunk in _chunks)
        {
            total += chunk.Length;
            chunk.Dispose();
        }
        _chunks.Clear();
        _chunks.Add(new(total));
    }
}
