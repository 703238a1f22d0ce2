using Cocoon.Kernels;

namespace Cocoon.Evaluation;

/// <summary>A fine-tuned model with the fastest kernels of this machine: what a program uses that has nothing else to compute.</summary>
internal sealed class StandaloneModel : IDisposable
{
    private readonly WorkerTeam _team;

    private StandaloneModel(FineTunedModel model, int threads)
    {
        (Model, _team) = (model, new(threads > 0 ? threads : Environment.ProcessorCount));
        Kernels = CpuKernels.Create(_team, model.Settings.Precision);
    }

    /// <summary>The model.</summary>
    public FineTunedModel Model { get; }

    /// <summary>What computes.</summary>
    public IKernels Kernels { get; }

    /// <summary>Loads a model and makes what uses it; the model is disposed if that fails.</summary>
    /// <param name="folder">A model's folder, or that of the run that made it.</param>
    /// <param name="threads">How many threads compute; 0: one per processor.</param>
    /// <param name="use">Makes what uses it, and disposes it.</param>
    public static T Load<T>(string folder, int threads, Func<StandaloneModel, T> use)
    {
        var own = new StandaloneModel(FineTunedModel.Load(folder), threads);
        try
        {
            return use(own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Kernels.Dispose();
        _team.Dispose();
        Model.Dispose();
    }
}
