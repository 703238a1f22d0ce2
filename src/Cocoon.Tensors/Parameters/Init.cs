using Cocoon.Determinism;

namespace Cocoon.Tensors;

/// <summary>How a parameter starts: normally distributed around a mean.</summary>
public readonly record struct Init(float Mean, float Std)
{
    /// <summary>All zeros.</summary>
    public static Init Zeros => new(0, 0);

    /// <summary>All ones.</summary>
    public static Init Ones => new(1, 0);

    /// <summary>Mean 0 and the given standard deviation; BERT's and COCO-LM's is 0.02.</summary>
    public static Init Normal(float std = 0.02f) => new(0, std);

    /// <summary>Fills a parameter by the Box–Muller transform of the stream's numbers.</summary>
    public void Fill(Span<float> values, RandomStream stream)
    {
        if (Std == 0)
        {
            values.Fill(Mean);
            return;
        }
        for (int i = 0; i < values.Length; i++)
        {
            var (a, b, _, _) = stream.Block((ulong)i);
            double radius = Math.Sqrt(-2 * Math.Log((a + 1.0) / (1L << 32))), angle = 2 * Math.PI * (b / (double)(1L << 32));
            values[i] = (float)(Mean + Std * radius * Math.Cos(angle));
        }
    }
}
