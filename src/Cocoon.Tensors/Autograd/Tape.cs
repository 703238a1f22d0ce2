using System.Runtime.CompilerServices;
using Cocoon.Determinism;
using Cocoon.Kernels;

namespace Cocoon.Tensors;

/// <summary>One forward pass, remembered so that it can be run backward.</summary>
/// <remarks>
/// Operations are recorded in the order of execution, so reversing needs no graph, no sorting and no reference counts.
/// They remember their integer and label arguments by reference: those must not change before <see cref="Backward"/>.
/// </remarks>
/// <param name="kernels">What computes.</param>
/// <param name="arena">Where activations and their gradients live.</param>
/// <param name="key">Names the random numbers of this micro-batch.</param>
/// <param name="training">False: no dropout, nothing recorded.</param>
public sealed class Tape(IKernels kernels, Arena arena, StepKey key, bool training = true)
{
    private readonly Arena _arena = arena;
    private readonly List<(Action Backward, Tensor Output, string Operation)> _operations = [];
    private uint _streams;
    private int _paused;
    private bool _isApart, _forgets;

    /// <summary>What computes; for operations only.</summary>
    public IKernels Kernels => kernels;

    /// <summary>Names the random numbers of this micro-batch.</summary>
    public StepKey Key => key;

    /// <summary>True where dropout applies and gradients are recorded.</summary>
    public bool Training => training && _paused == 0;

    /// <summary>Measures the operations of the passes to come; null: nothing is measured.</summary>
    public TapeProfile? Profile { get; set; }

    /// <summary>A [rows, columns] matrix that lives until the step's arena is reset; its elements are not cleared.</summary>
    public Tensor New(int rows, int columns) => (_isApart ? _arena.Apart : _arena).Allocate(rows, columns);

    /// <summary>Forgets the pass and takes the random numbers of another micro-batch, so that one tape serves a whole run. The arena is its owner's to reset.</summary>
    public void Reset(StepKey next)
    {
        (key, _streams, _paused, _isApart, _forgets) = (next, 0, 0, false, false);
        _operations.Clear();
        Profile?.Mark();
    }

    /// <summary>Which elements the next dropout drops: each random operation of a pass has its own stream, whatever the data.</summary>
    /// <param name="rate">Probability of dropping an element, in [0, 1).</param>
    public DropoutMask NextMask(float rate)
    {
        if (rate is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is at least 0 and below 1.");
        return Training && rate > 0 ? new(rate, key.Stream(_streams++)) : DropoutMask.None;
    }

    /// <summary>Remembers how to push gradients from an operation's output to its inputs. The output's gradient is given back afterwards.</summary>
    /// <param name="output">What the operation computed.</param>
    /// <param name="backward">Pushes its gradient.</param>
    /// <param name="operation">The operation's name, as the compiler knows it.</param>
    public void Record(Tensor output, Action backward, [CallerMemberName] string operation = "")
    {
        Profile?.Add(operation, backward: false);
        if (Training && !_forgets) _operations.Add((backward, output, operation));
    }

    /// <summary>A part of the pass of which only the result is kept; the way back computes the rest again.</summary>
    /// <param name="x">What the part is computed from.</param>
    /// <param name="part">Computes something new from it, from parameters, and from what does not change before <see cref="Backward"/>.
    /// Called twice in training, with the same random numbers.</param>
    /// <returns>What the part computes, with the same bits as without this.</returns>
    /// <exception cref="ShapeException">The part gives back what it was given.</exception>
    /// <remarks>Chen et al. 2016, arXiv:1604.06174, section 3. All parts take turns in memory of their own. A part within a part is not special.</remarks>
    public Tensor Recompute(Tensor x, Func<Tape, Tensor, Tensor> part)
    {
        if (!Training || _isApart) return part(this, x);
        uint streams = _streams;
        (_isApart, _forgets) = (true, true);
        var forgotten = part(this, x);
        (_isApart, _forgets) = (false, false);
        ShapeException.Require(forgotten != x, $"x {x}", condition: "a part that computes something new");
        var y = New(forgotten.Rows, forgotten.Columns);
        forgotten.Values.CopyTo(y.Values);
        _arena.Apart.Reset();

        Record(y, () =>
        {
            int first = _operations.Count;
            (_streams, _isApart) = (streams, true);
            var again = part(this, x);
            y.Grad.CopyTo(again.GradTarget(out _));
            Unwind(first);
            _isApart = false;
            _arena.Apart.Reset();
        });
        return y;
    }

    /// <summary>Until the result is disposed, passes run as in evaluation: no dropout, no gradient. In training, tensors made in it die with it,
    /// and their memory is used again.</summary>
    public Pause Evaluating() => new(this);

    /// <summary>Pushes the gradients seeded at the losses to everything before them, from the end of the tape to its start.</summary>
    public void Backward()
    {
        Profile?.Mark();
        Unwind(0);
    }

    private void Unwind(int first)
    {
        for (int i = _operations.Count - 1; i >= first; i--)
        {
            var (backward, output, operation) = _operations[i];
            if (output.HasGrad) backward();
            output.ReleaseGrad();
            Profile?.Add(operation, backward: true);
        }
        _operations.RemoveRange(first, _operations.Count - first);
    }

    /// <summary>Ends a stretch of evaluation.</summary>
    public readonly ref struct Pause
    {
        private readonly Tape _tape;
        private readonly (int Chunk, long Used)? _mark;

        internal Pause(Tape tape)
        {
            _tape = tape;
            if (tape.Training) _mark = tape._arena.BeginScratch();
            tape._paused++;
        }

        public void Dispose()
        {
            _tape._paused--;
            if (_mark is { } mark) _tape._arena.EndScratch(mark);
        }
    }
}
