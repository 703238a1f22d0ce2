using Cocoon.Cli;
using Cocoon.Kernels;
using Cocoon.Models;
using Spectre.Console;
using Xunit;

namespace Cocoon.SystemTests.Terminal;

/// <summary>What is drawn: on a terminal, and where a program reads.</summary>
public sealed class ConsoleTests
{
    [Fact]
    public void A_program_reads_plain_lines_that_are_never_broken()
    {
        using StringWriter output = new(), error = new();
        var console = new CommandConsole(output, error);
        string word = string.Join(' ', Enumerable.Repeat("word", 100));

        console.Facts(new { }, [CommandConsole.Columns(("a", word), ("longer", "[x] b")), CommandConsole.Line(""), CommandConsole.Line("red", new(Color.Red))]);
        int result = console.Live(bar => bar is null ? 1 : 2);

        Assert.Equal($"a       {word}\nlonger  [x] b\n\nred\n", output.ToString().ReplaceLineEndings("\n"));
        Assert.Null(console.Width);
        Assert.Equal((1, ""), (result, error.ToString()));
    }

    [Fact]
    public void A_bar_is_drawn_and_gives_the_cursor_back()
    {
        string drawn = Drawn(ansi: true, terminal => LiveBar.During(terminal, bar =>
        {
            terminal.WriteLine("said meanwhile");
            bar.Draw("reading [a]", 0.5, "12.0 s left", new Paragraph("mlm 1.5"));
            return 0;
        }));

        foreach (string part in new[] { "said meanwhile", "reading [a]", "50%", "12.0 s left", "mlm 1.5" }) Assert.Contains(part, drawn, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubtful_words_are_marked_where_they_stand()
    {
        const string Text = "All is well.\nHe sat on the moon.\n";
        var moon = new Correction(Text.IndexOf("moon", StringComparison.Ordinal), 4, "moon", 0.91, [new("floor", 0.5), new("bed", 0.25)]);

        string drawn = Drawn(ansi: false, terminal => { foreach (var picture in MarkedText.Draw(Text, [moon])) terminal.Write(picture); return 0; });

        Assert.Equal("2: He sat on the moon 0.91→floor.\n  moon  wrong 0.91  floor 0.50, bed 0.25\n", string.Join('\n', drawn.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)) + "\n");
    }

    [Fact]
    public void A_share_of_the_peak_is_never_more_than_the_whole()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        var peak = new PeakMeasurement(kernels);
        double measured = peak.Flops;

        Assert.True(measured > 1e6);
        Assert.Equal(1, peak.ShareOf(1e18));
        Assert.Equal(0.25, peak.ShareOf(2.5e17));
    }

    private static string Drawn(bool ansi, Func<IAnsiConsole, int> draw)
    {
        using var writer = new StringWriter();
        var terminal = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer), Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        terminal.Profile.Width = 100;
        draw(terminal);
        return writer.ToString();
    }
}
