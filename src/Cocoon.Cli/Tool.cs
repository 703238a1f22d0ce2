using System.CommandLine;

namespace Cocoon.Cli;

/// <summary><c>cocoon</c>: every verb.</summary>
internal sealed class Tool : RootCommand
{
    public Tool(Interruption interruption) : base("Cocoon pretrains language models on your own text, with COCO-LM at its heart.\nStart with: cocoon quickstart")
    {
        Add(new QuickstartCommand(interruption));
        Add(new TokenizerCommand());
        Add(new DataCommand());
        Add(new PretrainCommand(interruption));
        Add(new ResumeCommand(interruption));
        Add(new FineTuneCommand(interruption));
        Add(new EvaluateCommand());
        Add(new ClassifyCommand());
        Add(new AnswerCommand());
        Add(new CompareCommand(interruption));
        Add(new CorrectCommand());
        Add(new GenerateCommand());
        Add(new FillCommand());
        Add(new EmbedCommand());
        Add(new InspectCommand());
        Add(new BenchCommand());
        Add(new DoctorCommand());
    }
}
